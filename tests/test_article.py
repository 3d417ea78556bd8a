from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.provenance.article import MAXIMUM, read
from sourcetrace.provenance.decoding import declared_label, decode
from sourcetrace.translate.text import InputError, digest

CHINESE = "朱镕基出席了会议，讨论了经济问题。今天的天气很好，我们去公园散步，然后回家吃饭。"
JAPANESE = "政府は昨日、新しい予算案を発表した。国会で審議される予定だ。"
KOREAN = "정부는 어제 새로운 예산안을 발표했다. 국회에서 심의될 예정이다."


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (CHINESE, "utf-8", "gb2312"),  # valid UTF-8 wins over a lying label
        (CHINESE, "utf-8-sig", None),
        (CHINESE, "utf-16", None),
        (CHINESE, "gb18030", "gb2312"),  # 镕 is not in GB 2312 proper
        (CHINESE, "gb18030", None),
        (CHINESE, "gb18030", "iso-8859-1"),
        (JAPANESE, "cp932", "shift_jis"),
        (KOREAN, "cp949", "euc-kr"),
        ("Caf\u00e9 “quoted”", "cp1252", "iso-8859-1"),
    ],
)
def test_encodings(text: str, codec: str, declared: str | None) -> None:
    found = decode(text.encode(codec), declared)
    assert found.text.lstrip("\ufeff") == text
    assert (found.replaced, found.present, found.fault) == (0, 0, None)


def test_broken_bytes_are_counted_and_told_from_old_damage() -> None:
    found = decode("alte Schäden \ufffd".encode() + b"\xff\xff", given="utf-8")
    assert (found.replaced, found.present) == (2, 1)


def test_labels_are_read_from_the_page() -> None:
    assert declared_label(b'<html><head><meta charset="gbk">') == "gbk"
    assert declared_label(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">') == "gb2312"
    assert declared_label(b"<html>") is None


@given(st.text(min_size=1).filter(lambda t: t.strip() and not t.startswith("\ufeff")))
def test_utf8_round_trip(text: str) -> None:
    assert decode(text.encode("utf-8")).text == text


def test_the_digest_is_of_the_bytes_as_received() -> None:
    data = codecs.BOM_UTF8 + b"One.\r\nTwo.\r\n"
    document = read(data)
    assert document.digest == digest(data)
    assert document.text == "One.\nTwo.\n"
    assert document.size == len(data)


def refusal(data: bytes, name: str = "x.txt") -> str:
    with pytest.raises(InputError) as caught:
        read(data, name=name)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


def test_bad_bytes_get_one_sentence() -> None:
    assert "empty" in refusal(b"  \n")
    assert "PDF" in refusal(b"%PDF-1.7 ...")
    assert "ZIP" in refusal(b"PK\x03\x04...")
    assert "binary" in refusal(bytes(range(256)) * 40)
    assert "no one encoding" in refusal("Ein Satz mit Umlaut: ä. ".encode() * 20 + "又一句话。".encode("gb18030") + "ещё одно".encode("koi8-r"))
    assert "lone surrogate" in refusal(b"A lone surrogate: \xed\xa0\x80 in the middle of a text.")


def test_bad_files_get_one_sentence(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none.txt", "does not exist"), (tmp_path, "is a folder"), ("https://example.com/a", "is an address")):
        with pytest.raises(InputError, match=words):
            read(path)
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(MAXIMUM + 1)
    with pytest.raises(InputError, match="MB"):
        read(large)


def test_a_named_encoding_is_insisted_on(tmp_path: Path) -> None:
    path = tmp_path / "mixed.txt"
    path.write_bytes(b"Good text. " + b"\xff\xfe\xff")
    document = read(path, encoding="utf-8")
    assert document.encoding.replaced == 3
    with pytest.raises(InputError, match="no encoding known"):
        read(path, encoding="klingon")


PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>标题｜某网</title>
<meta property="og:title" content="河边的图书馆"><meta name="author" content="李四">
<meta property="article:published_time" content="2025-03-04T08:00:00+08:00">
<link rel="canonical" href="https://news.example.cn/2025/03/04/123456.html">
<script type="application/ld+json">{"@type":"NewsArticle","isBasedOn":"https://example.jp/a/1"}</script></head>
<body><nav>首页 新闻 体育</nav><div id="js_content"><p>市政府周一宣布，将在河边修建一座新图书馆。</p><p>工程预计耗资<b>三亿元</b>，<br>明年春天开工。</p>
<script>alert(1)</script><p>附近的居民担心施工会带来噪音。<a href="https://example.cn/x">原文</a></p><p style="display: none">隐藏</p></div>
<footer>版权所有</footer></body></html>"""


def test_a_page_with_a_known_container() -> None:
    page = read(PAGE.encode(), name="page.html")
    assert page.text.split("\n")[:2] == ["市政府周一宣布，将在河边修建一座新图书馆。", "工程预计耗资三亿元，"]
    assert "首页" not in page.text
    assert "隐藏" not in page.text
    assert "alert" not in page.text
    assert (page.title, page.author, page.published, page.language) == ("河边的图书馆", "李四", "2025-03-04T08:00:00+08:00", "zh")
    assert page.extraction.certain
    assert [(link.span.of(page.text), link.url) for link in page.links] == [("原文", "https://example.cn/x")]
    assert ("ld:isBasedOn", "https://example.jp/a/1") in page.stated


def test_a_page_that_no_extractor_understands_is_uncertain() -> None:
    page = read(b"<html><body><ul><li>One</li><li>Two</li></ul></body></html>", name="x.html")
    assert not page.extraction.certain
    assert "uncertain" in page.extraction.note


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_a_page_reencoded_with_a_lying_label_gives_the_same_text(codec: str) -> None:
    page = PAGE.replace('charset="utf-8"', 'charset="gb2312"').encode(codec)
    assert read(page, name="p.html").text == read(PAGE.encode(), name="p.html").text


def test_deep_and_broken_markup_does_not_break_the_reader() -> None:
    deep = b"<div>" * 150 + b"Some text in the depth of it all." + b"</div>" * 150
    assert "depth" in read(b"<html><body>" + deep, name="d.html").text
    assert "no text" in refusal(b"<html><body>" + b"<div>" * 100_000 + b"x", "d.html")
    assert "words" in read(b"<p>words <b>unclosed <i>tags<p>and more words, more and more", name="b.html").text


def test_markdown_keeps_links_and_reads_its_front_matter() -> None:
    text = "---\ntitle: A title\nsource_url: https://example.cn/a/1\ndate: 2025-03-04\n---\n# Heading\n\nA *marked* word and a [link](https://example.cn/b).\nSame paragraph.\n\n第一行\n第二行\n"
    document = read(text.encode(), name="a.md")
    assert document.text == "Heading\n\nA marked word and a link. Same paragraph.\n\n第一行第二行"
    assert document.links[0].span.of(document.text) == "link"
    assert (document.title, document.published) == ("A title", "2025-03-04")
    assert ("front matter source_url", "https://example.cn/a/1") in document.stated
