"""WACZ 1.1.1: a WARC with its index, its list of pages and the digests of all, in one ZIP file that opens in any replayer."""

from __future__ import annotations

import datetime
import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any, Self

import msgspec
from sourcetrace.provenance.archiving.ledger import Held
from sourcetrace.provenance.archiving.records import Damaged, Record, records
from sourcetrace.provenance.archiving.surt import surt
from sourcetrace.provenance.archiving.warc import Content, Known, Row, mime_of, write_warc
from sourcetrace.provenance.formats import Unreadable
from sourcetrace.provenance.formats.zipped import Zip
from sourcetrace.provenance.software import software
from sourcetrace.provenance.wire import without_secrets
from sourcetrace.translate.text import digest

__all__ = ["DIGEST", "INDEX", "PACKAGE", "PAGES", "HeldPage", "Packed", "Packer", "Page", "cdxj", "entry", "held_in", "pack", "packed", "row_of", "warcs_in"]

INDEX = "indexes/index.cdx"
PAGES = "pages/pages.jsonl"
PACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"
_REVISIT = "warc/revisit"
_EMPTY = digest(b"")


@dataclass(frozen=True)
class Page:
    """A page as the list of pages has it."""

    url: str
    when: str
    title: str | None
    mime: str
    size: int


@dataclass(frozen=True)
class Packed:
    """A capture as a WACZ.

    Attributes:
        url: of the page, without secrets.
        payload: digest of the page's bytes as received.
        size: of these bytes.
        revisit: the page's payload lies elsewhere.
        holds: every payload in it, but for empty ones.
    """

    data: bytes
    url: str
    payload: str
    size: int
    revisit: bool
    holds: tuple[Held, ...]


def pack(content: Content) -> bytes:
    """A capture as a WACZ. The same content gives the same bytes.

    Raises:
        InputError: a header or an address holds a control character.
    """
    return packed(content).data


def packed(content: Content, known: Known | None = None) -> Packed:
    """A capture as a WACZ, and what an archive must know of it.

    Args:
        content: what it holds.
        known: where the same payload of the same address lies already; it is then not written again.

    Raises:
        InputError: a header or an address holds a control character.
    """
    written = write_warc(content, known) if known else write_warc(content)
    out = io.BytesIO()
    url = without_secrets(content.url)
    row = next((row for row in reversed(written.rows) if row.url == url), written.rows[0])
    with Packer(out, content.when) as packer:
        packer.add("archive/data.warc", written.data, written.rows)
        packer.finish([Page(url, content.when, content.title, row.mime, row.length)], content.title or url)
    holds = {r.digest: Held(r.url, r.when, r.digest) for r in written.rows if r.mime != _REVISIT and r.digest != _EMPTY}
    body = content.file.body if content.file else content.messages[-1].body
    return Packed(out.getvalue(), url, row.digest, len(body), row.mime == _REVISIT, tuple(holds.values()))


def warcs_in(archive: Zip) -> list[str]:
    """Names of the WARCs of a WACZ."""
    return [name for name in archive.names if re.fullmatch(r"archive/[^/]+\.warc(?:\.gz)?", name)]


@dataclass(frozen=True)
class HeldPage:
    """A page's bytes in a WACZ, and what its server said of them."""

    payload: bytes
    content_type: str | None
    content_encoding: str


def held_in(data: bytes, wanted: str) -> HeldPage | None:
    """The bytes of that digest in a WACZ; None where they are not in it, or it is none."""
    try:
        archive = Zip(data)
        for record in (record for name in warcs_in(archive) for record in records(archive.read(name))):
            if record.kind in ("response", "resource") and digest(record.payload) == wanted:
                encoding = (record.header("content-encoding") or "").strip().lower()
                return HeldPage(bytes(record.payload), record.content_type, encoding)
    except (Unreadable, Damaged):
        return None
    return None


class Packer:
    """Writes a WACZ to a file, one WARC after another; of each only its index is kept in memory.

    Args:
        out: where to; must be seekable.
        when: the time that all its parts bear, RFC 3339.
    """

    def __init__(self, out: IO[bytes], when: str) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED)
        self._when = when
        self._resources: list[dict[str, Any]] = []
        self._index: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, name: str, data: bytes, rows: Iterable[Row]) -> None:
        """A WARC, under `archive/`, with the rows of its index."""
        self._write(name, data)
        self._index += cdxj(rows, name.rsplit("/", 1)[-1])

    def finish(self, pages: Iterable[Page], title: str) -> None:
        """Index, pages, and the digests of all."""
        self._write(INDEX, "".join(sorted(self._index)).encode())
        self._write(PAGES, _pages(pages))
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "software": software(),
            "created": self._when,
            "resources": self._resources,
        }
        described = msgspec.json.format(msgspec.json.encode(package), indent=1)
        self._store(PACKAGE, described)
        self._store(DIGEST, msgspec.json.encode({"path": PACKAGE, "hash": digest(described)}))

    def _write(self, name: str, data: bytes) -> None:
        # Frictionless wants names of resources in lower case.
        self._resources.append({"name": name.rsplit("/", 1)[-1].lower(), "path": name, "hash": digest(data), "bytes": len(data)})
        self._store(name, data)

    def _store(self, name: str, data: bytes) -> None:
        self._zip.writestr(entry(name, self._when), data)


def entry(name: str, when: str) -> zipfile.ZipInfo:
    """How a part stands in the ZIP: stored, so that a replayer can ask for pieces of it; with the time of the capture."""
    try:
        day = datetime.datetime.fromisoformat(when)
    except ValueError:  # a time that somebody else wrote
        day = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
    year = day.year if 1980 <= day.year <= 2107 else 1980  # what a ZIP file can say
    info = zipfile.ZipInfo(name, (year, day.month, day.day, day.hour, day.minute, day.second // 2 * 2))
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info


def cdxj(rows: Iterable[Row], file: str) -> list[str]:
    """Lines of the index: key, time, and a JSON object."""
    return [f"{surt(row.url)} {re.sub('[^0-9]', '', row.when)[:14]} {msgspec.json.encode(_indexed(row, file)).decode()}\n" for row in rows]


def row_of(record: Record) -> Row:
    """The record as our index has it."""
    head = record.head
    status = re.match(rb"HTTP/[\d.]+ (\d{3})", head)
    return Row(
        record.url,
        record.headers.get("warc-date", ""),
        "warc/revisit" if record.kind == "revisit" else mime_of(record.content_type),
        status[1].decode() if status else "200",
        record.headers.get("warc-payload-digest", ""),
        record.offset,
        record.length,
    )


def _indexed(row: Row, file: str) -> Mapping[str, str]:
    facts = {"url": row.url, "mime": row.mime, "status": row.status, "digest": row.digest}
    return {**facts, "length": str(row.length), "offset": str(row.offset), "filename": file}


def _pages(pages: Iterable[Page]) -> bytes:
    lines: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    lines += [
        {
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{page.url} {page.when}")),
            "url": page.url,
            "ts": page.when,
            "title": page.title or page.url,
            "mime": page.mime,
            "size": page.size,
        }
        for page in pages
    ]
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
