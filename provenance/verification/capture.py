"""Checking a WACZ: its package, every record of its WARCs, its index, its pages."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from sourcetrace.provenance.archiving.records import Damaged, Record, records
from sourcetrace.provenance.archiving.wacz import DIGEST, INDEX, PACKAGE, PAGES, cdxj, entry, row_of, warcs_in
from sourcetrace.provenance.archiving.warc import Row
from sourcetrace.provenance.formats import Unreadable
from sourcetrace.provenance.formats.zipped import Zip
from sourcetrace.translate.text import digest

__all__ = ["CHECKS", "Check", "Examination", "Held", "examine", "repacked"]

Check = Literal["package", "records", "index", "pages"]
CHECKS: tuple[Check, ...] = ("package", "records", "index", "pages")


@dataclass(frozen=True)
class Held:
    """A payload in a WACZ."""

    url: str
    content_type: str | None
    content_encoding: str
    payload: memoryview


@dataclass
class Examination:
    """What was seen in a WACZ.

    Attributes:
        faults: (check, sentence).
        records: how many.
        digests: how many of their digests were computed again.
        ours: it says that it was made by this program.
        held: payloads by the digest that their record states.
        revisits: digests of payloads that lie elsewhere.
        texts: digests of the texts that were read from its pages.
        pages: address, time and title of each page in its list.
    """

    faults: list[tuple[Check, str]] = field(default_factory=list)
    records: int = 0
    digests: int = 0
    ours: bool = False
    held: dict[str, Held] = field(default_factory=dict)
    revisits: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    pages: list[tuple[str, str, str]] = field(default_factory=list)

    def of(self, check: Check) -> list[str]:
        """The faults that a check found."""
        return [message for name, message in self.faults if name == check]


def examine(data: bytes) -> Examination:
    """Check a WACZ, ours or another tool's, from its bytes alone."""
    seen = Examination()
    try:
        archive = Zip(data)
        parts = {name: archive.read(name) for name in archive.names}
    except Unreadable as error:
        seen.faults.append(("package", f"It {error}."))
        return seen
    if archive.repeated:
        seen.faults.append(("package", f"It holds {archive.repeated!r} twice."))
    seen.faults += [("package", fault) for fault in _package_faults(parts, seen)]
    warcs = {name: parts[name] for name in warcs_in(archive)}
    if not warcs:
        seen.faults.append(("records", "It holds no WARC."))
    rows: dict[str, list[Row]] = defaultdict(list)
    for name, content in warcs.items():
        _examine_warc(name, content, seen, rows[name.rsplit("/", 1)[-1]])
    if not seen.of("records"):
        seen.faults += [("index", fault) for fault in (_own_index if seen.ours else _other_index)(parts, rows)]
        seen.faults += [("pages", fault) for fault in _page_faults(parts, rows, seen)]
    return seen


def _decoded(data: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _package_faults(parts: dict[str, bytes], seen: Examination) -> Iterator[str]:
    package = _decoded(parts.get(PACKAGE, b""))
    seen.ours = str(package.get("software", "")).startswith("sourcetrace ")
    resources = package.get("resources")
    if not isinstance(resources, list) or not all(isinstance(r, dict) for r in resources):
        yield f"It has no {PACKAGE} that lists its parts."
        return
    stated = _decoded(parts.get(DIGEST, b""))
    if DIGEST not in parts:
        yield f"{DIGEST} is missing."
    elif stated.get("path") != PACKAGE or stated.get("hash") != digest(parts[PACKAGE]):
        yield f"{PACKAGE} is not what {DIGEST} says."
    listed = {str(r.get("path")): r for r in resources}
    for path, resource in listed.items():
        found = parts.get(path)
        if found is None:
            yield f"{path[:200]!r} is missing."
        elif resource.get("hash") != digest(found) or resource.get("bytes") != len(found):
            yield f"{path[:200]} is not what {PACKAGE} says."
    folders = {name for name, data in parts.items() if name.endswith("/") and not data}
    extra = sorted(set(parts) - set(listed) - folders - {PACKAGE, DIGEST})
    if extra:
        yield f"{extra[0][:200]!r} is in it but not listed."


def _examine_warc(name: str, data: bytes, seen: Examination, rows: list[Row]) -> None:
    try:
        for record in records(data):
            seen.records += 1
            seen.digests += sum(header in record.headers for header in ("warc-block-digest", "warc-payload-digest"))
            seen.faults += [("records", f"{name}: {fault}") for fault in record.faults()]
            if record.kind in ("response", "resource", "revisit"):
                rows.append(row_of(record))
                _hold(record, seen)
            elif seen.ours and record.kind == "conversion":
                seen.texts.append(digest(record.payload))
            elif seen.ours and record.kind == "metadata":
                told = _decoded(bytes(record.payload)).get("text")
                if told != (seen.texts[-1] if seen.texts else None):
                    seen.faults.append(("records", f"{name}: the text in it is not the one that was read from its page."))
    except Damaged as error:
        seen.faults.append(("records", f"{name}: {error}"))


def _hold(record: Record, seen: Examination) -> None:
    stated = record.headers.get("warc-payload-digest", "")
    if record.kind == "revisit":
        seen.revisits.append(stated)
    else:
        encoding = (record.header("content-encoding") or "").strip().lower()
        seen.held.setdefault(stated, Held(record.url, record.content_type, encoding, record.payload))


def _own_index(parts: dict[str, bytes], rows: dict[str, list[Row]]) -> Iterator[str]:
    """Ours follows from the records, so it is made again."""
    lines = sorted(line for file, own in rows.items() for line in cdxj(own, file))
    if parts.get(INDEX) != "".join(lines).encode():
        yield f"{INDEX} is not the index of these records."


def _other_index(parts: dict[str, bytes], rows: dict[str, list[Row]]) -> Iterator[str]:
    """Of another tool's every line must lead to a record about that address."""
    starts = {(file, row.offset): row for file, own in rows.items() for row in own}
    lines = [line for name, data in parts.items() if re.fullmatch(r"indexes/[^/]+\.(?:cdxj?|cdxj?\.gz)", name) for line in _lines(data)]
    if not lines:
        yield "It has no index."
    for line in lines:
        fields = _decoded(line.split(b" ", 2)[2] if line.count(b" ") >= 2 else b"")
        where = str(fields.get("filename", "")), _number(fields.get("offset"))
        row = starts.get(where)  # type: ignore[arg-type]
        known = (where[0] in rows) and fields.get("mime") in ("application/warc-fields", "text/plain", "application/json", "unk", "-", None)
        if row is None and not known:
            yield f"The index names byte {where[1]} of {where[0]!r}, where no answer begins."
            return
        if row is not None and fields.get("url") not in (None, row.url):
            yield f"The index gives the record at byte {row.offset:,} another address."
            return


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _lines(data: bytes) -> list[bytes]:
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(100_000_000)
        except (OSError, EOFError, zlib.error):
            return [b"? ? {}"]
    return [line for line in data.split(b"\n") if line and not line.startswith(b"!meta")]


def _page_faults(parts: dict[str, bytes], rows: dict[str, list[Row]], seen: Examination) -> Iterator[str]:
    """Every page is among the records, and there is one."""
    addresses = {row.url for own in rows.values() for row in own}
    lines = [_decoded(line) for line in parts.get(PAGES, b"").split(b"\n") if line.strip()]
    seen.pages += [(str(line["url"]), str(line.get("ts", "")), str(line.get("title", ""))) for line in lines if "url" in line]
    pages = [page for page, _, _ in seen.pages]
    if not pages:
        yield f"{PAGES} names no page."
    missing = next((page for page in pages if page not in addresses), None)
    if missing is not None:
        yield f"{PAGES} names {missing[:200]!r}, which is not among the records."


def repacked(data: bytes) -> bytes:
    """A WACZ of ours packed again from its parts: the same bytes, unless something lies between them.

    Raises:
        Unreadable: it is no ZIP file.
    """
    archive = Zip(data)
    created = str(_decoded(archive.read(PACKAGE)).get("created", ""))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packer:
        for name in archive.names:
            packer.writestr(entry(name, created), archive.read(name))
    return out.getvalue()
