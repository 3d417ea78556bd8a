"""Recovery: tries to get the original, every one on record. This version knows one way: a file of the user's."""

from __future__ import annotations

from pathlib import Path

import msgspec
from sourcetrace.provenance.article import Document, read, read_bytes
from sourcetrace.provenance.record import Attempt, Capture
from sourcetrace.provenance.references import Reference

__all__ = ["Recovered", "recover"]

_WORTH = 0.4  # score from which a reference is followed


class Recovered(msgspec.Struct, frozen=True):
    """What recovery tried and what it brought: the bytes and the document of each capture, by its id."""

    attempts: tuple[Attempt, ...]
    captures: tuple[Capture, ...]
    found: dict[str, tuple[bytes, Document]]


def recover(references: list[Reference], source: str | Path | None, offline: bool, encoding: str | None = None) -> Recovered:
    """Try to get the original.

    Args:
        references: where the article says it came from, the likeliest first.
        source: the user's file, or `-`.
        offline: refuse every attempt that would need a network.
        encoding: codec to read the user's file with.

    Raises:
        InputError: the user's file cannot be read.
    """
    attempts: list[Attempt] = []
    captures: list[Capture] = []
    found: dict[str, tuple[bytes, Document]] = {}
    if source is not None:
        name = str(source)
        data = read_bytes(name)
        document = read(data, encoding=encoding, name=name)
        attempts.append(Attempt("a1", "user file", Path(name).name, None, "captured", "A file given by the user.", "c1"))
        captures.append(_capture(data, document))
        found["c1"] = data, document
    for reference in references:
        if reference.url is not None and reference.score >= _WORTH:
            attempts.append(_live(f"a{len(attempts) + 1}", reference, offline, bool(found)))
    return Recovered(tuple(attempts), tuple(captures), found)


def _capture(data: bytes, document: Document) -> Capture:
    suffix = {"text/html": ".html", "text/markdown": ".md"}.get(document.media_type, ".txt")
    note = "This is a reconstruction, as the file's name says; it is not the page behind the link." if ".reconstruction." in document.name else ""
    return Capture("c1", "a1", f"data/original{suffix}", document.media_type, document.digest, len(data), note)


def _live(name: str, reference: Reference, offline: bool, at_hand: bool) -> Attempt:
    assert reference.url is not None, "only references with an address are followed"
    if offline:
        outcome, reason = "refused", "--offline forbids every connection."
    elif at_hand:
        outcome, reason = "not tried", "An original was given as a file."
    else:
        outcome, reason = "not tried", "This version does not fetch pages; save the page in a browser and give it with --source."
    return Attempt(name, "live", reference.url, reference.id, outcome, reason)
