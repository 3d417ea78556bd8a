"""Dates: year, month, day, weekday and hour."""

from __future__ import annotations

import collections
import datetime
from collections.abc import Callable, Iterator, Sequence

import msgspec
from sourcetrace.translate.departures.base import Check, Finding, Passage, Tier
from sourcetrace.translate.figures import LANGUAGES, Figures, Moment, Shift
from sourcetrace.translate.numerals import MONTHS, halfwidth
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

_MONTH_NAMES = {number: name.capitalize() for name, number in MONTHS.items()}
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
# Passages before and behind that a day without a month may take its month from: a news article's paragraph or two.
_NEIGHBOURS = 12
# Numbers of the original that may be years though no word says so: 2020毕业生.
_YEARS = range(1000, 2100)


class _Day(msgspec.Struct, frozen=True):
    """A day with its month; month 0 where only the day is named."""

    month: int
    day: int
    span: Span


def _run(passage: Passage) -> Iterator[Finding]:
    if not passage.bead.source or not passage.bead.target or passage.source_figures.crowded or passage.target_figures.crowded:
        return
    days = list(_days(passage))
    yield from days
    reported = [span for finding in days for span in finding.target]
    yield from _months(passage, reported)
    yield from _weekdays(passage)
    yield from _years(passage)
    yield from _hours(passage)
    yield from _minutes(passage)
    yield from _relative(passage)


def _numbers(figures: Figures) -> set[float]:
    return {v for q in figures.quantities for v in q.values}


def _unpaired(ours: Sequence[Moment], theirs: Sequence[Moment]) -> tuple[list[Moment], list[Moment]]:
    """What is left when equal moments are paired, each once."""
    left, right = [], list(theirs)
    for number, moment in enumerate(ours):
        place = number * len(theirs) / len(ours)
        same = min((m for m in right if m.value == moment.value), key=lambda m: abs(theirs.index(m) - place), default=None)
        if same:
            right.remove(same)
        else:
            left.append(moment)
    return left, right


# --- days and months ----------------------------------------------------------------------------------------------------


def _all_days(figures: Figures) -> list[_Day]:
    full = [_Day(*day) for day in figures.days]
    bare = [_Day(0, m.value, m.span) for m in figures.of("day") if not any(d.span.overlaps(m.span) for d in full)]
    return sorted([*full, *bare], key=lambda d: d.span)


def _days(passage: Passage) -> Iterator[Finding]:
    known, stated = _known_months(passage), _all_days(passage.source_figures)
    left, theirs = _unsettled(passage, known)
    inferred = []
    for day in theirs:
        if not known and not any(o.month and o.day == day.day for o in left) and _take(left, 0, day.day):
            inferred.append(day)
            continue
        changed = _changed(left, day, bool(known))
        if changed is None or (changed.day == day.day and not day.month) or _supported(passage, day, stated, changed):
            continue
        left.remove(changed)
        yield _other_day(passage, changed, day, known)
    yield from _split_months(passage, inferred)


def _unsettled(passage: Passage, known: set[int]) -> tuple[list[_Day], list[_Day]]:
    """The days of both sides that are left when those that agree are paired, each once."""
    left, theirs = _all_days(passage.source_figures), _all_days(passage.target_figures)
    theirs = [t for t in theirs if not _take(left, t.month, t.day)]
    theirs = [t for t in theirs if not (t.month in known and _take_bare(passage, left, t, known))]
    right = []
    for day in theirs:
        same = next((o for o in left if o.day == day.day), None) if day.month == 0 else None
        if same:
            left.remove(same)
        else:
            right.append(day)
    return left, right


def _changed(left: Sequence[_Day], day: _Day, known: bool) -> _Day | None:
    """The day of the original that a day of the English stands for, the likeliest first."""
    kinds: list[Callable[[_Day], bool]] = [
        lambda o: bool(o.month) and o.day == day.day,
        lambda o: known and o.day == day.day,
        lambda o: bool(o.month) and o.month == day.month,
        lambda o: not o.month or not day.month,
    ]
    return next((o for fits in kinds for o in left if fits(o)), None)


def _take(days: list[_Day], month: int, day: int) -> bool:
    """Take one such day out of the list, if it is there."""
    found = next((d for d in days if d.month == month and d.day == day), None)
    if found:
        days.remove(found)
    return found is not None


def _take_bare(passage: Passage, days: list[_Day], theirs: _Day, known: set[int]) -> bool:
    """Take a day without a month that may be of this month: a month named only behind it is not its own, where the context has others."""
    found = next((d for d in days if not d.month and d.day == theirs.day), None)
    if found is None:
        return False
    behind = {m.value for m in passage.source_figures.of("month") if m.span.start > found.span.start}
    before = {m.value for m in passage.source_figures.of("month") if m.span.start < found.span.start}
    if theirs.month in behind - before - _context(passage) and known - behind:
        return False
    days.remove(found)
    return True


def _supported(passage: Passage, day: _Day, stated: Sequence[_Day], changed: _Day) -> bool:
    """Whether the original has this very date after all, in a form that is not a date, or said once for several."""
    if any(o.day == day.day and o.month in (day.month, 0) for o in stated) and changed.day != day.day:
        # A day named once here and twice there, with another of the original's left over, is that other one misstated;
        # unless the English only says what "the same day" is.
        return passage.source_figures.relative
    numbers = {q.values[0] for q in passage.source_figures.quantities if q.certain}
    return day.day != changed.day and day.month != changed.month and float(day.day) in numbers


def _other_day(passage: Passage, ours: _Day, theirs: _Day, known: set[int]) -> Finding:
    if ours.day == theirs.day:
        months = [ours.month] if ours.month else sorted(known)
        reading = f"{' or '.join(_MONTH_NAMES[m] for m in months[:3])} {ours.day}"
        reading = reading if ours.month else f"by its context {reading}"
        return _pair(passage, "month", ours.span, theirs.span, reading, [ours.month or months, ours.day], [theirs.month, theirs.day])
    reading = f"{_MONTH_NAMES[ours.month]} {ours.day}" if ours.month else f"day {ours.day}"
    return _pair(passage, "day", ours.span, theirs.span, reading, [ours.month or None, ours.day], [theirs.month or None, theirs.day])


def _split_months(passage: Passage, days: list[_Day]) -> Iterator[Finding]:
    """Days that the original leaves to one unnamed month, put in several months."""
    counts = collections.Counter(d.month for d in days)
    if len(counts) < 2 or passage.source_figures.shifted("month"):
        return
    most = max(counts.values())
    odd = [d for d in days if counts[d.month] < most] or days
    names = " and ".join(dict.fromkeys(_MONTH_NAMES[d.month] for d in days))
    yield Finding(
        kind="month",
        tier="flag",
        severity="major",
        target=tuple(d.span for d in odd),
        source=(),
        message=f"The English puts these days in {names}; the original names no month for them, so they should be of one month.",
        evidence={"source": None, "target": {"days": [[d.month, d.day] for d in days]}},
    )


def _known_months(passage: Passage) -> set[int]:
    """The months that a day without one may be of: those named here or in the neighbourhood, and those of publication."""
    here, near = {m.value for m in passage.source_figures.of("month")}, _context(passage)
    return here | near | {(m - 1 + s.by) % 12 + 1 for m in here | near for s in passage.source_figures.shifted("month")}


def _context(passage: Passage) -> set[int]:
    """The months of the neighbourhood and of publication."""
    passages = passage.document.passages
    at = next((n for n, p in enumerate(passages) if p is passage), 0)
    around = [*passages[max(0, at - _NEIGHBOURS) : at], *passages[at + 1 : at + _NEIGHBOURS + 1]]
    published = passage.document.published
    near = {m.value for p in around for m in p.source_figures.of("month")}
    return near | ({(published.month + d - 1) % 12 + 1 for d in (-1, 0, 1)} if published else set())


def _months(passage: Passage, reported: list[Span]) -> Iterator[Finding]:
    source, target = passage.source_figures, passage.target_figures
    left, right = _unpaired(source.of("month"), target.of("month"))
    stated = {m.value for m in source.of("month")}
    answered = {m.value for m in target.of("month")}
    unused = [m for m in left if m.value not in answered or len(left) == 1 == len(right)]
    for theirs in right:
        if any(s.overlaps(theirs.span) for s in reported) or (not unused and theirs.value in _numbers(source)):
            continue
        if theirs.value in stated and (len(source.of("month")) != len(target.of("month")) or source.of("day")):
            continue
        ours = next((m for m in unused if not any(d.span.overlaps(m.span) for d in _matched_days(passage))), None)
        if ours:
            unused.remove(ours)
            yield _pair(passage, "month", ours.span, theirs.span, _MONTH_NAMES[ours.value], ours.value, theirs.value)
        elif theirs.value not in _known_months(passage) and (stated or passage.document.source_months):
            # The original leaves the month to its context; the article names a month that is nowhere in it.
            tier: Tier = "flag" if source.of("day") and not source.relative and not stated else "hint"
            yield _unsupported("month", theirs, _MONTH_NAMES[theirs.value], tier)


def _matched_days(passage: Passage) -> list[_Day]:
    """Days of the original that the English gives as they are: their month is accounted for."""
    theirs = {(d.month, d.day) for d in _all_days(passage.target_figures)}
    return [d for d in _all_days(passage.source_figures) if (d.month, d.day) in theirs]


# --- weekdays, years, hours ---------------------------------------------------------------------------------------------


def _weekdays(passage: Passage) -> Iterator[Finding]:
    left, right = _unpaired(passage.source_figures.of("weekday"), passage.target_figures.of("weekday"))
    stated = {m.value for m in passage.source_figures.of("weekday")}
    for theirs in right:
        if left and (theirs.value not in stated or left[0].value not in {m.value for m in passage.target_figures.of("weekday")}):
            ours = left.pop(0)
            yield _pair(passage, "weekday", ours.span, theirs.span, _WEEKDAYS[ours.value], ours.value, theirs.value)


def _years(passage: Passage) -> Iterator[Finding]:
    source, target = passage.source_figures, passage.target_figures
    left, right = _unpaired(source.of("year"), target.of("year"))
    left += [Moment("year", int(q.values[0]), q.span) for q in source.quantities if q.kind in ("number", "loose") and q.values[0] in _YEARS]
    stated = {m.value for m in source.of("year")}
    numbers = {v for q in source.quantities for v in q.values if q.certain or v >= 10}
    answered = _numbers(target) | {m.value for m in target.of("year")}
    left = [m for m in left if m.value not in answered or (m.value in stated and len(right) > 0 and all(t.value in stated for t in right))]
    for theirs in right:
        if theirs.value in numbers or (not left and theirs.value % 100 in numbers) or _meant(passage, theirs.value):
            continue
        ours = min(left, key=lambda m: abs(m.value - theirs.value), default=None)
        if ours and (theirs.value not in stated or len(source.of("year")) == len(target.of("year"))):
            left.remove(ours)
            yield _pair(passage, "year", ours.span, theirs.span, str(ours.value), ours.value, theirs.value)
        elif theirs.value not in stated:
            yield from _added_year(passage, theirs)


def _meant(passage: Passage, year: int) -> bool:
    """Whether "last year" or the like is this year."""
    published = passage.document.published
    return published is not None and any(published.year + s.by == year for s in passage.source_figures.shifted("year"))


def _added_year(passage: Passage, theirs: Moment) -> Iterator[Finding]:
    """A year that this passage of the original does not name: context may give it."""
    published, shifts = passage.document.published, passage.source_figures.shifted("year")
    if published and len(shifts) == 1 and len(passage.target_figures.of("year")) == 1:
        expected = published.year + shifts[0].by
        yield _pair(passage, "year", shifts[0].span, theirs.span, str(expected), expected, theirs.value)
        return
    if theirs.value in passage.document.source_years or passage.source_figures.relative:
        return
    # A date that is filled up takes the year of the article; a year on its own may be background.
    filled = any(0 <= theirs.span.start - span.end <= 2 or span.overlaps(theirs.span) for _, _, span in passage.target_figures.days)
    yield _unsupported("year", theirs, str(theirs.value), "flag" if filled and published else "hint")


def _hours(passage: Passage) -> Iterator[Finding]:
    """Hours on the twelve-hour dial: 下午6点 is 6 p.m. or 18:00."""
    source, target = passage.source_figures, passage.target_figures
    numbers = {v for q in source.quantities for v in q.values if q.certain}
    left, right = _unpaired(_dial(source.of("hour")), _dial(target.of("hour")))
    for theirs in right:
        if float(theirs.value) in numbers or float(theirs.value + 12) in numbers:
            continue
        ours = next((m for m in left if m.value not in {t.value for t in _dial(target.of("hour"))}), None)
        ours = ours or (None if source.of("hour") else _uncalled(passage))
        if ours:
            left = [m for m in left if m is not ours]
            yield _pair(passage, "hour", ours.span, theirs.span, f"{ours.value or 12} o'clock", ours.value, theirs.value)


def _uncalled(passage: Passage) -> Moment | None:
    """The one number of the original that may be an hour, though no word says so, and that nothing in the English answers."""
    answered = _numbers(passage.target_figures) | {float(m.value) for m in passage.target_figures.moments}
    numbers = [q for q in passage.source_figures.quantities if q.certain and q.kind == "number" and q.values[0] in range(25)]
    free = [Moment("hour", int(q.values[0]), q.span) for q in numbers if not answered & {v + d for v in q.values for d in (0, 12, -12)}]
    return free[0] if len(free) == 1 else None


def _minutes(passage: Passage) -> Iterator[Finding]:
    source, target = passage.source_figures, passage.target_figures
    left, right = _unpaired(source.of("minute"), target.of("minute"))
    if len(source.of("minute")) != len(target.of("minute")):
        return
    for ours, theirs in zip(left, right, strict=True):
        yield _pair(passage, "minute", ours.span, theirs.span, f"{ours.value} past", ours.value, theirs.value)


def _dial(hours: Sequence[Moment]) -> list[Moment]:
    return [Moment("hour", m.value % 12, m.span) for m in hours]


def _relative(passage: Passage) -> Iterator[Finding]:
    """Time told from another moment, told the other way: "last year" for 明年; or given as a date that it is not."""
    for unit in ("year", "month", "day"):
        ours, theirs = passage.source_figures.shifted(unit), passage.target_figures.shifted(unit)
        if len(ours) == len(theirs) == 1 and ours[0].by * theirs[0].by < 0:
            yield _pair(passage, "relative", ours[0].span, theirs[0].span, _said(ours[0]), ours[0].by, theirs[0].by)
    yield from _told_day(passage)


def _told_day(passage: Passage) -> Iterator[Finding]:
    """Check "yesterday" put as a date: counted from the day of publication, which may be a day off from the original's."""
    published, shifts, days = passage.document.published, passage.source_figures.shifted("day"), passage.target_figures.days
    if published is None or len(shifts) != 1 or len(days) != 1 or passage.source_figures.of("day"):
        return
    expected = published + datetime.timedelta(days=shifts[0].by)
    month, day, span = days[0]
    near = [expected + datetime.timedelta(days=d) for d in (-1, 0, 1)]
    if (month, day) not in {(d.month, d.day) for d in near}:
        reading = f"{_MONTH_NAMES[expected.month]} {expected.day}"
        yield _pair(passage, "day", shifts[0].span, span, reading, [expected.month, expected.day], [month, day])


def _said(shift: Shift) -> str:
    return {-1: "the one before", 1: "the next one"}.get(shift.by, f"{abs(shift.by)} {'before' if shift.by < 0 else 'ahead'}")


# --- findings -----------------------------------------------------------------------------------------------------------


def _pair(passage: Passage, part: str, source: Span, target: Span, reading: str, ours: object, theirs: object) -> Finding:
    here, there = source.of(passage.source).strip(), target.of(passage.target).strip()
    # A bare figure says nothing to a reader: 19 of 3月19日 is shown with what follows it.
    here = passage.source[source.start : source.end + 1].strip() if halfwidth(here).isdecimal() else here
    gloss = f" ({reading})" if reading != here else ""
    return Finding(
        kind=part,
        tier="flag",
        severity="major",
        target=(target,),
        source=(source,),
        message=f"The original gives the {_PARTS.get(part, part)} as {here}{gloss}; the English says {there}.",
        evidence={"source": {part: ours}, "target": {part: theirs}},
    )


_PARTS = {"relative": "time"}


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
    version=3,
    mqm="Accuracy/Mistranslation",
    explanation="A year, month, day, weekday or hour that differs between the two sides.",
    languages=LANGUAGES,
    run=_run,
)
