"""Glossary: a term of the original that the English does not put as the user's glossary has it."""

from __future__ import annotations

from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.glossary import occurring, place
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]


def _run(passage: Passage) -> Iterator[Finding]:
    if not passage.bead.source or not passage.bead.target:
        return
    for term in occurring(passage.document.glossary, passage.source):
        if term.put(passage.target):
            continue
        start = place(passage.document.glossary, term, passage.source)
        ways = " or ".join(f"“{way}”" for way in term.targets)
        yield Finding(
            kind="term",
            tier="flag",
            severity="major",
            target=(),
            source=(Span(start, start + len(term.source)),),
            message=f"Your glossary puts {term.source} as {ways}; the English here has it nowhere.",
            evidence={"source": {"term": term.source}, "target": None, "proposed": term.targets[0]},
        )


CHECK = Check(
    name="glossary",
    version=1,
    mqm="Terminology/Inconsistent with terminology resource",
    explanation="A term that the English does not put as your glossary has it.",
    languages=frozenset(),
    run=_run,
    tiers=("flag",),
)
