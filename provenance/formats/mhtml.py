"""MHTML (RFC 2557): a page saved by a browser with its parts in one file."""

from __future__ import annotations

import email
import email.errors
import email.policy
from email.message import EmailMessage

from sourcetrace.provenance.formats import Part, Unreadable

__all__ = ["main_part", "recognise"]

_PARTS = 5_000
_DEPTH = 50  # parts that hold parts


def recognise(data: bytes) -> bool:
    """Whether the bytes begin as MHTML does: mail headers, one of which says multipart/related."""
    head = data[:4096].lower()
    return b"multipart/related" in head and (b"mime-version:" in head or head.startswith((b"from:", b"subject:")))


def main_part(data: bytes) -> Part:
    """The page itself: the part that `start` or `Content-Location` names, else the first HTML.

    Raises:
        Unreadable: there is none.
    """
    # Counted before it is parsed: the parser makes an object of each, and goes as deep as they nest.
    if data.count(b"\n--") > 2 * _PARTS or data.lower().count(b"content-type: multipart/") > _DEPTH or data.lower().count(b"message/rfc822") > _DEPTH:
        raise Unreadable("has more parts than a page has")
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage), "the default policy makes these"
    address = str(message.get("Snapshot-Content-Location") or "").strip() or None
    pages = []
    for number, part in enumerate(message.walk()):
        if number > _PARTS:
            raise Unreadable(f"has more than {_PARTS:,} parts")
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            pages.append(part)
    if not pages:
        raise Unreadable("holds no HTML page")
    start = str(message.get_param("start") or "").strip()
    page = next((p for p in pages if start and str(p.get("Content-ID", "")).strip() == start), None)
    page = page or next((p for p in pages if address and str(p.get("Content-Location", "")).strip() == address), pages[0])
    payload = page.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise Unreadable("holds a page that cannot be decoded")
    location = str(page.get("Content-Location", "")).strip()
    url = address or (location if location.startswith(("http://", "https://")) else None)
    charset = page.get_content_charset()
    return Part(payload, url, f"text/html; charset={charset}" if charset else "text/html")
