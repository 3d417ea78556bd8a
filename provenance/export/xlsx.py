"""A workbook: a sheet of passages, a sheet of departures, a sheet on where it comes from. Every text is a text cell, none a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sourcetrace.provenance.export.base import Format, Material, extra_needed
from sourcetrace.provenance.export.summary import facts
from sourcetrace.provenance.export.table import BEAD_COLUMNS, DEPARTURE_COLUMNS, bead_rows, departure_rows
from sourcetrace.provenance.report.view import direction

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["FORMAT"]

_MOST = 32_767  # characters that a cell holds (Excel's specification)
_CUT = " … (cut; trace.json has the whole)"
_WIDE = {
    "is": 100,
    "what": 20,
    "original": 60,
    "English": 60,
    "machine translation": 50,
    "message": 60,
    "reviewers say": 40,
    "words of the original": 24,
    "words of the English": 24,
}


def _make(what: Material) -> bytes:
    try:
        from openpyxl import Workbook
    except ImportError:
        raise extra_needed("xlsx", "openpyxl") from None
    book = Workbook()
    passages = book.active
    passages.title = "Passages"
    right_to_left = direction(what.both.source.language) == "rtl"
    _fill(passages, BEAD_COLUMNS, bead_rows(what), {"original"} if right_to_left else set())
    _fill(book.create_sheet("Departures"), DEPARTURE_COLUMNS, departure_rows(what), {"words of the original"} if right_to_left else set())
    _fill(book.create_sheet("About"), ("what", "is"), facts(what), set())
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, columns: tuple[str, ...], rows: Iterable[tuple[str | float, ...]], right_to_left: set[str]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(name, 14)
    plain, leftwards = (Alignment(wrap_text=True, vertical="top", readingOrder=order) for order in (0, 2))
    for line, row in enumerate((columns, *rows), 1):
        for number, (name, value) in enumerate(zip(columns, row, strict=True), 1):
            cell: Any = sheet.cell(line, number)
            if isinstance(value, str):
                cell.value = _fitting(value)
                cell.data_type = "s"  # whatever it looks like
            else:
                cell.value = value
            cell.alignment = leftwards if name in right_to_left else plain
            if line == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _fitting(text: str) -> str:
    """A text as it fits a cell, which counts UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _MOST:
        return text
    return units[: 2 * (_MOST - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


FORMAT = Format(
    "xlsx",
    ".xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "a workbook: passages, departures, where they come from",
    _make,
    binary=True,
)
