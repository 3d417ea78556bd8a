"""From a trace to what the page shows: beads with marked text, the departures beside them, the map."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import msgspec
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.references import WORTH_FOLLOWING
from sourcetrace.provenance.report.map import map_of
from sourcetrace.translate.alignment import ClauseLink, Side
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.departures import CHECKS, Departure
from sourcetrace.translate.engines.reference import ReferenceTranslation
from sourcetrace.translate.language import language_name
from sourcetrace.translate.text import Span

__all__ = ["view_of"]

_RIGHT_TO_LEFT = frozenset("ar dv fa he ku ps sd ug ur yi".split())


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text with the departures that cover it.

    Attributes:
        first: the number of each departure that begins here, and whether it is a hint.
        links: numbers of the clause links of its passage that it belongs to.
    """

    text: str
    marks: tuple[str, ...]
    first: tuple[tuple[int, bool], ...]
    severity: str
    hint: bool
    links: tuple[int, ...] = ()


class Card(msgspec.Struct, frozen=True):
    """One departure as it is told; `again` is the number of an earlier one in the same words, or 0."""

    id: str
    number: int
    check: str
    severity: str
    tier: str
    mqm: str
    message: str
    source: str
    target: str
    proposed: str
    confidence: str
    again: int


class Row(msgspec.Struct, frozen=True):
    """One bead; `reference` is the machine translation of its source side, `faults` what is wrong with that."""

    id: str
    source: tuple[Piece, ...]
    target: tuple[Piece, ...]
    score: str
    cards: tuple[Card, ...]
    worst: str
    paragraph: bool
    reference: str
    faults: str
    risk: str


def title_of(trace: Trace) -> str:
    """The article's title, or its first line where it has none."""
    first = trace.article.text.lstrip().split("\n", 1)[0].strip()
    return trace.article.title or (first if len(first) <= 90 else first[:89] + "…")


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def view_of(trace: Trace) -> dict[str, Any]:
    """Everything the template needs, as plain values."""
    comparison = trace.comparison
    origin = language_name(trace.origin.language)
    return {
        "trace": trace,
        "title": title_of(trace),
        "origin": origin,
        "reference": next((r for r in trace.references if r.score >= WORTH_FOLLOWING), None),
        "rows": _rows(comparison, trace.reference_translation) if comparison else [],
        "map": map_of(comparison) if comparison else None,
        "counts": _counts(comparison) if comparison else [],
        "source_language": comparison.source.language if comparison else trace.origin.language,
        "source_name": language_name(comparison.source.language) if comparison else origin,
        "direction": direction(comparison.source.language) if comparison else "ltr",
        "paragraphs": [p for p in trace.article.text.split("\n") if p.strip()] if not comparison else [],
        "hints": sum(d.tier == "hint" for d in comparison.departures) if comparison else 0,
    }


def _counts(comparison: Comparison) -> list[tuple[str, int, str]]:
    """(check, flags, explanation) of every check that found something, hints included."""
    rows = []
    for check in CHECKS:
        own = [d for d in comparison.departures if d.check == check.name]
        if own:
            rows.append((check.name, sum(d.tier == "flag" for d in own), check.explanation))
    return rows


_ORDER = {"critical": 0, "major": 1, "minor": 2, "neutral": 3}


def _rows(comparison: Comparison, reference: ReferenceTranslation | None) -> list[Row]:
    # Flags are counted first: hints are hidden at first, and no number should seem to be missing.
    ordered = sorted(comparison.departures, key=lambda d: d.tier == "hint")
    numbers = {d.id: n for n, d in enumerate(ordered, 1)}
    first: dict[tuple[str, str, str], int] = {}
    for departure in ordered:
        first.setdefault((departure.check, departure.tier, departure.message), numbers[departure.id])
    by_bead: dict[str, list[Departure]] = {}
    for departure in comparison.departures:
        by_bead.setdefault(departure.bead, []).append(departure)
    links: dict[str, list[ClauseLink]] = {}
    for link in comparison.links:
        links.setdefault(link.bead, []).append(link)
    risk = {one.bead: f"{one.probability:.0%}" for one in comparison.risks}
    rows = []
    for bead in comparison.beads:
        read = [reference.sentences[i] for i in bead.source] if reference else []
        own = sorted(by_bead.get(bead.id, []), key=lambda d: (d.tier == "hint", _ORDER[d.severity], numbers[d.id]))
        worst = next((d.severity for d in own if d.tier == "flag"), "")
        rows.append(
            Row(
                id=bead.id,
                source=_pieces(
                    comparison.source, bead.source, [(s, d) for d in own for s in d.source], numbers, [link.source for link in links.get(bead.id, [])]
                ),
                target=_pieces(
                    comparison.target, bead.target, [(s, d) for d in own for s in d.target], numbers, [link.target for link in links.get(bead.id, [])]
                ),
                score=bead.told,
                cards=tuple(_card(d, numbers[d.id], first[d.check, d.tier, d.message], comparison) for d in own),
                worst=worst,
                paragraph=_opens_paragraph(comparison.target, bead.target),
                reference=" ".join(one.text for one in read if one.text),
                faults=", ".join(dict.fromkeys(fault for one in read for fault in one.faults)),
                risk=risk.get(bead.id, ""),
            )
        )
    return rows


def _opens_paragraph(side: Side, sentences: tuple[int, ...]) -> bool:
    if not sentences or sentences[0] == 0:
        return False
    before, first = side.sentences[sentences[0] - 1], side.sentences[sentences[0]]
    return "\n" in side.text[before.end : first.start]


def _pieces(side: Side, sentences: tuple[int, ...], marks: list[tuple[Span, Departure]], numbers: dict[str, int], clauses: list[Span]) -> tuple[Piece, ...]:
    """The text of a bead's side, cut wherever a mark or a linked clause begins or ends."""
    if not sentences:
        return ()
    start, end = side.sentences[sentences[0]].start, side.sentences[sentences[-1]].end
    spans = [*(span for span, _ in marks), *clauses]
    edges = {start, end, *(max(start, min(end, e)) for span in spans for e in (span.start, span.end))}
    cuts = sorted(edges)
    pieces = []
    for a, b in itertools.pairwise(cuts):
        covering = [d for span, d in marks if span.start <= a and b <= span.end]
        first = [(numbers[d.id], d.tier == "hint") for span, d in marks if span.start == a and b <= span.end]
        flags = [d for d in covering if d.tier == "flag"]
        severity = min((d.severity for d in flags or covering), key=lambda s: _ORDER[s], default="")
        ids = tuple(dict.fromkeys(d.id for d in covering))
        links = tuple(number for number, clause in enumerate(clauses, 1) if clause.start <= a and b <= clause.end)
        pieces.append(Piece(side.text[a:b], ids, tuple(dict.fromkeys(first)), severity, bool(covering) and not flags, links))
    return tuple(pieces)


def _quoted(spans: Iterable[Span], side: Side) -> str:
    return " … ".join(s.of(side.text) for s in spans)


def _measured(departure: Departure) -> str:
    precision = "precision not measured" if departure.confidence is None else f"{departure.confidence:.0%} of such flags were confirmed by experts"
    match departure.false_rate:
        case None:
            return precision
        case 0:  # of some thousands: not the same as never
            return f"{precision} · none on the right sentences measured"
        case rate:
            return f"{precision} · {rate:.1f} of 1,000 right sentences had one"


def _card(departure: Departure, number: int, first: int, comparison: Comparison) -> Card:
    return Card(
        id=departure.id,
        number=number,
        check=departure.check,
        severity=departure.severity,
        tier=departure.tier,
        mqm=departure.mqm,
        message=departure.message,
        source=_quoted(departure.source, comparison.source),
        target=_quoted(departure.target, comparison.target),
        proposed=str(departure.evidence.get("proposed") or ""),
        confidence=_measured(departure) if departure.tier == "flag" else "a hint: not counted",
        again=first if first != number and departure.check not in ("omission", "addition") else 0,
    )
