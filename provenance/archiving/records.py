"""Reading WARC records one by one and checking each against the digests that it carries.

Strict where warcio is forgiving: bytes between two records, a block that ends early or a header that is none are faults, since
here the question is not what can still be read but whether this is what was written.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Damaged", "Record", "records"]

_HEADERS = 65_536  # bytes of a record's headers
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
    """

    offset: int
    length: int
    headers: dict[str, str]
    block: memoryview

    @property
    def kind(self) -> str:
        """What the record is: `response`, `request`, `resource` and so on."""
        return self.headers.get("warc-type", "")

    @property
    def url(self) -> str:
        """The address it is about; empty where there is none."""
        return self.headers.get("warc-target-uri", "").strip("<>")

    @property
    def is_http(self) -> bool:
        """Whether the block is an HTTP message."""
        return self.headers.get("content-type", "").replace(" ", "").lower().startswith("application/http")

    def split(self) -> tuple[bytes, memoryview]:
        """Head and payload of an HTTP message; of all else an empty head and the block."""
        if not self.is_http:
            return b"", self.block
        limit = bytes(self.block[:_HEADERS])
        ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := limit.find(mark)) >= 0]
        end = min(ends, default=len(self.block) if len(self.block) < _HEADERS else 0)
        return limit[:end], self.block[end:]

    def header(self, name: str) -> str | None:
        """A header of the HTTP message; the first of that name."""
        wanted = name.lower().encode() + b":"
        lines = self.split()[0].splitlines()[1:]
        found = next((line for line in lines if line.lower().startswith(wanted)), None)
        return found[len(wanted) :].strip().decode("latin-1") if found else None

    @property
    def content_type(self) -> str | None:
        """Of the page: as its server stated it, or as the record does."""
        return self.header("content-type") if self.is_http else self.headers.get("content-type")

    def faults(self) -> Iterator[str]:
        """Each digest that the record carries and does not have, as a sentence."""
        for name, payload in (("warc-block-digest", False), ("warc-payload-digest", True)):
            stated = self.headers.get(name)
            if stated is None or (payload and self.kind == "revisit"):  # the payload of a revisit lies elsewhere
                continue
            holds = self._has(stated, payload)
            if holds is None:
                yield f"The {'payload' if payload else 'block'} digest of the record at byte {self.offset:,} cannot be read."
            elif not holds:
                yield f"The {'payload' if payload else 'block'} of the {self.kind} at byte {self.offset:,} is not what its digest says."

    def _has(self, stated: str, payload: bool) -> bool | None:
        algorithm, _, value = stated.partition(":")
        algorithm = algorithm.lower().replace("-", "")
        wanted = _decoded(value, _ALGORITHMS.get(algorithm, 0))
        if wanted is None:
            return None
        if not payload:
            return hashlib.new(algorithm, self.block, usedforsecurity=False).digest() == wanted
        body = self.split()[1]
        if hashlib.new(algorithm, body, usedforsecurity=False).digest() == wanted:
            return True
        if "chunked" not in (self.header("transfer-encoding") or "").lower():
            return False
        # Some tools keep the chunks and hash what is in them (webrecorder/warcio#74).
        return hashlib.new(algorithm, _without_chunks(bytes(body)), usedforsecurity=False).digest() == wanted


def records(data: bytes) -> Iterator[Record]:
    """The records of a WARC, plain or packed record by record.

    Raises:
        Damaged: something in it is no record; what came before it was yielded.
    """
    offset = 0
    if not data:
        raise Damaged("It is empty.")
    whole = memoryview(data)
    while offset < len(data):
        if bytes(whole[offset : offset + 2]) == b"\x1f\x8b":
            plain, length = _member(whole, offset)
            record, used = _parsed(memoryview(plain), 0, offset)
            if used != len(plain):
                raise Damaged(f"At byte {offset:,} more than one record is packed together.")
            record = Record(offset, length, record.headers, record.block)
        else:
            record, used = _parsed(whole, offset, offset)
            length = used - offset
        yield record
        offset += length


def _member(data: memoryview, offset: int) -> tuple[bytes, int]:
    """One gzip member, unpacked, and its length."""
    decoder = zlib.decompressobj(31)
    try:
        plain = decoder.decompress(data[offset:], _LARGEST)
    except zlib.error:
        raise Damaged(f"The record at byte {offset:,} cannot be unpacked.") from None
    if not decoder.eof:
        raise Damaged(f"The record at byte {offset:,} ends early or is too large.")
    return plain, len(data) - offset - len(decoder.unused_data)


def _parsed(data: memoryview, start: int, told: int) -> tuple[Record, int]:
    """The record at `start`, and where it ends; `told` is the offset that messages give."""
    head = bytes(data[start : start + _HEADERS])
    end = head.find(b"\r\n\r\n")
    if end < 0 or not head.startswith(_VERSIONS):
        raise Damaged(f"At byte {told:,} there is no WARC record.")
    headers = _headers(head[:end].split(b"\r\n")[1:], told)
    size = headers.get("content-length", "")
    if not (size.isascii() and size.isdecimal()) or len(size) > 12:
        raise Damaged(f"The record at byte {told:,} has no length.")
    block = start + end + 4
    after = block + int(size)
    if bytes(data[after : after + 4]) != b"\r\n\r\n":
        raise Damaged(f"The record at byte {told:,} does not end where its length says.")
    return Record(told, after + 4 - start, headers, data[block:after]), after + 4


def _headers(lines: list[bytes], told: int) -> dict[str, str]:
    headers: dict[str, str] = {}
    last = ""
    for line in lines:
        text = line.decode("utf-8", "replace")
        if text[:1] in (" ", "\t") and last:  # folded, as WARC 1.0 permits
            headers[last] += " " + text.strip()
            continue
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            raise Damaged(f"The record at byte {told:,} has a header that is none.")
        last = name.strip().lower()
        headers.setdefault(last, value.strip())
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
