"""What omission and addition share: a sentence that stands on one side only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sourcetrace.translate.departures.base import Finding, Passage, Severity, Tier
from sourcetrace.translate.departures.editorial import editorial

__all__ = ["onesided"]

# Cosine with the nearest sentence over there: below, nothing like it is said; above, it may be said inside another.
_ABSENT = 0.45
# Characters: a shorter sentence is a heading, an interjection or a caption more often than a statement.
_SHORT = {"source": 8, "target": 24}


def onesided(passage: Passage, side: Literal["source", "target"]) -> Iterator[Finding]:
    """One finding a sentence of a bead whose other side is empty."""
    own = passage.bead.source if side == "source" else passage.bead.target
    other = passage.bead.target if side == "source" else passage.bead.source
    if other or not own:
        return
    whole = passage.document.source if side == "source" else passage.document.target
    start = (passage.source_span if side == "source" else passage.target_span).start
    for index in own:
        span = whole.sentences[index]
        text = span.of(whole.text)
        likeness = passage.document.likeness(index, side)
        kind, tier, severity = _grade(text, side, likeness)
        yield Finding(
            kind=kind,
            tier=tier,
            severity=severity,
            target=() if side == "source" else (span.shift(-start),),
            source=(span.shift(-start),) if side == "source" else (),
            message=_message(side, kind),
            evidence={
                side: {"text": text[:200]},
                "target" if side == "source" else "source": None,
                "likeness": round(likeness, 3),
            },
        )


def _grade(text: str, side: str, likeness: float) -> tuple[str, Tier, Severity]:
    if editorial(text, side):
        return "editorial", "hint", "neutral"
    if len(text) < _SHORT[side]:
        return "short", "hint", "minor"
    if likeness >= _ABSENT:
        return "uncertain", "hint", "minor"
    return "sentence", "flag", "major"


def _message(side: str, kind: str) -> str:
    where = "The original has this sentence; nothing in the English answers it."
    if side == "target":
        where = "The English has this sentence; nothing in the original answers it."
    return {
        "editorial": where + " It is an editorial line (credit, label, disclaimer), no statement.",
        "uncertain": where + " Something like it is said elsewhere, so it may only be placed differently.",
    }.get(kind, where)
