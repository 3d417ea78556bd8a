"""Addition: a sentence or clause of the English that the original does not have."""

from __future__ import annotations

from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.departures.onesided import onesided

__all__ = ["CHECK"]


def _run(passage: Passage) -> Iterator[Finding]:
    return onesided(passage, "target")


CHECK = Check(
    name="addition",
    version=2,
    mqm="Accuracy/Addition",
    explanation="A sentence or clause of the English with no counterpart in the original.",
    languages=frozenset(),
    run=_run,
)
