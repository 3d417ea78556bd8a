"""A document → its text, what it says of itself, and the digest of its bytes.

Bytes are hashed before anything touches them, decoded once, and read by the reader of their format. A format is added by
writing a reader (in `formats` where it holds a document inside) and listing it in `_READERS`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sourcetrace.provenance.decoding import Decoded, declared_label, decode
from sourcetrace.provenance.extraction import INVISIBLE, Extraction, Link, Page, extract_answer, extract_page, write_all
from sourcetrace.provenance.formats import Part, Prose, Unreadable
from sourcetrace.translate.text import InputError, Span, digest, lone_surrogate

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["MAXIMUM", "SUFFIXES", "Document", "Encoding", "NoTextError", "given_file", "read", "read_bytes"]

MAXIMUM = 20_000_000  # bytes; a novel is one million, a saved page with its images inlined ten
_MAXIMUM_ARCHIVE = 100_000_000  # bytes of a format that holds pictures beside the text
_ARCHIVES = (".mhtml", ".mht", ".docx", ".pdf", ".epub", ".warc", ".warc.gz", ".wacz")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class NoTextError(InputError):
    """A page that shows nothing: its scripts would fill it, or it is empty."""


class Encoding(msgspec.Struct, frozen=True):
    """How the bytes were decoded; the fields are `decoding.Decoded`'s without the text."""

    name: str
    how: str
    replaced: int
    present: int


class Document(msgspec.Struct, frozen=True):
    """A document read.

    Attributes:
        name: path or address as given; `-` for standard input.
        media_type: of the bytes: `text/html`, `application/pdf` …
        digest: of the bytes as received.
        size: of the bytes as received.
        text: the body; every offset of ours is a code point into it.
        published: as the document states it (RFC 3339 or a day), None where it does not.
        language: the language the document declares, not the one it is in.
        links: links inside the body.
        stated: structured statements of the document about itself and its source.
    """

    name: str
    media_type: str
    digest: str
    size: int
    text: str
    encoding: Encoding
    extraction: Extraction
    title: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    site: str | None = None
    url: str | None = None
    links: tuple[Link, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()


class _Given(msgspec.Struct, frozen=True):
    """Bytes to be read, and what is known of them."""

    data: bytes
    name: str
    url: str | None
    encoding: str | None
    content_type: str | None

    @property
    def charset(self) -> str | None:
        """The charset that the server or the archive states."""
        found = re.search(r"charset\s*=\s*[\"']?([\w:.-]+)", self.content_type or "", re.IGNORECASE)
        return found[1] if found else None


def read(
    path_or_bytes: str | Path | bytes, url: str | None = None, encoding: str | None = None, name: str | None = None, content_type: str | None = None
) -> Document:
    """Read a document.

    Args:
        path_or_bytes: a path, `-` for standard input, or the bytes themselves. Addresses are got with `recovery`.
        url: the address the bytes came from, where known; in a WARC or WACZ, the page that is wanted.
        encoding: a codec to insist on; what it cannot decode is replaced and counted instead of refused.
        name: what to call bytes that have no path.
        content_type: as the server stated it.

    Raises:
        InputError: it is missing, empty, no file, too large, binary, of a format that is not read, or in no one encoding.
    """
    if isinstance(path_or_bytes, bytes):
        data, shown = path_or_bytes, name or "bytes"
    else:
        shown = given_file(str(path_or_bytes))
        data = read_bytes(shown)
    # A file name that is not UTF-8 is shown with replacements: the record holds text only.
    shown = shown.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _document(_Given(data, shown, url, encoding, content_type))


def given_file(name: str) -> str:
    """The file that is meant by a path: of a saved page that only frames another, the frame."""
    from sourcetrace.provenance.formats.saved import page_file

    try:
        return name if name == "-" or "\0" in name else str(page_file(Path(name)))
    except OSError:  # reading it will say why
        return name


def read_bytes(name: str) -> bytes:
    """The bytes behind a path or `-`, with the same refusals as `read`."""
    if re.match(r"https?:/", name, re.IGNORECASE):
        raise InputError(f"{name} is an address, and only files are read here; get it with `sourcetrace recover`, or give its saved page.")
    return _standard_input() if name == "-" else _file(Path(name))


def _standard_input() -> bytes:
    data = sys.stdin.buffer.read(MAXIMUM + 1)
    if len(data) > MAXIMUM:
        raise InputError(f"Standard input holds more than {MAXIMUM // 10**6} MB; give one article.")
    return data


def _file(path: Path) -> bytes:
    if "\0" in str(path):
        raise InputError(f"{path} is no name that a file can have; check the name.")
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder; give a file.")
        size = path.stat().st_size
        limit = _MAXIMUM_ARCHIVE if path.name.lower().endswith(_ARCHIVES) else MAXIMUM
        if size > limit:
            raise InputError(f"{path} has {size / 10**6:,.0f} MB, more than the {limit // 10**6} MB that are read; give one article.")
        with path.open("rb") as file:  # a device or pipe has no size to go by
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; check the name.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    if len(data) > limit:
        raise InputError(f"{path} holds more than {limit // 10**6} MB; give one article.")
    return data


# Magic bytes of formats that are not read, with their names.
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a Rich Text file"),
)
_FORMATS = ".txt, .md, .html, .mhtml, .docx, .pdf, .epub, .warc or .wacz"


def _document(given: _Given) -> Document:
    found = digest(given.data)
    if not given.data.strip():
        raise InputError(f"{given.name} is empty.")
    for magic, kind in _MAGIC:
        if given.data.startswith(magic):
            raise InputError(f"{given.name} is {kind}, which is not read; save it as {_FORMATS}.")
    try:
        media_type = _media_type(given)
        document = _READERS[media_type](given)
    except Unreadable as error:
        raise InputError(f"{given.name} {error}.") from None
    broken = lone_surrogate(document.text)
    if broken is not None:
        raise InputError(f"{given.name} holds a lone surrogate at character {broken}, which no text can; save it again as UTF-8.")
    document = _without_surrogates(document)
    if not document.text.strip():
        raise NoTextError(f"{given.name} holds no text.")
    return msgspec.structs.replace(document, name=given.name, media_type=media_type, digest=found, size=len(given.data))


def _without_surrogates(document: Document) -> Document:
    """What a page says of itself, with lone surrogates replaced: they can be in JSON, and in no record."""

    def plain(value: str | None) -> str | None:
        return value.encode("utf-8", "replace").decode("utf-8") if value else value

    facts = {name: plain(getattr(document, name)) for name in ("title", "author", "published", "language", "site", "url")}
    stated = tuple((plain(name) or "", plain(value) or "") for name, value in document.stated)
    return msgspec.structs.replace(document, **facts, stated=stated)


def _media_type(given: _Given) -> str:
    """By the bytes first, then by the name and what the server says: both are wrong more often."""
    from sourcetrace.provenance.formats import mhtml, warc

    data, suffix = given.data, Path(given.name).suffix.lower()
    if data.startswith(b"%PDF"):
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(given)
    if warc.recognise(data):
        return "application/warc"
    if data.startswith(b"\x1f\x8b"):
        raise InputError(f"{given.name} is a gzip file but no WARC; unpack it and give what is inside.")
    if mhtml.recognise(data):
        return "multipart/related"
    if suffix in (".md", ".markdown"):
        return "text/markdown"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    stated = (given.content_type or "").split(";")[0].strip().lower()
    if head.startswith((b"{", b"[")) and (suffix == ".json" or stated.endswith("json") or (stated and _is_json(data))):
        return "application/json"
    if suffix in (".html", ".htm", ".xhtml", ".shtml") or head.startswith((b"<!doctype html", b"<html")) or stated in ("text/html", "application/xhtml+xml"):
        return "text/html"
    return "text/plain"


def _zipped(given: _Given) -> str:
    from sourcetrace.provenance.formats.zipped import kind_of

    kind = kind_of(given.data)
    if kind is None:
        raise InputError(f"{given.name} is a ZIP file of another kind than .docx, .epub or .wacz; give the document inside.")
    return kind


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _decoded(given: _Given, html: bool) -> Decoded:
    name, encoding = given.name, given.encoding
    try:
        decoded = decode(given.data, given.charset or (declared_label(given.data) if html else None), encoding)
    except (LookupError, UnicodeError):
        raise InputError(f"“{encoding}” is no encoding known here; try utf-8, gb18030, big5hkscs, cp932 or cp949.") from None
    controls = len(_CONTROL.findall(decoded.text[:100_000]))
    if "\x00" in decoded.text or controls > max(16, 0.01 * min(len(decoded.text), 100_000)):
        raise InputError(f"{name} is binary, not text; give a {_FORMATS} file.")
    # A web page with a few broken characters is read with them counted; a file of one's own can be put right.
    tolerated = 0.01 * len(decoded.text) if html or given.content_type else 0
    if encoding is None and decoded.replaced > tolerated:
        raise InputError(
            f"{name} is in no one encoding: as {decoded.encoding} it breaks at byte {decoded.fault:,} ({decoded.replaced:,} characters in all); "
            "save it as UTF-8, or name its encoding with --encoding to have the broken characters replaced and counted."
        )
    return decoded


def _encoding(decoded: Decoded) -> Encoding:
    return Encoding(decoded.encoding, decoded.how, decoded.replaced, decoded.present)


def _lines(text: str) -> str:
    """One line end, and no characters without width: what is left is the text our offsets count."""
    return INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


# --- the readers of each format -----------------------------------------------------------------------------------------


def _plain(given: _Given) -> Document:
    decoded = _decoded(given, html=False)
    return Document("", "", "", 0, _lines(decoded.text), _encoding(decoded), Extraction("plain"), url=given.url)


# What browsers write into a page they save: Chromium and Firefox "saved from url=(0042)https://…", SingleFile "url: https://…".
_SAVED_FROM = re.compile(r"<!--[^>]{0,200}?(?:saved from url=\(\d+\)|\burl:\s*)(https?://[^\s<>]{4,2000})", re.IGNORECASE)


def _html(given: _Given) -> Document:
    decoded = _decoded(given, html=True)
    saved = _SAVED_FROM.search(decoded.text[:20_000]) if given.url is None else None
    return _of_page(extract_page(decoded.text, saved[1] if saved else given.url), given, decoded)


def _json(given: _Given) -> Document:
    decoded = _decoded(given, html=False)
    try:
        answer = json.loads(decoded.text, strict=False)
    except (ValueError, RecursionError):
        raise InputError(f"{given.name} is broken JSON.") from None
    page = extract_answer(answer, given.url)
    if page is None:
        raise InputError(f"{given.name} is JSON in which no article was found.")
    return _of_page(page, given, decoded)


def _of_page(page: Page | None, given: _Given, decoded: Decoded) -> Document:
    if page is None:
        raise InputError(f"{given.name} holds no element at all; save it again with its content.")
    return Document(
        "", "", "", 0, page.text, _encoding(decoded), page.extraction, page.title, page.author, page.published,
        page.language, page.site, page.url, page.links, page.stated,
    )  # fmt: skip


def _inside(part: Part, given: _Given, outer: str) -> Document:
    """The page inside an archive, read as if it had come by itself."""
    inner = _Given(part.data, given.name, part.url or given.url, given.encoding, part.content_type)
    media_type = _media_type(inner)
    if media_type not in ("text/html", "text/plain", "application/json"):
        raise Unreadable("holds an archive inside an archive; give the inner one")
    document = _READERS[media_type](inner)
    extraction = msgspec.structs.replace(document.extraction, method=f"{outer}, {document.extraction.method}")
    if part.note:
        extraction = msgspec.structs.replace(extraction, note="; ".join(filter(None, (extraction.note, part.note))))
    return msgspec.structs.replace(document, extraction=extraction)


def _mhtml(given: _Given) -> Document:
    from sourcetrace.provenance.formats.mhtml import main_part

    return _inside(main_part(given.data), given, "MHTML")


def _warc(given: _Given) -> Document:
    from sourcetrace.provenance.formats.warc import main_part

    return _inside(main_part(given.data, given.url), given, "WARC")


def _wacz(given: _Given) -> Document:
    from sourcetrace.provenance.formats.warc import main_part_of_wacz

    return _inside(main_part_of_wacz(given.data, given.url), given, "WACZ")


_UNCODED = Encoding("utf-8", "format", 0, 0)  # the format itself says how its text is written


def _of_prose(prose: Prose, given: _Given, method: str) -> Document:
    text, links = write_all(prose.html)
    return Document(
        "", "", "", 0, text, _UNCODED, Extraction(method), prose.title, prose.author, prose.published, prose.language, None, given.url, links,
    )  # fmt: skip


def _docx(given: _Given) -> Document:
    from sourcetrace.provenance.formats.docx import prose

    return _of_prose(prose(given.data), given, "Word")


def _epub(given: _Given) -> Document:
    from sourcetrace.provenance.formats.epub import prose

    return _of_prose(prose(given.data), given, "EPUB")


def _pdf(given: _Given) -> Document:
    from sourcetrace.provenance.formats.pdf import prose

    return _of_prose(prose(given.data), given, "PDF")


_FRONT = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_-]+):(.*)$", re.MULTILINE)
_STATING = frozenset("source source_url original original_url canonical_url translation_of sourcehash via".split())


def _markdown(given: _Given) -> Document:
    decoded = _decoded(given, html=False)
    text = _lines(decoded.text)
    front = _FRONT.match(text)
    fields = {key.lower(): value.strip(" \t\"'") for key, value in _FIELD.findall(front[1])} if front else {}
    body, links = _prose(text[front.end() :] if front else text)
    return Document(
        "", "", "", 0, body, _encoding(decoded), Extraction("markdown"),
        title=fields.get("title") or None,
        author=fields.get("author") or None,
        published=fields.get("date") or None,
        language=(fields.get("lang") or fields.get("language") or "").split("-")[0].lower() or None,
        url=given.url,
        links=links,
        stated=tuple((f"front matter {key}", value) for key, value in fields.items() if key in _STATING and value),
    )  # fmt: skip


def _prose(markdown: str) -> tuple[str, tuple[Link, ...]]:
    """What a reader sees of Markdown: blocks as lines, marks gone, links with their places."""
    from markdown_it import MarkdownIt

    text, links = "", []
    for block in MarkdownIt("commonmark").parse(markdown):
        if block.type in ("fence", "code_block"):
            text += block.content.rstrip("\n") + "\n\n"
        elif block.type == "inline":
            start, target = 0, ""
            children = block.children or []
            for position, token in enumerate(children):
                if token.type in ("text", "code_inline"):
                    text += token.content
                elif token.type in ("softbreak", "hardbreak"):
                    text += "\n" if token.type == "hardbreak" else _soft_break(text, children[position + 1 :])
                elif token.type == "link_open":
                    start, target = len(text), str(token.attrGet("href") or "")
                elif token.type == "link_close" and len(text) > start:
                    links.append(Link(Span(start, len(text)), target))
            text += "\n\n"
    return text.rstrip("\n"), tuple(links)


_ADDRESS_TAIL = re.compile(r"[\w-]+\.[a-z]{2,}/\S*[/=&?_%-]$")


def _soft_break(before: str, following: list[Token]) -> str:
    """A line break in the source is a space; nothing between characters written without one; itself inside an address."""
    if _ADDRESS_TAIL.search(before[-200:]):
        return "\n"
    after = next((t.content for t in following if t.content), "")
    return "" if _unspaced(before[-1:]) and _unspaced(after[:1]) else " "


def _unspaced(character: str) -> bool:
    """Whether a character is Han, kana or CJK punctuation."""
    return "\u2e80" <= character <= "\uffef" and not "\uac00" <= character <= "\ud7a3"


_READERS: dict[str, Callable[[_Given], Document]] = {
    "text/plain": _plain,
    "text/html": _html,
    "text/markdown": _markdown,
    "application/json": _json,
    "multipart/related": _mhtml,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _docx,
    "application/pdf": _pdf,
    "application/epub+zip": _epub,
    "application/warc": _warc,
    "application/wacz": _wacz,
}

# Media type → suffix that a file of it is kept under, so that reading it again takes the same reader.
SUFFIXES = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/markdown": ".md",
    "application/json": ".json",
    "multipart/related": ".mhtml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/warc": ".warc",
    "application/wacz": ".wacz",
}
