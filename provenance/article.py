"""A document → its text, what it says of itself, and the digest of its bytes.

Bytes are hashed before anything touches them, decoded once, and read by the reader of their format. A format is added by
writing a reader and listing it in `_READERS`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sourcetrace.provenance.decoding import Decoded, declared_label, decode
from sourcetrace.provenance.extraction import INVISIBLE, Extraction, Link, extract_page
from sourcetrace.translate.text import InputError, Span, digest, lone_surrogate

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["MAXIMUM", "Document", "Encoding", "read"]

MAXIMUM = 20_000_000  # bytes; a novel is one million, a saved page with its images inlined ten
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


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
        media_type: `text/plain`, `text/markdown` or `text/html`.
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


def read(path_or_bytes: str | Path | bytes, url: str | None = None, encoding: str | None = None, name: str | None = None) -> Document:
    """Read a document.

    Args:
        path_or_bytes: a path, `-` for standard input, or the bytes themselves.
        url: the address the bytes came from, where known.
        encoding: a codec to insist on; what it cannot decode is replaced and counted instead of refused.
        name: what to call bytes that have no path.

    Raises:
        InputError: it is missing, empty, no file, too large, binary, of a format that is not read, or in no one encoding.
    """
    if isinstance(path_or_bytes, bytes):
        data, shown = path_or_bytes, name or "bytes"
    else:
        data = read_bytes(str(path_or_bytes))
        shown = str(path_or_bytes)
    # A file name that is not UTF-8 is shown with replacements: the record holds text only.
    shown = shown.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _document(data, shown, url, encoding)


def read_bytes(name: str) -> bytes:
    """The bytes behind a path or `-`, with the same refusals as `read`."""
    if re.match(r"https?:/", name, re.IGNORECASE):
        raise InputError(f"{name} is an address, and this version reads files only; save the page in your browser and give the file.")
    return _standard_input() if name == "-" else _file(Path(name))


def _standard_input() -> bytes:
    data = sys.stdin.buffer.read(MAXIMUM + 1)
    if len(data) > MAXIMUM:
        raise InputError(f"Standard input holds more than {MAXIMUM // 10**6} MB; give one article.")
    return data


def _file(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder; give a file.")
        size = path.stat().st_size
        if size > MAXIMUM:
            raise InputError(f"{path} has {size / 10**6:,.0f} MB, more than the {MAXIMUM // 10**6} MB that are read; give one article.")
        with path.open("rb") as file:  # a device or pipe has no size to go by
            data = file.read(MAXIMUM + 1)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; check the name.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    if len(data) > MAXIMUM:
        raise InputError(f"{path} holds more than {MAXIMUM // 10**6} MB; give one article.")
    return data


# Magic bytes of formats that are not read as text, with their names.
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP file (docx, epub, wacz …)"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a Rich Text file"),
)


def _document(data: bytes, name: str, url: str | None, encoding: str | None) -> Document:
    found = digest(data)
    if not data.strip():
        raise InputError(f"{name} is empty.")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{name} is {kind}, which this version does not read; save it as .txt, .md or .html.")
    media_type = _media_type(name, data)
    decoded = _decoded(data, name, media_type, encoding)
    document = _READERS[media_type](decoded, url)
    broken = lone_surrogate(document.text)
    if broken is not None:
        raise InputError(f"{name} holds a lone surrogate at character {broken}, which no text can; save it again as UTF-8.")
    if not document.text.strip():
        raise InputError(f"{name} holds no text.")
    return msgspec.structs.replace(document, name=name, digest=found, size=len(data))


def _media_type(name: str, data: bytes) -> str:
    suffix = Path(name).suffix.lower()
    if suffix in (".md", ".markdown"):
        return "text/markdown"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if suffix in (".html", ".htm", ".xhtml", ".shtml") or head.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return "text/plain"


def _decoded(data: bytes, name: str, media_type: str, encoding: str | None) -> Decoded:
    try:
        decoded = decode(data, declared_label(data) if media_type == "text/html" else None, encoding)
    except (LookupError, UnicodeError):
        raise InputError(f"“{encoding}” is no encoding known here; try utf-8, gb18030, big5hkscs, cp932 or cp949.") from None
    controls = len(_CONTROL.findall(decoded.text[:100_000]))
    if "\x00" in decoded.text or controls > max(16, 0.01 * min(len(decoded.text), 100_000)):
        raise InputError(f"{name} is binary, not text; give a .txt, .md or .html file.")
    # A web page with a few broken characters is read with them counted; a file of one's own can be put right.
    tolerated = 0.01 * len(decoded.text) if media_type == "text/html" else 0
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


def _plain(decoded: Decoded, url: str | None) -> Document:
    return Document("", "text/plain", "", 0, _lines(decoded.text), _encoding(decoded), Extraction("plain"), url=url)


def _html(decoded: Decoded, url: str | None) -> Document:
    page = extract_page(decoded.text, url)
    if page is None:
        raise InputError("The page holds no element at all; save it again with its content.")
    return Document(
        "", "text/html", "", 0, page.text, _encoding(decoded), page.extraction, page.title, page.author, page.published,
        page.language, page.site, page.url, page.links, page.stated,
    )  # fmt: skip


_FRONT = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_-]+):(.*)$", re.MULTILINE)
_STATING = frozenset("source source_url original original_url canonical_url translation_of sourcehash via".split())


def _markdown(decoded: Decoded, url: str | None) -> Document:
    text = _lines(decoded.text)
    front = _FRONT.match(text)
    fields = {key.lower(): value.strip(" \t\"'") for key, value in _FIELD.findall(front[1])} if front else {}
    body, links = _prose(text[front.end() :] if front else text)
    return Document(
        "", "text/markdown", "", 0, body, _encoding(decoded), Extraction("markdown"),
        title=fields.get("title") or None,
        author=fields.get("author") or None,
        published=fields.get("date") or None,
        language=(fields.get("lang") or fields.get("language") or "").split("-")[0].lower() or None,
        url=url,
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


_READERS: dict[str, Callable[[Decoded, str | None], Document]] = {"text/plain": _plain, "text/html": _html, "text/markdown": _markdown}
