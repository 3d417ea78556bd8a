"""MQM TSV as the Marot viewer reads it (google-research/marot, README): a line a rating, spans as `<v>…</v>` in the text.

The viewer puts texts and notes into its page as markup, and has no escape for a tab or the end of a line. So `&`, `<` and `>` are written as
character references, which it shows rightly, and tabs and line ends as spaces, one for one: offsets stay what they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
from sourcetrace.provenance.export.base import MACHINE, Format, Mark, Material, Unit, pieces
from sourcetrace.provenance.review.state import Verdict
from sourcetrace.translate.text import InputError, Span

__all__ = ["COLUMNS", "FORMAT", "Rating", "read_mqm"]

COLUMNS = ("system", "doc", "docSegId", "globalSegId", "rater", "source", "target", "category", "severity", "metadata")


def _make(what: Material) -> bytes:
    return "".join("\t".join(row) + "\n" for row in (COLUMNS, *_rows(what))).encode("utf-8", "surrogatepass")


def _rows(what: Material) -> Iterator[tuple[str, ...]]:
    comparison, article = what.both, what.record.article
    system = _field(article.site or "English")
    doc = _field(f"{article.title or article.name}:{comparison.source.language}-{comparison.target.language}")
    for number, unit in enumerate(what.units, 1):
        place = system, doc, str(number), str(number)
        ratings = [(mark, rater) for mark in unit.marks for rater in _raters(mark)]
        for mark, rater in ratings:
            yield *place, *_rating(unit, mark, rater)
        if not ratings:  # nobody said that there is no error, so nobody is made to say it: a line without a rating
            yield *place, "", _field(unit.source), _field(unit.target), "", "", _json({"bead": unit.bead.id})


def _raters(mark: Mark) -> list[Verdict | None]:
    """Who says it: every reviewer who confirmed it, or the machine; nobody where it was dismissed."""
    if mark.standing.status == "dismissed":
        return []
    return [verdict for verdict in mark.standing.verdicts if verdict.decision == "confirmed"] or [None]


def _rating(unit: Unit, mark: Mark, verdict: Verdict | None) -> tuple[str, ...]:
    departure = mark.standing.departure
    rater = verdict.by if verdict else mark.standing.marked_by or MACHINE
    severity = (verdict and verdict.severity) or departure.severity
    about: dict[str, Any] = {
        "bead": unit.bead.id,
        "departure": departure.id,
        "check": departure.check,
        "status": mark.standing.status,
        "note": departure.message,
    }
    if mark.standing.right:
        about["corrected_translation"] = mark.standing.right
    if verdict:
        about["timestamp"] = int(datetime.fromisoformat(verdict.when).timestamp() * 1000)
        about["note"] = f"{departure.message} {verdict.note}".strip()
    texts = _marked(unit.source, mark.source), _marked(unit.target, mark.target)
    return _field(rater), *texts, _field((verdict and verdict.mqm) or departure.mqm), severity.capitalize(), _json(about)


def _marked(text: str, spans: Iterable[Span]) -> str:
    return "".join(
        f"<v>{_field(stretch)}</v>" if names else _field(stretch) for stretch, names in pieces(text, [(span, f"v{n}") for n, span in enumerate(spans)])
    )


def _field(text: str) -> str:
    """A text that holds no markup, tab or end of a line."""
    return html.escape(re.sub(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", " ", text), quote=False)


def _json(about: dict[str, Any]) -> str:
    escaped = {key: html.escape(value, quote=False) if isinstance(value, str) else value for key, value in about.items()}
    return msgspec.json.encode(escaped).decode("utf-8")


class Rating(msgspec.Struct, frozen=True):
    """A line of the file: spans are code points into the texts without their marks."""

    doc: str
    segment: int
    rater: str
    source: str
    target: str
    source_spans: tuple[Span, ...]
    target_spans: tuple[Span, ...]
    category: str
    severity: str
    metadata: dict[str, Any]


def read_mqm(text: str) -> list[Rating]:
    """Read such a file, of ours or of others; lines without an error are left out.

    Raises:
        InputError: a line has too few columns.
    """
    ratings = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line or "system\tdoc\t" in line.lower():
            continue
        fields = line.split("\t")
        if len(fields) < len(COLUMNS) - 1:
            raise InputError(f"Line {number} has {len(fields)} columns, not {len(COLUMNS)}; it is no MQM file.")
        if not fields[7] or re.fullmatch("no[-_]error", fields[7], re.IGNORECASE):
            continue
        (source, source_spans), (target, target_spans) = _unmarked(fields[5]), _unmarked(fields[6])
        metadata = _metadata(fields[9]) if len(fields) > 9 else {}
        if not (fields[2].isascii() and fields[2].isdecimal()):
            raise InputError(f"Line {number} has {fields[2][:40]!r} for the number of its segment; it is no MQM file.")
        ratings.append(Rating(fields[1], int(fields[2]), fields[4], source, target, source_spans, target_spans, fields[7], fields[8], metadata))
    return ratings


def _unmarked(field: str) -> tuple[str, tuple[Span, ...]]:
    text, spans, start = "", [], 0
    for part in re.split("(</?v>)", field):
        if part == "<v>":
            start = len(text)
        elif part == "</v>":
            spans.append(Span(start, len(text)))
        else:
            text += html.unescape(part)
    return text, tuple(spans)


def _metadata(field: str) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(field, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        return {"note": field}
    return {key: html.unescape(value) if isinstance(value, str) else value for key, value in found.items()}


FORMAT = Format("mqm", ".tsv", "text/tab-separated-values", "MQM ratings as the Marot viewer reads them", _make)
