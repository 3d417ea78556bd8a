"""One reader for every language that has a table: digits in its style, number words, dates, money, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec
from sourcetrace.translate.figures.cldr import Names, names_of
from sourcetrace.translate.figures.grammar import Grammar, Lexicon, word_pattern
from sourcetrace.translate.figures.model import Figures, Money, Pad, Quantity, Shift, scaled
from sourcetrace.translate.numerals import halfwidth
from sourcetrace.translate.text import Span

__all__ = ["Reader"]

_Key = TypeVar("_Key", int, str, float)
_YEAR = r"(?:1[0-9]|20)\d\d"
_SPACES = "\u0020\u00a0\u202f\u2009"
_TO = r"[\s]{0,2}(?:-|–|—|~|〜|～)[\s]{0,2}"
# Letters that make digits behind them a name or a code (B-52, Ту-154); East Asian and Arabic letters do not.
_CODE = re.compile(r"[A-Za-zА-Яа-яЁёІіЇїЄєĄ-ž][-–]?$|[A-Za-z]-$")
_ISO = re.compile(r"(?<![\d.])((?:1[0-9]|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2((?:1[89]|20)\d\d|\d\d)(?![\d]|[./-]\d)")
_CLOCK = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4])[.:]?([0-5]\d)(?=\s?(?:UTC|GMT))|(?<![\d:.,])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?![\d%:])")
_YEARS = re.compile(rf"(?<![\d.,])({_YEAR})(?:\s?[-–—/]\s?({_YEAR}|\d\d))?(?![\d%])(?![.,]\d)")
_SLASHED = re.compile(r"(?<![\d/.,])([1-9]\d?)/([1-9]\d{0,2})(?![\d/])")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
# Symbols and codes of currencies are the same everywhere.
_SIGNS: dict[str, str] = {
    "USD": r"(?<![A-Za-z])US ?\$|\bUSD\b",
    "HKD": r"HK ?\$|\bHKD\b",
    "AUD": r"(?<![A-Za-z])AU?D? ?\$|\bAUD\b",
    "CAD": r"(?<![A-Za-z])CA?D? ?\$|\bCAD\b",
    "SGD": r"(?<![A-Za-z])S(?:GD)? ?\$|\bSGD\b",
    "TWD": r"NT ?\$|\bTWD\b",
    "EUR": r"€|\bEUR\b",
    "GBP": r"£|\bGBP\b",
    "JPY": r"\bJPY\b",
    "CNY": r"\bCNY\b|\bRMB\b",
    "KRW": r"₩|\bKRW\b",
    "RUB": r"₽|\bRUB\b",
    "INR": r"₹|\bINR\b",
    "UAH": r"₴|\bUAH\b",
    "TRY": r"₺|\bTRY\b",
    "VND": r"₫|\bVND\b",
    "PLN": r"\bPLN\b|zł\b",
    "CHF": r"\bCHF\b",
    "dollar": r"\$",
}
# Symbol → factors to the units English prefers.
_FACTORS: dict[str, tuple[float, ...]] = {
    "km": (0.6214,),
    "m": (3.2808, 1.0936),
    "cm": (0.3937,),
    "mm": (0.03937,),
    "kg": (2.2046,),
    "g": (0.03527,),
    "ha": (2.471,),
    "m2": (10.764,),
    "km2": (0.3861,),
    "l": (0.2642, 0.22),
    "mi": (1.6093,),
    "ft": (0.3048,),
    "in": (2.54,),
    "lb": (0.4536,),
}
_BASE_UNITS = {
    "km": "km",
    "m": "m",
    "cm": "cm",
    "mm": "mm",
    "kg": "kg",
    "ha": "ha",
    "m2": "m²",
    "km2": "km²",
    "celsius": "°C ℃ ° °_C º ºC º_C",
}


class _Number(msgspec.Struct, frozen=True):
    start: int
    end: int
    value: float
    bare: bool = False  # only a magnitude: "(several) thousand"


class Reader:
    """Reads the figures of one language by its table.

    Args:
        grammar: the table; CLDR's names are added here, so that nothing is loaded before a language is asked for.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        names = names_of(grammar.code)
        lead, tail = grammar.lead, grammar.tail
        self._scales = Lexicon(grammar.scales, "", tail)
        self._words = Lexicon(_joined(grammar.numerals, grammar.scales), lead, tail if grammar.numeral_tail is None else grammar.numeral_tail)
        self._pieces = Lexicon(_joined(grammar.numerals, grammar.scales) if grammar.compound else {})
        self._compound = re.compile(
            rf"{lead}(?P<number>(?>(?:{self._pieces.plain}|{word_pattern(grammar.joiners)})){{1,14}}?)"
            rf"(?:{tail}|(?P<ordinal>{grammar.compound_ordinal}){tail}|{grammar.compound_noun}{tail})"
            if grammar.compound
            else r"(?!)",
            re.IGNORECASE,
        )
        joiners = word_pattern(grammar.joiners)
        joint = r"(?:[\s\u00a0-]{1,2}" + (rf"(?:(?:{joiners})[\s\u00a0-]{{0,2}})?)" if joiners else ")")
        self._joint = re.compile(joint + (rf"|[\s\u00a0]?(?:{joiners})" if joiners else ""), re.IGNORECASE)
        self._joined = re.compile(rf"(?<![^\W\d_])(?:{joiners})" if joiners else r"(?!)", re.IGNORECASE)
        self._rounds = Lexicon(grammar.rounds, lead, tail)
        self._parts = Lexicon(grammar.parts, lead, tail)
        self._ordinals = Lexicon(grammar.ordinals, lead, tail)
        self._loose = Lexicon(grammar.loose, lead, tail)
        self._weekdays = Lexicon(_joined(names.weekdays, grammar.weekdays), lead, tail)
        self._shifts = Lexicon(grammar.shifts, lead, tail)
        self._relative = re.compile(f"{lead}(?:{word_pattern(grammar.relative)}){tail}" if grammar.relative else r"(?!)", re.IGNORECASE)
        self._currencies = Lexicon(_joined(names.currencies, grammar.currencies), lead, tail)
        self._signs = [(code, re.compile(pattern)) for code, pattern in _SIGNS.items()]
        units = {**dict.fromkeys(_FACTORS, ""), "celsius": "", **_BASE_UNITS}
        self._units = Lexicon(_joined(units, grammar.units), r"[\s\u00a0-]{0,2}", tail)
        self._percent = re.compile(
            rf"[\s\u00a0]{{0,2}}(?:(?P<points>{word_pattern(grammar.points) or '(?!)'}){tail}|(?:%|٪|‰|(?:{word_pattern(grammar.percent) or '(?!)'}){tail}))",
            re.IGNORECASE,
        )
        self._percent_before = re.compile(rf"(?:%|(?:{word_pattern(grammar.percent_before)}))\s{{0,2}}$" if grammar.percent_before else r"(?!)", re.IGNORECASE)
        self._number = re.compile(_digits(grammar))
        self._before = re.compile(f"(?:{grammar.before})$" if grammar.before else r"(?!)", re.IGNORECASE)
        self._range = re.compile(_TO)
        self._months = _Months(grammar, names, self._ordinals)
        self._decades = re.compile(grammar.decades or r"(?!)", re.IGNORECASE)
        self._centuries = re.compile(grammar.centuries or r"(?!)")
        self._clocks = [re.compile(pattern, re.IGNORECASE) for pattern in grammar.clock]
        self._lexical = re.compile(grammar.lexical or r"(?!)")
        self._run = re.compile(grammar.numeral_run or r"(?!)")
        self._dates = [re.compile(pattern) for pattern in grammar.dates]
        self._amounts = [(code, re.compile(pattern)) for code, pattern in grammar.amounts.items()]
        self._times = re.compile(rf"\s?(?:{word_pattern(grammar.times)})" if grammar.times else r"(?!)")
        self._tenths = re.compile(rf"\s?(?:{word_pattern(grammar.tenths)})" if grammar.tenths else r"(?!)")
        self._fraction = re.compile(grammar.fraction or r"(?!)")
        self._eras = re.compile("|".join(rf"({name})\s?(\d{{1,2}}|元)年?" for name in grammar.eras) or r"(?!)")

    def __call__(self, text: str) -> Figures:
        """The figures of a passage."""
        pad = Pad(_plain(text))
        self._read_dates(pad)
        for found in list(pad.matches(self._lexical)):
            pad.quantity(found, [1.0], "loose")
        self._read_numbers(pad)
        self._read_words(pad)
        self._read_money(pad)
        for found, key in self._shifts.finditer(pad.text):
            unit, sign, count = re.split(r"([-+])", str(key))
            pad.shifts.append(Shift(unit, int(sign + count), Span(*found.span())))
        return pad.figures(bool(pad.shifts) or bool(self._relative.search(pad.text)))

    # --- dates ---

    def _read_dates(self, pad: Pad) -> None:
        for found in list(pad.matches(_ISO)):
            _date(pad, found, (1, 3, 4))
        for found in list(pad.matches(_NUMERIC)) if self._grammar.numeric == "dmy" else ():
            _date(pad, found, (4, 3, 1))
        for found in list(pad.matches(self._eras)):
            self._era(pad, found)
        for pattern in self._dates:
            for found in list(pad.matches(pattern)):
                self._named_date(pad, found)
        self._periods(pad)
        self._months.read(pad)
        for pattern in (_CLOCK, *self._clocks):
            for found in list(pad.matches(pattern)):
                _time(pad, found)
        for found, day in self._weekdays.finditer(pad.text):
            pad.moment("weekday", int(day), found)
            pad.strike(found)
        for found in list(pad.matches(_YEARS)):
            if not _CODE.search(pad.text[max(0, found.start() - 2) : found.start()]) and not self._counted(pad.text, found.end()):
                if not self._grammar.bare_years and not found[2]:
                    continue
                _years(pad, found)

    def _counted(self, text: str, end: int) -> bool:
        """Whether what looks like a year is measured, paid or multiplied."""
        gap = 1 if text[end : end + 1] in tuple(_SPACES) else 0
        following = (self._units.pattern, self._percent)
        if any(p.match(text, end) for p in following) or text[end : end + 1] in tuple("$€£"):
            return True
        return any(p.match(text, end + gap) is not None for p in (self._currencies.pattern, self._scales.pattern))

    def _named_date(self, pad: Pad, found: re.Match[str]) -> None:
        """A date by the language's own pattern; groups y, m, d, d2."""
        parts = {k: self._whole(v) for k, v in found.groupdict().items() if v}
        month, days = parts.get("m"), [(k, parts[k]) for k in ("d", "d2") if k in parts]
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

    def _whole(self, numeral: str) -> int:
        return int(numeral) if numeral.isdecimal() else int(_positional(numeral, self._grammar) or 0)

    def _era(self, pad: Pad, found: re.Match[str]) -> None:
        group = next(g for g in range(1, len(found.groups()) + 1, 2) if found[g])
        name, count = found[group], found[group + 1]
        year = self._grammar.eras[name] + (1 if count == "元" else int(count))
        pad.moment("year", year, found)
        pad.quantity(found, [float(year), 1.0 if count == "元" else float(count)], "loose")

    def _periods(self, pad: Pad) -> None:
        for found in list(pad.matches(self._decades)):
            decade = next((g for g in found.groups() if g), "")
            value = float(decade) if decade.isdecimal() else 0.0
            if value:
                pad.quantity(found, [value, value % 100, *([1900 + value, 2000 + value] if value < 100 else [])], "period")
        for found in list(pad.matches(self._centuries)):
            numeral = next((g for g in found.groups() if g), "")
            value = int(numeral) if numeral.isdecimal() else _roman(numeral.upper()) or int(self._ordinals.value_of(numeral) or 0)
            value = value or (self._whole(numeral) if self._grammar.digits and numeral else 0)
            if 0 < value <= 30:
                pad.quantity(found, [float(value), (value - 1) * 100.0, value * 100.0], "period")

    # --- numbers ---

    def _read_numbers(self, pad: Pad) -> None:
        for found in list(pad.matches(_SLASHED)):
            count, parts = int(found[1]), int(found[2])
            if count < parts:
                pad.quantity(found, [count / parts, 100 * count / parts, float(count), float(parts)], "fraction")
        for found in list(pad.matches(self._fraction)):
            whole, part = self._whole(found["whole"]), self._whole(found["part"])
            if whole:
                pad.quantity(found, _shares(part, whole), "fraction")
        if self._grammar.numeral_run:
            self._read_runs(pad)
        left = pad.left
        numbers = [(m, self._value(m.group())) for m in self._number.finditer(left)]
        skip = -1
        for n, (found, value) in enumerate(numbers):
            if n == skip:
                continue
            following = numbers[n + 1] if n + 1 < len(numbers) else None
            if following and self._range.fullmatch(left[found.end() : following[0].start()]):
                self._take_range(pad, found, value, following)
                skip = n + 1
            else:
                self._take(pad, found.start(), found.end(), value, found.group())

    def _take_range(self, pad: Pad, found: re.Match[str], value: float, following: tuple[re.Match[str], float]) -> None:
        end, factor = self._scale(pad.text, following[0].end())
        kind, end = self._share(pad.text, found.start(), end)
        certain = self._stands_alone(pad.text, found.start())
        if not certain:
            kind = "loose"
        low = [scaled(value, factor), value] if factor != 1 else [value]
        pad.read(found.start(), end, self._converted(pad.text, end, low), kind, certain)
        pad.read(following[0].start(), end, self._converted(pad.text, end, [scaled(following[1], factor)]), kind, certain)

    def _take(self, pad: Pad, start: int, end: int, value: float, digits: str) -> None:
        end, factor = self._scale(pad.text, end)
        kind, end = self._share(pad.text, start, end)
        part = self._denominator(pad.text, end) if kind == "number" and factor == 1 else None
        if part:
            pad.read(start, part[0], _shares(value, part[1]), "fraction")
            return
        coded = digits.startswith("0") and digits.isdecimal() and len(digits) > 1
        alone = self._stands_alone(pad.text, start)
        values = self._converted(pad.text, end, [scaled(value, factor)])
        pad.read(start, end, values, kind if alone else "loose", alone and value != 0 and not coded)

    def _stands_alone(self, text: str, start: int) -> bool:
        before = text[max(0, start - 3) : start]
        return not _CODE.search(before[-2:]) or bool(self._before.search(before))

    def _value(self, digits: str) -> float:
        return _decimal(digits, self._grammar)

    def _scale(self, text: str, end: int) -> tuple[int, float]:
        """Where the magnitude behind a number ends, and what it multiplies by: "mil millones" are two words."""
        factor = 1.0
        for _ in range(3):
            at = end + (1 if text[end : end + 1] in tuple(_SPACES + "-") and text[end : end + 1] else 0)
            found = self._scales.pattern.match(text, at)
            if not found:
                break
            factor *= float(self._scales.key(found))
            end = found.end()
        return end, factor

    def _share(self, text: str, start: int, end: int) -> tuple[str, int]:
        found = self._percent.match(text, end)
        if found:
            return ("points" if found["points"] else "percent"), found.end()
        return ("percent" if self._percent_before.search(text[max(0, start - 12) : start]) else "number"), end

    def _denominator(self, text: str, end: int) -> tuple[int, float] | None:
        if text[end : end + 1] not in tuple(_SPACES + "-"):
            return None
        found = self._parts.pattern.match(text, end + 1)
        return (found.end(), float(self._parts.key(found))) if found else None

    def _converted(self, text: str, end: int, values: list[float]) -> list[float]:
        if self._times.match(text, end):  # "grew threefold" may be said as "by two hundred per cent"
            return [*values, values[0] + 1, values[0] - 1, values[0] * 100, (values[0] - 1) * 100]
        if self._tenths.match(text, end):
            return [values[0] * 10, *values]
        found = self._units.pattern.match(text, end)
        if not found:
            return values
        symbol = str(self._units.key(found))
        if symbol == "celsius":
            return [*values, values[0] * 1.8 + 32]
        return [*values, *(values[0] * factor for factor in _FACTORS[symbol])]

    # --- East Asian numerals ---

    def _read_runs(self, pad: Pad) -> None:
        """3億5000万, 二百, 1만 2천: digits and magnitudes in one run."""
        grammar = self._grammar
        for found in list(pad.matches(self._run)):
            value = _positional(found.group(), grammar)
            before = pad.text[max(0, found.start() - 1) : found.start()]
            if value is None:
                continue
            kind, end = self._share(pad.text, found.start(), found.end())
            if not re.search(r"\d", found.group()) and not any(c in grammar.digits for c in found.group()):
                pad.quantity(found, [value], "round" if before in ("数", "수", "何") else "number")
                continue
            digital = bool(re.search(r"\d", found.group()))
            certain = digital or (value >= 13 and any(c in grammar.large for c in found.group()) and before not in ("第", "제"))
            if _CODE.search(pad.text[max(0, found.start() - 2) : found.start()]):
                continue
            kind = "ordinal" if before in ("第", "제") and not digital else kind
            pad.read(found.start(), end, self._converted(pad.text, end, [value]), kind, certain)

    # --- number words ---

    def _read_words(self, pad: Pad) -> None:
        left = pad.left
        for lexicon, kind in ((self._rounds, "round"), (self._ordinals, "ordinal"), (self._loose, "loose")):
            for found, key in lexicon.finditer(left):
                pad.support(found, [float(key)], kind)
                if " " in found.group() and kind == "ordinal":  # السادس عشر: its ten is no number of its own
                    pad.strike(found)
        left = pad.left
        for whole, value in self._compounds(left) if self._grammar.compound else ():
            if whole["ordinal"]:
                pad.support(whole, [value], "ordinal")
        for number in self._spoken(left):
            self._take_word(pad, number)
        for found, key in self._parts.finditer(pad.left):
            pad.quantity(found, _shares(1.0, float(key)), "fraction")

    def _take_word(self, pad: Pad, number: _Number) -> None:
        kind, end = self._share(pad.text, number.start, number.end)
        part = self._denominator(pad.text, end) if kind == "number" else None
        if part:
            pad.read(number.start, part[0], _shares(number.value, part[1]), "fraction")
        elif number.value in self._grammar.unsure:
            pad.quantities.append(Quantity(Span(number.start, number.end), (number.value,), "loose"))
        else:
            kind = "round" if number.bare and kind == "number" else kind
            pad.read(number.start, end, self._converted(pad.text, end, [number.value]), kind)

    def _spoken(self, text: str) -> Iterator[_Number]:
        """Numbers in words."""
        tokens = list(self._tokens(text))
        run: list[tuple[int, int, float]] = []
        total = _Sum(self._grammar)
        for start, end, value in tokens:
            gap = text[run[-1][1] : start] if run else ""
            joint = bool(run) and (not gap or self._joint.fullmatch(gap) is not None)
            joined = bool(self._joined.search(gap))
            if run and not (joint and total.fits(value, joined)):
                yield _Number(run[0][0], run[-1][1], total.value, all(v in self._grammar.scales and v >= 100 for _, _, v in run))
                run, total = [], _Sum(self._grammar)
            run.append((start, end, value))
            total.add(value)
        if run:
            yield _Number(run[0][0], run[-1][1], total.value, all(v in self._grammar.scales and v >= 100 for _, _, v in run))

    def _tokens(self, text: str) -> Iterator[tuple[int, int, float]]:
        if not self._grammar.compound:
            for found, key in self._words.finditer(text):
                group = found.lastgroup or 0
                yield found.start(group), found.end(group), float(key)
            return
        for whole, value in self._compounds(text):
            if not whole["ordinal"]:
                yield *whole.span(), value

    def _compounds(self, text: str) -> Iterator[tuple[re.Match[str], float]]:
        """Numerals written in one word, ordinals among them."""
        for whole in self._compound.finditer(text):
            total, pieces = _Sum(self._grammar), list(self._pieces.pattern.finditer(whole["number"]))
            for piece in pieces:
                value = float(self._pieces.key(piece))
                if total.fits(value, True):
                    total.add(value)
            if pieces:
                yield whole, total.value

    # --- money ---

    def _read_money(self, pad: Pad) -> None:
        taken: list[Span] = []
        for code, pattern in self._amounts:
            for found in pattern.finditer(pad.text):
                pad.money.append(Money(code, Span(*found.span())))
                taken.append(Span(*found.span()))
        for found, code in self._currencies.finditer(pad.text):
            pad.money.append(Money(str(code), Span(*found.span())))
            taken.append(Span(*found.span()))
        for code, pattern in self._signs:
            for found in pattern.finditer(pad.text):
                span = Span(*found.span())
                if not any(span.overlaps(t) for t in taken):
                    pad.money.append(Money(code, span))
                    taken.append(span)


class _Sum:
    """A number in words as it grows."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._total = self._section = 0.0
        self._last_scale = float("inf")
        self._started = False

    @property
    def value(self) -> float:
        return self._total + self._section

    def fits(self, value: float, joined: bool) -> bool:
        """Whether a further word belongs to the same number."""
        if not self._started:
            return True
        if value in self._grammar.scales and value >= 1000:
            return value < self._last_scale if self._section else value > self._last_scale or self._last_scale == float("inf")
        if value in self._grammar.scales:
            low = self._section % value
            return 0 < low < 10 or (self._section % (value * 10) == 0 and not joined)
        return self._room(value, joined)

    def _room(self, value: float, joined: bool) -> bool:
        low = self._section % 100
        if value < 10:
            return low == 0 or (low % 10 == 0 and low >= 10)
        if value < 20:
            return low == 0 or (value == 10 and 0 < low < 10) or (self._grammar.vigesimal and low in (60, 80))
        if value < 100:
            return low == 0 or (joined and 0 < low < 10)
        return self._section == 0

    def add(self, value: float) -> None:
        self._started = True
        if value not in self._grammar.scales:
            self._section += value
            return
        if value < 1000:
            low = self._section % value
            self._section += low * (value - 1) if 0 < low < 10 else value
        elif self._section or not self._total:
            self._total += (self._section or 1) * value
            self._section, self._last_scale = 0.0, value
        else:
            self._total *= value
            self._last_scale = value


class _Months:
    """Dates with a month's name."""

    def __init__(self, grammar: Grammar, names: Names, ordinals: Lexicon) -> None:
        full, short = _joined(names.months, grammar.months), _joined(names.months, grammar.months)
        for number, words in names.short_months.items():
            short[number] = f"{short.get(number, '')} {words}"
        self._any = Lexicon(short)
        self._alone = Lexicon(full, rf"{grammar.lead}(?<!\d)", grammar.tail)
        self._ordinals = ordinals
        day = (
            rf"(?<![\d.,])(\d{{1,2}}){grammar.day_suffix}"
            if not ordinals
            else rf"(?:(?<![\d.,])(\d{{1,2}}){grammar.day_suffix}|{grammar.lead}({ordinals.plain}))"
        )
        name = rf"((?:{self._any.plain})\.?(?:/(?:{self._any.plain}))?)"
        to = rf"(?:(?:{_TO}|\s{{1,2}}[^\W\d_]{{1,4}}\s{{1,2}})(\d{{1,2}}){grammar.day_suffix})?"
        year = rf"(?:(?:,\s|{grammar.of})?\s?({_YEAR})(?!\d))?"
        of = rf"(?:{grammar.of}|[\s\u00a0])"
        self._slots = 2 if ordinals else 1
        self._day_month = re.compile(rf"{day}{to}{of}{grammar.lead}{name}{grammar.tail}{year}", re.IGNORECASE)
        self._month_year = re.compile(
            rf"({grammar.lead}(?:{self._any.plain})\.?(?:/(?:{self._any.plain}))?)(?:{grammar.of}|[\s\u00a0]{{1,2}})({_YEAR})(?!\d)", re.IGNORECASE
        )

    def read(self, pad: Pad) -> None:
        for found in list(pad.matches(self._day_month)):
            self._take(pad, found)
        for found in list(pad.matches(self._month_year)):
            key = self._key(found[1])
            if key:
                pad.moment("month", key, found, 1)
                pad.moment("year", int(found[2]), found, 2)
                pad.strike(found)
        for found, key in list(self._alone.finditer(pad.left)):
            pad.moment("month", int(key), found, 0)
            pad.strike(found)

    def _key(self, name: str) -> int:
        found = self._any.pattern.search(name)
        return int(self._any.key(found)) if found else 0

    def _take(self, pad: Pad, found: re.Match[str]) -> None:
        first = int(found[1]) if found[1] else int(self._ordinals.value_of(found[2]) or 0)
        to, month, year = (found[self._slots + n] for n in (1, 2, 3))
        days = [(1 if found[1] else 2, first), *([(self._slots + 1, int(to))] if to else [])]
        key = self._key(month)
        if not key or any(not 1 <= day <= 31 for _, day in days):
            return
        pad.moment("month", key, found, self._slots + 2)
        for group, day in days:
            pad.moment("day", day, found, group)
            pad.days.append((key, day, Span(*found.span())))
        if year:
            pad.moment("year", int(year), found, self._slots + 3)
        pad.strike(found)


# --- helpers ------------------------------------------------------------------------------------------------------------

_SEPARATORS = str.maketrans({"٫": ".", "٬": ",", "،": "،"})
_ARABIC_DECIMAL = re.compile(r"(?<=[\d])٫(?=[\d])")


def _plain(text: str) -> str:
    """The text with ASCII digits and signs, character for character."""
    return halfwidth(text).translate(_SEPARATORS)


def _digits(grammar: Grammar) -> str:
    spaced = _SPACES if " " in grammar.grouping or "\u00a0" in grammar.grouping else ""
    marks = "".join(c for c in grammar.grouping if not c.isspace())
    groups = [rf"\d{{1,3}}(?:{re.escape(c)}\d{{3}}){{1,6}}(?!\d)" for c in marks]
    groups += [rf"\d{{1,3}}(?:[{spaced}]\d{{3}}){{1,6}}(?![\d])"] if spaced else []
    return rf"(?<![\d.])(?<!\d,)(?:{'|'.join([*groups, r'[0-9]{1,18}'])})(?:[.,]\d{{1,12}})?(?!\d)"


def _decimal(digits: str, grammar: Grammar) -> float:
    """The value of digits in a language's style; a mark before three digits parts thousands where it may."""
    bare = re.sub(rf"[{_SPACES}'’]", "", digits)
    marks = [c for c in bare if c in ".,"]
    if not marks:
        return float(bare)
    last = marks[-1]
    whole, _, rest = bare.rpartition(last)
    grouped = len(rest) == 3 and last in grammar.grouping and (last != grammar.decimal) and whole.lstrip("0") != ""
    if grouped or marks.count(last) > 1:
        return float(re.sub("[.,]", "", bare))
    return float(f"{re.sub('[.,]', '', whole)}.{rest}")


def _positional(run: str, grammar: Grammar) -> float | None:
    """The value of digits and magnitudes in one run, ASCII or the language's own."""
    total = section = 0.0
    digit: float | None = None
    for token in re.findall(r"\d[\d,.]*|\S", run):
        if token[0].isdecimal():
            if token.count(".") > 1 or len(token) > 18:
                return None
            digit = float(token.rstrip(".,").replace(",", ""))
        elif token in grammar.digits:
            digit = (digit or 0) * 10 + grammar.digits[token]
        elif grammar.large[token] < 10000:
            section += (1.0 if digit is None else digit) * grammar.large[token]
            digit = None
        else:
            section += digit or 0
            digit = None
            if section == 0 and total:
                total *= grammar.large[token]
            else:
                total = scaled(total, 1) + scaled(section or 1, grammar.large[token])
            section = 0
    return scaled(total + section + (digit or 0), 1)


def _joined(first: Mapping[_Key, str], second: Mapping[_Key, str]) -> dict[_Key, str]:
    """Two word lists in one."""
    return {key: f"{first.get(key, '')} {second.get(key, '')}" for key in [*first, *(k for k in second if k not in first)]}


def _shares(count: float, parts: float) -> list[float]:
    share = count / parts
    return [share, share * 100, float(round(share * 100)), round(share * 100, 1), count, parts]


def _roman(numeral: str) -> int:
    if not numeral or any(c not in _ROMAN for c in numeral):
        return 0
    values = [_ROMAN[c] for c in numeral]
    return sum(-v if n + 1 < len(values) and v < values[n + 1] else v for n, v in enumerate(values))


def _date(pad: Pad, found: re.Match[str], groups: tuple[int, int, int]) -> None:
    """A date in digits; groups of year, month and day."""
    year, month, day = (int(found[g]) for g in groups)
    if month > 12 >= day and groups[0] == 4:  # the American order
        groups, month, day = (groups[0], groups[2], groups[1]), day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    for part, value, group in zip(("year", "month", "day"), (year, month, day), groups, strict=True):
        pad.moment(part, value, found, group)
    pad.days.append((month, day, Span(*found.span())))
    pad.strike(found)


def _years(pad: Pad, found: re.Match[str]) -> None:
    first = int(found[1])
    pad.moment("year", first, found, 1)
    if found[2]:
        second = int(found[2])
        pad.moment("year", second if second > 99 else first // 100 * 100 + second, found, 2)
    pad.strike(found)


def _time(pad: Pad, found: re.Match[str]) -> None:
    numbers = [group for group in found.groups() if group]
    hour, minute = numbers[0] if numbers else "", numbers[1] if len(numbers) > 1 else ""
    if not hour or int(hour) > 24:
        return
    pad.moment("hour", int(hour), found)
    if minute and int(minute):
        pad.moment("minute", int(minute), found)
    pad.strike(found)
