"""Collections of captures: each page of a WARC or WACZ becomes an article of its own.

Its records are copied byte for byte into a small WARC, so that what is traced is what was captured, with its headers and times, and
a collection of gigabytes is read once.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Callable, Iterator
from pathlib import Path

from sourcetrace.provenance.archiving.disk import replacing
from sourcetrace.provenance.archiving.records import Damaged, Record, records
from sourcetrace.provenance.batching.job import Item
from sourcetrace.provenance.formats import Unreadable
from sourcetrace.provenance.formats.warc import listed_pages, plain_address
from sourcetrace.provenance.formats.zipped import Zip
from sourcetrace.translate.text import InputError

__all__ = ["splitter"]

_GZIP = b"\x1f\x8b"
_LARGEST = 2_000_000_000  # bytes of a collection


def splitter(folder: Path) -> Callable[[Path], Iterator[Item]]:
    """Takes the pages out of collections, into a folder."""

    def split(collection: Path) -> Iterator[Item]:
        seen: set[str] = set()
        try:
            for record, raw in _pages(collection):
                digest = hashlib.sha256(raw).hexdigest()
                if digest in seen:
                    continue
                seen.add(digest)
                path = folder / digest[:2] / f"{digest[:32]}{'.warc.gz' if raw.startswith(_GZIP) else '.warc'}"
                if not path.exists():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    with replacing(path) as file:
                        file.write(raw)
                yield Item(str(path), None, f"{collection}#{record.url}", record.url)
        except OSError as error:
            raise InputError(f"{collection} cannot be read: {(error.strerror or str(error)).lower()}.") from None
        except (Damaged, Unreadable) as error:
            raise InputError(f"{collection} cannot be read as a collection: {str(error).rstrip('.')}.") from None
        if not seen:
            raise InputError(f"{collection} holds no HTML page that was answered with 200.")

    return split


def _pages(collection: Path) -> Iterator[tuple[Record, bytes]]:
    """Pages with the bytes of their records as they lie there; of a WACZ that lists its pages, those."""
    if collection.stat().st_size > _LARGEST:
        raise Unreadable(f"it has more than {_LARGEST:,} bytes; split it")
    if collection.name.lower().endswith(".wacz"):
        archive = Zip(collection.read_bytes())
        listed = {plain_address(url) for url in listed_pages(archive.read("pages/pages.jsonl"))} if "pages/pages.jsonl" in archive.names else set()
        for name in archive.names:
            if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                yield from ((r, raw) for r, raw in _records(archive.read(name)) if not listed or plain_address(r.url) in listed)
        return
    with collection.open("rb") as file:
        if not collection.stat().st_size:
            raise Unreadable("it is empty")
        # Closed when the last record that looks into it is gone.
        yield from _records(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _records(data: bytes | mmap.mmap) -> Iterator[tuple[Record, bytes]]:
    for record in records(data):
        if record.kind == "response" and record.url and record.head.split(b"\r\n")[0].split(b" ")[1:2] == [b"200"] and _is_html(record):
            yield record, bytes(data[record.offset : record.offset + record.length])


def _is_html(record: Record) -> bool:
    return (record.content_type or "").lower().startswith(("text/html", "application/xhtml"))
