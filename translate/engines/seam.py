"""The seam between us and whatever translates or judges: two small protocols, and what passes through them.

An engine is one file that keeps one or both: `Translator` gives a translation of each sentence, `Judge` says how likely it
finds a translation that is given. Both name themselves with a signature, so that every figure says what it stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

__all__ = ["Judge", "Progress", "Scores", "Token", "Translation", "Translator"]

Progress = Callable[[str], None]


class Translation(msgspec.Struct, frozen=True):
    """What an engine made of one sentence.

    Attributes:
        text: empty where it gave nothing.
        faults: what is wrong with it as an engine's output (see `faults`); such a text is never held against the English.
        score: mean log-probability of its tokens, as the engine states it; None where it does not.
    """

    text: str
    faults: tuple[str, ...] = ()
    score: float | None = None


class Token(msgspec.Struct, frozen=True):
    """One token of a given translation, as a judge sees it.

    Attributes:
        start, end: code points into the translation, half-open.
        score: log-probability (natural), given the source and all that stands before.
        best: log-probability of the token the judge would have chosen; None where it does not say.
    """

    start: int
    end: int
    score: float
    best: float | None = None


class Scores(msgspec.Struct, frozen=True):
    """A judge's view of one translation; no tokens where it could not look at it, and then `skipped` says why."""

    tokens: tuple[Token, ...]
    skipped: str = ""


class Translator(Protocol):
    """Translates sentences of one language into another."""

    @property
    def signature(self) -> str:
        """Name, packages and digests."""

    def translate(self, sentences: Sequence[str], progress: Progress | None = None) -> list[Translation]:
        """One translation a sentence, in their order."""


class Judge(Protocol):
    """Scores translations that are given."""

    @property
    def signature(self) -> str:
        """Name, model and digest."""

    def score(self, pairs: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Scores]:
        """The scores of the second text of each pair, given the first; pairs stand in the order of their document."""
