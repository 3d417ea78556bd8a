"""The rows of the spreadsheet formats, and what keeps a spreadsheet from taking a text for a formula."""

from __future__ import annotations

from collections.abc import Iterator

from sourcetrace.provenance.export.base import Mark, Material, Unit, printable
from sourcetrace.provenance.report.view import said_of
from sourcetrace.provenance.review.state import words_of

__all__ = ["BEAD_COLUMNS", "DEPARTURE_COLUMNS", "bead_rows", "departure_rows", "looks_like_formula"]

BEAD_COLUMNS = ("bead", "original", "English", "machine translation", "score", "risk", "comments")
DEPARTURE_COLUMNS = (
    "number", "departure", "bead", "status", "check", "severity", "MQM type", "message", "words of the original", "words of the English",
    "offered", "should read", "confidence", "reviewers say", "original from", "original to", "English from", "English to",
)  # fmt: skip

# A spreadsheet calculates what begins so, also behind white space and in full width (OWASP, CSV injection).
_FORMULA = frozenset("=+-@＝＋－＠|%")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula."""
    bare = text.lstrip("\t\r\n \u00a0\u3000\ufeff\u200b")
    return text.startswith(("\t", "\r", "\n")) or bool(bare and bare[0] in _FORMULA)


def bead_rows(what: Material) -> Iterator[tuple[str | float, ...]]:
    """One row a bead."""
    for unit in what.units:
        yield _bead(unit)


def _bead(unit: Unit) -> tuple[str | float, ...]:
    risk = "" if unit.risk is None else unit.risk
    texts = (printable(text) for text in (unit.source, unit.target, unit.reference))
    return unit.bead.id, *texts, unit.bead.score, risk, printable("\n".join(unit.comments_told))


def departure_rows(what: Material) -> Iterator[tuple[str | float, ...]]:
    """One row a departure; of its spans the first and the last offset on each side."""
    for unit in what.units:
        for mark in unit.marks:
            yield _departure(mark, what)


def _departure(mark: Mark, what: Material) -> tuple[str | float, ...]:
    one, departure = mark.standing, mark.standing.departure
    source, target = words_of(departure, what.both)
    told = (departure.message, source, target, str(departure.evidence.get("proposed") or ""), one.right)
    spans = [edge for own in (departure.source, departure.target) for edge in ((own[0].start, own[-1].end) if own else ("", ""))]
    confidence = "" if departure.confidence is None else departure.confidence
    first = (one.number, departure.id, departure.bead, one.status, printable(departure.check), departure.severity, printable(departure.mqm))
    return *first, *(printable(text) for text in told), confidence, printable("\n".join(said_of(one))), *spans
