"""EPUB: the chapters in the order of the spine. Read with zipfile and lxml: the maintained library for it is AGPL."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from lxml import etree
from sourcetrace.provenance.formats import Prose, Unreadable
from sourcetrace.provenance.formats.zipped import Zip

__all__ = ["prose"]

_CHAPTERS = 2_000
_TOTAL = 20_000_000  # characters
_NAMES = {"c": "urn:oasis:names:tc:opendocument:xmlns:container", "o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}


def prose(data: bytes) -> Prose:
    """The text of all chapters.

    Raises:
        Unreadable: it is damaged, too large, or protected.
    """
    archive = Zip(data)
    if "META-INF/encryption.xml" in archive.names and b"xmlenc#aes" in archive.read("META-INF/encryption.xml"):
        raise Unreadable("is protected against reading")
    container = _xml(archive.read("META-INF/container.xml"))
    paths = container.xpath("//c:rootfile/@full-path", namespaces=_NAMES)
    if not paths:
        raise Unreadable("does not say where its content is")
    package = _xml(archive.read(str(paths[0])))
    folder = posixpath.dirname(str(paths[0]))
    files = {item.get("id"): item.get("href") for item in package.iterfind(".//o:manifest/o:item", _NAMES)}
    chapters = [files.get(ref.get("idref")) for ref in package.iterfind(".//o:spine/o:itemref", _NAMES)][:_CHAPTERS]
    bodies, total = [], 0
    for href in chapters:
        if not href:
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(href.split("#")[0])))
        text = archive.read(name).decode("utf-8-sig", "replace")
        total += len(text)
        if total > _TOTAL:
            raise Unreadable(f"holds more than {_TOTAL:,} characters")
        bodies.append(text)
    if not bodies:
        raise Unreadable("holds no chapter")
    return Prose(
        "\n".join(_body(text) for text in bodies),
        _first(package, "dc:title"),
        _first(package, "dc:creator"),
        _first(package, "dc:date"),
        (_first(package, "dc:language") or "").split("-")[0].lower() or None,
    )


def _xml(data: bytes) -> Any:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        raise Unreadable("is damaged inside; get it again") from None


def _first(package: Any, name: str) -> str | None:
    found = package.find(f".//{name}", _NAMES)
    return (found.text or "").strip() or None if found is not None else None


def _body(chapter: str) -> str:
    start, end = chapter.find("<body"), chapter.rfind("</body>")
    start = chapter.find(">", start) + 1 if start >= 0 else 0
    return f"<div>{chapter[start : end if end > start else None]}</div>"
