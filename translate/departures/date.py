"""Dates: year, month, day and weekday."""

from __future__ import annotations

from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage, Tier
from sourcetrace.translate.figures import Moment
from sourcetrace.translate.numerals import MONTHS
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

_MONTH_NAMES = {number: name.capitalize() for name, number in MONTHS.items()}
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def _run(passage: Passage) -> Iterator[Finding]:
    if not passage.bead.source or not passage.bead.target:
        return
    pairs = list(_pairs(passage))
    yield from pairs
    reported = [span for finding in pairs for span in finding.target]
    months = list(_months(passage, reported))
    yield from months
    reported += [span for finding in months for span in finding.target]
    yield from _days(passage, reported)
    yield from _weekdays(passage)
    yield from _years(passage)


def _numbers(passage: Passage) -> set[float]:
    return {v for q in passage.source_figures.quantities for v in q.values}


def _pairs(passage: Passage) -> Iterator[Finding]:
    """A month and day that stand together on one side, and on the other with one of the two changed."""
    ours, theirs = passage.source_figures.days, passage.target_figures.days
    left = [o for o in ours if (o[0], o[1]) not in {(m, d) for m, d, _ in theirs}]
    bare = {m.value for m in passage.source_figures.of("day")} - {d for _, d, _ in ours}
    for month, day, span in theirs:
        if (month, day) in {(m, d) for m, d, _ in ours}:
            continue
        same_day = next((o for o in left if o[1] == day), None)
        same_month = next((o for o in left if o[0] == month and day not in bare), None)
        changed = same_day or same_month
        if changed:
            left.remove(changed)
            part = "month" if same_day else "day"
            reading = f"{_MONTH_NAMES[changed[0]]} {changed[1]}"
            yield _pair(passage, part, (changed[2],), (span,), reading, [changed[0], changed[1]], [month, day])


def _months(passage: Passage, reported: list[Span]) -> Iterator[Finding]:
    source, target = passage.source_figures, passage.target_figures
    stated = {m.value for m in source.of("month")}
    unused = stated - {m.value for m in target.of("month")}
    for theirs in target.of("month"):
        if theirs.value in stated or theirs.value in _numbers(passage) or any(s.overlaps(theirs.span) for s in reported):
            continue
        if unused:
            ours = next(m for m in source.of("month") if m.value in unused)
            yield _differs(passage, "month", ours, theirs, _MONTH_NAMES[ours.value])
        elif not stated and passage.document.source_months and theirs.value not in passage.document.source_months | _near(passage):
            # The original leaves the month to its context; the article names a month that is nowhere in it.
            tier: Tier = "flag" if source.of("day") and not source.relative else "hint"
            yield _unsupported("month", theirs, _MONTH_NAMES[theirs.value], tier)


def _near(passage: Passage) -> set[int]:
    """The month of publication and those around it, for 本月 and 上月."""
    published = passage.document.published
    return {(published.month + d - 1) % 12 + 1 for d in (-1, 0, 1)} if published else set()


def _days(passage: Passage, reported: list[Span]) -> Iterator[Finding]:
    source, target = passage.source_figures, passage.target_figures
    stated = {m.value for m in source.of("day")}
    unused = [m for m in source.of("day") if m.value not in {t.value for t in target.of("day")} and m.value not in _stated(passage)]
    for theirs in target.of("day"):
        if theirs.value in stated or theirs.value in _numbers(passage) or any(s.overlaps(theirs.span) for s in reported):
            continue
        if unused:
            yield _differs(passage, "day", unused[0], theirs, str(unused[0].value))


def _stated(passage: Passage) -> set[float]:
    return {v for q in passage.target_figures.quantities for v in q.values}


def _weekdays(passage: Passage) -> Iterator[Finding]:
    ours, theirs = passage.source_figures.of("weekday"), passage.target_figures.of("weekday")
    unused = [m for m in ours if m.value not in {t.value for t in theirs}]
    for moment in theirs:
        if moment.value not in {m.value for m in ours} and unused:
            yield _differs(passage, "weekday", unused[0], moment, _WEEKDAYS[unused[0].value])


def _years(passage: Passage) -> Iterator[Finding]:
    source, target = passage.source_figures, passage.target_figures
    stated = {m.value for m in source.of("year")}
    numbers = _numbers(passage)
    answered = {m.value for m in target.of("year")} | _stated(passage)
    unused = [m for m in source.of("year") if m.value not in answered]
    for theirs in target.of("year"):
        if theirs.value in stated or theirs.value in numbers or theirs.value % 100 in numbers:
            continue
        if unused:
            yield _differs(passage, "year", unused[0], theirs, str(unused[0].value))
        elif theirs.value not in passage.document.source_years and not source.relative:
            yield _unsupported("year", theirs, str(theirs.value), "hint")


def _differs(passage: Passage, part: str, ours: Moment, theirs: Moment, reading: str) -> Finding:
    return _pair(passage, part, (ours.span,), (theirs.span,), reading, ours.value, theirs.value)


def _pair(passage: Passage, part: str, source: tuple[Span, ...], target: tuple[Span, ...], reading: str, ours: object, theirs: object) -> Finding:
    here, there = source[0].of(passage.source).strip(), target[0].of(passage.target).strip()
    # A bare figure says nothing to a reader: 19 of 3月19日 is shown with what follows it.
    here = passage.source[source[0].start : source[0].end + 1] if here.isdecimal() else here
    gloss = f" ({reading})" if reading != here else ""
    return Finding(
        kind=part,
        tier="flag",
        severity="major",
        target=target,
        source=source,
        message=f"The original gives the {part} as {here}{gloss}; the English says {there}.",
        evidence={"source": {part: ours}, "target": {part: theirs}},
    )


def _unsupported(part: str, theirs: Moment, name: str, tier: Tier) -> Finding:
    return Finding(
        kind=f"{part} added",
        tier=tier,
        severity="minor",
        target=(theirs.span,),
        source=(),
        message=f"The English names the {part} {name}; the original does not, here or elsewhere.",
        evidence={"source": None, "target": {part: theirs.value}},
    )


CHECK = Check(
    name="date",
    version=2,
    mqm="Accuracy/Mistranslation",
    explanation="A year, month, day or weekday that differs between the two sides.",
    languages=frozenset({"zh"}),
    run=_run,
)
