"""The map of the alignment: two columns of sentences, ribbons between them, departures as dots."""

from __future__ import annotations

from collections import defaultdict

import msgspec
from sourcetrace.translate.alignment import Bead, Side
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.departures import Departure
from sourcetrace.translate.text import Span

__all__ = ["Map", "map_of"]

_HEIGHT = 560.0  # user units for the longer side
_MOST = 1200.0  # a long article gets a taller map, up to this
_LEAST = 3.0  # a sentence is never thinner
_GAP = 1.5
_MOST_BEADS = 600  # more are drawn together
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
    label = (
        f"Map of the alignment: {len(comparison.source.sentences)} sentences of the original on the left, "
        f"{len(comparison.target.sentences)} of the English on the right."
    )
    comparison = _coarse(comparison)
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
        label=label,
    )


def _coarse(comparison: Comparison) -> Comparison:
    """The same with neighbouring beads taken together, where there are more than a screen has lines."""
    size = -(-len(comparison.beads) // _MOST_BEADS)
    if size < 2:
        return comparison
    groups = [comparison.beads[i : i + size] for i in range(0, len(comparison.beads), size)]
    # A group is drawn as what lies between its first and its last sentence; it is called after its first bead.
    names = {bead.id: group[0].id for group in groups for bead in group}
    extents: list[list[tuple[Span, str]]] = [[], []]
    for group in groups:
        for column, side, own in zip(
            extents, (comparison.source, comparison.target), ([i for b in group for i in b.source], [j for b in group for j in b.target]), strict=True
        ):
            if own:
                column.append((Span(side.sentences[min(own)].start, side.sentences[max(own)].end), group[0].id))
    sides = [sorted(column) for column in extents]
    left, right = ({name: n for n, (_, name) in enumerate(column)} for column in sides)
    beads = tuple(Bead(group[0].id, _place(left, group[0]), _place(right, group[0]), min(b.score for b in group)) for group in groups)
    return msgspec.structs.replace(
        comparison,
        beads=beads,
        source=msgspec.structs.replace(comparison.source, sentences=tuple(span for span, _ in sides[0])),
        target=msgspec.structs.replace(comparison.target, sentences=tuple(span for span, _ in sides[1])),
        departures=tuple(msgspec.structs.replace(d, bead=names[d.bead]) for d in comparison.departures if d.bead in names),
    )


def _place(column: dict[str, int], first: Bead) -> tuple[int, ...]:
    return (column[first.id],) if first.id in column else ()


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
