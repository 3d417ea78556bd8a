"""Pictures beside the text: what happened when, where the departures lie along the article, and how far the figures can be trusted."""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.references import WORTH_FOLLOWING
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.departures import Departure
from sourcetrace.translate.departures.base import measured
from sourcetrace.translate.reliability import Curve, curves
from sourcetrace.translate.risk import judged_by

__all__ = ["Pictures", "pictures_of"]

_WIDTH = 640.0  # user units of every picture
_LABELS = 190.0  # room for labels on the left
_LANE = 20.0  # height of a lane or a row
_MOST_EVENTS = 40
_MOST_DOTS = 2000
_BINS = 160  # bars of risk along an article


class Event(msgspec.Struct, frozen=True):
    """Something with a time: its row, and how it is called."""

    x: float
    y: float
    kind: str
    when: str
    label: str


class Timeline(msgspec.Struct, frozen=True):
    """What happened when, in order; `more` events are left out."""

    width: float
    height: float
    events: tuple[Event, ...]
    first: str
    last: str
    more: int


class Dot(msgspec.Struct, frozen=True):
    """A departure, or several in one place."""

    x: float
    y: float
    bead: str
    severity: str
    hint: bool
    label: str


class Lane(msgspec.Struct, frozen=True):
    """The departures of one check."""

    y: float
    name: str
    count: int


class Bar(msgspec.Struct, frozen=True):
    """The highest risk of the passages in a stretch of the article."""

    x: float
    y: float
    width: float
    height: float
    bead: str
    label: str


class Strip(msgspec.Struct, frozen=True):
    """Departures by check along the article, and the risk of its passages."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    dots: tuple[Dot, ...]
    bars: tuple[Bar, ...]
    floor: float


class Spot(msgspec.Struct, frozen=True):
    """A point of a curve."""

    x: float
    y: float
    r: float
    label: str


class Plot(msgspec.Struct, frozen=True):
    """Said against seen."""

    about: str
    signature: str
    spots: tuple[Spot, ...]
    path: str


class Kind(msgspec.Struct, frozen=True):
    """How a kind of flag did: the share confirmed, and where it lies with a probability of .95 (Wilson's interval)."""

    name: str
    flags: int
    share: float
    low: float
    high: float


class Pictures(msgspec.Struct, frozen=True):
    """All pictures of a trace; what there is nothing to draw of is None or empty."""

    timeline: Timeline | None
    strip: Strip | None
    plots: tuple[Plot, ...]
    kinds: tuple[Kind, ...]


PLOT = 220.0  # user units of a side of a plot


def pictures_of(trace: Trace, comparison: Comparison | None) -> Pictures:
    """Draw them.

    Args:
        trace: the record.
        comparison: as people left it.
    """
    used = list(_curves_used(comparison)) if comparison else []
    return Pictures(
        timeline=_timeline(trace),
        strip=_strip(comparison) if comparison else None,
        plots=tuple(_plot(curve) for curve in used),
        kinds=tuple(_kinds(comparison)) if comparison else (),
    )


# --- what happened when ---------------------------------------------------------------------------------------------------


def _moment(text: str | None) -> datetime.datetime | None:
    """A time as it is written in a record; None where it is none."""
    try:
        found = datetime.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found.replace(tzinfo=datetime.UTC) if found and found.tzinfo is None else found


def _events(trace: Trace) -> Iterator[tuple[str | None, str, str]]:
    """(time, kind, label) of everything that has a time."""
    yield trace.article.published, "article", "the English article, as it says"
    if trace.original:
        yield trace.original.article.published, "article", "the original, as it says"
    for reference in trace.references:
        if reference.score >= WORTH_FOLLOWING and reference.inferred_time:
            yield reference.inferred_time, "inferred", "the original's id was made (inferred)"
    for capture in trace.captures:
        if capture.memento:
            yield capture.memento.datetime, "capture", f"{capture.memento.archive} made {capture.id}"
    for attempt in trace.attempts:
        if attempt.when:
            yield attempt.when, "captured" if attempt.capture else "attempt", f"{attempt.kind}: {attempt.outcome}"
    yield trace.clock.finished, "trace", "this trace was finished"


def _timeline(trace: Trace) -> Timeline | None:
    timed = [(moment, kind, label) for text, kind, label in _events(trace) if (moment := _moment(text))]
    timed.sort(key=lambda event: event[0])
    shown = timed[: _MOST_EVENTS - 1] + timed[-1:] if len(timed) > _MOST_EVENTS else timed
    if len(shown) < 2:
        return None
    first, last = shown[0][0], shown[-1][0]
    span = (last - first).total_seconds() or 1.0
    left, room = _LABELS + 170, _WIDTH - _LABELS - 170 - 12
    events = tuple(
        Event(round(left + room * (moment - first).total_seconds() / span, 1), _LANE * (n + 0.7), kind, _told(moment), label[:60])
        for n, (moment, kind, label) in enumerate(shown)
    )
    return Timeline(_WIDTH, _LANE * (len(shown) + 0.6), events, _told(first), _told(last), len(timed) - len(shown))


def _told(moment: datetime.datetime) -> str:
    utc = moment.astimezone(datetime.UTC)
    return utc.strftime("%Y-%m-%d %H:%M")


# --- along the article ----------------------------------------------------------------------------------------------------


def _strip(comparison: Comparison) -> Strip | None:
    if not comparison.departures and not comparison.risks:
        return None
    places = _places(comparison)
    own: dict[str, list[Departure]] = defaultdict(list)
    for departure in comparison.departures:
        own[departure.check].append(departure)
    names = sorted(own, key=lambda name: (-sum(d.tier == "flag" for d in own[name]), name))
    lanes = tuple(Lane(_LANE * (n + 0.7), name, sum(d.tier == "flag" for d in own[name])) for n, name in enumerate(names))
    dots = [
        Dot(places[d.bead], lane.y, d.bead, d.severity, d.tier == "hint", f"{d.severity} {d.check}, passage {d.bead}"[:100])
        for lane in lanes
        for d in own[lane.name]
        if d.bead in places
    ]
    floor = _LANE * (len(lanes) + 0.4) + (44 if comparison.risks else 0)
    return Strip(_WIDTH, floor + 6, lanes, tuple(_thinned(dots)), tuple(_bars(comparison, places, floor)), floor)


def _thinned(dots: Sequence[Dot]) -> list[Dot]:
    """One dot for those that would lie on one another, where there are too many; flags before hints."""
    if len(dots) <= _MOST_DOTS:
        return list(dots)
    seen: dict[tuple[int, float], Dot] = {}
    for dot in sorted(dots, key=lambda d: d.hint):
        seen.setdefault((round(dot.x / 2), dot.y), dot)
    return list(seen.values())


def _places(comparison: Comparison) -> dict[str, float]:
    """Where each passage lies along the English; one that has none, where the passage before it ends."""
    size = max(1, len(comparison.target.text))
    places, last = {}, 0
    for bead in comparison.beads:
        if bead.target:
            last = comparison.target.sentences[bead.target[0]].start
        places[bead.id] = round(_LABELS + (_WIDTH - _LABELS - 12) * last / size, 1)
    return places


def _bars(comparison: Comparison, places: dict[str, float], floor: float) -> Iterator[Bar]:
    """The highest risk in each stretch."""
    width = (_WIDTH - _LABELS) / _BINS
    highest: dict[int, tuple[float, str]] = {}
    for risk in comparison.risks:
        if risk.bead in places:
            place = int((places[risk.bead] - _LABELS) / width)
            highest[place] = max(highest.get(place, (0.0, "")), (risk.probability, risk.bead))
    for place, (probability, bead) in sorted(highest.items()):
        height = round(40 * min(1.0, max(0.0, probability)), 1)
        yield Bar(round(_LABELS + place * width, 1), round(floor - height, 1), round(width, 2), height, bead, f"risk {probability:.0%}")


# --- how far to trust it --------------------------------------------------------------------------------------------------


def _curves_used(comparison: Comparison) -> Iterator[Curve]:
    """The curves of the probabilities that this comparison holds."""
    known = curves()
    if comparison.beads:
        yield known["beads"]
    if comparison.risks:
        yield known["risk with a language model" if any(judged_by(opinion.judge) for opinion in comparison.opinions) else "risk"]


def _plot(curve: Curve) -> Plot:
    spots = tuple(
        Spot(
            round(PLOT * point.said, 1),
            round(PLOT * (1 - point.seen), 1),
            round(2 + min(6.0, math.log10(max(1, point.cases)) * 1.6), 1),
            f"said {point.said:.2f}, seen {point.seen:.2f}, of {point.cases:,}",
        )
        for point in curve.points
    )
    path = "M" + "L".join(f"{spot.x} {spot.y}" for spot in spots) if spots else ""
    return Plot(curve.about, curve.signature, spots, path)


def _kinds(comparison: Comparison) -> Iterator[Kind]:
    """How the kinds of flags that this comparison has did where they were measured."""
    figures = measured()
    told: set[str] = set()
    for check, kind in sorted({(d.check, d.kind) for d in comparison.flags if d.confidence is not None}):
        # What is told of a flag is of its kind, or of the whole check where too few of the kind were seen (see `confirmed`).
        own = figures.get(f"{check}/{kind}")
        name, seen = f"{check}/{kind}", [own] if own else []
        if own is None or own.precision is None:
            name, seen = f"{check}, all kinds", [figure for each, figure in figures.items() if each.startswith(f"{check}/")]
        flags, confirmed = sum(figure.flags for figure in seen), sum(figure.confirmed for figure in seen)
        if flags and name not in told:
            told.add(name)
            yield Kind(name, flags, confirmed / flags, *_wilson(confirmed, flags))


def _wilson(positive: int, cases: int) -> tuple[float, float]:
    """Wilson's score interval for a share, at .95 (Wilson 1927)."""
    z = 1.959964
    share = positive / cases
    centre = (share + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases)) / (1 + z * z / cases)
    return max(0.0, centre - half), min(1.0, centre + half)
