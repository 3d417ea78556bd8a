from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.provenance.article import read
from sourcetrace.provenance.origin import find_origin
from sourcetrace.provenance.references import Reference, find_references, normalise
from sourcetrace.provenance.sites import identify, toutiao_time


def references(text: str, name: str = "a.txt") -> list[Reference]:
    return find_references(read(text.encode(), name=name))


def best(text: str, name: str = "a.txt") -> Reference:
    return references(text, name)[0]


def test_the_seeds_reference(seed: str) -> None:
    (found,) = references(seed)
    assert found.url == "https://toutiao.com/article/1856590871734284/"
    assert (found.label, found.site, found.item, found.language) == ("Original", "toutiao", "1856590871734284", "zh")
    assert found.inferred_time == "2026-02-08T20:37:10Z"
    assert found.span
    assert found.label_span
    assert found.span.of(seed) == found.written == "toutiao.com/article/1856590871734284/"
    assert found.label_span.of(seed) == "Original"


@pytest.mark.parametrize(
    ("text", "url", "label"),
    [
        ("原文链接：https://mp.weixin.qq.com/s/AbCdEfGhIjKl", "https://mp.weixin.qq.com/s/AbCdEfGhIjKl", "原文链接"),
        ("転載元：https://www.asahi.com/articles/ASX1.html", "https://www.asahi.com/articles/ASX1.html", "転載元"),
        ("출처: n.news.naver.com/article/001/0012345678", "https://n.news.naver.com/article/001/0012345678", "출처"),
        ("Источник: https://ria.ru/20250101/abc-1.html.", "https://ria.ru/20250101/abc-1.html", "Источник"),
        ("Quelle: https://www.spiegel.de/politik/x-a-abc", "https://www.spiegel.de/politik/x-a-abc", "Quelle"),
        ("المصدر: https://www.aljazeera.net/news/2025/1/1/x", "https://www.aljazeera.net/news/2025/1/1/x", "المصدر"),
        ("Nguồn: https://vnexpress.net/tin-1234567.html", "https://vnexpress.net/tin-1234567.html", "Nguồn"),
        ("**Source:** <hxxps://www[.]huanqiu[.]com/article/4abc>", "https://www.huanqiu.com/article/4abc", "Source"),
        ("（Original：ｔｏｕｔｉａｏ．ｃｏｍ／article／1856590871734284／）", "https://toutiao.com/article/1856590871734284/", "Original"),
        (
            "Original (in Chinese):\nhttps://www.thepaper.cn/newsDetail_forward_1234567",
            "https://www.thepaper.cn/newsDetail_forward_1234567",
            "Original (in Chinese)",
        ),
        ("Translated from: toutiao.com/article/\n1856590871734284/\n", "https://toutiao.com/article/1856590871734284/", "Translated from"),
        ("Source: tou\u200btiao.com/article/1856590871734284/", "https://toutiao.com/article/1856590871734284/", "Source"),
        ("Read the original article at https://lenta.ru/news/2025/01/01/x/", "https://lenta.ru/news/2025/01/01/x/", "Read the original article at"),
    ],
)
def test_labels_in_many_languages_and_addresses_in_many_forms(text: str, url: str, label: str) -> None:
    found = best("A sentence before it.\n\n" + text)
    assert (found.url, found.label) == (url, label)
    assert found.score >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "Image source: https://www.gettyimages.com/photos/12345",
        "未经授权不得转载 https://www.thepaper.cn/newsDetail_forward_1",
        "图片来源：https://www.visualchina.cn/photo/12345",
        "Share via Facebook: https://www.facebook.com/sharer?u=1",
        "The model's source code is at https://github.com/example/code",
    ],
)
def test_what_is_no_source_scores_low(text: str) -> None:
    assert all(r.score < 0.4 for r in references("A first line of text.\n" + text))


def test_numbers_and_abbreviations_are_no_addresses() -> None:
    assert references("The U.S. rate rose 3.5 percent, e.g. in No.10. Mail me: someone@example.com.") == []


def test_wrapped_addresses_are_unwrapped_and_say_by_what() -> None:
    archived = best("Original: https://web.archive.org/web/20200101000000id_/https://ria.ru/20200101/abc-1.html")
    assert (archived.url, archived.via) == ("https://ria.ru/20200101/abc-1.html", ("web.archive.org",))
    redirected = best("Original: https://link.zhihu.com/?target=https%3A//zhuanlan.zhihu.com/p/12345")
    assert (redirected.url, redirected.item) == ("https://zhuanlan.zhihu.com/p/12345", "12345")
    proxied = best("Original: https://www-huanqiu-com.translate.goog/article/4abc?_x_tr_sl=zh")
    assert proxied.url == "https://www.huanqiu.com/article/4abc"


def test_an_outlet_without_address_is_unresolved() -> None:
    found = best("Some report.\nSource: Huanqiu\n")
    assert (found.state, found.url, found.language, found.written) == ("unresolved", None, "zh", "Huanqiu")
    assert best("A report first published in Futurism, as it says.").state == "unresolved"


def test_hyperlinks_and_metadata() -> None:
    link = best("See the [original](https://mp.weixin.qq.com/s/AbCdEfGhIjKl) post.", "a.md")
    assert (link.carrier, link.url) == ("link", "https://mp.weixin.qq.com/s/AbCdEfGhIjKl")
    front = best("---\noriginal_url: https://www.huanqiu.com/article/4abc\n---\nText of it.", "a.md")
    assert (front.carrier, front.span) == ("front matter original_url", None)
    page = '<html><head><link rel="canonical" href="https://en.example.com/a"><link rel="alternate" hreflang="zh" href="https://zh.example.com/a"></head><body><article><p>A paragraph of text that is long enough.</p></article></body></html>'
    assert [r.url for r in find_references(read(page.encode(), name="p.html"))] == ["https://zh.example.com/a"]


def test_every_candidate_is_kept_in_the_order_of_its_score() -> None:
    found = references("Original: https://ria.ru/20250101/abc-1.html\nAlso see https://example.com/ and https://www.huanqiu.com/article/4abc for more.")
    assert [r.id for r in found] == ["r1", "r2", "r3"]
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("HTTP://Example.COM:80/a?utm_source=x&id=1#top", "http://example.com/a?id=1"),
        ("例え.jp/記事", "https://xn--r8jz45g.jp/記事"),
        ("https://user:secret@example.com/", "https://example.com/"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://", None),
        ("localhost", None),
        ("http://[::1", None),
    ],
)
def test_normalise(address: str, expected: str | None) -> None:
    assert normalise(address) == expected


@given(st.text(alphabet=st.sampled_from(list("ab.cn/:原文链接Source http[]()。，\n\u200b１２?=&-")), max_size=80))
def test_any_text_can_be_searched_and_spans_are_inside(text: str) -> None:
    if not text.strip(" \n\u200b"):
        return
    document = read(text.encode(), name="a.txt")
    for r in find_references(document):
        assert r.span is None or 0 <= r.span.start < r.span.end <= len(document.text)
        assert 0 <= r.score <= 1


@pytest.mark.parametrize(
    ("item", "time"),
    [
        ("1856590871734284", "2026-02-08T20:37:10Z"),
        ("6734577895106150924", "2019-09-09T08:01:46Z"),
        ("6763067898329039374", "2019-11-25T02:37:31Z"),
        ("6802149563361657348", "2020-03-09T10:14:21Z"),
        ("1234", None),
        ("0000000000000001", None),
    ],
)
def test_the_time_in_a_toutiao_id(item: str, time: str | None) -> None:
    assert toutiao_time(item) == time


@pytest.mark.parametrize(
    "form",
    ["www.toutiao.com/a{}/", "m.toutiao.com/i{}/", "www.toutiao.com/group/{}/", "www.toutiao.com/w/{}/", "m.toutiaocdn.com/i{}", "www.toutiao.com/w/a{}/"],
)
def test_toutiao_addresses(form: str) -> None:
    item = identify("https://" + form.format("1856590871734284"))
    assert item
    assert (item.site, item.id) == ("toutiao", "1856590871734284")


def test_origin_by_evidence(seed: str) -> None:
    document = read(seed.encode(), name="a.txt")
    found = find_origin(document, find_references(document))
    assert (found.language, found.decided_by) == ("zh", "evidence")
    assert {clue.kind for clue in found.evidence} >= {"reference", "formula"}
    formula = next(c for c in found.evidence if c.kind == "formula")
    assert formula.span
    assert formula.span.of(document.text).startswith("Statement")


def test_an_english_article_is_taken_for_english() -> None:
    document = read(b"The council met on Tuesday. It voted to repair the bridge, the mayor said.", name="a.txt")
    assert find_origin(document, find_references(document)).language == "en"


def test_the_original_at_hand_decides() -> None:
    document = read(b"Source: Huanqiu\nThe council met on Tuesday.", name="a.txt")
    found = find_origin(document, find_references(document), "市議会は火曜日に開かれ、橋の修理を決めた。")
    assert (found.language, found.confidence, found.decided_by) == ("ja", 1.0, "original")


def test_it_says_so_itself() -> None:
    document = read(b"This text was translated from Korean by a volunteer. The council met.", name="a.txt")
    assert find_origin(document, find_references(document)).language == "ko"
