"""From what was received to what is kept: the content of a capture."""

from __future__ import annotations

import msgspec
from sourcetrace.provenance.archiving.wacz import pack
from sourcetrace.provenance.archiving.warc import Content, File, Reading
from sourcetrace.provenance.article import Document
from sourcetrace.provenance.recovery.images import Images
from sourcetrace.provenance.recovery.lead import Received

__all__ = ["content_of", "packed"]

_NO_IMAGES = Images()


def content_of(received: Received, document: Document | None, when: str, images: Images = _NO_IMAGES) -> Content:
    """What a capture of it holds: the requests and answers, or the bytes that no server sent, and the text read from them."""
    assert received.url, "what has no address is no capture"
    reading = Reading(document.text, msgspec.to_builtins(document.extraction)) if document else None
    title = document.title if document else None
    note = " ".join(filter(None, (received.note, images.note)))
    if received.messages:
        page = received.messages[-1]
        return Content(page.url, page.when, title, received.messages, embedded=images.messages, reading=reading, note=note)
    made = File(received.url, when, received.content_type or "application/octet-stream", received.raw)
    return Content(received.url, when, title, file=made, reading=reading, note=note)


def packed(received: Received, document: Document, when: str, images: Images = _NO_IMAGES) -> bytes:
    """What of it is written into a trace: a WACZ, or the user's file as it is.

    Raises:
        InputError: a header or address holds what would break the archive.
    """
    if received.packed is not None:
        return received.packed
    if received.url is None:
        return received.raw
    return pack(content_of(received, document, when, images))
