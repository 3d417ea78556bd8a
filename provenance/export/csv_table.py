"""CSV for a spreadsheet or a script: a row a bead and departure; a bead without one has a row of its own.

UTF-8 with a byte order mark, without which Excel takes it for the local encoding. A text that a spreadsheet might calculate gets an
apostrophe in front, which spreadsheets take as "this is text"; numbers are left alone.
"""

from __future__ import annotations

import csv
import io

from sourcetrace.provenance.export.base import Format, Material
from sourcetrace.provenance.export.table import BEAD_COLUMNS, DEPARTURE_COLUMNS, bead_rows, departure_rows, looks_like_formula

__all__ = ["FORMAT"]


def _make(what: Material) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow([*BEAD_COLUMNS, *(name for name in DEPARTURE_COLUMNS if name != "bead")])
    found: dict[str, list[tuple[str | float, ...]]] = {}
    for row in departure_rows(what):
        found.setdefault(str(row[2]), []).append((*row[:2], *row[3:]))
    blank = ("",) * (len(DEPARTURE_COLUMNS) - 1)
    for row in bead_rows(what):
        for departure in found.get(str(row[0]), [blank]):
            writer.writerow([_safe(value) for value in (*row, *departure)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _safe(value: str | float) -> str | float:
    return f"'{value}" if isinstance(value, str) and value and looks_like_formula(value) else value


FORMAT = Format("csv", ".csv", "text/csv", "a table for a spreadsheet, one row a passage and departure", _make)
