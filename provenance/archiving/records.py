"""Reading WARC records one by one and checking each against the digests that it carries.

Strict where warcio is forgiving: bytes between two records, a block that ends early or a header that is none are faults, since
here the question is not what can still be read but whether this is what was written.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

__all__ = ["Damaged", "Record", "records"]

_HEADERS = 65_536  # bytes of a record's headers
_WINDOW = 65_536  # bytes unpacked at once: what follows a record is copied each time
_TOTAL = 1_000_000_000  # bytes of all records of a file, unpacked
_USUAL = 2_048  # bytes that most have
_LARGEST = 500_000_000  # bytes of a record, unpacked
_ALGORITHMS = {"sha1": 20, "sha256": 32, "sha512": 64, "md5": 16}  # and the bytes of each digest
_VERSIONS = (b"WARC/1.1", b"WARC/1.0")


class Damaged(Exception):  # noqa: N818, the field's word for it
    """These bytes are no WARC from here on; the message says where and why."""


@dataclass(frozen=True)
class Record:
    """A record.

    Attributes:
        offset, length: of the record in its file, packed as it lies there.
        headers: by name in lower case; the first of each.
        block: what follows the headers.
        head: of an HTTP message its first line and headers; of all else empty.
        payload: what follows the head.
    """

    offset: int
    length: int
    headers: dict[str, str]
    block: memoryview
    head: bytes
    payload: memoryview

    @property
    def kind(self) -> str:
        """What the record is: `response`, `request`, `resource` and so on."""
        return self.headers.get("warc-type", "")

    @property
    def url(self) -> str:
        """The address it is about; empty where there is none."""
        return self.headers.get("warc-target-uri", "").strip("<>")

    def header(self, name: str) -> str | None:
        """A header of the HTTP message; the first of that name."""
        wanted = name.lower().encode() + b":"
        found = next((line for line in self.head.splitlines()[1:] if line.lower().startswith(wanted)), None)
        return found[len(wanted) :].strip().decode("latin-1") if found else None

    @property
    def content_type(self) -> str | None:
        """Of the page: as its server stated it, or as the record does."""
        return self.header("content-type") if self.head else self.headers.get("content-type")

    def faults(self) -> Iterator[str]:
        """Each digest that the record carries and does not have, as a sentence."""
        block, payload = self.headers.get("warc-block-digest"), self.headers.get("warc-payload-digest")
        if block is not None:
            yield from self._fault("block", _has(block, self.block))
        if payload is None or self.kind == "revisit":  # the payload of a revisit lies elsewhere
            return
        if payload != block or self.head:  # else it is the same digest of the same bytes
            holds = _has(payload, self.payload)
            if holds is False and "chunked" in (self.header("transfer-encoding") or "").lower():
                # Some tools keep the chunks and hash what is in them (webrecorder/warcio#74).
                holds = _has(payload, memoryview(_without_chunks(bytes(self.payload))))
            yield from self._fault("payload", holds)

    def _fault(self, what: str, holds: bool | None) -> Iterator[str]:
        if holds is None:
            yield f"The {what} digest of the record at byte {self.offset:,} cannot be read."
        elif not holds:
            yield f"The {what} of the {self.kind} at byte {self.offset:,} is not what its digest says."


def _has(stated: str, data: memoryview) -> bool | None:
    """Whether bytes have a labelled digest; None where it cannot be read."""
    algorithm, _, value = stated.partition(":")
    algorithm = algorithm.lower().replace("-", "")
    size = _ALGORITHMS.get(algorithm, 0)
    if algorithm == "sha256" and len(value) == 2 * size:  # ours, and by far the most
        return hashlib.sha256(data).hexdigest() == value.lower()
    wanted = _decoded(value, size) if size else None
    return None if wanted is None else hashlib.new(algorithm, data, usedforsecurity=False).digest() == wanted


def records(data: bytes | mmap.mmap) -> Iterator[Record]:
    """The records of a WARC, plain or packed record by record.

    Raises:
        Damaged: something in it is no record; what came before it was yielded.
    """
    offset = total = 0
    if not data:
        raise Damaged("It is empty.")
    whole = memoryview(data)
    while offset < len(data):
        if bytes(whole[offset : offset + 2]) == b"\x1f\x8b":
            plain, length = _member(whole, offset)
            total += len(plain)
            if total > _TOTAL:
                raise Damaged(f"Its records grow beyond {_TOTAL:,} bytes.")
            record, used = _parsed(memoryview(plain), 0, offset)
            if used != len(plain):
                raise Damaged(f"At byte {offset:,} more than one record is packed together.")
            record = replace(record, offset=offset, length=length)
        else:
            record, used = _parsed(whole, offset, offset)
            length = used - offset
        yield record
        offset += length


def _member(data: memoryview, offset: int) -> tuple[bytes, int]:
    """One gzip member, unpacked, and its length."""
    decoder = zlib.decompressobj(31)
    plain, at = bytearray(), offset
    try:
        while not decoder.eof and at < len(data) and len(plain) <= _LARGEST:
            window = decoder.unconsumed_tail or data[at : at + _WINDOW]
            at += 0 if decoder.unconsumed_tail else len(window)
            plain += decoder.decompress(window, _LARGEST + 1 - len(plain))
    except zlib.error:
        raise Damaged(f"The record at byte {offset:,} cannot be unpacked.") from None
    if not decoder.eof or len(plain) > _LARGEST:
        raise Damaged(f"The record at byte {offset:,} ends early or is too large.")
    return bytes(plain), at - offset - len(decoder.unused_data)


def _parsed(data: memoryview, start: int, told: int) -> tuple[Record, int]:
    """The record at `start`, and where it ends; `told` is the offset that messages give."""
    head = bytes(data[start : start + _USUAL])
    end = head.find(b"\r\n\r\n")
    if end < 0:
        head = bytes(data[start : start + _HEADERS])
        end = head.find(b"\r\n\r\n")
    if end < 0 or not head.startswith(_VERSIONS):
        raise Damaged(f"At byte {told:,} there is no WARC record.")
    headers = _headers(head[:end].decode("utf-8", "replace").split("\r\n")[1:], told)
    size = headers.get("content-length", "")
    if not (size.isascii() and size.isdecimal()) or len(size) > 12:
        raise Damaged(f"The record at byte {told:,} has no length.")
    block = start + end + 4
    after = block + int(size)
    if bytes(data[after : after + 4]) != b"\r\n\r\n":
        raise Damaged(f"The record at byte {told:,} does not end where its length says.")
    whole = data[block:after]
    split = _split(whole) if headers.get("content-type", "").replace(" ", "").lower().startswith("application/http") else 0
    return Record(told, after + 4 - start, headers, whole, bytes(whole[:split]), whole[split:]), after + 4


def _split(block: memoryview) -> int:
    """Where the payload of an HTTP message begins."""
    limit = bytes(block[:_HEADERS])
    end = limit.find(b"\r\n\r\n")
    lone = limit.find(b"\n\n", 0, end if end >= 0 else len(limit))
    if lone >= 0:
        return lone + 2
    return end + 4 if end >= 0 else len(block) if len(block) < _HEADERS else 0


def _headers(lines: list[str], told: int) -> dict[str, str]:
    headers: dict[str, str] = {}
    last = ""
    for text in lines:
        name, colon, value = text.partition(":")
        name = name.strip().lower()
        if text[:1] in (" ", "\t") and last:  # folded, as WARC 1.0 permits
            headers[last] += " " + text.strip()
        elif colon and name:
            headers.setdefault(name, value.strip())
            last = name
        else:
            raise Damaged(f"The record at byte {told:,} has a header that is none.")
    return headers


def _decoded(value: str, size: int) -> bytes | None:
    """A digest in hexadecimal or base32; None where it is neither of that size."""
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        found = base64.b32decode(value.upper() + "=" * (-len(value) % 8))
    except (ValueError, binascii.Error):
        return None
    return found if size and len(found) == size else None


def _without_chunks(body: bytes) -> bytes:
    """A body without its chunks (RFC 9112, section 7.1); as far as they go."""
    out, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at)
        size = body[at:end].split(b";")[0].strip() if end > 0 else b""
        try:
            count = int(size, 16)
        except ValueError:
            return bytes(out)
        if count <= 0:
            return bytes(out)
        out += body[end + 2 : end + 2 + count]
        at = end + 2 + count + 2
