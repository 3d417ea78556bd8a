"""What every way of recovery shares: the lead it follows, and the find it comes back with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from sourcetrace.provenance.recovery.attempt import Exchange, Memento, Outcome
from sourcetrace.provenance.recovery.fetch import Answer, FetchRefused, FetchStopped
from sourcetrace.provenance.references import Reference
from sourcetrace.provenance.sites import Item, host_language, host_of, identify, site_of
from sourcetrace.provenance.wire import Message

__all__ = ["Find", "Lead", "Received", "Way", "same_item", "stopped"]


@dataclass
class Lead:
    """An address that may be the original's, and what is learned of it on the way.

    Attributes:
        reference: id of the reference that named it; None where the user did.
        url: as the article names it.
        written: as it stands in the article: an archive's address says which capture the translator saw.
        known: other addresses of the same item, learned from redirects.
        published: the day of the English article, YYYY-MM-DD, where it states one.
    """

    reference: str | None
    url: str
    written: str = ""
    published: str | None = None
    known: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, reference: Reference, published: str | None) -> Lead:
        """The lead that a reference gives."""
        assert reference.url, "only references with an address are followed"
        return cls(reference.id, reference.url, reference.written, published)

    @property
    def items(self) -> list[tuple[str, Item]]:
        """(address, item) of every known address that belongs to a site we know, without repeats."""
        found = ((url, item) for url in (self.url, *self.known) if (item := identify(url)) and item.id)
        return list({(item.site, item.id): (url, item) for url, item in found}.values())

    @property
    def language(self) -> str | None:
        """The language of the site."""
        return next((language for url in (*reversed(self.known), self.url) if (language := host_language(url))), None)


@dataclass(frozen=True)
class Received:
    """Bytes as received, before they are judged.

    Attributes:
        raw: still encoded as `content_encoding` says; `body` is not.
        name: what to call it in messages.
        messages: how it came over the wire, redirects first; empty for a file and for what a browser made.
        packed: the WACZ it lies in already, where it comes from an earlier trace.
    """

    raw: bytes
    body: bytes
    content_type: str | None
    content_encoding: str
    url: str | None
    status: int | None
    name: str
    memento: Memento | None = None
    rendered: bool = False
    note: str = ""
    messages: tuple[Message, ...] = ()
    packed: bytes | None = None

    @classmethod
    def from_answer(cls, answer: Answer, memento: Memento | None = None, url: str | None = None, note: str = "") -> Received:
        """What a server sent."""
        shown = url or answer.url
        stated = answer.headers.get("content-type")
        return cls(answer.raw, answer.body, stated, answer.content_encoding, shown, answer.status, shown, memento, False, note, answer.messages)


@dataclass(frozen=True)
class Find:
    """What one try came back with. `received` is None unless `outcome` is `captured`, which the gate may still undo."""

    kind: str
    target: str
    outcome: Outcome
    reason: str
    when: str | None = None
    exchanges: tuple[Exchange, ...] = ()
    received: Received | None = None


class Way(Protocol):
    """A way to get an original; each is a small class of its own.

    `targets` says what would be tried, and opens no connection; `finds` tries one of them.
    """

    kind: str
    networked: bool

    def targets(self, lead: Lead) -> list[str]:
        """Addresses or places that would be tried for a lead."""
        ...

    def finds(self, lead: Lead, target: str) -> Iterator[Find]:
        """Try one target; more than one find where several captures are there."""
        ...


def stopped(kind: str, target: str, error: FetchStopped) -> Find:
    """The find of a fetch that brought nothing."""
    return Find(kind, target, "refused" if isinstance(error, FetchRefused) else "failed", str(error), exchanges=error.exchanges)


def same_item(a: str, b: str) -> bool:
    """Whether two addresses lead to the same item: the same of a known site, or the same address but for scheme and www."""
    first, second = identify(a), identify(b)
    site = site_of(host_of(a))
    # Of sites known by their addresses alone the id may be only a part of what tells two items apart.
    if first and second and first.id and second.id and site and site.containers:
        return (first.site, first.id) == (second.site, second.id)
    return _plain(a) == _plain(b)


def _plain(url: str) -> str:
    address, _, fragment = url.partition("#")
    whole = url if fragment.startswith(("/", "!/")) else address
    return re.sub(r"^https?://(?:www\.)?", "", whole).rstrip("/")
