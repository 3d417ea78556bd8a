"""The images of an article, kept with its page: so many and so large, and no more."""

from __future__ import annotations

from dataclasses import dataclass

from sourcetrace.provenance.extraction import images_in
from sourcetrace.provenance.recovery.fetch import Client, FetchStopped
from sourcetrace.provenance.recovery.gate import html_of
from sourcetrace.provenance.wire import Message, redacted
from sourcetrace.translate.text import InputError

__all__ = ["Images", "fetch_images"]

_MOST = 30  # images of one article
_TOTAL = 20_000_000  # bytes of all together


@dataclass(frozen=True)
class Images:
    """What came of an article's images.

    Attributes:
        messages: those that came, each its last request and answer.
        note: one sentence on what did not; empty where all came.
    """

    messages: tuple[Message, ...] = ()
    note: str = ""


def fetch_images(client: Client, body: bytes, content_type: str | None, url: str) -> Images:
    """Get the images in the body of a page.

    Args:
        client: to ask with, by its own rules.
        body: the page, decoded from its content encoding.
        content_type: as its server stated it.
        url: of the page.
    """
    html = html_of(body, content_type)
    try:
        wanted = images_in(html, url) if html else []
    except InputError as error:  # more tags than any article has
        return Images((), f"Its images were not looked for: {error}")
    kept: list[Message] = []
    missed: list[str] = []
    for address in wanted[:_MOST]:
        if sum(len(message.body) for message in kept) > _TOTAL:
            missed.append(f"{redacted(address)}: together they have more than {_TOTAL:,} bytes")
            break
        try:
            message = client.fetch(address, accept="image/*").messages[-1]
        except FetchStopped as error:
            missed.append(f"{redacted(address)}: {error}")
            continue
        if message.status == 200 and (message.header("content-type") or "").lower().startswith("image/"):
            kept.append(message)
        else:
            missed.append(f"{redacted(address)}: answered {message.status}, {message.header('content-type') or 'no type'}")
    if len(wanted) > _MOST:
        missed.append(f"{len(wanted) - _MOST} more were not asked for")
    return Images(tuple(kept), f"{len(kept)} of {len(wanted)} images kept. {'; '.join(missed)}" if missed else "")
