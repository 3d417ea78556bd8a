"""What stands in the record of a recovery: attempts with their exchanges, and the captures they brought."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["Attempt", "Capture", "Exchange", "Judgement", "Memento", "Outcome", "may_pass"]

Outcome = Literal["captured", "rejected", "refused", "failed", "not tried"]


class Exchange(msgspec.Struct, frozen=True):
    """One request and its answer.

    Attributes:
        url: as requested, secrets in its query replaced by `REDACTED`.
        address: the IP address connected to; None where no connection came about.
        status: of the answer; None where there was none.
        location: where a redirect led.
        size: bytes of the body as received.
        digest: of these bytes; None where they were not read to the end.
        note: what went wrong, or what the exchange was for.
        when: RFC 3339 in UTC, when the request was sent. A clock field.
    """

    url: str
    address: str | None
    status: int | None
    location: str | None
    size: int
    digest: str | None
    note: str
    when: str


class Attempt(msgspec.Struct, frozen=True):
    """One try to get an original.

    Attributes:
        kind: `article` (the article itself), `user file`, `trace archive`, `named capture`, `live`, `site route`, `rendered`,
            `Wayback Machine`, `Memento aggregator` or `archive.today`.
        target: the address or path tried.
        reference: id of the reference it follows, if any.
        outcome: `captured`: it brought the article; `rejected`: it brought something that is not the article; `refused`: we
            did not ask; `failed`: nothing usable came; `not tried`: an earlier attempt had brought it.
        reason: one sentence.
        capture: id of what it brought, if anything.
        when: RFC 3339 in UTC, when its first request was sent; None where none was. A clock field.
        exchanges: its requests, in order.
    """

    id: str
    kind: str
    target: str
    reference: str | None
    outcome: Outcome
    reason: str
    capture: str | None = None
    when: str | None = None
    exchanges: tuple[Exchange, ...] = ()


# Answers that may be others later: too early, too much, or trouble of the server's own.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 522, 523, 524})
# What a connection failed of that does not pass by itself.
_LASTING = ("leads to no address", "certificate")


def may_pass(outcome: str, exchanges: tuple[Exchange, ...]) -> bool:
    """Whether what stopped a try may be gone later, judged by its last exchange."""
    if outcome not in ("failed", "refused") or not exchanges:
        return False
    last = exchanges[-1]
    if last.status is None:
        return outcome == "failed" and not any(sign in last.note for sign in _LASTING)
    return last.status in _PASSING


class Judgement(msgspec.Struct, frozen=True):
    """Whether a body is the article.

    Attributes:
        passed: nothing speaks against it.
        certain: and it was found in a known place, or agrees with the English.
        reasons: what was seen, each a sentence.
    """

    passed: bool
    certain: bool
    reasons: tuple[str, ...]


class Memento(msgspec.Struct, frozen=True):
    """What a web archive says of a capture of its own (RFC 7089).

    Attributes:
        archive: its host.
        datetime: when it captured the page, RFC 3339.
        original: the address it captured.
        index_digest: `sha1:` and base32, as its index gives it; None where there is no row.
        digest_check: `agrees`, `differs` or `not comparable`, with `index_digest`.
        source: the file the archive took it from, if it says so.
    """

    archive: str
    datetime: str
    original: str
    index_digest: str | None
    digest_check: str
    source: str | None


class Capture(msgspec.Struct, frozen=True):
    """Bytes as received.

    Attributes:
        file: where they lie in the trace folder: a WACZ with what was asked and answered, or the user's file itself.
        file_digest: of that file.
        media_type: of what is inside; `content_type` is the header as the server sent it.
        content_encoding: `gzip` or `deflate` where the bytes are packed so; empty where not.
        digest: of the bytes as received.
        size: of the bytes as received.
        url: the address they came from; None for a file.
        status: of the HTTP answer; None for a file.
        memento: where a web archive had it.
        rendered: it is what a browser made of the page, not what the server sent.
        judgement: whether it is the article.
        note: what else must be known of it.
    """

    id: str
    attempt: str
    file: str
    file_digest: str
    media_type: str
    content_type: str | None
    content_encoding: str
    digest: str
    size: int
    url: str | None
    status: int | None
    memento: Memento | None
    rendered: bool
    judgement: Judgement
    note: str
