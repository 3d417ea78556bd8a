"""The gate: is this body the article?

Pages that answer "200 OK" are walls, shells, notices of deletion, lists of headlines or comments often enough that nothing
is taken for an original unjudged. What passes may still be uncertain, and then says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.provenance.article import Document
from sourcetrace.provenance.decoding import declared_label, decode
from sourcetrace.provenance.extraction import write_all
from sourcetrace.provenance.recovery.attempt import Judgement
from sourcetrace.translate.alignment import align
from sourcetrace.translate.encoder import encode
from sourcetrace.translate.language import detect, language_name

__all__ = ["EMPTY", "Expected", "html_of", "judge", "whole_text"]


class Expected(msgspec.Struct, frozen=True):
    """What the original should be like.

    Attributes:
        language: of the site, where known; a site may print other languages, so it only raises or lowers certainty.
        text, title: of the English article; None where there is none to compare with.
    """

    language: str | None = None
    text: str | None = None
    title: str | None = None


def judge(document: Document, expected: Expected, page: str = "") -> Judgement:
    """Judge a body; needs no network.

    Args:
        document: the body, as extracted.
        expected: what is known of the original.
        page: all the text that the page shows: a notice may stand where no extractor looks for a body.
    """
    letters = _letters(document.text)
    if letters < (_POST if _from_data(document) else _SHELL):
        reason = _notice(document, page, 0) or f"It holds {letters} letters of text: {EMPTY}."
        return Judgement(False, False, (reason,))
    language = detect(document.text).language
    if expected.text is not None:
        return _compared(document, page, language, expected)
    against = tuple(_against(document, page))
    if against:
        return Judgement(False, False, against)
    doubts = list(_doubts(document, letters, language, expected.language))
    found = f"{letters:,} letters of {language_name(language)} by {document.extraction.method}; there was no English to compare them with."
    return Judgement(True, not doubts, (found, *doubts))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _from_data(document: Document) -> bool:
    """Whether a known site gave the body as data: then it is the body, however short."""
    return document.extraction.method.startswith("data ")


def whole_text(data: bytes, content_type: str | None) -> str:
    """All that an HTML page shows; empty for other formats."""
    html = html_of(data, content_type)
    return write_all(html)[0] if html else ""


def html_of(data: bytes, content_type: str | None) -> str:
    """An HTML page, decoded; empty for other formats."""
    head = data[:1024].lstrip().lower()
    if not (head.startswith((b"<!doctype html", b"<html")) or (content_type or "").startswith("text/html")):
        return ""
    found = re.search(r"charset\s*=\s*[\"']?([\w:.-]+)", content_type or "", re.IGNORECASE)
    return decode(data, found[1] if found else declared_label(data)).text


# --- what is no article, whatever it is compared with --------------------------------------------------------------------

EMPTY = "a shell that scripts would fill, or an empty page"
_SHELL = 40  # letters: a page with fewer shows its text by script, if at all
_POST = 8  # letters of a micro-post from a site's own data
# Mass of a text: Chinese characters and kana 1, Hangul and the letters of Indic and like scripts ⅗, those of alphabets ⅓, about what
# each says.
_ARTICLE = 60.0  # mass of running text, notices aside, that an article has at least
_BEGINNING = 420.0  # mass up to which a text that ends in an invitation to subscribe is the beginning of one
_NEAR = 260  # characters after the body's end in which such an invitation belongs to it
_LONG = 35.0  # mass of a sentence that tells of walls and deletions rather than being a notice of one
_OBVIOUS = 900.0  # mass of running text from which no phrase of a wall counts


def _mass(text: str) -> float:
    total = 0.0
    for c in text:
        if c.isalnum():
            syllabic = "\uac00" <= c <= "\ud7a3" or "\u0900" <= c <= "\u139f" or "\u1780" <= c <= "\u17ff"
            total += 1.0 if "\u3040" <= c <= "\u9fff" else 0.6 if syllabic else 0.34
    return total


def _against(document: Document, page: str) -> Iterator[str]:
    """Every reason why this is no article, from the text alone."""
    if _from_data(document):
        return
    prose = _prose(document)
    running = sum(map(_mass, prose))
    linked = sum(_letters(link.span.of(document.text)) for link in document.links)
    letters = _letters(document.text)
    notice = _notice(document, page, running)
    if notice:
        yield notice
    elif linked > 0.6 * letters:
        yield f"It is a list of links: {linked / letters:.0%} of its letters stand in them."
    elif running < _ARTICLE:
        yield f"It holds next to no running text ({sum(map(_letters, prose))} letters in {len(prose)} sentences): a form, a menu or a list."
    yield from _beginning(document, page, running)
    yield from _lists(document.text)


_LONGEST = 600  # characters of a sentence that are looked at


def _sentences(text: str) -> list[str]:
    return [s.strip()[:_LONGEST] for s in re.split(r"(?<=[。！？!?…।॥။።؟۔։។])[」』”\"）)]*|(?<=[.])\s+|\n", text) if s and s.strip()]


_END = re.compile(r"(?:[。！？!?.…।॥။።؟۔։។]|(?<=[\u0561-\u0587]):)[」』”’\"'）)\]]*$")  # Armenian ends with a colon
_UNENDED = re.compile("[\u0e00-\u0eff]{12}")  # Thai and Lao are written without marks at the end of a sentence
_QUOTED = re.compile(r"“[^”]{0,300}”|「[^」]{0,300}」|『[^』]{0,300}』|«[^»]{0,300}»|\"[^\"]{0,300}\"|‘[^’]{0,300}’")


def _prose(document: Document) -> list[str]:
    """Sentences that tell something: not to the reader about the page, not of the publisher, not in links."""
    text = document.text[:60_000]
    linked = bytearray(len(text))
    for link in document.links:
        linked[link.span.start : link.span.end] = b"\x01" * max(0, min(len(text), link.span.end) - link.span.start)
    found, at = [], 0
    for sentence in _sentences(text):
        start = text.find(sentence, at)
        at = start + len(sentence)
        if not (_END.search(sentence) or _UNENDED.search(sentence)) or _mass(sentence) < 8 or sum(linked[start:at]) > 0.5 * len(sentence):
            continue
        plain = _QUOTED.sub("", sentence)
        if not (_READER.search(plain) or _IMPRINT.search(plain) or (_mass(plain) < _LONG and any(p.search(plain) for p in (_WALL, _GONE, _CONSENT)))):
            found.append(sentence)
    return found


_WALL = re.compile(
    # zh
    r"环境异常|完成验证后|去验证|(?:安全|人机|滑块|滑动|身份|图形)验证|验证码|请(?:先)?完成.{0,6}验证|访问(?:过于|太|异常)?频繁|(?:请求|操作)(?:过于|太)频繁|访问(?:受限|被拒绝|异常)|拒绝访问|"
    r"请(?:先|您先)?(?:登录|登陆)|输入图中|大量请求|网络(?:异常|环境)|检测到|自动登录|其他方式登录|未注册|(?:登录|登陆)后(?:才|即|可|查看|阅读|继续|浏览)|(?:扫码|立即|账号|密码|手机号?|微信|短信)(?:登录|登陆)|登录/注册|忘记密码|没有账号|"
    r"(?:开启|启用|打开|允许)\s?(?:JavaScript|Cookie)|浏览器(?:版本过低|不支持)|请在微信客户端打开|正在(?:跳转|加载|为您)|会员(?:专享|专属|可读)|付费(?:阅读|内容|文章)|订阅后|无权(?:访问|查看)|"
    r"請(?:先)?登入|註冊(?:使用者|會員)|(?:驗證|確認)您(?:是否)?(?:為|是)真人|連線安全|流量有異常|自動程式|偵測到|登入後|驗證碼|(?:安全|身分|人機)驗證|請(?:先)?完成驗證|會員(?:專屬|限定|登入)|訂閱後|存取(?:被拒|遭拒|受限)|啟用\s?JavaScript|"
    # ja
    r"ログイン(?:して|が必要|する|すると|ページ|はこちら|後)|ログインID|パスワードを(?:入力|お忘れ|忘れ)|会員(?:限定|登録|専用|ログイン)|有料(?:会員|記事|プラン)|ロボットではありません|私はロボット|画像認証|"
    r"アクセスが(?:集中|制限|拒否)|接続のセキュリティ|人間(?:である|か)|(?:表示|閲覧)(?:を停止|することができ)|URL(?:や|または|、)|アクセス(?:できません|拒否|制限)|JavaScript\s?(?:を|が)(?:有効|無効|オン)|(?:海外|国外|日本国外)から.{0,12}(?:利用|閲覧|アクセス)|同意(?:する|して)(?:続|次|ご利用)|認証が必要|"
    # ko
    r"로그인(?:이 필요|\s?후|을? ?해|하세요|하시|하기|해 주|페이지)|아이디.{0,4}비밀번호|비밀번호를? ?(?:입력|찾기|잊)|회원(?:\s?전용|가입|만)|자동\s?입력\s?방지|보안\s?문자|로봇이 아닙니다|본인\s?인증|사람인지 확인|연결의 보안|(?:휴대폰|아이핀|공동인증서) ?인증|비정상적인 (?:접근|접속|요청)|"
    r"(?:접근|접속)(?:이|을)? ?(?:제한|차단|거부)|자바스크립트를? ?(?:사용|활성|켜|허용)|JavaScript를|유료 ?(?:기사|회원|구독)|구독자 ?전용|"
    # ru
    r"(?:вы )?не робот|капч|подтвердите,? что|(?:войдите|войти) (?:в|на|чтобы|через)|авторизуйтесь|авториз(?:ация|уйтесь|оваться)|зарегистрируйтесь|введите (?:пароль|код|логин|символы)|забыли пароль|(?:зайти|войти) на сайт|вошли в систему|нет прав|уч[её]тн\w{1,12} запис|имя и пароль|ошибка доступа|включите (?:javascript|cookie)|"
    r"доступ[^.\n]{0,60}(?:ограничен|запрещ[её]н|закрыт|заблокирован)|проверка (?:браузера|безопасности|подключения)|только (?:для )?(?:подписчик|зарегистрирован)|оформите подписку|слишком много запросов|"
    # en
    r"verify(?:ing)? (?:that )?you(?: are|'re)? (?:a )?human|(?:are|you are|you're) not a robot|i(?:'|’)?a?m not a robot|unusual (?:traffic|activity)|captcha|(?:log|sign) ?in (?:to|with|or|here|is required)|please (?:log|sign) ?in|forgot(?:ten)? (?:your )?password|"
    r"create an account|(?:enable|turn on|requires?) (?:javascript|cookies)|javascript is (?:disabled|required|not enabled)|access (?:to this \w{1,12} )?(?:has been )?(?:is )?denied|checking your browser|just a moment|attention required|security check|"
    r"(?:confirm|check|verify|prove)(?:ing)? (?:that )?you(?: a|'|’)re (?:not a robot|(?:a )?human)|unusual activity|security of your connection|(?:from a country|in your (?:country|region|location))|choose your institution|already (?:have an account|a subscriber)|(?:email|e-mail) address\s*$|"
    r"(?:subscribers?|members?)[- ]only|subscribe (?:to|now to)|403 forbidden|too many requests|rate limit|accept (?:all )?cookies|cookie (?:consent|settings|preferences)|register to continue",
    re.IGNORECASE,
)
_GONE = re.compile(
    # zh
    r"(?:已|被|已被|已经)(?:发布者|作者|用户|管理员|平台|系统)?(?:自行)?(?:删除|下架|屏蔽|下线|移除)|(?:页面|内容|文章|网页|链接|信息|作品|微博|帖子|新闻|资源|稿件)[^。\n]{0,8}(?:不存在|不见了|丢失|已?失效|已?过期|无法(?:查看|访问|显示|打开)|找不到|没有找到|走丢)|"
    r"(?:找不到|没有找到|未找到|抱歉)[^。\n]{0,14}(?:页面|内容|文章|网页|链接)|此(?:内容|账号|帐号|文章)(?:因|被|已)|涉嫌(?:违反|违规)|违反(?:相关|国家|平台)?(?:法律|法规|规定)|(?:账号|帐号|用户)已(?:注销|被?封|停用|迁移)|(?:^|\D)404(?:\D|$)|"
    r"(?:已|被|已被|已經)(?:發布者|作者|管理員)?(?:刪除|移除|下架)|(?:頁面|網頁|內容|文章|新聞)[^。\n]{0,8}(?:不存在|失效|過期|找不到)|(?:找不到|抱歉)[^。\n]{0,14}(?:頁面|網頁|內容|文章)|"
    # ja
    r"(?:ページ|記事|コンテンツ|ニュース|URL)(?:は|が|を)?[^。\n]{0,16}(?:見つかりません|見つかりませんでした|存在しません|ありません|削除|終了(?:し|いた)|移動|公開されていません|表示できません)|お探しの(?:ページ|記事)|"
    r"(?:公開|掲載|配信|提供)(?:期間)?(?:は|が|を)?(?:終了|過ぎ)|削除(?:されました|された可能性|済み)|(?:ご)?指定(?:の|された)(?:ページ|記事|URL)|"
    # ko
    r"(?:페이지|기사|게시물|게시글|글|콘텐츠|주소|뉴스|문서)(?:를|을|가|이|는|은)?[^.\n]{0,14}(?:찾을 수 없|존재하지 않|삭제|없습니다|종료|이동)|존재하지 않는|삭제(?:된|되었|됐)|요청하신|잘못된 (?:접근|주소|경로)|서비스가? ?종료|"
    # ru
    r"(?:страниц|материал|стать|публикаци|запис|новост|контент|документ)\w{0,12}[^.\n]{0,40}(?:не найден|удал[её]н|не существует|больше не|снят|недоступ|перемещ|отсутству|скрыт)|(?:не найден|удал[её]н)\w{0,12}[^.\n]{0,30}(?:страниц|материал|стать|автор|редакци)|ошибка 404|"
    # en
    r"(?:page|article|story|post|content|document|url|link|file|item)\b[^.\n]{0,50}(?:not found|(?:can(?:no|')t|could(?:n't| not)) be found|no longer (?:available|exists?|here)|(?:has been|been|was) (?:removed|deleted|taken down|moved|withdrawn|archived)|does(?:n[’']t| not) exist|(?:is|are)(?: currently)? (?:unavailable|not available)|expired)|"
    r"(?:can(?:no|'|’)t|couldn(?:'|’)t|could not|unable to) find (?:the|that|this|what)|nothing (?:was )?found|not found|(?:removed|deleted|withdrawn) by (?:its|the) (?:author|publisher|user|owner)|"
    r"(?:violat|breach)\w{0,12}[^.\n]{0,40}(?:terms|guidelines|rules|policy|standards)",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"cookie|クッキー|쿠키|куки|(?:隐私|隱私|プライバシー|개인정보)(?:政策|权|權|ポリシー|처리|설정|\s?(?:수집|보호))?|用户协议|使用者條款|服务条款|服務條款|利用規約|이용약관|персональн\w{1,12} данн|пользовательск\w{1,12} соглашени|"
    r"privacy (?:policy|notice|choices)|terms of (?:use|service|sale)|(?:未满|未滿|年满|已满|滿)\s?(?:十[四六八]|1[468])|18\s?(?:歳|周岁|岁|歲|세|\+|лет)|청소년유해|성인\s?인증|아동|несовершеннолет|are you (?:over|at least) 1[68]|1[68] (?:or|years)",
    re.IGNORECASE,
)
# Words that speak to whoever reads the page; news does so in quotations only.
_READER = re.compile(
    r"您|请(?:您|在|点击|输入|稍|检查|返回|使用|选择|联系|确认|重新|尝试|耐心)|請(?:您|在|點|輸入|稍|檢查|返回|使用|選擇|聯絡|確認|重新)|本(?:网站|網站|站)|お客様|ご(?:確認|利用|了承|覧|入力|注意|契約)(?:ください|下さい|いただ|の|に)|(?:して|れて)(?:ください|下さい)|当サイト|本サイト|ございま|申し上げ|お問い合わせ|(?:会員|契約者|購読者)専用|"
    r"고객님|귀하|회원님|(?:하|해\s?주)(?:십시오|시기 바랍니다|세요)|바랍니다|이용해 주|확인해|"
    r"\b(?:вы|вас|вам|ваш\w{0,12}|пожалуйста|нажмите|перейдите|попробуйте|проверьте|обратитесь)\b|\b(?:you|your|you['’](?:re|ve|ll)|please|click|we['’]?(?:re| are| recognize| use)|our (?:site|website|system|partners|team))\b",
    re.IGNORECASE,
)
# Lines of the publisher: rights, licences, addresses.
_IMPRINT = re.compile(
    r"©|\(c\)|copyright|all rights reserved|保留.{0,6}权利|版权所有|版權所有|未经.{0,6}(?:授权|许可|允许)|未經.{0,8}(?:授權|許可|允許)|ICP|备案|公网安备|许可证|無断(?:転載|複製)|무단\s?전재|저작권|등록(?:번호|일)|발행인|청소년보호책임|"
    r"зарегистрирован\w{0,12} (?:федеральн|роскомнадзор)|сетевое издание|свидетельство о регистрации|все права защищены|учредител|редакци\w{1,12} не нес|комментари\w{1,12} пользовател|могут содержать информацию|рекламодател|правообладател|subscriptions? (?:renew|auto)|subject to change|registered in|modern slavery|customer service|客服|热线|熱線|举报(?:电话|邮箱)|举报专区",
    re.IGNORECASE,
)
# A word of access and one of reading on, near each other, in either order.
_ACCESS = r"登录|登陆|登入|订阅|訂閱|訂戶|付费|付費|購買|购买|会员|會員|開通|开通|解锁|解鎖|APP|客户端|会員|有料|購読|ログイン|アプリ|登録|로그인|구독|유료|회원|가입|앱|подпис\w{0,12}|авториз\w{0,12}|зарегистр\w{0,12}|войд\w{0,12}|войти|приложени\w{0,12}|subscri\w{0,12}|sign in|log in|register|account|member\w{0,12}|app\b"
_ON = r"全文|完整|剩余|剩餘|余下|更多|继续|繼續|阅读|閱讀|未读|続き|残り|全て|ここから先|전문|전체|나머지|계속|이어|무제한|제한 없이|полн\w{0,12}|продолж\w{0,12}|дочита\w{0,12}|без ограничен\w{0,12}|доступ\w{0,12}|continu\w{0,12}|keep reading|read (?:the )?(?:full|rest|more)|full (?:article|story|access)|rest of|unlock|unlimited|exclusive to|reached your|free articles"
_PREVIEW = re.compile(
    rf"(?:{_ACCESS})[^\n。]{{0,40}}(?:{_ON})|(?:{_ON})[^\n。]{{0,40}}(?:{_ACCESS})|(?:剩余|余下|剩餘|残り)\s?[\d,，０-９]+\s?(?:%|文字|字)|（節錄）|(?:已是|已有)訂戶",
    re.IGNORECASE,
)


def _notice(document: Document, page: str, running: float) -> str | None:
    """The sentence about a wall or a deletion, where the page has little else to say."""
    if running >= _OBVIOUS:
        return None
    for kind, pattern in (("notice that the page is gone", _GONE), ("wall", _WALL), ("question before the page", _CONSENT)):
        titled = _titled(pattern, document.title)
        inside = [found for line in _sentences(document.text[:20_000]) if (found := pattern.search(_QUOTED.sub("", line)))]
        found = inside[0] if inside else titled
        if found and (running < _ARTICLE or (titled and running < 3 * _ARTICLE)):
            return f"It is a {kind}: “{_short(found.group())}”."
        # A notice may stand where no extractor looks for a body; signs of a login stand on many a good page.
        around = pattern.search(_QUOTED.sub("", page[:8_000]))
        if around and (running < _ARTICLE or (pattern is _GONE and not document.extraction.certain and running < 3 * _ARTICLE)):
            return f"It is a {kind}: “{_short(around.group())}”."
    return None


def _titled(pattern: re.Pattern[str], title: str | None) -> re.Match[str] | None:
    """The phrase in a title that says little else; the site's name, behind a dash, aside."""
    first = re.split(r"\s[-–—|_·]\s|[|_]", (title or "")[:300].strip())[0]
    found = pattern.search(first)
    return found if found and _letters(found.group()) >= 0.4 * _letters(first) else None


def _beginning(document: Document, page: str, running: float) -> Iterator[str]:
    """An invitation to subscribe, sign in or open an app, where the text breaks off."""
    if running >= _BEGINNING:
        return
    last = (_prose(document) or document.text.strip().split("\n"))[-1][-40:]
    at = page.find(last)
    following = page[at + len(last) : at + len(last) + _NEAR] if at >= 0 else ""
    for stretch in (document.text[-_NEAR:], following):
        for line in stretch.split("\n"):
            found = _PREVIEW.search(line)
            # In running text such words may be news; an invitation is short, or speaks to the reader.
            if found and (_mass(line) < 45 or _READER.search(line)):
                yield f"It shows only the beginning: “{_short(found.group())}”."
                return


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else plain[:39] + "…"


_ENDED = re.compile(r"[。．！？!?…；;：:」』”\"）)]\s*$|[.]\s*$")
_COMMENT = re.compile(
    r"^(?:\W*(?:回复|回覆|赞|点赞|举报|删除|踩|返信|いいね|답글|공감|신고|Ответить|Нравится|Reply|Like)\W*\d*\W*)+$|(?:\d+\s?(?:秒|分钟|小时|天|周|分|時間|日|분|시간|일)\s?(?:前|전))|\d+ (?:минут|час|дн|день)\w* назад|\d+ (?:minutes?|hours?|days?|weeks?) ago|^#?\d+楼|网友\W|IP属地"
)


def _lists(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 8:
        return
    comments = sum(bool(_COMMENT.search(line)) and len(line) < 60 for line in lines)
    if comments >= 4 and comments >= 0.2 * len(lines):
        yield f"It is a thread of comments: {comments} of its {len(lines)} lines are marks of one."
    # Headlines end without a full stop; verse does too, but its lines are shorter than a headline.
    headlines = sum(not _ENDED.search(line) and _letters(line) >= 10 for line in lines)
    if headlines >= 0.85 * len(lines) and not re.search(r"[。！？]|[.!?](?:\s|$)", text):
        yield f"It is a list of headlines: {headlines} of its {len(lines)} lines, and no sentence."


# --- what speaks for and against, weighed -------------------------------------------------------------------------------

_SHORT = 150  # letters below which a body alone shows little
_TITLES = 0.55  # cosine of two titles from which they say the same (unrelated news headlines lie below .4)


def _doubts(document: Document, letters: int, language: str, expected: str | None) -> Iterator[str]:
    if not document.extraction.certain:
        yield f"Body uncertain: {document.extraction.note.removeprefix('body uncertain: ')}."
    if expected and language != expected:
        yield f"It is in {language_name(language)}, and the site is written in {language_name(expected)}."
    if letters < _SHORT:
        yield "It is short, which shows little."


def _compared(document: Document, page: str, language: str, expected: Expected) -> Judgement:
    assert expected.text is not None, "judged without"
    theirs = detect(expected.text).language
    if language == theirs:
        return Judgement(False, False, (f"It is in {language_name(language)}, like the article itself.",))
    pair = align(document.text, expected.text, language, theirs).pair
    told = f"{pair.source_covered:.0%} of it and {pair.target_covered:.0%} of the article have a counterpart in each other"
    # What reads as the original of the article is no wall; what does so in part, or not at all, may be one.
    against = tuple(_against(document, page)) if pair.verdict != "translation" else ()
    if against:
        return Judgement(False, False, against)
    if pair.verdict == "unrelated":
        return _unrelated(document, told, expected)
    doubts = [d for d in _doubts(document, _SHORT, language, expected.language) if pair.verdict != "translation" or not d.startswith("Body uncertain")]
    if pair.verdict == "translation":
        return Judgement(True, not doubts, (f"It reads as the original of the article: {told}.", *doubts))
    return Judgement(True, False, (f"Body uncertain: {told}.", *doubts))


def _unrelated(document: Document, told: str, expected: Expected) -> Judgement:
    reason = f"It does not read as the original of the article: only {told}."
    if document.title and expected.title:
        ours, other = encode([document.title, expected.title])
        likeness = float(ours @ other)
        if likeness >= _TITLES:
            return Judgement(
                False, False, (reason, f"Its title fits the article's ({likeness:.2f}), so the page may be right and its body not what was taken from it.")
            )
    return Judgement(False, False, (reason,))
