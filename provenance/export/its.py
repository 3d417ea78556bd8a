"""Localization quality issues as ITS 2.0 has them (https://www.w3.org/TR/its20/#lqissue), for the XLIFF formats."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from sourcetrace.provenance.export.base import Mark, pieces, xml_text
from sourcetrace.provenance.review.state import Standing
from sourcetrace.translate.text import Span

__all__ = ["ITS", "SEVERITIES", "issue_name", "kind_of", "marked", "standoff"]

ITS = "http://www.w3.org/2005/11/its"
SEVERITIES = {"critical": 100, "major": 60, "minor": 20, "neutral": 0}  # of 100; ITS leaves the scale to the tool
_DEEPEST = 50  # markers in one another; readers give up on documents that are nested deeper than some hundreds
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_TYPES = {
    "Accuracy/Mistranslation": "mistranslation",
    "Accuracy/Omission": "omission",
    "Accuracy/Addition": "addition",
    "Accuracy/Untranslated": "untranslated",
}


def kind_of(standing: Standing) -> str:
    """The ITS type of a departure: of the closed list of the standard."""
    departure = standing.departure
    if departure.mqm in _TYPES:
        return "numbers" if departure.check in ("quantity", "date") else _TYPES[departure.mqm]
    return {"Terminology": "terminology", "Style": "style"}.get(departure.mqm.partition("/")[0], "other")


def issue_name(standing: Standing) -> str:
    """What the issue of a departure is called in a document."""
    return f"lqi-{standing.departure.id}"


def standoff(parent: etree._Element, marks: Iterable[Mark], versioned: bool) -> None:
    """Write the issues of some marks into an element, one list each, so that markers can point to them."""
    for mark in marks:
        one, departure = mark.standing, mark.standing.departure
        issues = etree.SubElement(parent, f"{{{ITS}}}locQualityIssues", {_XML_ID: issue_name(one), **({"version": "2.0"} if versioned else {})})
        told = f"{departure.message} (check: {departure.check}; {one.status}){f' Should read: {one.right}' if one.right else ''}"
        etree.SubElement(
            issues,
            f"{{{ITS}}}locQualityIssue",
            {
                "locQualityIssueType": kind_of(one),
                "locQualityIssueComment": xml_text(told),
                "locQualityIssueSeverity": str(SEVERITIES[departure.severity]),
                "locQualityIssueEnabled": "no" if one.status == "dismissed" else "yes",
            },
        )


def marked(parent: etree._Element, text: str, marks: Iterable[tuple[Span, Standing]], marker: dict[str, str], reference: str, numbered: str = "") -> None:
    """Write a text into an element, a marker around every stretch that a departure stands on; markers nest where departures overlap, fifty deep at most.

    Args:
        parent: `source` or `target`.
        text: of that side.
        marks: the departures on it.
        marker: attributes of every marker.
        reference: what stands before an issue's name in a pointer to it.
        numbered: beginning of the markers' identifiers; they have none where it is empty.
    """
    count = 0
    for stretch, names in pieces(text, [(span, issue_name(standing)) for span, standing in marks]):
        place = parent
        for name in names[:_DEEPEST]:
            count += 1
            own = {**marker, f"{{{ITS}}}locQualityIssuesRef": f"{reference}{name}", **({"id": f"{numbered}{count}"} if numbered else {})}
            place = etree.SubElement(place, etree.QName(etree.QName(parent).namespace, "mrk"), own)
        if place is not parent:
            place.text = xml_text(stretch)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + xml_text(stretch)
        else:
            parent.text = (parent.text or "") + xml_text(stretch)
