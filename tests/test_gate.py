"""The gate: what is no article does not pass, what is one does."""

from __future__ import annotations

import time

import pytest
from sourcetrace.provenance.article import read
from sourcetrace.provenance.recovery.attempt import Judgement
from sourcetrace.provenance.recovery.gate import Expected, judge, whole_text

NEWS = {
    "zh": "<p>市政府星期二宣布，位于东湖岸边的旧船厂将改建为一座公共图书馆，工程预计在2027年春天开始。</p><p>馆长陈雨说：“我们希望每一位居民都能在十五分钟之内走到书架前。”</p>",
    "ja": "<p>市は火曜日、湖畔の旧造船所を公共図書館に改築すると発表した。工事は2027年の春に始まる予定だ。</p><p>館長は「すべての住民が十五分以内に本棚の前に立てるようにしたい」と話した。</p>",
    "ko": "<p>시는 화요일 호숫가의 옛 조선소를 공공 도서관으로 바꾸겠다고 발표했다. 공사는 2027년 봄에 시작될 예정이다.</p><p>진우 관장은 “모든 주민이 십오 분 안에 책장 앞에 설 수 있기를 바란다”고 말했다. 새 도서관은 삼 층이며 장서는 사십만 권이다.</p>",
    "ru": "<p>Власти города объявили во вторник, что старая верфь на берегу озера станет публичной библиотекой; работы начнутся весной 2027 года.</p><p>«Мы хотим, чтобы каждый мог дойти до полки за пятнадцать минут», — сказала директор Чэнь Юй.</p>",
    "en": "<p>The city said on Tuesday that the old shipyard on the lake will become a public library, and that work begins in the spring of 2027.</p><p>The director, Chen Yu, said every resident should be able to reach a shelf within fifteen minutes.</p>",
}

NOTICES = {
    "zh wall": "<h2>环境异常</h2><p>当前环境异常，完成验证后即可继续访问。</p><a>去验证</a>",
    "zh deleted": "<title>内容不存在</title><p>该内容已被发布者删除</p><p>如需了解更多，请返回首页继续浏览其他精彩内容。</p>",
    "zh violation": "<p>此内容因违规无法查看</p><p>由用户投诉并经平台审核，涉嫌违反相关法律法规和政策，查看对应规则。</p>",
    "zh login": "<p>登录后可查看全部内容，请使用手机号或扫码登录。未注册的手机号验证后将自动创建账号。</p>",
    "zh-Hant deleted": "<p>抱歉，您要找的網頁不存在，或已被移除。請檢查網址是否正確，或回到首頁。</p>",
    "ja deleted": "<p>お探しの記事は見つかりませんでした。掲載期間が終了したか、削除された可能性があります。</p>",
    "ja login": "<p>この記事は会員限定です。続きをお読みいただくにはログインしてください。パスワードをお忘れの方はこちら。</p>",
    "ko deleted": "<p>존재하지 않는 기사입니다. 삭제되었거나 주소가 변경되었을 수 있습니다. 입력하신 주소를 다시 확인해 주세요.</p>",
    "ko wall": "<p>비정상적인 접근이 감지되었습니다. 자동입력 방지문자를 입력해 주세요. 계속되면 관리자에게 문의하시기 바랍니다.</p>",
    "ru deleted": "<p>Страница не найдена. Возможно, материал был удалён или перемещён. Вернитесь на главную страницу или воспользуйтесь поиском.</p>",
    "ru wall": "<p>Подтвердите, что запросы отправляли вы, а не робот. Нам очень жаль, но запросы с вашего устройства похожи на автоматические.</p>",
    "en deleted": "<p>Sorry, the page you requested could not be found. It may have been removed, renamed, or is temporarily unavailable.</p>",
    "en wall": "<title>Just a moment...</title><p>Verifying you are human. This may take a few seconds. The site needs to review the security of your connection before proceeding.</p>",
    "shell": "<div id=root></div><script>var a = '" + "x" * 5000 + "'</script><p>今日头条</p>",
    "links": "".join(f"<p><a href=/{n}>第{n}条新闻：全市公交线路明天起调整，请注意查看站牌上的新时刻表。</a></p>" for n in range(12)),
    "headlines": "".join(f"<li>全市公交线路明天起调整第{n}批共有三条线路</li>" for n in range(12)),
    "comments": "".join(f"<p>湖边的人{n}</p><p>这个消息太好了，以后可以天天去看书。</p><p>{n}小时前</p><p>回复 {n}</p>" for n in range(1, 8)),
}


def judged(body: str, language: str | None = None) -> Judgement:
    data = f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()
    return judge(read(data, name="x.html"), Expected(language=language), whole_text(data, None))


@pytest.mark.parametrize("name", NOTICES)
def test_what_is_no_article_does_not_pass(name: str) -> None:
    answer = judged(NOTICES[name])
    assert not answer.passed
    assert all(reason.endswith(".") for reason in answer.reasons)


@pytest.mark.parametrize("language", NEWS)
def test_short_news_passes(language: str) -> None:
    assert judged(f"<article>{NEWS[language] * 2}</article>", language).passed


INVITATIONS = {
    "zh": "登录后阅读全文",
    "ja": "残り1,204文字　有料会員になると続きをお読みいただけます。",
    "ko": "로그인하면 전체 기사를 볼 수 있습니다",
    "ru": "Оформите подписку, чтобы прочитать полностью",
    "en": "Subscribe to continue reading",
}


@pytest.mark.parametrize("language", NEWS)
def test_the_beginning_of_an_article_does_not_pass(language: str) -> None:
    answer = judged(f"<article>{NEWS[language]}<p>{INVITATIONS[language]}</p></article>", language)
    assert not answer.passed
    assert any("only the beginning" in reason for reason in answer.reasons)


def test_a_site_s_own_data_may_be_short() -> None:
    data = '{"success": true, "data": {"thread": {"thread_base": {"content": "今天下雪了，路上小心。"}}}}'.encode()
    document = read(data, url="https://m.toutiao.com/i1856590871734284/info/", content_type="application/json", name="x")
    answer = judge(document, Expected(language="zh"))
    assert answer.passed
    assert not answer.certain


def test_another_language_than_the_site_s_is_a_doubt() -> None:
    answer = judged(f"<article>{NEWS['en'] * 3}</article>", "zh")
    assert answer.passed
    assert any("is in English" in reason for reason in answer.reasons)


def test_against_the_english(seed: str, reconstruction: str) -> None:
    original = read(reconstruction.encode(), name="o.txt")
    assert judge(original, Expected("zh", seed)).certain
    other = read(("博物馆买下了一幅画。画上是冬天的湖。评论家称赞了它的色彩。画家于一九一一年去世。他的信件在巴黎售出。" * 3).encode(), name="x.txt")
    assert not judge(other, Expected("zh", seed)).passed
    assert "like the article itself" in judge(read(seed.encode(), name="s.txt"), Expected("zh", seed)).reasons[0]
    lines = reconstruction.splitlines()
    half = read("\n".join(lines[: len(lines) // 2]).encode(), name="h.txt")
    answer = judge(half, Expected("zh", seed))
    assert not answer.certain
    assert any("uncertain" in reason or "does not read" in reason for reason in answer.reasons)


@pytest.mark.parametrize("scrap", ["страниц ", "материал ", "violat ", "page ", "登录 ", "。", "a - ", "“", "read the "])
def test_no_text_takes_long(scrap: str) -> None:
    """On a page of repetitions, in its title and its body."""
    started = time.monotonic()
    judged(f"<title>{scrap * 1000}</title><article><p>{scrap * 4000}</p></article>")
    assert time.monotonic() - started < 5
