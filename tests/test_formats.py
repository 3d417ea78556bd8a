"""Formats that hold a document inside, made here: read to the same text, and bounded."""

from __future__ import annotations

import email.mime.multipart
import email.mime.text
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.provenance import find_references, trace, verify
from sourcetrace.provenance.article import read
from sourcetrace.translate.text import InputError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PARAGRAPHS = [
    "市政府星期二宣布，旧船厂将改建为一座公共图书馆，工程预计在二〇二七年春天开始。",
    "馆长陈雨说：“我们希望每一位居民都能走到书架前。”",
    "新馆将有三层，藏书约四十万册，总投资为2.6亿元。",
]
TEXT = "\n".join(PARAGRAPHS)
HTML = f"<!DOCTYPE html><html lang=zh><head><title>旧船厂</title></head><body><h1>旧船厂</h1><article><div id=js_content>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</div></article></body></html>"
URL = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMn"


def mhtml(charset: str = "utf-8", encoding: str = "") -> bytes:
    message = email.mime.multipart.MIMEMultipart("related", type="text/html")
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = URL
    message["Subject"] = "=?utf-8?Q?x?="
    part = email.mime.text.MIMEText(HTML, "html", charset)
    part["Content-Location"] = URL
    frame = email.mime.text.MIMEText("<html><body>DECOY frame</body></html>", "html", "utf-8")
    frame["Content-Location"] = "https://ads.example/frame"
    message.attach(frame)
    message.attach(part)
    del encoding
    return message.as_bytes()


def warc(pages: list[tuple[str, bytes, str]], packed: bool = True) -> bytes:
    out = b""
    for number, (url, body, status) in enumerate(pages):
        answer = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + body
        head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\nWARC-Date: 2026-02-09T00:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        record = f"{head}Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"
        out += gzip.compress(record) if packed else record
    return out


OTHER = b"<html><body><p>DECOY</p></body></html>"
PAGES = [("https://site.example/logo", OTHER, "404 Not Found"), ("https://site.example/other", OTHER, "200 OK"), (URL, HTML.encode(), "200 OK")]


def wacz(listed: str = URL) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("archive/data.warc.gz", warc(PAGES))
        file.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages"}\n' + json.dumps({"url": listed, "ts": "2026-02-09T00:00:00Z"}) + "\n")
        file.writestr("datapackage.json", "{}")
    return out.getvalue()


def docx() -> bytes:
    import docx as library
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = library.Document()
    document.core_properties.title = "旧船厂"
    for text in PARAGRAPHS[:2]:
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=1)
    table.rows[0].cells[0].text = PARAGRAPHS[2]
    link = document.add_paragraph("Original: ")
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), link.part.relate_to(URL, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "here"
    run.append(words)
    element.append(run)
    link._p.append(element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def epub() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/epub+zip")
        file.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/c.opf"/></rootfiles></container>',
        )
        items = "".join(f'<item id="i{n}" href="c%20{n}.xhtml"/>' for n in range(3))
        spine = "".join(f'<itemref idref="i{n}"/>' for n in range(3))
        file.writestr(
            "OEBPS/c.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>旧船厂</dc:title><dc:language>zh-CN</dc:language></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>',
        )
        for n, text in enumerate(PARAGRAPHS):
            file.writestr(
                f"OEBPS/c {n}.xhtml",
                f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{text}</p></body></html>',
            )
    return out.getvalue()


MADE: dict[str, Callable[[], bytes]] = {
    "x.mhtml": mhtml,
    "x.warc.gz": lambda: warc(PAGES[2:]),
    "x.warc": lambda: warc(PAGES[2:], packed=False),
    "x.wacz": wacz,
    "x.epub": epub,
}


@pytest.mark.parametrize("name", MADE)
def test_the_text_inside(name: str) -> None:
    document = read(MADE[name](), name=name)
    assert document.text == TEXT
    assert document.title == "旧船厂"
    if name != "x.epub":
        assert document.url == URL
        assert document.extraction.method.endswith("container #js_content")


def test_mhtml_in_an_old_encoding() -> None:
    assert read(mhtml("gb18030")).text == TEXT


def test_the_page_that_is_wanted() -> None:
    everything = warc(PAGES)
    assert read(everything, url=URL).text == TEXT
    assert read(everything, url=URL.replace("https", "http")).text == TEXT
    first = read(everything)
    assert first.text == "DECOY"
    assert "one of 2 pages" in first.extraction.note
    assert read(wacz()).text == TEXT


def test_word_with_its_links() -> None:
    document = read(docx())
    assert document.text == f"{TEXT}\nOriginal: here"
    assert document.title == "旧船厂"
    (reference,) = [r for r in find_references(document) if r.score > 0.5]
    assert reference.url == URL


@pytest.mark.browser
def test_pdf_as_a_browser_prints_it(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(HTML.replace("<p>", "<p style='font-size:16px'>"))
    data = page.pdf(format="A5")
    page.close()
    document = read(data, name="x.pdf")
    assert "".join(document.text.split()) == "旧船厂" + "".join(TEXT.split())
    assert document.text.split("\n")[1:] == PARAGRAPHS


def test_a_page_saved_with_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "Page_files"
    folder.mkdir()
    (folder / "saved_resource.html").write_text(HTML.replace(PARAGRAPHS[2], PARAGRAPHS[2] * 20), encoding="utf-8")
    (tmp_path / "Page.html").write_text(
        '<html><body><iframe src="./Page_files/saved_resource.html"></iframe><iframe src="../../etc/passwd"></iframe></body></html>', encoding="utf-8"
    )
    assert PARAGRAPHS[0] in read(tmp_path / "Page.html").text
    (folder / "saved_resource.html").unlink()
    (folder / "saved_resource.html").symlink_to("/etc/passwd")
    with pytest.raises(InputError, match="no text"):
        read(tmp_path / "Page.html")


def test_the_address_a_browser_writes_into_what_it_saves() -> None:
    saved = HTML.replace("<html", f"<!-- saved from url=(0042){URL} -->\n<html", 1)
    assert read(saved.encode(), name="x.html").url == URL


def test_a_trace_with_an_archive_as_its_original(tmp_path: Path, seed: str, reconstruction: str) -> None:
    page = f"<html><body><div class=article-content>{''.join(f'<p>{line}</p>' for line in reconstruction.splitlines())}</div></body></html>".encode()
    (tmp_path / "o.warc.gz").write_bytes(
        warc([("https://site.example/a", OTHER, "200 OK"), ("https://www.toutiao.com/article/1856590871734284/", page, "200 OK")])
    )
    (tmp_path / "a.txt").write_text(seed.replace("toutiao.com/", "https://www.toutiao.com/"), encoding="utf-8")
    record = trace(tmp_path / "a.txt", tmp_path / "o.warc.gz", tmp_path / "t", offline=True)
    assert record.original
    assert record.original.article.url == "https://www.toutiao.com/article/1856590871734284/"
    checked = verify(tmp_path / "t")
    assert checked.ok, [f for f in checked.findings if f.state == "fail"]


# --- bounded ------------------------------------------------------------------------------------------------------------


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return out.getvalue()


ZEROS = b"\0" * 50_000_000
REFUSED = {
    "bomb.docx": (lambda: zipped({"word/document.xml": ZEROS, "[Content_Types].xml": b""}), "not unpacked"),
    "bomb.epub": (lambda: zipped({"META-INF/container.xml": ZEROS}), "not unpacked"),
    "bomb.wacz": (lambda: zipped({"datapackage.json": b"{}", "archive/a.warc": ZEROS}), "not unpacked"),
    "many.wacz": (lambda: zipped({"datapackage.json": b"{}"} | {f"f{n}": b"" for n in range(20_001)}), "more than the 20,000"),
    "other.zip": (lambda: zipped({"readme.txt": b"x"}), "another kind"),
    "broken.zip": (lambda: zipped({"word/document.xml": b"<x/>"})[:-30], "no whole ZIP"),
    "empty.docx": (lambda: zipped({"word/document.xml": b"<x/>"}), "no Word document"),
    "entities.epub": (lambda: zipped({"META-INF/container.xml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}), "does not say where"),
    "empty.wacz": (lambda: zipped({"datapackage.json": b"{}"}), "holds no WARC"),
    "no page.warc": (lambda: warc(PAGES[:1]), "no page that was answered with 200"),
    "cut.warc.gz": (lambda: warc(PAGES)[:400], "no whole WARC|no page"),
    "other.gz": (lambda: gzip.compress(b"hello"), "no WARC"),
    "nested.warc": (lambda: warc([(URL, zipped({"datapackage.json": b"{}"}), "200 OK")]), "archive inside an archive"),
    "empty.mhtml": (
        lambda: b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\nx\r\n--x--",
        "no HTML page",
    ),
    "deep.mhtml": (
        lambda: (
            b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n" + b"--b\r\nContent-Type: message/rfc822\r\n\r\n" * 2000
        ),
        "more parts",
    ),
    "media.docx": (lambda: zipped({"word/document.xml": b"<x/>", "word/media/a.bin": ZEROS}), "not unpacked"),
    "broken.pdf": (lambda: b"%PDF-1.7\n%%EOF", "no PDF that can be read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_refused_in_one_sentence(name: str) -> None:
    make, reason = REFUSED[name]
    with pytest.raises(InputError, match=reason) as caught:
        read(make(), name=name)
    assert name in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("make", [mhtml, wacz, docx, epub, lambda: warc(PAGES)])
@given(data=st.data())
def test_damage_is_an_input_error_or_harmless(make: Callable[[], bytes], data: st.DataObject) -> None:
    whole = bytearray(_once(make))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InputError):
        assert read(bytes(whole), name="damaged").text


_MADE: dict[Callable[[], bytes], bytes] = {}


def _once(make: Callable[[], bytes]) -> bytes:
    return _MADE.setdefault(make, make())
