"""The gate: is this body the article?

Pages that answer "200 OK" are walls, shells, notices of deletion, lists of headlines or comments often enough that nothing
is taken for an original unjudged. What passes may still be uncertain, and then says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.provenance.article import Document
from sourcetrace.provenance.recovery.attempt import Judgement
from sourcetrace.translate.alignment import Pair, align
from sourcetrace.translate.encoder import encode
from sourcetrace.translate.language import detect, language_name

__all__ = ["Expected", "judge"]


class Expected(msgspec.Struct, frozen=True):
    """What the original should be like.

    Attributes:
        language: of the site, where known; a site may print other languages, so it only raises or lowers certainty.
        text, title: of the English article; None where there is none to compare with.
    """

    language: str | None = None
    text: str | None = None
    title: str | None = None


def judge(document: Document, expected: Expected) -> Judgement:
    """Judge a body; needs no network. Every reason for a refusal stands in the answer, not only the first."""
    letters = _letters(document.text)
    against = list(_against(document, letters))
    if against:
        return Judgement(False, False, tuple(against))
    language = detect(document.text).language
    if expected.text is not None:
        return _compared(document, language, expected)
    doubts = list(_doubts(document, letters, language, expected.language))
    found = f"{letters:,} letters of {language_name(language)} by {document.extraction.method}; there was no English to compare them with."
    return Judgement(True, not doubts, (found, *doubts))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


# --- what is no article, whatever it is compared with --------------------------------------------------------------------

_SHELL = 40  # letters: a page with fewer shows its text by script, if at all
_POST = 8  # letters of a micro-post from a site's own data


def _against(document: Document, letters: int) -> Iterator[str]:
    from_data = document.extraction.method.startswith("data ")
    if letters < (_POST if from_data else _SHELL):
        yield f"It holds {letters} letters of text: a shell that scripts would fill, or an empty page."
    for kind, pattern in _NOTICES:
        told = _dominating(pattern, document, letters)
        if told:
            yield f"It is a {kind}: “{told}”."
    preview = _PREVIEW.search(document.text[-_TAIL:])
    if preview:
        yield f"It shows only the beginning: “{_short(preview.group())}”."
    linked = sum(_letters(link.span.of(document.text)) for link in document.links)
    if letters >= _SHELL and linked > 0.6 * letters:
        yield f"It is a list of links: {linked / letters:.0%} of its letters stand in them."
    yield from _lists(document.text)


_TAIL = 200  # characters at the end in which a preview says that it is one

_WALL = re.compile(
    # zh
    r"环境异常|完成验证后|去验证|(?:安全|人机|滑块|滑动|身份|图形)验证|验证码|请(?:先)?完成.{0,6}验证|访问(?:过于|太|异常)?频繁|(?:请求|操作)(?:过于|太)频繁|访问(?:受限|被拒绝|异常)|拒绝访问|"
    r"请(?:先|您先)?(?:登录|登陆)|(?:登录|登陆)后(?:才|即|可|查看|阅读|继续|浏览)|(?:扫码|立即|账号|密码|手机号?|微信|短信)(?:登录|登陆)|登录/注册|忘记密码|没有账号|"
    r"(?:开启|启用|打开|允许)\s?(?:JavaScript|Cookie)|浏览器(?:版本过低|不支持)|请在微信客户端打开|正在(?:跳转|加载|为您)|会员(?:专享|专属|可读)|付费(?:阅读|内容|文章)|订阅后|无权(?:访问|查看)|"
    r"請(?:先)?登入|登入後|驗證碼|(?:安全|身分|人機)驗證|請(?:先)?完成驗證|會員(?:專屬|限定|登入)|訂閱後|存取(?:被拒|遭拒|受限)|啟用\s?JavaScript|"
    # ja
    r"ログイン(?:して|が必要|する|すると|ページ|はこちら|後)|ログインID|パスワードを(?:入力|お忘れ|忘れ)|会員(?:限定|登録|専用|ログイン)|有料(?:会員|記事|プラン)|ロボットではありません|私はロボット|画像認証|"
    r"アクセスが(?:集中|制限|拒否)|アクセス(?:できません|拒否|制限)|JavaScript\s?(?:を|が)(?:有効|無効|オン)|(?:海外|国外|日本国外)から.{0,12}(?:利用|閲覧|アクセス)|同意(?:する|して)(?:続|次|ご利用)|認証が必要|"
    # ko
    r"로그인(?:이 필요|\s?후|을? ?해|하세요|하시|하기|해 주|페이지)|아이디.{0,4}비밀번호|비밀번호를? ?(?:입력|찾기|잊)|회원(?:\s?전용|가입|만)|자동\s?입력\s?방지|보안\s?문자|로봇이 아닙니다|본인\s?인증|비정상적인 (?:접근|접속|요청)|"
    r"(?:접근|접속)(?:이|을)? ?(?:제한|차단|거부)|자바스크립트를? ?(?:사용|활성|켜|허용)|JavaScript를|유료 ?(?:기사|회원|구독)|구독자 ?전용|"
    # ru
    r"(?:вы )?не робот|капч|подтвердите,? что|(?:войдите|войти) (?:в|на|чтобы|через)|авторизуйтесь|авториз(?:ация|уйтесь|оваться)|зарегистрируйтесь|введите (?:пароль|код|логин|символы)|забыли пароль|включите (?:javascript|cookie)|"
    r"доступ (?:к \w+ )?(?:ограничен|запрещ[её]н|закрыт|заблокирован)|проверка (?:браузера|безопасности|подключения)|только (?:для )?(?:подписчик|зарегистрирован)|оформите подписку|слишком много запросов|"
    # en
    r"verify(?:ing)? (?:that )?you(?: are|'re)? (?:a )?human|(?:are|you are|you're) not a robot|i(?:'|’)?a?m not a robot|unusual (?:traffic|activity)|captcha|(?:log|sign) ?in (?:to|with|or|here|is required)|please (?:log|sign) ?in|forgot(?:ten)? (?:your )?password|"
    r"create an account|(?:enable|turn on|requires?) (?:javascript|cookies)|javascript is (?:disabled|required|not enabled)|access (?:to this \w+ )?(?:has been )?(?:is )?denied|checking your browser|just a moment|attention required|security check|"
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
    r"(?:страниц|материал|стать|публикаци|запис|новост|контент|документ)\w*[^.\n]{0,40}(?:не найден|удал[её]н|не существует|больше не|снят|недоступ|перемещ|отсутству|скрыт)|(?:не найден|удал[её]н)\w*[^.\n]{0,30}(?:страниц|материал|стать|автор|редакци)|ошибка 404|"
    # en
    r"(?:page|article|story|post|content|document|url|link|file|item)\b[^.\n]{0,50}(?:not found|(?:can(?:no|')t|could(?:n't| not)) be found|no longer (?:available|exists?|here)|(?:has been|been|was) (?:removed|deleted|taken down|moved|withdrawn|archived)|does(?:n[’']t| not) exist|(?:is|are)(?: currently)? (?:unavailable|not available)|expired)|"
    r"(?:can(?:no|'|’)t|couldn(?:'|’)t|could not|unable to) find (?:the|that|this|what)|nothing (?:was )?found|not found|(?:removed|deleted|withdrawn) by (?:its|the) (?:author|publisher|user|owner)|"
    r"(?:violat|breach)\w*[^.\n]{0,40}(?:terms|guidelines|rules|policy|standards)",
    re.IGNORECASE,
)
_NOTICES = (("wall", _WALL), ("notice that the page is gone", _GONE))
_PREVIEW = re.compile(
    r"(?:登录|登陆|登入|订阅|訂閱|付费|购买|开通会员|下载|打开)[^。\n]{0,12}(?:阅读|查看|閱讀|觀看|展开|继续|解锁)(?:更多|全文|完整|剩余|余下)|(?:剩余|余下|剩餘)\s?\d+\s?%|(?:阅读|查看|展开)(?:剩余|余下)|打开.{0,12}(?:APP|客户端)[^。\n]{0,6}(?:阅读|查看|全文)|"
    r"(?:続き|全文|残り)(?:を|は)[^。\n]{0,14}(?:読む|お読み|ご覧|登録|会員|ログイン)|残り\s?[\d,,０-９]+\s?文字|この記事は(?:有料|会員)|"
    r"(?:전문|전체|나머지|이어)[^.\n]{0,10}(?:로그인|구독|유료|가입|앱에서)|(?:로그인|구독|가입)[^.\n]{0,10}(?:전문|전체|나머지|계속)|"
    r"(?:читать|чтение|продолжить|полн)\w*[^.\n]{0,24}(?:подписк|подпис|авториз|зарегистр|войд)|(?:войдите|подпишитесь|оформите)[^.\n]{0,24}(?:читать|продолж|дочитать)|"
    r"(?:subscribe|sign in|log in|register|create an account)[^.\n]{0,24}(?:to )?(?:continue|keep|read|unlock|view)(?:ing)?\b[^.\n]{0,20}(?:reading|full|rest|article|story|this)?",
    re.IGNORECASE,
)


def _dominating(pattern: re.Pattern[str], document: Document, letters: int) -> str | None:
    """The phrase, where the lines that hold one are a good part of the text; an article may speak of walls and deletions."""
    lines = [line for line in re.split(r"\n|(?<=[。！？!?])|(?<=\.)\s", document.text[:20_000]) if line and line.strip()]
    hits = [(line, found) for line in lines if (found := pattern.search(line))]
    titled = pattern.search(document.title or "")
    if not hits and not titled:
        return None
    share = sum(_letters(line) for line, _ in hits) / max(1, letters)
    first = hits[0][1] if hits else titled
    assert first, "one of the two was found"
    # A notice is most of its page. Menus may stand around it, so that a short text with several hits, or one in its title, will do.
    if share >= 0.35 or (letters < 150 and hits) or (letters < 500 and titled) or (letters < 1200 and len(hits) >= 3 and share >= 0.12):
        return _short(first.group())
    return None


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else plain[:39] + "…"


_ENDED = re.compile(r"[。．！？!?…；;：:」』”\"）)]\s*$|[.]\s*$")
_COMMENT = re.compile(r"^(?:\W*(?:回复|回覆|赞|点赞|举报|删除|踩|返信|いいね|답글|공감|신고|Ответить|Нравится|Reply|Like)\W*\d*\W*)+$|(?:\d+\s?(?:秒|分钟|小时|天|周|分|時間|日|분|시간|일)\s?(?:前|전))|\d+ (?:минут|час|дн|день)\w* назад|\d+ (?:minutes?|hours?|days?|weeks?) ago|^#?\d+楼|网友\W|IP属地")


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


def _compared(document: Document, language: str, expected: Expected) -> Judgement:
    assert expected.text is not None, "judged without"
    theirs = detect(expected.text).language
    if language == theirs:
        return Judgement(False, False, (f"It is in {language_name(language)}, like the article itself.",))
    pair = align(document.text, expected.text, language, theirs).pair
    told = f"{pair.source_covered:.0%} of it and {pair.target_covered:.0%} of the article have a counterpart in each other"
    if pair.verdict == "unrelated":
        return _unrelated(document, pair, told, expected)
    doubts = [d for d in _doubts(document, _SHORT, language, expected.language) if pair.verdict != "translation" or not d.startswith("Body uncertain")]
    if pair.verdict == "translation":
        return Judgement(True, not doubts, (f"It reads as the original of the article: {told}.", *doubts))
    return Judgement(True, False, (f"Body uncertain: {told}.", *doubts))


def _unrelated(document: Document, pair: Pair, told: str, expected: Expected) -> Judgement:
    reason = f"It does not read as the original of the article: only {told}."
    if document.title and expected.title:
        ours, other = encode([document.title, expected.title])
        likeness = float(ours @ other)
        if likeness >= _TITLES:
            return Judgement(False, False, (reason, f"Its title fits the article's ({likeness:.2f}), so the page may be right and its body not what was taken from it."))
    del pair
    return Judgement(False, False, (reason,))
