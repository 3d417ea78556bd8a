"""The map of the alignment: two columns of sentences, ribbons between them, departures as dots."""

from __future__ import annotations

from collections import defaultdict

import msgspec
from sourcetrace.translate.alignment import Side
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.departures import Departure

__all__ = ["Map", "map_of"]

_HEIGHT = 560.0  # user units for the longer side
_MOST = 1200.0  # a long article gets a taller map, up to this
_LEAST = 3.0  # a sentence is never thinner
_GAP = 1.5
_DOUBTFUL = 0.7  # score below which a ribbon is drawn as doubtful
_LEFT, _RIGHT, _BAR = 8.0, 118.0, 30.0


class Bar(msgspec.Struct, frozen=True):
    """A sentence: its box, and whether it has a counterpart."""

    x: float
    y: float
    height: float
    bead: str
    linked: bool


class Ribbon(msgspec.Struct, frozen=True):
    """A bead with both sides: the outline of its ribbon."""

    path: str
    bead: str
    crossing: bool
    weak: bool


class Dot(msgspec.Struct, frozen=True):
    """A bead's flags: where its dot stands, how many, how severe."""

    x: float
    y: float
    bead: str
    severity: str
    count: int


class Map(msgspec.Struct, frozen=True):
    """Everything to draw, in user units."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    dots: tuple[Dot, ...]
    label: str


def map_of(comparison: Comparison) -> Map:
    """Lay the map out; heights follow the lengths of the sentences."""
    sides = comparison.source, comparison.target
    height = min(_MOST, max(_HEIGHT, 9.0 * max(len(s.sentences) for s in sides)))
    left, right = (_column(side, height) for side in sides)
    bars, ribbons = [], []
    furthest = -1
    for bead in comparison.beads:
        both = bool(bead.source and bead.target)
        bars += [Bar(_LEFT, *left[i], bead.id, both) for i in bead.source]
        bars += [Bar(_RIGHT, *right[j], bead.id, both) for j in bead.target]
        if both:
            ends = [(column[own[0]][0], sum(column[own[-1]])) for column, own in ((left, bead.source), (right, bead.target))]
            ribbons.append(Ribbon(_outline(*ends), bead.id, bead.source[0] < furthest, bead.score < _DOUBTFUL))
            furthest = max(furthest, bead.source[-1])
    return Map(
        width=_RIGHT + _BAR + 18,
        height=height + 4,
        bars=tuple(bars),
        ribbons=tuple(ribbons),
        dots=tuple(_dots(comparison, left, right)),
        label=f"Map of the alignment: {len(left)} sentences of the original on the left, {len(right)} of the English on the right.",
    )


def _column(side: Side, height: float) -> list[tuple[float, float]]:
    """(top, height) of every sentence."""
    lengths = [s.end - s.start for s in side.sentences]
    # Many sentences share what there is: gaps and least heights shrink with them.
    tight = min(1.0, height / 2 / ((_GAP + _LEAST) * max(1, len(lengths))))
    gap, least = _GAP * tight, _LEAST * tight
    room = max(1.0, height - (gap + least) * len(lengths))
    total = sum(lengths) or 1
    boxes, y = [], 2.0
    for length in lengths:
        own = least + room * length / total
        boxes.append((round(y, 2), round(own, 2)))
        y += own + gap
    return boxes


def _outline(left: tuple[float, float], right: tuple[float, float]) -> str:
    a, b = _LEFT + _BAR, _RIGHT
    middle = (a + b) / 2
    (t1, e1), (t2, e2) = ((round(top, 1), round(end, 1)) for top, end in (left, right))
    return f"M{a} {t1}C{middle} {t1} {middle} {t2} {b} {t2}L{b} {e2}C{middle} {e2} {middle} {e1} {a} {e1}Z"


_WORST = ("critical", "major", "minor", "neutral")


def _dots(comparison: Comparison, left: list[tuple[float, float]], right: list[tuple[float, float]]) -> list[Dot]:
    flags: dict[str, list[Departure]] = defaultdict(list)
    for departure in comparison.flags:
        flags[departure.bead].append(departure)
    dots = []
    for bead in comparison.beads:
        own = flags.get(bead.id)
        if own:
            column, index, x = (right, bead.target[0], _RIGHT + _BAR + 8) if bead.target else (left, bead.source[0], _LEFT + _BAR + 8)
            top, height = column[index]
            severity = min((d.severity for d in own), key=_WORST.index)
            dots.append(Dot(x, round(top + height / 2, 1), bead.id, severity, len(own)))
    return dots
