"""A comparison as a table in HTML, for notebooks: the two sides beside each other, the words of each flag marked. No script, no style from elsewhere."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sourcetrace.translate.text import Span, stretches, visible

if TYPE_CHECKING:
    from sourcetrace.translate.alignment import Side
    from sourcetrace.translate.comparison import Comparison
    from sourcetrace.translate.departures import Departure

__all__ = ["table_of"]

_MOST = 400  # beads that are shown
_LONGEST = 2_000  # characters of one side of a bead
_CELL = "text-align:left;vertical-align:top;padding:.25em .6em;white-space:pre-line"
_MARK = "color:inherit;background:rgba(230,120,40,.25);border-bottom:2px solid currentColor"


def table_of(comparison: Comparison) -> str:
    """The beads as a table; what does not fit is counted at its end."""
    flags: dict[str, list[Departure]] = defaultdict(list)
    for departure in comparison.flags:
        flags[departure.bead].append(departure)
    rows = []
    for bead in comparison.beads[:_MOST]:
        own = flags.get(bead.id, [])
        source = _side(comparison.source, bead.source, [span for d in own for span in d.source])
        target = _side(comparison.target, bead.target, [span for d in own for span in d.target])
        notes = "".join(f"<div><b>{_text(d.severity)}</b> {_text(d.message[:_LONGEST])}</div>" for d in own)
        language = _text(comparison.source.language)
        rows.append(
            f'<tr><td style="{_CELL}" lang="{language}" dir="auto">{source}</td><td style="{_CELL}" lang="en" dir="ltr">{target}</td>'
            f'<td style="{_CELL}">{notes}</td></tr>'
        )
    left = len(comparison.beads) - _MOST
    rest = f"<caption>{left:,} more beads</caption>" if left > 0 else ""
    head = f'<tr><th style="{_CELL}">Original</th><th style="{_CELL}">English</th><th style="{_CELL}">Departures</th></tr>'
    return f'<table style="table-layout:fixed;width:100%">{rest}<thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'


def _side(side: Side, own: Sequence[int], marks: Sequence[Span]) -> str:
    if not own:
        return "<i>nothing</i>"
    start = side.sentences[own[0]].start
    end = min(side.sentences[own[-1]].end, start + _LONGEST)
    parts = []
    for stretch, covering in stretches(Span(start, end), marks):
        text = _text(stretch.of(side.text))
        parts.append(f'<mark style="{_MARK}">{text}</mark>' if covering else text)
    return "".join(parts) + ("…" if end < side.sentences[own[-1]].end else "")


def _text(text: str) -> str:
    """Text that is no markup, its control characters shown by number."""
    return visible(html.escape(text))
