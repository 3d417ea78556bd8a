"""The report with what people decided: one self-contained page."""

from __future__ import annotations

from sourcetrace.provenance.export.base import Format, Material
from sourcetrace.provenance.report import render

__all__ = ["FORMAT"]


def _make(what: Material) -> bytes:
    return render(what.record, what.review).encode("utf-8")


FORMAT = Format("html", ".html", "text/html", "the report with the decisions in it; prints to PDF from any browser", _make, bilingual=False)
