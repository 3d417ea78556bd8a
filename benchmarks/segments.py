"""WMT23: machine-translated news with three experts' MQM marks, as documents."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from data import data_folder
from sourcetrace.translate.alignment import Bead, make_side
from sourcetrace.translate.departures import Document, wording
from sourcetrace.translate.engines.seam import Scores
from sourcetrace.translate.text import Span

Row = dict[str, Any]


def segments() -> list[Row]:
    """All segments, those of one document and system together and in order."""
    path = data_folder() / "departures" / "wmt23_dev.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return sorted(rows, key=lambda row: (row["system"], row["doc"], row["seg"]))


def documents(rows: list[Row]) -> list[list[Row]]:
    """The segments of each document and system."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["system"], row["doc"]].append(row)
    return list(groups.values())


def document_of(rows: list[Row], scores: list[Scores] | None) -> Document:
    """One translated document, each segment a bead."""
    source, target = "\n".join(r["src"] for r in rows), "\n".join(r["tgt"] for r in rows)
    left, right = make_side(source, "zh"), make_side(target, "en")
    beads, starts = [], [(0, 0)]
    for number, row in enumerate(rows, 1):
        a, b = starts[-1]
        ends = a + len(row["src"]) + 1, b + len(row["tgt"]) + 1
        own = (
            tuple(i for i, s in enumerate(left.sentences) if a <= s.start < ends[0]),
            tuple(i for i, s in enumerate(right.sentences) if b <= s.start < ends[1]),
        )
        beads.append(Bead(f"b{number}", *own, 1.0))
        starts.append(ends)
    placed = [wording.shifted(s, start) for s, (_, start) in zip(scores, starts, strict=False)] if scores else None
    return Document(left, right, beads, None, None, placed)


def marked_spans(row: Row, side: str = "tgt") -> list[Span]:
    """Where any expert marked a non-minor error of accuracy or terminology, in the target (`tgt`) or the source (`src`)."""
    return [
        Span(*span)
        for error in row["errors"]
        if error["sev"].lower() in ("major", "critical") and error["cat"].lower().startswith(("accuracy", "terminology"))
        for span in error[f"{side}_spans"]
    ]
