"""Dates and times, by a language's table."""

from __future__ import annotations

import re
from collections.abc import Callable

from sourcetrace.translate.figures.cldr import Names
from sourcetrace.translate.figures.digits import positional, roman
from sourcetrace.translate.figures.grammar import Grammar, Lexicon, joined, word_pattern
from sourcetrace.translate.figures.model import Pad, Shift
from sourcetrace.translate.text import Span

__all__ = ["CODE", "TO", "Dates"]

TO = r"\s{0,2}(?:-|–|—|~|〜|～)\s{0,2}"
# Letters that make digits behind them a name or a code (B-52, Ту-154); East Asian and Arabic letters do not.
CODE = re.compile(r"(?:[A-Za-zА-Яа-яЁёІіЇїЄєĄ-ž][-–]?|[A-Za-z]-)$")
_YEAR = r"(?:1[0-9]|20)\d\d"
_ISO = re.compile(r"(?<![\d.])((?:1[0-9]|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})[\u200e\u200f]?([-/.])\s?(\d{1,2})[\u200e\u200f]?\2\s?((?:1[89]|20)\d\d|\d\d)(?!\d|[./-]\d)")
_CLOCK = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])[.:]?([0-5]\d)(?=\s?(?:UTC|GMT))|(?:UTC|GMT)\s?([01]\d|2[0-4]):?([0-5]\d)(?!\d)|(?<![\d:.,])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?![\d%:])"
)
_YEARS = re.compile(rf"(?<![\d.,])({_YEAR})(?:\s?[-–—/]\s?({_YEAR}|\d\d))?(?![\d%])(?![.,]\d)")
_NEVER = r"(?!)"
# A year of two digits belongs to this century below, to the last one from here on.
_PIVOT = 50
# Centuries that a text may speak of; a higher number is something else.
_LAST_CENTURY = 30


class Dates:
    """Reads the dates and times of one language.

    Args:
        counted: whether a number that ends at an offset is measured, paid or multiplied, and so is no year.
    """

    def __init__(self, grammar: Grammar, names: Names, ordinals: Lexicon[float], counted: Callable[[str, int], bool]) -> None:
        self._grammar, self._ordinals, self._counted = grammar, ordinals, counted
        self._months = _Months(grammar, names, ordinals)
        self._weekdays = Lexicon(joined(names.weekdays, grammar.weekdays), grammar.lead, grammar.tail)
        self._shifts = Lexicon(grammar.shifts, grammar.lead, grammar.tail)
        relative = rf"{grammar.lead}(?:{word_pattern(grammar.relative)}){grammar.tail}"
        self._relative = re.compile(relative if grammar.relative else _NEVER, re.IGNORECASE)
        self._decades = re.compile(grammar.decades or _NEVER, re.IGNORECASE)
        self._centuries = re.compile(grammar.centuries or _NEVER)
        self._clocks = [_CLOCK, *(re.compile(pattern, re.IGNORECASE) for pattern in grammar.clock)]
        self._patterns = [re.compile(pattern) for pattern in grammar.dates]
        self._eras = re.compile(rf"(?P<era>{word_pattern(' '.join(grammar.eras))})\s?(?P<count>\d{{1,2}}|元)\s?年?" if grammar.eras else _NEVER)

    def read(self, pad: Pad) -> None:
        """Take the dates, the fullest first."""
        for found in list(pad.matches(_ISO)):
            _numeric(pad, found, (1, 3, 4))
        for found in list(pad.matches(_NUMERIC)) if self._grammar.numeric == "dmy" else ():
            _numeric(pad, found, (4, 3, 1))
        for found in list(pad.matches(self._eras)):
            self._era(pad, found)
        for pattern in self._patterns:
            for found in list(pad.matches(pattern)):
                self._named(pad, found)
        self._periods(pad)
        self._months.read(pad)
        for pattern in self._clocks:
            for found in list(pad.matches(pattern)):
                _time(pad, found)
        for found, day in self._weekdays.finditer(pad.left):
            pad.moment("weekday", day, found)
            pad.strike(found)
        for found in list(pad.matches(_YEARS)):
            self._year(pad, found)

    def relative(self, pad: Pad) -> bool:
        """Note times told from another moment; whether there are any."""
        for found, key in self._shifts.finditer(pad.text):
            unit, sign, count = re.split(r"([-+])", key)
            pad.shifts.append(Shift(unit, int(sign + count), Span(*found.span())))
        return bool(pad.shifts) or bool(self._relative.search(pad.text))

    def whole(self, numeral: str) -> int:
        """The value of a numeral in digits or in the language's own."""
        return int(numeral) if numeral.isdecimal() else int(positional(numeral, self._grammar) or 0)

    def _named(self, pad: Pad, found: re.Match[str]) -> None:
        """A date by the language's own pattern; groups y, m, d, d2."""
        parts = {name: self.whole(numeral) for name, numeral in found.groupdict().items() if numeral}
        month, days = parts.get("m"), [(name, parts[name]) for name in ("d", "d2") if name in parts]
        if (month is not None and not 1 <= month <= 12) or any(not 1 <= day <= 31 for _, day in days):
            return
        for name, part in (("y", "year"), ("m", "month")):
            if name in parts:
                pad.moment(part, parts[name], found, name)
        for name, day in days:
            pad.moment("day", day, found, name)
            if month:
                pad.days.append((month, day, Span(*found.span())))
        pad.strike(found)

    def _era(self, pad: Pad, found: re.Match[str]) -> None:
        count = 1 if found["count"] == "元" else int(found["count"])
        year = self._grammar.eras[found["era"]] + count
        pad.moment("year", year, found)
        pad.quantity(found, [float(year), float(count)], "loose")

    def _periods(self, pad: Pad) -> None:
        for found in list(pad.matches(self._decades)):
            decade = float(_first(found))
            pad.quantity(found, [decade, decade % 100, *([1900 + decade, 2000 + decade] if decade < 100 else [])], "period")
        for found in list(pad.matches(self._centuries)):
            century = self._century(_first(found))
            if 0 < century <= _LAST_CENTURY:
                pad.quantity(found, [float(century), (century - 1) * 100.0], "period")

    def _century(self, numeral: str) -> int:
        if numeral.isdecimal():
            return int(numeral)
        return roman(numeral.upper()) or int(self._ordinals.value_of(numeral) or 0) or (self.whole(numeral) if self._grammar.digits else 0)

    def _year(self, pad: Pad, found: re.Match[str]) -> None:
        if CODE.search(pad.text[max(0, found.start() - 2) : found.start()]) or self._counted(pad.text, found.end()):
            return
        if not self._grammar.bare_years and not found[2]:
            return
        first = int(found[1])
        pad.moment("year", first, found, 1)
        if found[2]:
            second = int(found[2])
            pad.moment("year", second if second > 99 else first // 100 * 100 + second, found, 2)
        pad.strike(found)


class _Months:
    """Dates with a month's name."""

    def __init__(self, grammar: Grammar, names: Names, ordinals: Lexicon[float]) -> None:
        full = joined(names.months, grammar.months)
        # Short names are words of their own too (mar, set, mai): they are only read beside a day or a year.
        self._any = Lexicon(joined(full, names.short_months))
        self._alone = Lexicon(full, rf"{grammar.lead}(?<!\d)", grammar.tail)
        self._ordinals = ordinals
        self._tens = Lexicon({value: words for value, words in grammar.numerals.items() if value in (20, 30)})
        tens = rf"(?:(?P<tens>{self._tens.plain or _NEVER})[\s-])?"
        digits = rf"(?<![\d.,])(?P<digits>\d{{1,2}}){grammar.day_suffix}"
        day = (
            rf"(?:{digits}|{grammar.lead}{tens}(?P<ordinal>{ordinals.plain}))"
            if ordinals and grammar.ordinal_days
            else rf"{digits}(?P<ordinal>{_NEVER})?(?P<tens>{_NEVER})?"
        )
        name = rf"(?P<month>{grammar.lead}(?:{self._any.plain})\.?(?:/(?:{self._any.plain}))?)"
        to = rf"(?:(?:{TO}|\s{{1,2}}[^\W\d_]{{1,4}}\s{{1,2}})(?P<to>\d{{1,2}}){grammar.day_suffix})?"
        year = rf"(?P<year>{_YEAR})(?!\d)"
        self._day_month = re.compile(rf"{day}{to}(?:{grammar.of}|[\s\u00a0]){name}{grammar.tail}(?:(?:,\s|{grammar.of})?\s?{year})?", re.IGNORECASE)
        self._month_year = re.compile(rf"{name}(?:{grammar.of}|[\s\u00a0]{{1,2}}){year}", re.IGNORECASE)

    def read(self, pad: Pad) -> None:
        for found in list(pad.matches(self._day_month)):
            self._take(pad, found)
        for found in list(pad.matches(self._month_year)):
            pad.moment("month", self._number(found["month"]), found, "month")
            pad.moment("year", int(found["year"]), found, "year")
            pad.strike(found)
        for found, month in self._alone.finditer(pad.left):
            pad.moment("month", month, found)
            pad.strike(found)

    def _number(self, name: str) -> int:
        return next(month for _, month in self._any.finditer(name))

    def _spelled(self, found: re.Match[str]) -> int:
        """A day in words: первого, двадцать первого."""
        tens = self._tens.value_of(found["tens"]) if found["tens"] else 0
        return int((tens or 0) + (self._ordinals.value_of(found["ordinal"]) or 0))

    def _take(self, pad: Pad, found: re.Match[str]) -> None:
        month = self._number(found["month"])
        days = [("digits", int(found["digits"]))] if found["digits"] else [("ordinal", self._spelled(found))]
        days += [("to", int(found["to"]))] if found["to"] else []
        if any(not 1 <= day <= 31 for _, day in days):
            return
        pad.moment("month", month, found, "month")
        for group, day in days:
            pad.moment("day", day, found, group)
            pad.days.append((month, day, Span(*found.span())))
        if found["year"]:
            pad.moment("year", int(found["year"]), found, "year")
        pad.strike(found)


def _first(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group)


def _numeric(pad: Pad, found: re.Match[str], groups: tuple[int, int, int]) -> None:
    """A date in digits; groups of year, month and day."""
    year, month, day = (int(found[g]) for g in groups)
    if month > 12 >= day and groups[0] == 4:  # the American order
        groups, month, day = (groups[0], groups[2], groups[1]), day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return
    year += 0 if year > 99 else 2000 if year < _PIVOT else 1900
    for part, value, group in zip(("year", "month", "day"), (year, month, day), groups, strict=True):
        pad.moment(part, value, found, group)
    pad.days.append((month, day, Span(*found.span())))
    pad.strike(found)


def _time(pad: Pad, found: re.Match[str]) -> None:
    hour, *minutes = [int(group) for group in found.groups() if group]
    if hour > 24:
        return
    pad.moment("hour", hour, found)
    if minutes:
        pad.moment("minute", minutes[0], found)
    pad.strike(found)
