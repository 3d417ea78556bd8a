"""From a trace to what the page shows: beads with marked text, the departures beside them, the map."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import msgspec
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.report.map import Map, map_of
from sourcetrace.translate.alignment import Side
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.departures import CHECKS, Departure
from sourcetrace.translate.text import Span

__all__ = ["view_of"]

LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese", "und": "unknown",
}  # fmt: skip
_RIGHT_TO_LEFT = frozenset("ar dv fa he ku ps sd ug ur yi".split())
# Characters that would change how the page reads around them, shown by their number instead.
_CONTROLS = {c: f"⟨U+{c:04X}⟩" for c in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)}


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text with the departures that cover it; `first` where a departure's mark begins."""

    text: str
    marks: tuple[str, ...]
    first: tuple[int, ...]
    severity: str
    hint: bool


class Card(msgspec.Struct, frozen=True):
    """One departure as it is told."""

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


class Row(msgspec.Struct, frozen=True):
    """One bead."""

    id: str
    source: tuple[Piece, ...]
    target: tuple[Piece, ...]
    score: str
    cards: tuple[Card, ...]
    worst: str
    paragraph: bool


def visible(text: str) -> str:
    """The text with control and direction-changing characters shown by number."""
    return text.translate(_CONTROLS)


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def view_of(trace: Trace) -> dict[str, Any]:
    """Everything the template needs, as plain values."""
    comparison = trace.comparison
    origin = LANGUAGES.get(trace.origin.language, trace.origin.language)
    return {
        "trace": trace,
        "visible": visible,
        "title": visible(trace.article.title or trace.article.name),
        "origin": origin,
        "reference": next((r for r in trace.references if r.score >= 0.4), None),
        "rows": _rows(comparison) if comparison else [],
        "map": _map(comparison) if comparison else None,
        "counts": _counts(comparison) if comparison else [],
        "source_language": comparison.source.language if comparison else trace.origin.language,
        "source_name": LANGUAGES.get(comparison.source.language, comparison.source.language) if comparison else origin,
        "direction": direction(comparison.source.language) if comparison else "ltr",
        "paragraphs": [visible(p) for p in trace.article.text.split("\n") if p.strip()] if not comparison else [],
        "hints": sum(d.tier == "hint" for d in comparison.departures) if comparison else 0,
        "names": {"mqm": {c.name: c.explanation for c in CHECKS}},
    }


def _counts(comparison: Comparison) -> list[tuple[str, int, str]]:
    """(check, flags, explanation) of every check that found something, hints included."""
    rows = []
    for check in CHECKS:
        own = [d for d in comparison.departures if d.check == check.name]
        if own:
            rows.append((check.name, sum(d.tier == "flag" for d in own), check.explanation))
    return rows


def _map(comparison: Comparison) -> Map:
    return map_of(comparison)


_ORDER = {"critical": 0, "major": 1, "minor": 2, "neutral": 3}


def _rows(comparison: Comparison) -> list[Row]:
    numbers = {d.id: n for n, d in enumerate(comparison.departures, 1)}
    by_bead: dict[str, list[Departure]] = {}
    for departure in comparison.departures:
        by_bead.setdefault(departure.bead, []).append(departure)
    rows = []
    for bead in comparison.beads:
        own = sorted(by_bead.get(bead.id, []), key=lambda d: (d.tier == "hint", _ORDER[d.severity], numbers[d.id]))
        worst = next((d.severity for d in own if d.tier == "flag"), "")
        rows.append(
            Row(
                id=bead.id,
                source=_pieces(comparison.source, bead.source, [(s, d) for d in own for s in d.source], numbers),
                target=_pieces(comparison.target, bead.target, [(s, d) for d in own for s in d.target], numbers),
                score=f"{bead.score:.2f}" if bead.source and bead.target else "",
                cards=tuple(_card(d, numbers[d.id], comparison) for d in own),
                worst=worst,
                paragraph=_opens_paragraph(comparison.target, bead.target),
            )
        )
    return rows


def _opens_paragraph(side: Side, sentences: tuple[int, ...]) -> bool:
    if not sentences or sentences[0] == 0:
        return False
    before, first = side.sentences[sentences[0] - 1], side.sentences[sentences[0]]
    return "\n" in side.text[before.end : first.start]


def _pieces(side: Side, sentences: tuple[int, ...], marks: list[tuple[Span, Departure]], numbers: dict[str, int]) -> tuple[Piece, ...]:
    """The text of a bead's side, cut wherever a mark begins or ends."""
    if not sentences:
        return ()
    start, end = side.sentences[sentences[0]].start, side.sentences[sentences[-1]].end
    edges = {start, end, *(max(start, min(end, e)) for span, _ in marks for e in (span.start, span.end))}
    cuts = sorted(edges)
    pieces = []
    for a, b in itertools.pairwise(cuts):
        covering = [d for span, d in marks if span.start <= a and b <= span.end]
        first = [numbers[d.id] for span, d in marks if span.start == a and b <= span.end]
        flags = [d for d in covering if d.tier == "flag"]
        severity = min((d.severity for d in flags or covering), key=lambda s: _ORDER[s], default="")
        ids = tuple(dict.fromkeys(d.id for d in covering))
        pieces.append(Piece(visible(side.text[a:b]), ids, tuple(dict.fromkeys(first)), severity, bool(covering) and not flags))
    return tuple(pieces)


def _quoted(spans: Iterable[Span], side: Side) -> str:
    return visible(" … ".join(s.of(side.text) for s in spans))


def _card(departure: Departure, number: int, comparison: Comparison) -> Card:
    confidence = "precision not measured" if departure.confidence is None else f"{departure.confidence:.0%} of such flags were confirmed by experts"
    return Card(
        id=departure.id,
        number=number,
        check=departure.check,
        severity=departure.severity,
        tier=departure.tier,
        mqm=departure.mqm,
        message=visible(departure.message),
        source=_quoted(departure.source, comparison.source),
        target=_quoted(departure.target, comparison.target),
        proposed=visible(str(departure.evidence.get("proposed") or "")),
        confidence=confidence if departure.tier == "flag" else "a hint: not counted",
    )
