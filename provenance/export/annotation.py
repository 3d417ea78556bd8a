"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): a page of annotations, one a bead, which links its two sides, and one a departure.

What is annotated is the text as it stands in the record, named by its digest (RFC 6920), since a page changes and a digest does not; the
address it came from stands beside it. Positions are code points, as the model wants them.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sourcetrace.provenance.export.base import MACHINE, Format, Mark, Material, Unit
from sourcetrace.provenance.record import Article
from sourcetrace.provenance.report.view import title_of
from sourcetrace.provenance.software import software
from sourcetrace.translate.alignment import Side
from sourcetrace.translate.text import Span

__all__ = ["CONTEXT", "FORMAT", "named_by_digest"]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # characters before and behind a quotation, by which it is found again in a text that changed
_CARRIED = 1000  # characters of a quotation; of a longer one the position alone is told


def named_by_digest(digest: str) -> str:
    """The name of what has a digest (`sha256:` + hex), by RFC 6920."""
    raw = bytes.fromhex(digest.removeprefix("sha256:"))
    return f"ni:///sha-256;{base64.urlsafe_b64encode(raw).rstrip(b'=').decode('ascii')}"


def _make(what: Material) -> bytes:
    items = [*_beads(what), *_departures(what)]
    page = {
        "@context": CONTEXT,
        "id": f"{named_by_digest(what.digest)}#annotations",
        "type": "AnnotationPage",
        "partOf": {"id": named_by_digest(what.digest), "type": "AnnotationCollection", "label": title_of(what.record), "total": len(items)},
        "startIndex": 0,
        "items": items,
    }
    return msgspec.json.format(msgspec.json.encode(page), indent=1) + b"\n"


def _beads(what: Material) -> Iterator[dict[str, Any]]:
    for unit in what.units:
        targets = [*_sides(what, unit, [unit.source_span] if unit.bead.source else [], [unit.target_span] if unit.bead.target else [])]
        yield {
            **_head(what, f"bead-{unit.bead.id}", "linking"),
            "body": {"type": "TextualBody", "value": f"score {unit.bead.score:.3f}", "format": "text/plain", "purpose": "describing"},
            "target": targets if len(targets) > 1 else targets[0],
        }


def _departures(what: Material) -> Iterator[dict[str, Any]]:
    for unit in what.units:
        for mark in unit.marks:
            yield _departure(what, unit, mark)


def _departure(what: Material, unit: Unit, mark: Mark) -> dict[str, Any]:
    one, departure = mark.standing, mark.standing.departure
    bodies: list[dict[str, Any]] = [
        _body(departure.message, "assessing"),
        *(_body(tag, "tagging") for tag in (departure.mqm, departure.severity, departure.check, one.status)),
    ]
    bodies += [_body(one.right, "editing")] if one.right else []
    bodies += [{**_body(comment.text, "commenting"), "creator": _person(comment.by), "created": comment.when} for comment in one.comments]
    bodies += [{**_body(f"{v.decision}. {v.note}".strip(), "moderating"), "creator": _person(v.by), "created": v.when} for v in one.verdicts]
    made = {**_head(what, departure.id, "assessing"), "body": bodies, "target": [*_sides(what, unit, departure.source, departure.target)]}
    if one.marked_by:
        made["creator"] = _person(one.marked_by)
    return made


def _head(what: Material, name: str, motivation: str) -> dict[str, Any]:
    return {
        "id": f"{named_by_digest(what.digest)}#{name}",
        "type": "Annotation",
        "motivation": motivation,
        "generated": what.record.clock.finished,
        "generator": {"type": "Software", "name": software(), "nickname": MACHINE},
    }


def _person(name: str) -> dict[str, str]:
    return {"type": "Person", "name": name}


def _body(text: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": text, "format": "text/plain", "purpose": purpose}


def _sides(what: Material, unit: Unit, source: Iterable[Span], target: Iterable[Span]) -> Iterator[dict[str, Any]]:
    """What is annotated: the stretches of the original, and those of the English; of a departure that stands on no words, its bead."""
    assert what.record.original is not None
    spans = [(what.both.source, what.record.original.article, span) for span in source]
    spans += [(what.both.target, what.record.article, span) for span in target]
    if not spans:
        spans = (
            [(what.both.target, what.record.article, unit.target_span)]
            if unit.bead.target
            else [(what.both.source, what.record.original.article, unit.source_span)]
        )
    for side, article, span in spans:
        yield _resource(side, article, span)


def _resource(side: Side, article: Article, span: Span) -> dict[str, Any]:
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    if span.end - span.start > _CARRIED:
        selector: dict[str, Any] | list[dict[str, Any]] = position
    else:
        quote = {"type": "TextQuoteSelector", "exact": span.of(side.text), "prefix": side.text[max(0, span.start - _AROUND) : span.start]}
        selector = [position, {**quote, "suffix": side.text[span.end : span.end + _AROUND]}]
    known = {"id": named_by_digest(side.sha256), "type": "Text", "format": "text/plain", "language": side.language}
    return {"type": "SpecificResource", "source": {**known, **({"via": article.url} if article.url else {})}, "selector": selector}


FORMAT = Format("annotation", ".jsonld", "application/ld+json", "W3C Web Annotation: beads and departures on both texts", _make)
