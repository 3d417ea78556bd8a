"""The report with what people decided: one self-contained page."""

from __future__ import annotations

import msgspec
from sourcetrace.provenance.export.base import Format, Material
from sourcetrace.provenance.report import render
from sourcetrace.provenance.review.state import Review

__all__ = ["FORMAT"]


def _make(what: Material) -> bytes:
    return render(what.record, _chosen(what)).encode("utf-8")


def _chosen(what: Material) -> Review | None:
    """The review with those departures only that were asked for."""
    if what.review is None:
        return None
    comparison = msgspec.structs.replace(what.review.comparison, departures=tuple(one.departure for one in what.chosen))
    return msgspec.structs.replace(what.review, comparison=comparison, standings=what.chosen)


FORMAT = Format("html", ".html", "text/html", "the report with the decisions in it; prints to PDF from any browser", _make, bilingual=False)
