"""What went over the wire, for keeping: a request and its answer, headers in their order and spelling, the body as received.

Also addresses without the secrets that may stand in them.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx

__all__ = ["Header", "Message", "now", "redacted", "without_secrets"]

_SECRET = re.compile(r"token|sign|^sig$|secret|passw|pwd|session|ticket|auth|api_?key|access_?key|jwt|credential", re.IGNORECASE)
_LONGEST = 4096  # characters of an address that stand in the record

Header = tuple[bytes, bytes]


@dataclass(frozen=True)
class Message:
    """A request and its answer.

    Attributes:
        url: as requested, with whatever secrets stand in it; see `archiving.warc` for what of it is kept.
        address: the IP address that answered.
        when: RFC 3339 in UTC, when the request was sent.
        sent: the request's headers.
        version: of HTTP, as the answer states it: `HTTP/1.1`.
        received: the answer's headers.
        body: as received, without its transfer encoding and with its content encoding.
    """

    url: str
    address: str | None
    when: str
    method: str
    sent: tuple[Header, ...]
    version: str
    status: int
    reason: str
    received: tuple[Header, ...]
    body: bytes

    @classmethod
    def between(cls, request: httpx.Request, response: httpx.Response, body: bytes, address: str | None, when: str) -> Self:
        """What httpx sent and received."""
        return cls(
            str(request.url),
            address,
            when,
            request.method,
            tuple(request.headers.raw),
            response.http_version,
            response.status_code,
            response.reason_phrase,
            tuple(response.headers.raw),
            body,
        )

    @property
    def target(self) -> str:
        """The request line's path and query."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def header(self, name: str) -> str | None:
        """A header of the answer; the first of that name."""
        wanted = name.lower().encode()
        return next((value.decode("latin-1") for key, value in self.received if key.lower() == wanted), None)


def redacted(url: str) -> str:
    """An address as it stands in the record: without the secrets that may stand in it, and cut where it is absurdly long."""
    return without_secrets(url[:_LONGEST])


def without_secrets(url: str) -> str:
    """An address without the secrets that may stand in it."""
    url = re.sub(r"^([a-z]{0,10}:?//)[^/@?#]{0,500}@", r"\1REDACTED@", url, flags=re.IGNORECASE)
    whole, hash_, fragment = url.partition("#")
    address, mark, query = whole.partition("?")
    return address + mark + _parts(query) + hash_ + _parts(fragment)


def _parts(query: str) -> str:
    """A query, or a fragment that is written like one, without secrets."""
    parts = (part.partition("=") for part in query.split("&"))
    return "&".join(f"{name}={'REDACTED' if value and _SECRET.search(name) else value}" if equals else name for name, equals, value in parts)


def now() -> str:
    """The time, RFC 3339 in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
