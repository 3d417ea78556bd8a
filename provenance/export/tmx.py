"""TMX 1.4b (LISA/GALA): a translation unit a bead. The segments are the plain texts, so that a memory stays clean; departures are notes and properties.

A bead with one side only has one variant, which the format allows; whoever wants pairs alone can leave those out.
"""

from __future__ import annotations

import re

import msgspec
from lxml import etree
from sourcetrace.provenance.export.base import Format, Mark, Material, Unit, xml_text
from sourcetrace.provenance.software import software
from sourcetrace.translate.text import Span

__all__ = ["DEPARTURE", "FORMAT"]

DEPARTURE = "x-sourcetrace-departure"  # a property that holds a departure as JSON; its offsets are code points into the segments
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _make(what: Material) -> bytes:
    comparison = what.both
    root = etree.Element("tmx", version="1.4")
    tool, version = software().split(" ")[:2]
    etree.SubElement(
        root,
        "header",
        {
            "creationtool": tool,
            "creationtoolversion": version,
            "segtype": "block",
            "o-tmf": "sourcetrace",
            "adminlang": "en",
            "srclang": comparison.source.language,
            "datatype": "plaintext",
            "creationdate": re.sub("[^0-9TZ]", "", what.record.clock.finished),
        },
    )
    _prop(root[0], "x-sourcetrace-record", what.digest)
    _prop(root[0], "x-sourcetrace-signature", comparison.signature)
    body = etree.SubElement(root, "body")
    for unit in what.units:
        _unit(body, unit, comparison.source.language, comparison.target.language)
    doctype = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype=doctype)
    return written + b"\n"


def _unit(body: etree._Element, unit: Unit, source_language: str, target_language: str) -> None:
    element = etree.SubElement(body, "tu", tuid=unit.bead.id)
    for mark in unit.marks:
        _text(element, "note", f"{mark.standing.departure.severity} {mark.standing.departure.check}, {mark.standing.status}: {mark.standing.departure.message}")
    for comment in unit.comments_told:
        _text(element, "note", comment)
    _prop(element, "x-sourcetrace-score", f"{unit.bead.score:.3f}")
    if unit.risk is not None:
        _prop(element, "x-sourcetrace-risk", f"{unit.risk:.3f}")
    for mark in unit.marks:
        _prop(element, DEPARTURE, _told(mark, unit))
    for own, language, text in ((unit.bead.source, source_language, unit.source), (unit.bead.target, target_language, unit.target)):
        if own:
            variant = etree.SubElement(element, "tuv", {_LANG: language})
            _text(variant, "seg", text)


def _placed(spans: tuple[Span, ...], text: str) -> list[Span]:
    """Spans as offsets into a text as it is written, in which a control character is longer."""
    return [Span(len(xml_text(text[: span.start])), len(xml_text(text[: span.end]))) for span in spans]


def _told(mark: Mark, unit: Unit) -> str:
    departure = mark.standing.departure
    known = {
        "id": departure.id,
        "check": departure.check,
        "mqm": departure.mqm,
        "severity": departure.severity,
        "status": mark.standing.status,
        "source": _placed(mark.source, unit.source),
        "target": _placed(mark.target, unit.target),
        "right": mark.standing.right,
    }
    return msgspec.json.encode(known).decode("utf-8")


def _prop(parent: etree._Element, kind: str, text: str) -> None:
    etree.SubElement(parent, "prop", type=kind).text = xml_text(text)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = xml_text(text)


FORMAT = Format("tmx", ".tmx", "application/x-tmx+xml", "TMX 1.4b, for translation memories and CAT tools", _make)
