"""WARC (ISO 28500), plain or gzipped, and WACZ, which wraps it: the page among the captures inside."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from sourcetrace.provenance.formats import Part, Unreadable
from sourcetrace.provenance.formats.zipped import Zip

__all__ = ["listed_pages", "main_part", "main_part_of_wacz", "plain_address", "recognise"]

_RECORDS = 50_000
_BODY = 20_000_000  # bytes of one page
_TOTAL = 500_000_000  # bytes of all records together


def recognise(data: bytes) -> bool:
    """Whether the bytes are a WARC, gzipped or not."""
    if data.startswith(b"WARC/"):
        return True
    if not data.startswith(b"\x1f\x8b"):
        return False
    import zlib

    try:
        return zlib.decompressobj(31).decompress(data[:65536], 16).startswith(b"WARC/")
    except zlib.error:
        return False


def main_part(data: bytes, wanted: str | None = None) -> Part:
    """The page: the capture of `wanted` where there is one, else the first HTML page that was answered with 200.

    Raises:
        Unreadable: there is none, or the file is damaged.
    """
    return _chosen(_pages(data), [wanted] if wanted else [])


def main_part_of_wacz(data: bytes, wanted: str | None = None) -> Part:
    """The same of a WACZ, whose list of pages says which capture is the page.

    Raises:
        Unreadable: there is none, or the file is damaged.
    """
    archive = Zip(data)
    warcs = [name for name in archive.names if name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))]
    if not warcs:
        raise Unreadable("holds no WARC")
    listed = list(listed_pages(archive.read("pages/pages.jsonl"))) if "pages/pages.jsonl" in archive.names else []
    pages = (page for name in warcs for page in _pages(archive.read(name)))
    return _chosen(pages, [*([wanted] if wanted else []), *listed])


def listed_pages(lines: bytes) -> Iterator[str]:
    """Addresses in a `pages.jsonl`."""
    for line in lines.decode("utf-8", "replace").splitlines():
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict) and isinstance(entry.get("url"), str):
            yield entry["url"]


def _chosen(pages: Iterator[Part], wanted: list[str]) -> Part:
    """The page wanted most, else the first; only these two are kept while the others pass by."""
    ranks = {plain: rank for rank, url in reversed(list(enumerate(wanted))) if (plain := plain_address(url))}
    best: tuple[int, Part] | None = None
    count = 0
    for page in pages:
        count += 1
        rank = ranks.get(plain_address(page.url or ""), len(wanted))
        if best is None or rank < best[0]:
            best = rank, page
    if best is None:
        raise Unreadable("holds no page that was answered with 200")
    return Part(best[1].data, best[1].url, best[1].content_type, f"one of {count} pages in it" if count > 1 else "")


def plain_address(url: str) -> str:
    """What two spellings of an address share."""
    try:
        parts = urlsplit(url)
    except ValueError:  # no address: it is nobody's
        return ""
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _pages(data: bytes) -> Iterator[Part]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    total = 0
    try:
        for number, record in enumerate(ArchiveIterator(io.BytesIO(data))):
            if number > _RECORDS:
                raise Unreadable(f"holds more than {_RECORDS:,} records")
            page = _page(record)
            total += (record.length or 0) + (len(page.data) if page else 0)
            if total > _TOTAL:
                raise Unreadable(f"holds more than {_TOTAL:,} bytes")
            if page:
                yield page
    except (ArchiveLoadFailed, EOFError, OSError, OverflowError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("is no whole WARC; get it again") from None


def _page(record: Any) -> Part | None:
    """A record's page, if it is one: an HTML, JSON or text answer with status 200, or such a resource."""
    url = record.rec_headers.get_header("WARC-Target-URI")
    if record.rec_type == "response" and record.http_headers:
        if record.http_headers.get_statuscode() != "200":
            return None
        content_type = record.http_headers.get_header("Content-Type") or ""
    elif record.rec_type == "resource":
        content_type = record.rec_headers.get_header("Content-Type") or ""
    else:
        return None
    if not content_type.lower().startswith(("text/html", "application/xhtml", "application/json", "text/plain")):
        return None
    body = record.content_stream().read(_BODY + 1)
    if len(body) > _BODY:
        raise Unreadable(f"holds a page of more than {_BODY:,} bytes")
    return Part(body, url.strip("<> ") if url else None, content_type) if body.strip() else None
