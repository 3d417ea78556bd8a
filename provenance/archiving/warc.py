"""Writing a capture as WARC 1.1 (ISO 28500:2017): what was asked and answered, as it was, and what was read from it.

Records lie one after another, not compressed: whoever has the offset and length of a record can take it out with `dd` and
hash it with `sha256sum`. Bodies that a server sent compressed stay so.
"""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from sourcetrace.provenance.software import software
from sourcetrace.provenance.wire import Header, Message, without_secrets
from sourcetrace.translate.text import InputError, digest

__all__ = ["Content", "Earlier", "File", "Reading", "Row", "Unkeepable", "Written", "mime_of", "write_warc"]


@dataclass(frozen=True)
class File:
    """Bytes that no server sent: a file of the user's, or what a browser made of a page.

    Attributes:
        url: what they are called in the archive.
        when: RFC 3339 in UTC.
    """

    url: str
    when: str
    content_type: str
    body: bytes


class Reading(msgspec.Struct, frozen=True):
    """What was read from a page.

    Attributes:
        text: the body.
        extraction: how it was found, as in the record.
    """

    text: str
    extraction: dict[str, Any]


@dataclass(frozen=True)
class Content:
    """What one capture holds.

    Attributes:
        url: of the page; the one that the last message asked for, or the file's.
        messages: requests and answers, redirects first, the page last; empty for a file.
        file: what no server sent; None for a page.
        embedded: the images of the article.
        note: what else must be known of it.
    """

    url: str
    when: str
    title: str | None = None
    messages: tuple[Message, ...] = ()
    file: File | None = None
    embedded: tuple[Message, ...] = ()
    reading: Reading | None = None
    note: str = ""


@dataclass(frozen=True)
class Earlier:
    """A record that already holds the same payload."""

    url: str
    when: str


@dataclass(frozen=True)
class Row:
    """A record as an index needs it; `status` is empty where there is none."""

    url: str
    when: str
    mime: str
    status: str
    digest: str
    offset: int
    length: int


@dataclass(frozen=True)
class Written:
    """A WARC, and a row for each record in it that can be asked for."""

    data: bytes
    rows: tuple[Row, ...]


Known = Callable[[str], Earlier | None]
"""Payload digest → the record that has it already."""


class Unkeepable(InputError):  # noqa: N818, it says what the page is
    """A page that cannot be written to an archive; others can."""


def _nothing(_digest: str) -> None:
    return None


def write_warc(content: Content, known: Known = _nothing) -> Written:
    """Write a capture.

    The same content gives the same bytes: the identifiers of records are made from what they hold.

    Raises:
        Unkeepable: a header or an address holds a control character, which would make records of its own.
    """
    writer = _Writer()
    writer.warcinfo(content)
    page = ""
    for message in content.messages:
        page = writer.exchange(message, known)
    if content.file:
        page = writer.file(content.file, known)
    if content.reading:
        writer.conversion(content, content.reading, page)
    writer.facts(content, page)
    for message in content.embedded:
        writer.exchange(message, known)
    return Written(writer.out.getvalue(), tuple(writer.rows))


# Names of headers whose values are secrets (section "Secrets" of RFC 9110's security considerations: credentials and cookies).
_SECRET = frozenset({b"authorization", b"cookie", b"proxy-authorization", b"set-cookie", b"set-cookie2"})
_SECRET_NAME = re.compile(rb"token|secret|passw|auth|api-?key|session|jwt|credential")
_CHALLENGES = frozenset({b"www-authenticate", b"proxy-authenticate", b"authentication-info"})
_ADDRESSES = frozenset({b"location", b"content-location", b"referer", b"refresh", b"link"})
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NAMESPACE = uuid.UUID("6f0f3cde-5b1c-5e5c-9d8e-6a9c8d6f5f10")  # ours alone


def safe(value: str) -> str:
    """A value that can stand in a header.

    Raises:
        Unkeepable: it holds a control character: it would end the header and begin another.
    """
    if _CONTROL.search(value):
        raise Unkeepable("An address or header holds a control character and is not written to an archive; the page cannot be kept.")
    return value


class _Writer:
    def __init__(self) -> None:
        from warcio.warcwriter import WARCWriter

        self.out = io.BytesIO()
        self.rows: list[Row] = []
        self._changes: list[str] = []
        self._warcio = WARCWriter(self.out, gzip=False, warc_version="1.1")

    def warcinfo(self, content: Content) -> None:
        """Who made this, by what rules."""
        facts = {
            "software": software(),
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        }
        payload = "".join(f"{name}: {value}\r\n" for name, value in facts.items()).encode()
        self._write("warcinfo", None, content.when, payload, "application/warc-fields")

    def exchange(self, message: Message, known: Known) -> str:
        """Response (or revisit) and request; the response's identifier."""
        url = safe(without_secrets(message.url))
        if url != message.url:
            self._changes.append("a secret in an address was replaced by REDACTED")
        payload_digest = digest(message.body)
        earlier = known(payload_digest) if message.body else None
        head = self._head(f"{message.version} {message.status} {message.reason}".rstrip() + "\r\n", message.received, "answer")
        more = {"WARC-IP-Address": message.address} if message.address else {}
        start = self.out.tell()
        if earlier:
            response = self._revisit(url, message.when, head, payload_digest, earlier, more)
        else:
            response = self._write("response", url, message.when, message.body, "application/http; msgtype=response", head, more)
        mime = "warc/revisit" if earlier else mime_of(message.header("content-type"))
        self.rows.append(Row(url, message.when, mime, str(message.status), payload_digest, start, self.out.tell() - start))
        target = message.target if url == message.url else re.sub(r"^[a-z]+://[^/?]*", "", url) or "/"
        asked = self._head(f"{message.method} {target} HTTP/1.1\r\n", message.sent, "request")
        self._write("request", url, message.when, b"", "application/http; msgtype=request", asked, {"WARC-Concurrent-To": response})
        return response

    def file(self, file: File, known: Known) -> str:
        """Bytes that no server sent, as a resource."""
        url = safe(without_secrets(file.url))
        payload_digest = digest(file.body)
        earlier = known(payload_digest) if file.body else None
        start = self.out.tell()
        if earlier:
            identifier = self._revisit(url, file.when, b"", payload_digest, earlier, {})
        else:
            identifier = self._write("resource", url, file.when, file.body, safe(file.content_type))
        mime = "warc/revisit" if earlier else mime_of(file.content_type)
        self.rows.append(Row(url, file.when, mime, "200", payload_digest, start, self.out.tell() - start))
        return identifier

    def conversion(self, content: Content, reading: Reading, page: str) -> None:
        """The text that was read from the page."""
        url = safe(without_secrets(content.url))
        self._write("conversion", url, content.when, reading.text.encode(), "text/plain; charset=utf-8", None, {"WARC-Refers-To": page})

    def facts(self, content: Content, page: str) -> None:
        """How it was read and what was left out, for whoever asks later."""
        facts = {
            "software": software(),
            "title": content.title,
            "text": digest(content.reading.text) if content.reading else None,
            "extraction": content.reading.extraction if content.reading else None,
            "note": content.note,
            "changed": list(dict.fromkeys(self._changes)),
        }
        url = safe(without_secrets(content.url))
        self._write("metadata", url, content.when, msgspec.json.encode(facts, order="sorted"), "application/json", None, {"WARC-Concurrent-To": page})

    # --- one record -----------------------------------------------------------------------------------------------------

    def _write(
        self, kind: str, url: str | None, when: str, payload: bytes, content_type: str, head: bytes | None = None, more: dict[str, str] | None = None
    ) -> str:
        """Write a record; its identifier."""
        block = digest((head or b"") + payload)
        identifier = _identifier(kind, url or "", when, block, str(self.out.tell()))
        headers = {"WARC-Record-ID": identifier, "WARC-Date": when, "WARC-Block-Digest": block, **(more or {})}
        if kind != "warcinfo":
            headers["WARC-Payload-Digest"] = digest(payload)
        self._warcio.write_record(
            self._warcio.create_warc_record(
                url,
                kind,
                io.BytesIO(payload),
                len(payload),
                content_type,
                headers,
                # Without headers of ours warcio would look for them in the payload.
                http_headers=_bytes(head) if head else None,
            )
        )
        return identifier

    def _revisit(self, url: str, when: str, head: bytes, payload: str, earlier: Earlier, more: dict[str, str]) -> str:
        identifier = _identifier("revisit", url, when, payload, str(self.out.tell()))
        headers = {"WARC-Record-ID": identifier, "WARC-Date": when, "WARC-Block-Digest": digest(head), **more}
        record = self._warcio.create_revisit_record(url, payload, earlier.url, earlier.when, _bytes(head) if head else None, headers)
        self._warcio.write_record(record)
        return identifier

    def _head(self, first: str, headers: Iterable[Header], where: str) -> bytes:
        """First line and headers as bytes, without secrets; what was changed is noted."""
        lines = [safe(first.removesuffix("\r\n"))]
        for raw, content in headers:
            name, value, lower = raw.decode("latin-1"), content.decode("latin-1"), raw.lower()
            if lower in _SECRET or (_SECRET_NAME.search(lower) and lower not in _CHALLENGES):
                self._changes.append(f"the value of {name} in the {where} was replaced by REDACTED")
                value = "REDACTED"
            elif lower in _ADDRESSES and (plain := without_secrets(value)) != value:
                self._changes.append(f"a secret in {name} of the {where} was replaced by REDACTED")
                value = plain
            elif lower == b"transfer-encoding":
                # The body is kept without it; a reader that found this header would look for chunks.
                self._changes.append(f"the {where} came with Transfer-Encoding: {value}; the body is kept without it")
                name = "X-Archive-Orig-Transfer-Encoding"
            lines.append(safe(f"{name}: {value}"))
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _bytes(head: bytes) -> Any:
    """Headers for warcio that stay the bytes they are; it would write them anew, and escape what is not ASCII."""
    from warcio.statusandheaders import StatusAndHeaders

    class Head(StatusAndHeaders):  # type: ignore[misc, unused-ignore]
        def compute_headers_buffer(self, header_filter: Any = None) -> None:
            del header_filter
            self.headers_buff = head

    made = Head("as received", [])  # warcio takes headers without a first line for none
    made.compute_headers_buffer()
    return made


def _identifier(*parts: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, chr(0).join(parts))}>"


def mime_of(content_type: str | None) -> str:
    """The media type as an index has it; `unk` where there is none."""
    found = (content_type or "").split(";", maxsplit=1)[0].strip().lower()
    return found if re.fullmatch(r"[\w.+-]+/[\w.+-]+", found, re.ASCII) else "unk"
