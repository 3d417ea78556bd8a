"""XLIFF 2.1 (OASIS 2018) with its ITS module: a unit a bead, markers on the words concerned, a quality issue for each departure.

Characters that XML cannot hold are shown by number, as in all our XML.
"""

from __future__ import annotations

from lxml import etree
from sourcetrace.provenance.export.base import Format, Material, Unit, xml_text
from sourcetrace.provenance.export.its import ITS, marked, standoff

__all__ = ["FORMAT", "NAMESPACE"]

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"  # 2.1 keeps it
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PRIORITY = {"critical": "1", "major": "2", "minor": "5", "neutral": "9"}  # of a note: 1 is the highest


def _make(what: Material) -> bytes:
    comparison = what.both
    root = etree.Element(
        f"{{{NAMESPACE}}}xliff",
        {"version": "2.1", "srcLang": comparison.source.language, "trgLang": comparison.target.language, f"{{{ITS}}}version": "2.0", _SPACE: "preserve"},
        nsmap={None: NAMESPACE, "its": ITS},
    )
    file = _sub(root, "file", id="f1", original=xml_text(what.record.article.url or what.record.article.name))
    notes = _sub(file, "notes")
    for number, (category, text) in enumerate((("record", what.digest), ("signature", comparison.signature)), 1):
        _sub(notes, "note", id=f"f{number}", category=category).text = xml_text(text)
    for unit in what.units:
        _unit(file, unit)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


def _sub(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _unit(file: etree._Element, unit: Unit) -> None:
    element = _sub(file, "unit", id=unit.bead.id)
    standoff(element, unit.marks, versioned=False)
    notes = [
        *((mark.standing.departure.message, mark.standing.departure.severity, bool(mark.target)) for mark in unit.marks),
        *((c, "neutral", True) for c in unit.comments_told),
    ]
    if notes:
        holder = _sub(element, "notes")
        for number, (text, severity, on_target) in enumerate(notes, 1):
            note = _sub(holder, "note", id=f"n{number}", appliesTo="target" if on_target else "source", category=severity, priority=_PRIORITY[severity])
            note.text = xml_text(text)
    segment = _sub(element, "segment", id="segment", state="translated" if unit.bead.target else "initial")
    generic = {"type": "its:generic"}
    marked(_sub(segment, "source"), unit.source, [(s, m.standing) for m in unit.marks for s in m.source], generic, "#its=", "s")
    if unit.bead.target:
        marked(_sub(segment, "target"), unit.target, [(s, m.standing) for m in unit.marks for s in m.target], generic, "#its=", "t")


FORMAT = Format("xliff", ".xlf", "application/xliff+xml", "XLIFF 2.1 with ITS quality issues on the words concerned", _make)
