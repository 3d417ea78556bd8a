"""Omission: a sentence or clause of the original that the English does not have."""

from __future__ import annotations

from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.departures.onesided import onesided

__all__ = ["CHECK"]


def _run(passage: Passage) -> Iterator[Finding]:
    return onesided(passage, "source")


CHECK = Check(
    name="omission",
    version=2,
    mqm="Accuracy/Omission",
    explanation="A sentence or clause of the original with no counterpart in the English.",
    languages=frozenset(),
    run=_run,
)
