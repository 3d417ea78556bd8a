"""The types an alignment is told in."""

from __future__ import annotations

import msgspec
from sourcetrace.translate.sentences import segment
from sourcetrace.translate.text import InputError, Span, digest, lone_surrogate

__all__ = ["Alignment", "Bead", "ClauseLink", "Pair", "Side", "make_side"]


class Pair(msgspec.Struct, frozen=True):
    """How alike two whole texts are.

    Attributes:
        verdict: `translation`; `partial` (a good part of either side has no counterpart: abridged, or added to); `related` (one topic,
            but not a translation); or `unrelated`.
        source_covered: share of the source's characters that stand in a bead with a target side, 0–1.
        target_covered: the same of the target's characters.
        similarity: cosine of the two texts' vectors (of their first 1,500 characters).
    """

    verdict: str
    source_covered: float
    target_covered: float
    similarity: float


class ClauseLink(msgspec.Struct, frozen=True):
    """A clause of the source and the clause of the target that answers it, inside one bead: for display, not for checks.

    Attributes:
        bead: its id.
        source: offsets into the whole source text.
        target: offsets into the whole target text.
        score: cosine of the two clauses' vectors.
    """

    bead: str
    source: Span
    target: Span
    score: float


class Bead(msgspec.Struct, frozen=True):
    """Sentences that answer each other; one side may be empty ("nothing over there").

    Attributes:
        id: `b1`, `b2`, … in reading order of the target.
        source: indexes of the source sentences.
        target: indexes of the target sentences.
        score: how often such a bead was exactly right, as measured on the development data (docs/alignment.md); also for a bead with an
            empty side.
    """

    id: str
    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float

    @property
    def told(self) -> str:
        """The score in two digits, cut and not rounded: one bead in some hundreds of the surest was wrong, and 1.00 would say that none was."""
        return f"{int(min(self.score, 0.99) * 100) / 100:.2f}"


class Side(msgspec.Struct, frozen=True):
    """One text with its sentences."""

    language: str
    text: str
    sha256: str
    sentences: tuple[Span, ...]


class Alignment(msgspec.Struct, frozen=True):
    """Two texts, their sentences and the beads; every sentence of both sides is in exactly one bead.

    Attributes:
        links: which clause answers which inside the beads; none in texts of more than 2,000 sentences.
        notices: what limits the result, in sentences for the reader.
    """

    source: Side
    target: Side
    beads: tuple[Bead, ...]
    pair: Pair
    links: tuple[ClauseLink, ...]
    notices: tuple[str, ...]
    signature: str


def make_side(text: str, language: str) -> Side:
    """Split a text into sentences.

    Raises:
        InputError: the text holds a lone surrogate, so that it has no digest, or nothing but white space.
    """
    broken = lone_surrogate(text)
    if broken is not None:
        raise InputError(f"Character {broken} is a lone surrogate, which no encoding can hold; remove it and try again.")
    if not text.strip():
        raise InputError("The text is empty; give a text with at least one sentence.")
    return Side(language, text, digest(text), tuple(segment(text, language)))
