"""What omission and addition share: a sentence or a clause that stands on one side only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sourcetrace.translate.coverage.features import Pair, SideName, opposite
from sourcetrace.translate.coverage.found import Alone, Clauses, Standings, clauses_alone, standings
from sourcetrace.translate.coverage.lexicon import LANGUAGES
from sourcetrace.translate.departures.base import Document, Finding, Passage, Severity, Tier
from sourcetrace.translate.departures.editorial import editorial
from sourcetrace.translate.text import Span

__all__ = ["onesided"]

# Cosine with the nearest sentence over there that answers another one: from here, this one may be said inside it.
_SAID = 0.6
# Cosine of two sentences without counterpart from which they answer each other, and were only not aligned
# (mismatched sentences of news reach .27 nine times in ten).
_ANSWERED = 0.3
# Letters and digits: a shorter sentence is a heading, an interjection or a caption more often than a statement.
_SHORT = {"source": 8, "target": 20}
_LONGEST = 1_500  # code points of a side: the encoder reads no further, so that the whole side has no vector
_QUOTED = 160  # characters of a sentence that the message repeats


def onesided(passage: Passage, side: SideName) -> Iterator[Finding]:
    """One finding a sentence of a bead whose other side is empty; else one a run of clauses that stand alone."""
    own, other = (passage.bead.source, passage.bead.target) if side == "source" else (passage.bead.target, passage.bead.source)
    if own and not other:
        yield from _sentences(passage, side, own)
    elif own:
        for run in _runs(passage, side):
            yield _clause(passage, side, run)


def _sentences(passage: Passage, side: SideName, own: Sequence[int]) -> Iterator[Finding]:
    text = _text(passage, side)
    found_of = passage.document.once(_standings)
    for index, span in zip(own, _spans(passage, side), strict=True):
        said = span.of(text)
        if not any(c.isalnum() for c in said):
            continue
        found = found_of[side, index]
        kind, tier, severity = _grade(said, side, found.elsewhere, found.unclaimed)
        yield _finding(side, kind, tier, severity, (span,), said, max(found.elsewhere, found.unclaimed))


def _grade(text: str, side: SideName, elsewhere: float, unclaimed: float) -> tuple[str, Tier, Severity]:
    if editorial(text, side):
        return "editorial", "hint", "neutral"
    if sum(c.isalnum() for c in text) < _SHORT[side]:
        return "short", "hint", "minor"
    if elsewhere >= _SAID or unclaimed >= _ANSWERED:
        return "uncertain", "hint", "minor"
    return "sentence", "flag", "major"


def _text(passage: Passage, side: SideName) -> str:
    return passage.source if side == "source" else passage.target


def _spans(passage: Passage, side: SideName) -> tuple[Span, ...]:
    """The sentences of one side of a passage, as spans of that side."""
    document, bead = passage.document, passage.bead
    whole, own, extent = (document.source, bead.source, passage.source_span) if side == "source" else (document.target, bead.target, passage.target_span)
    return tuple(whole.sentences[index].shift(-extent.start) for index in own)


def _standings(document: Document) -> Standings:
    source, target = ([span.of(side.text) for span in side.sentences] for side in (document.source, document.target))
    return standings(source, target, document.beads)


def _clauses(document: Document) -> Clauses:
    language = document.source.language
    both = [p for p in document.passages if p.bead.source and p.bead.target and max(len(p.source), len(p.target)) <= _LONGEST]
    found = clauses_alone([_pair(p, language) for p in both], language)
    return {(_place(both[number]), side): alone for (number, side), alone in found.items()}


def _pair(passage: Passage, language: str) -> Pair:
    names = passage.names if language in LANGUAGES else None
    reference = passage.reference.text if passage.reference else None
    return Pair(passage.source, passage.target, _spans(passage, "source"), _spans(passage, "target"), language, names, reference or None)


def _place(passage: Passage) -> int:
    """Where no other passage begins that has both sides."""
    return passage.target_span.start


def _runs(passage: Passage, side: SideName) -> list[list[Alone]]:
    """Neighbouring clauses together, those that are sure apart from those that are not."""
    found = passage.document.once(_clauses).get((_place(passage), side), [])
    text = _text(passage, side)
    runs: list[list[Alone]] = [found[:1]] if found else []
    for before, clause in pairwise(found):
        if before.sure == clause.sure and not text[before.span.end : clause.span.start].strip():
            runs[-1].append(clause)
        else:
            runs.append([clause])
    return runs


def _clause(passage: Passage, side: SideName, run: Sequence[Alone]) -> Finding:
    text = _text(passage, side)
    spans = tuple(clause.span for clause in run)
    whole = Span(spans[0].start, spans[-1].end)
    said = whole.of(text)
    likeness = max(clause.likeness for clause in run)
    if all(editorial(span.of(text), side) for span in spans):
        return _finding(side, "editorial", "hint", "neutral", spans, said, likeness)
    kind = "sentence" if any(whole.start <= s.start and s.end <= whole.end for s in _spans(passage, side)) else "clause"
    if run[0].sure:
        return _finding(side, kind, "flag", "major", spans, said, likeness)
    return _finding(side, "uncertain", "hint", "minor", spans, said, likeness)


def _finding(side: SideName, kind: str, tier: Tier, severity: Severity, spans: tuple[Span, ...], said: str, likeness: float) -> Finding:
    return Finding(
        kind=kind,
        tier=tier,
        severity=severity,
        target=spans if side == "target" else (),
        source=spans if side == "source" else (),
        message=_message(side, kind, said),
        evidence={side: {"text": said[:200]}, opposite(side): None, "likeness": round(likeness, 3)},
    )


def _message(side: SideName, kind: str, said: str) -> str:
    here, there = ("original", "English") if side == "source" else ("English", "original")
    bare = said.strip(" ,，;；:：、")
    quoted = bare if len(bare) <= _QUOTED else bare[: _QUOTED - 1].rstrip() + "…"
    says = f"The {here} also says “{quoted}”; the {there} does not."
    return {
        "editorial": f"{says} It is an editorial line (agency, credit, label, disclaimer), no statement.",
        "uncertain": f"The {here} says “{quoted}”; the {there} may say it only freely or at another place, or leave it out.",
    }.get(kind, says)
