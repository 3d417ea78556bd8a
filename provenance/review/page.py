"""What the page is told: passages, departures and the state of the review, as plain values. Every text is fit to be shown."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sourcetrace.provenance.archiving.acts import Act, Missed, Repaired, Undone
from sourcetrace.provenance.report.view import Piece, Row, counts_of, direction, rule_in_words, said_of, title_of, written_in
from sourcetrace.provenance.review.desk import Moment
from sourcetrace.provenance.review.state import Standing
from sourcetrace.translate.alignment import Bead, Side
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.departures import CHECKS
from sourcetrace.translate.engines.reference import ReferenceTranslation
from sourcetrace.translate.language import language_name
from sourcetrace.translate.text import CONTROL, Span, fold, visible

__all__ = ["Texts", "about", "departures", "found", "index", "more_text", "mqm_types", "rows", "told"]

_MOST_FOUND = 5_000  # passages that a search gives
# MQM core types that a reviewer may need beside those of the checks (https://themqm.org).
_TYPES = (
    "Accuracy/Mistranslation",
    "Accuracy/Omission",
    "Accuracy/Addition",
    "Accuracy/Untranslated",
    "Accuracy/Overtranslation",
    "Accuracy/Undertranslation",
    "Terminology/Inconsistent with terminology resource",
    "Terminology/Inconsistent use of terminology",
    "Style/Register",
    "Fluency",
    "Locale conventions",
    "Audience appropriateness",
)


def mqm_types() -> list[str]:
    """The types a reviewer can choose from."""
    return list(dict.fromkeys([*_TYPES, *(check.mqm for check in CHECKS)]))


def told(now: Moment) -> dict[str, Any]:
    """What does not change while the desk is open."""
    record, comparison = now.record, now.review.comparison
    third = record.reference_translation
    return {
        "title": visible(title_of(record)),
        "trace": now.trace,
        "source": {
            "language": written_in(comparison.source),
            "name": language_name(comparison.source.language),
            "direction": direction(comparison.source.language),
        },
        "reference": bool(third and any(one.text for one in third.sentences)),
        "readings": now.rows.readings,
        "types": mqm_types(),
    }


def index(now: Moment) -> dict[str, Any]:
    """Every passage in a line, every departure in another, and how things stand."""
    comparison = now.review.comparison
    risks = {risk.bead: risk.probability for risk in comparison.risks}
    return {
        "beads": [
            [bead.id, _length(comparison.source, bead.source), _length(comparison.target, bead.target), risks.get(bead.id), len(bead.source), len(bead.target)]
            for bead in comparison.beads
        ],
        "departures": departures(now, None),
        "counts": [[visible(name), count, explanation] for name, count, explanation in counts_of(comparison)],
        **state(now),
    }


def state(now: Moment) -> dict[str, Any]:
    """What may change with every act."""
    review = now.review
    return {
        "version": now.version,
        "reviewers": [visible(name) for name in review.reviewers],
        "rules": [
            {"act": rule.act.act, "by": visible(rule.act.by), "text": visible(rule_in_words(rule.act)), "applies": len(rule.applies)} for rule in review.rules
        ],
        "comments": {
            on: [{"by": visible(c.by), "text": visible(c.text), "when": c.when, "act": c.act} for c in given] for on, given in review.comments.items()
        },
        "gone": [
            *(visible(" ".join((one.departure.message, *said_of(one)))) for one in review.gone),
            *(f"{visible(c.by)}: {visible(c.text)}" for c in review.adrift),
        ],
        "stale": [f"{visible(act.by)} paired {', '.join(act.old)} anew, which somebody else had paired before." for act in review.stale],
    }


def departures(now: Moment, names: frozenset[str] | None) -> list[dict[str, Any]]:
    """Departures with how they stand; all of them where no names are given."""
    return [_departure(now, one) for one in now.review.standings if names is None or one.departure.id in names]


def _departure(now: Moment, one: Standing) -> dict[str, Any]:
    card = now.rows.card(one.departure)
    return {
        "id": card.id,
        "bead": one.departure.bead,
        "number": card.number,
        "check": visible(card.check),
        "kind": visible(one.departure.kind),
        "severity": card.severity,
        "mqm": visible(card.mqm),
        "tier": card.tier,
        "hint": card.id in now.review.hints,
        "message": visible(card.message),
        "source": visible(card.source),
        "target": visible(card.target),
        "proposed": visible(card.proposed),
        "confidence": card.confidence,
        "status": one.status,
        "right": visible(one.right),
        "differ": one.differ,
        "markedBy": visible(one.marked_by),
        "verdicts": [{name: visible(str(value)) for name, value in msgspec.structs.asdict(verdict).items()} for verdict in one.verdicts],
        "comments": [{"by": visible(c.by), "text": visible(c.text), "when": c.when, "act": c.act} for c in one.comments],
    }


def about(now: Moment, act: Act) -> str:
    """The departure or passage that an act concerns; of one that takes back, what the other concerned. Empty where that is no single one."""
    known = {one.act: one for one in (*now.review.active, *now.review.taken_back)}
    seen = 0
    while isinstance(act, Undone) and act.undone in known and seen < len(known):
        act, seen = known[act.undone], seen + 1
    if isinstance(act, Missed):
        return f"m{act.act}"
    if isinstance(act, Repaired):
        there = {bead.id for bead in now.review.comparison.beads}
        return next((name for name in (*act.old, f"{act.act}.1") if name in there), "")
    return str(getattr(act, "departure", getattr(act, "on", "")))


def _length(side: Side, own: Sequence[int]) -> int:
    return side.sentences[own[-1]].end - side.sentences[own[0]].start if own else 0


# --- passages -------------------------------------------------------------------------------------------------------------


def rows(now: Moment, start: int, end: int) -> list[dict[str, Any]]:
    """Passages by their place, from `start` to before `end`."""
    return [_row(now, bead) for bead in now.review.comparison.beads[start:end]]


def _row(now: Moment, bead: Bead) -> dict[str, Any]:
    row: Row = now.rows.row(bead)
    comparison = now.review.comparison
    return {
        "id": row.id,
        "source": list(_pieces(row.source)),
        "target": list(_pieces(row.target)),
        "cut": row.cut,
        "ends": [[side.sentences[i].end for i in own] for side, own in ((comparison.source, bead.source), (comparison.target, bead.target))],
        "reference": visible(row.reference),
        "faults": row.faults,
        "score": row.score,
        "risk": row.risk,
        "paired": row.paired,
        "paragraph": row.paragraph,
    }


def _pieces(pieces: Sequence[Piece]) -> Iterator[dict[str, Any]]:
    """Pieces as the page wants them; a control character is one of its own, so that offsets in all others are those of the text."""
    for piece in pieces:
        about = {"m": piece.marks, "v": piece.severity, "h": piece.hint, "l": piece.links}
        first, reading = list(piece.first), piece.reading
        for start, text, control in _parted(piece):
            yield {"t": visible(text), "s": start, "e": start + len(text), "c": control, "n": first, "r": "" if control else reading, **about}
            first, reading = [], ""


def _parted(piece: Piece) -> Iterator[tuple[int, str, bool]]:
    at = 0
    for match in CONTROL.finditer(piece.text):
        if match.start() > at:
            yield piece.start + at, piece.text[at : match.start()], False
        yield piece.start + match.start(), match.group(), True
        at = match.end()
    if at < len(piece.text):
        yield piece.start + at, piece.text[at:], False


def more_text(now: Moment, bead: str, side: str, start: int) -> dict[str, Any]:
    """The next stretch of a long passage, without marks beyond those of its departures."""
    comparison = now.review.comparison
    own = next((b for b in comparison.beads if b.id == bead), None)
    text = comparison.source if side == "source" else comparison.target
    sentences = (own.source if side == "source" else own.target) if own else ()
    if not sentences:
        return {"pieces": [], "left": 0}
    whole = Span(text.sentences[sentences[0]].start, text.sentences[sentences[-1]].end)
    shown = Span(max(start, whole.start), min(whole.end, max(start, whole.start) + now.rows.most))
    if shown.start >= shown.end:
        return {"pieces": [], "left": 0}
    marks = [(span, d) for d in now.rows.departures(bead) for span in (d.source if side == "source" else d.target)]
    return {"pieces": list(_pieces(now.rows.pieces(text, shown, marks, [], readings=False))), "left": whole.end - shown.end}


def found(now: Moment, texts: Texts, words: str, where: Sequence[str]) -> list[int]:
    """Places of the passages that hold some words, without regard to case and diacritics.

    Args:
        now: whose passages are looked through.
        texts: kept from one search to the next.
        words: what is looked for.
        where: of `source`, `target` and `reference`, those that are looked through.
    """
    wanted = _folded(words)
    if not wanted:
        return []
    known = texts.columns(now.review.comparison, now.record.reference_translation)
    columns = [column for name, column in known.items() if name in where]
    places = (place for place, row in enumerate(zip(*columns, strict=True)) if any(wanted in text for text in row))
    return list(itertools.islice(places, _MOST_FOUND))


def _folded(text: str) -> str:
    return fold(" ".join(text.split()))


class Texts:
    """The texts of all passages, folded for finding words in them; made when they are first asked for."""

    def __init__(self) -> None:
        self._of: Comparison | None = None
        self._columns: dict[str, list[str]] = {}
        self._lock = threading.Lock()

    def columns(self, comparison: Comparison, reference: ReferenceTranslation | None) -> dict[str, list[str]]:
        """`source`, `target` and `reference`: a text a passage each."""
        with self._lock:
            if self._of is not comparison:
                beads = comparison.beads
                self._columns = {
                    "source": [_folded(_text(comparison.source, bead.source)) for bead in beads],
                    "target": [_folded(_text(comparison.target, bead.target)) for bead in beads],
                    "reference": [_folded(" ".join(reference.sentences[i].text for i in bead.source)) if reference else "" for bead in beads],
                }
                self._of = comparison
            return self._columns


def _text(side: Side, own: Sequence[int]) -> str:
    return side.text[side.sentences[own[0]].start : side.sentences[own[-1]].end] if own else ""
