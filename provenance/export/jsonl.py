"""JSON Lines: a line on the trace, then one a bead, then one a departure. Offsets are code points, as in `trace.json`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sourcetrace.provenance.export.base import Format, Material, Unit
from sourcetrace.provenance.review.state import Standing

__all__ = ["FORMAT", "SCHEMA"]

SCHEMA = "sourcetrace/lines/1"


def _make(what: Material) -> bytes:
    return b"".join(msgspec.json.encode(line) + b"\n" for line in _lines(what))


def _lines(what: Material) -> Iterator[dict[str, Any]]:
    comparison = what.comparison
    yield {
        "type": "trace",
        "schema": SCHEMA,
        "trace": what.digest,
        "title": what.record.article.title,
        "article": what.record.article.url or what.record.article.name,
        "original": what.record.original.article.url or what.record.original.article.name if what.record.original else None,
        "source_language": comparison.source.language if comparison else what.record.origin.language,
        "source_text": comparison.source.sha256 if comparison else None,
        "target_text": what.record.article.text_digest,
        "departures": what.choice,
        "reviewers": what.review.reviewers if what.review else (),
        "summary": what.record.summary.headline,
        "signature": comparison.signature if comparison else None,
    }
    for unit in what.units:
        yield _bead(unit)
    for standing in what.chosen:
        yield _departure(standing)
    for standing in what.review.gone if what.review and what.choice == "all" else ():
        yield {**_departure(standing), "type": "departure no longer found"}
    for comment in what.review.adrift if what.review else ():
        yield {"type": "comment", "on": comment.on, "by": comment.by, "when": comment.when, "text": comment.text}


def _bead(unit: Unit) -> dict[str, Any]:
    return {
        "type": "bead",
        "id": unit.bead.id,
        "source": unit.source,
        "target": unit.target,
        "source_span": unit.source_span if unit.bead.source else None,
        "target_span": unit.target_span if unit.bead.target else None,
        "score": unit.bead.score,
        "risk": unit.risk,
        "reference": unit.reference,
        "comments": [{"by": comment.by, "when": comment.when, "text": comment.text} for comment in unit.comments],
    }


def _departure(standing: Standing) -> dict[str, Any]:
    known: dict[str, Any] = msgspec.to_builtins(standing.departure)
    return {
        "type": "departure",
        "number": standing.number,
        **known,
        "status": standing.status,
        "right": standing.right,
        "verdicts": standing.verdicts,
        "comments": [{"by": comment.by, "when": comment.when, "text": comment.text} for comment in standing.comments],
        "marked_by": standing.marked_by,
    }


FORMAT = Format("jsonl", ".jsonl", "application/jsonl", "a line a bead and a departure, for scripts", _make, bilingual=False)
