"""What came of a whole collection: how many were recovered and why not the others, which depart most, by outlet and by check, and where the time went."""

from __future__ import annotations

import heapq
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec
from sourcetrace.provenance.batching.results import Row

__all__ = ["Collection", "Outlet", "Stage", "Worst", "collected"]

_WORST = 500  # articles that are listed
_ASIDE = 200
_OUTLETS = 100


class Outlet(msgspec.Struct, frozen=True):
    """The articles of one outlet.

    Attributes:
        points: MQM points of all flags together; `per_article` of those that were compared.
    """

    name: str
    articles: int
    compared: int
    flags: int
    points: int

    @property
    def per_article(self) -> float | None:
        """Points an article."""
        return self.points / self.compared if self.compared else None


class Worst(msgspec.Struct, frozen=True):
    """An article with flags."""

    id: str
    title: str | None
    trace: str
    points: int
    flags: int
    by_severity: dict[str, int]
    headline: str
    highest_risk: float | None


class Stage(msgspec.Struct, frozen=True):
    """Where time went: seconds of all articles together, and of the one in the middle and the slowest twentieth."""

    name: str
    total: float
    median: float
    p95: float


class Collection(msgspec.Struct, frozen=True):
    """A summary of a batch.

    Attributes:
        articles: inputs that are done or set aside; `open` are not.
        recovered_by: compared articles by the way that brought the original.
        obstacles: articles whose original was not recovered, by what stood in the way.
        verdicts: compared articles by how the two texts go together.
        by_check, by_kind, by_severity: flags.
        worst: the articles with most points, worst first.
        outlets: of the English; `original_outlets` of the originals, recovered or only named.
        aside: (id, reason) of what was set aside, as far as listed.
        stages: the longest first, each followed by its parts, which are named `stage/part`.
    """

    articles: int
    open: int
    compared: int
    not_recovered: int
    set_aside: int
    flagged: int
    flags: int
    points: int
    recovered_by: dict[str, int]
    obstacles: dict[str, int]
    verdicts: dict[str, int]
    by_severity: dict[str, int]
    by_check: dict[str, int]
    by_kind: dict[str, int]
    worst: tuple[Worst, ...]
    outlets: tuple[Outlet, ...]
    original_outlets: tuple[Outlet, ...]
    aside: tuple[tuple[str, str], ...]
    stages: tuple[Stage, ...]


def collected(rows: Iterable[Row], still_open: int = 0) -> Collection:
    """Summarise rows, which pass by once."""
    sums = _Sums()
    for row in rows:
        sums.add(row)
    return sums.collection(still_open)


class _Sums:
    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.outlets: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.originals: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.worst: list[tuple[tuple[int, int, float, int], Worst]] = []
        self.aside: list[tuple[str, str]] = []
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.totals: Counter[str] = Counter()

    def add(self, row: Row) -> None:
        self.outcomes[row.outcome] += 1
        for stage, seconds in row.seconds.items():
            self.seconds[stage].append(seconds)
        told = row.told
        if told is None:
            if len(self.aside) < _ASIDE:
                self.aside.append((row.id, row.reason))
            return
        for name, known in (("recovered_by", told.recovered_by), ("obstacles", told.obstacle), ("verdicts", told.verdict)):
            if known:
                self.counts[name][known] += 1
        for name in ("by_severity", "by_check", "by_kind"):
            self.counts[name].update(getattr(told, name))
        for outlets, outlet in ((self.outlets, told.outlet), (self.originals, told.original_outlet)):
            outlets[outlet or "not stated"].update(articles=1, compared=int(told.recovered), flags=told.flags, points=told.points)
        self.totals.update(flagged=int(told.flags > 0), flags=told.flags, points=told.points)
        if told.flags and row.trace:
            self._rank(row, row.trace)

    def _rank(self, row: Row, trace: str) -> None:
        told = row.told
        assert told, "only traces have flags"
        # Equal ones stand in the order in which they were given.
        rank = (told.points, told.flags, told.highest_risk or 0.0, -self.outcomes.total())
        worst = Worst(row.id, told.title, trace, told.points, told.flags, told.by_severity, told.headline, told.highest_risk)
        (heapq.heappush if len(self.worst) < _WORST else heapq.heappushpop)(self.worst, (rank, worst))

    def collection(self, still_open: int) -> Collection:
        def counted(name: str) -> dict[str, int]:
            return dict(sorted(self.counts[name].items(), key=lambda pair: (-pair[1], pair[0])))

        return Collection(
            articles=self.outcomes.total(),
            open=still_open,
            compared=self.outcomes["compared"],
            not_recovered=self.outcomes["not recovered"],
            set_aside=self.outcomes["set aside"],
            flagged=self.totals["flagged"],
            flags=self.totals["flags"],
            points=self.totals["points"],
            recovered_by=counted("recovered_by"),
            obstacles=counted("obstacles"),
            verdicts=counted("verdicts"),
            by_severity=counted("by_severity"),
            by_check=counted("by_check"),
            by_kind=counted("by_kind"),
            worst=tuple(worst for _, worst in sorted(self.worst, key=lambda pair: pair[0], reverse=True)),
            outlets=_ranked(self.outlets),
            original_outlets=_ranked(self.originals),
            aside=tuple(self.aside),
            stages=_in_order([_stage(name, seconds) for name, seconds in self.seconds.items()]),
        )


def _in_order(stages: list[Stage]) -> tuple[Stage, ...]:
    """The longest first, and the parts of each behind it."""
    whole = {stage.name: stage.total for stage in stages}

    def rank(stage: Stage) -> tuple[float, str, bool, float, str]:
        outer = stage.name.partition("/")[0]
        return -whole.get(outer, 0.0), outer, "/" in stage.name, -stage.total, stage.name

    return tuple(sorted(stages, key=rank))


def _ranked(outlets: dict[str, Counter[str]]) -> tuple[Outlet, ...]:
    """Most articles first."""
    found = [Outlet(name, sums["articles"], sums["compared"], sums["flags"], sums["points"]) for name, sums in outlets.items()]
    return tuple(sorted(found, key=lambda o: (-o.articles, o.name))[:_OUTLETS])


def _stage(name: str, seconds: list[float]) -> Stage:
    ordered = sorted(seconds)
    return Stage(name, round(sum(ordered), 3), round(statistics.median(ordered), 3), round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 3))
