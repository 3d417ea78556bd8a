"""XLIFF 1.2 (OASIS 2008), for tools that do not read 2.1: the same units, issues by ITS 2.0 as its XLIFF 1.2 mapping has them."""

from __future__ import annotations

from lxml import etree
from sourcetrace.provenance.export.base import Format, Material, Unit, xml_text
from sourcetrace.provenance.export.its import ITS, marked, standoff

__all__ = ["FORMAT", "NAMESPACE"]

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def _make(what: Material) -> bytes:
    comparison = what.both
    root = etree.Element(f"{{{NAMESPACE}}}xliff", {"version": "1.2", f"{{{ITS}}}version": "2.0"}, nsmap={None: NAMESPACE, "its": ITS})
    file = _sub(
        root,
        "file",
        {
            "original": xml_text(what.record.article.url or what.record.article.name),
            "source-language": comparison.source.language,
            "target-language": comparison.target.language,
            "datatype": "plaintext",
            f"{_XML}space": "preserve",
        },
    )
    header = _sub(file, "header", {})
    for kind, text in (("record", what.digest), ("signature", comparison.signature)):
        _sub(header, "note", {"from": f"sourcetrace {kind}"}).text = xml_text(text)
    body = _sub(file, "body", {})
    for unit in what.units:
        _unit(body, unit, comparison.target.language)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


def _sub(parent: etree._Element, name: str, attributes: dict[str, str]) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _unit(body: etree._Element, unit: Unit, language: str) -> None:
    element = _sub(body, "trans-unit", {"id": unit.bead.id})
    marker = {"mtype": "x-its"}
    marked(_sub(element, "source", {}), unit.source, [(s, m.standing) for m in unit.marks for s in m.source], marker, "#")
    if unit.bead.target:
        target = _sub(element, "target", {f"{_XML}lang": language, "state": "needs-review-translation" if unit.marks else "translated"})
        marked(target, unit.target, [(s, m.standing) for m in unit.marks for s in m.target], marker, "#")
    for mark in unit.marks:
        side = "target" if mark.target else "source"
        _sub(element, "note", {"from": "sourcetrace", "annotates": side}).text = xml_text(mark.standing.departure.message)
    for comment in unit.comments_told:
        _sub(element, "note", {"from": "reviewer"}).text = xml_text(comment)
    standoff(element, unit.marks, versioned=True)


FORMAT = Format("xliff12", ".xlf", "application/xliff+xml", "XLIFF 1.2, for tools that do not read 2.1", _make)
