"""One reader for every language that has a table: numbers in digits and words, shares, money, dates."""

from __future__ import annotations

import re

from sourcetrace.translate.figures.cldr import names_of
from sourcetrace.translate.figures.currencies import add_signs
from sourcetrace.translate.figures.dates import CODE, TO, Dates
from sourcetrace.translate.figures.digits import SPACES, digit_pattern, plain, positional, readings
from sourcetrace.translate.figures.grammar import Grammar, Lexicon, joined, word_pattern
from sourcetrace.translate.figures.model import Figures, Money, Pad, scaled
from sourcetrace.translate.figures.spoken import Speech, Spoken
from sourcetrace.translate.numerals import VULGAR, VULGARS
from sourcetrace.translate.text import Span

__all__ = ["Reader"]

# One space or hyphen between a number and its magnitude, with the marks of writing direction that pages put around them.
_MARKS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_GAP = re.compile(rf"[{_MARKS}]{{0,3}}[{SPACES}-]?[{_MARKS}]{{0,3}}")
_NEVER = r"(?!)"
_SLASHED = re.compile(r"(?<![\d/.,])([1-9]\d?)/([1-9]\d{0,2})(?![\d/])")
_DIGIT = re.compile(r"\d")
# Unit → factors to the units English prefers.
_FACTORS: dict[str, tuple[float, ...]] = {
    "km": (0.6214,),
    "m": (3.2808, 1.0936),
    "cm": (0.3937,),
    "mm": (0.03937,),
    "kg": (2.2046,),
    "ha": (2.471,),
    "m2": (10.764,),
    "km2": (0.3861,),
    "mi": (1.6093,),
    "ft": (0.3048,),
    "in": (2.54,),
    "lb": (0.4536,),
}
_SYMBOLS = dict.fromkeys(_FACTORS, "") | {unit: unit for unit in ("km", "m", "cm", "mm", "kg", "ha")}
_SYMBOLS |= {"m2": "m²", "km2": "km²", "celsius": "°C ℃ ° °_C º ºC º_C"}


class Reader:
    """Reads the figures of one language by its table.

    Args:
        grammar: the table; CLDR's names are added here, so that nothing is loaded before a language is asked for.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        names = names_of(grammar.code)
        lead, tail = grammar.lead, grammar.tail
        self._speech = Speech(grammar)
        self._scales = Lexicon(grammar.scales, "", tail)
        self._ordinals = Lexicon(grammar.ordinals, lead, tail)
        self._supports = [("round", Lexicon(grammar.rounds, lead, tail)), ("ordinal", self._ordinals), ("loose", Lexicon(grammar.loose, lead, tail))]
        self._parts = Lexicon(grammar.parts, lead, tail)
        self._currencies = Lexicon(joined(names.currencies, grammar.currencies), lead, tail)
        self._amounts = [(code, re.compile(pattern)) for code, pattern in grammar.amounts.items()]
        self._units = Lexicon(joined(_SYMBOLS, grammar.units), r"[\s\u00a0-]{0,2}", tail)
        points, percent = (word_pattern(words) or _NEVER for words in (grammar.points, grammar.percent))
        self._percent = re.compile(rf"[\s\u00a0]{{0,2}}(?:(?P<points>{points}){tail}|%|٪|‰|(?:{percent}){tail})", re.IGNORECASE)
        before = rf"(?:%|{word_pattern(grammar.percent_before)})\s{{0,2}}$"
        self._percent_before = re.compile(before if grammar.percent_before else _NEVER, re.IGNORECASE)
        self._number = re.compile(digit_pattern(grammar))
        self._before = re.compile(rf"(?:{grammar.before})$" if grammar.before else _NEVER, re.IGNORECASE)
        self._range = re.compile(TO)
        self._lexical = re.compile(grammar.lexical or _NEVER)
        self._run = re.compile(grammar.numeral_run or _NEVER)
        self._times, self._tenths = (re.compile(rf"\s?(?:{word_pattern(words) or _NEVER})") for words in (grammar.times, grammar.tenths))
        self._fraction = re.compile(grammar.fraction or _NEVER)
        half = rf"\s{{0,2}}(?:{word_pattern(grammar.and_half)}){tail}" if grammar.and_half else _NEVER
        self._and_half = re.compile(half, re.IGNORECASE)
        self._half = re.compile(rf"{grammar.lead}(?:{grammar.half})(?=[\s\u00a0-])" if grammar.half else _NEVER, re.IGNORECASE)
        self._dates = Dates(grammar, names, self._ordinals, self._counted)

    def __call__(self, text: str) -> Figures:
        """The figures of a passage."""
        pad = Pad(plain(text))
        self._dates.read(pad)
        for found in list(pad.matches(self._lexical)):
            pad.quantity(found, [1.0], "loose")
        self._fractions(pad)
        self._runs(pad)
        self._half_magnitudes(pad)
        self._numbers(pad)
        self._words(pad)
        self._money(pad)
        return pad.figures(self._dates.relative(pad))

    def _counted(self, text: str, end: int) -> bool:
        """Whether what looks like a year is measured, paid or multiplied."""
        following = text[end : end + 1]
        if (following and following in "$€£") or self._units.pattern.match(text, end) or self._percent.match(text, end):
            return True
        at = end + 1 if following and following in SPACES else end
        return any(lexicon.pattern.match(text, at) is not None for lexicon in (self._currencies, self._scales))

    # --- in digits ---

    def _fractions(self, pad: Pad) -> None:
        for found in list(pad.matches(VULGAR)):
            whole, part = float(found[1] or 0), VULGARS[found[2]]
            pad.quantity(found, [whole + part] if whole else [part, part * 100], "number" if whole else "fraction", bool(whole))
        for found in list(pad.matches(_SLASHED)):
            if int(found[1]) < int(found[2]):
                pad.quantity(found, _shares(int(found[1]), int(found[2])), "fraction")
        for found in list(pad.matches(self._fraction)):
            whole, part = self._dates.whole(found["whole"]), self._dates.whole(found["part"])
            if whole:
                pad.quantity(found, _shares(part, whole), "fraction")

    def _runs(self, pad: Pad) -> None:
        """East Asian numerals, digits and magnitudes in one run: 3億5000万, 二百, 1만 2천."""
        for found in list(pad.matches(self._run)):
            value = positional(found.group(), self._grammar)
            if value is None or CODE.search(pad.text[max(0, found.start() - 2) : found.start()]):
                continue
            kind, end = self._share(pad.text, found.start(), found.end())
            digital = _DIGIT.search(found.group()) is not None
            counted = any(c in self._grammar.large for c in found.group()) and any(c in self._grammar.digits for c in found.group())
            # A numeral in characters is certain only where it cannot be a word: thirteen or more, with a magnitude.
            ordinal = pad.text[max(0, found.start() - 1) : found.start()] in ("第", "제")
            certain = digital or (value >= 13 and counted and not ordinal)
            pad.read(found.start(), end, self._converted(pad.text, end, [value]), "ordinal" if ordinal else kind, certain)

    def _numbers(self, pad: Pad) -> None:
        left = pad.left
        first: re.Match[str] | None = None
        for found in self._number.finditer(left):
            if first and self._range.fullmatch(left[first.end() : found.start()]):
                self._take_range(pad, first, found)
                first = None
                continue
            if first and self._together(pad, first, found):
                first = None
                continue
            if first:
                self._take(pad, first)
            first = found
        if first:
            self._take(pad, first)

    def _together(self, pad: Pad, first: re.Match[str], second: re.Match[str]) -> bool:
        """Take two numbers that make one: 1 milyon 250 bin."""
        middle, factor = self._scale(pad.text, first.end())
        if factor < 1000 or not self._speech.joint(pad.text[middle : second.start()]):
            return False
        end, smaller = self._scale(pad.text, second.end())
        large, small = (readings(m.group(), self._grammar)[0] * f for m, f in ((first, factor), (second, smaller)))
        if smaller < 100 or small >= factor:
            return False
        kind, end = self._share(pad.text, first.start(), end)
        pad.read(first.start(), end, self._converted(pad.text, end, [scaled(large + small, 1), scaled(large, 1)]), kind, True)
        return True

    def _take_range(self, pad: Pad, low: re.Match[str], high: re.Match[str]) -> None:
        end, factor = self._scale(pad.text, high.end())
        kind, end = self._share(pad.text, low.start(), end)
        certain = self._stands_alone(pad.text, low.start())
        kind = kind if certain else "loose"
        first, second = readings(low.group(), self._grammar), readings(high.group(), self._grammar)
        pad.read(low.start(), low.end(), self._converted(pad.text, end, [scaled(first[0], factor), *first]), kind, certain)
        pad.read(high.start(), end, self._converted(pad.text, end, [scaled(v, factor) for v in second]), kind, certain)

    def _take(self, pad: Pad, found: re.Match[str]) -> None:
        values = readings(found.group(), self._grammar)
        end, factor = self._scale(pad.text, found.end())
        if factor == 1:
            values, end = self._halved(pad.text, end, values)
            end, factor = self._scale(pad.text, end)
        values = [scaled(v, factor) for v in values]
        values, end = self._halved(pad.text, end, values)
        kind, end = self._share(pad.text, found.start(), end)
        part = self._denominator(pad.text, end) if kind == "number" and factor == 1 else None
        if part:
            pad.read(found.start(), part[0], _shares(values[0], part[1]), "fraction")
            return
        coded = found.group().startswith("0") and found.group().isdecimal() and len(found.group()) > 1
        alone = self._stands_alone(pad.text, found.start())
        values = self._converted(pad.text, end, values)
        pad.read(found.start(), end, values, kind if alone else "loose", alone and values[0] != 0 and not coded)

    def _stands_alone(self, text: str, start: int) -> bool:
        """Whether digits are a number and not part of a name or code."""
        before = text[max(0, start - 3) : start]
        return not CODE.search(before[-2:]) or self._before.search(before) is not None

    # --- what stands behind a number ---

    def _scale(self, text: str, end: int) -> tuple[int, float]:
        """Where the magnitude behind a number ends, and what it multiplies by: "mil millones" are two words."""
        factor = 1.0
        for _ in range(3):
            gap = _GAP.match(text, end)
            found = self._scales.pattern.match(text, gap.end() if gap else end)
            if not found:
                break
            factor *= self._scales.key(found)
            end = found.end()
        return end, factor

    def _halved(self, text: str, end: int, values: list[float]) -> tuple[list[float], int]:
        """With the half that may follow: "dos millones y medio" is 2,500,000."""
        found = self._and_half.match(text, end)
        if not found or values[0] <= 0:
            return values, end
        unit = next((float(size) for size in (1e12, 1e9, 1e6, 1e3) if values[0] >= size), 1.0)
        return [values[0] + unit / 2, *values], found.end()

    def _share(self, text: str, start: int, end: int) -> tuple[str, int]:
        found = self._percent.match(text, end)
        if found:
            return ("points" if found["points"] else "percent"), found.end()
        return ("percent" if self._percent_before.search(text[max(0, start - 12) : start]) else "number"), end

    def _denominator(self, text: str, end: int) -> tuple[int, float] | None:
        following = text[end : end + 1]
        found = self._parts.pattern.match(text, end + 1) if following and following in SPACES + "-" else None
        return (found.end(), self._parts.key(found)) if found else None

    def _converted(self, text: str, end: int, values: list[float]) -> list[float]:
        """The values, and what they become in the units of English, or as a multiple put the English way."""
        value = values[0]
        if self._times.match(text, end):  # 2倍に増加: doubled, or up by a hundred per cent
            return [*values, value + 1, value - 1, value * 100, (value - 1) * 100]
        if self._tenths.match(text, end):
            return [value * 10, *values]
        found = self._units.pattern.match(text, end)
        if not found:
            return values
        unit = self._units.key(found)
        return [*values, value * 1.8 + 32] if unit == "celsius" else [*values, *(value * factor for factor in _FACTORS[unit])]

    # --- in words ---

    def _half_magnitudes(self, pad: Pad) -> None:
        """Eine halbe Million: 500,000."""
        for found in list(pad.matches(self._half)):
            end, factor = self._scale(pad.text, found.end())
            if factor >= 1000 and not _DIGIT.search(pad.text[max(0, found.start() - 3) : found.start()]):
                pad.read(found.start(), end, self._converted(pad.text, end, [factor / 2]), "number")

    def _words(self, pad: Pad) -> None:
        for kind, lexicon in self._supports:
            for found, value in lexicon.finditer(pad.left):
                pad.support(found, [value], kind)
                if kind == "ordinal" and " " in found.group():  # السادس عشر: its ten is no number of its own
                    pad.strike(found)
        for found, value in self._speech.ordinals(pad.left):
            pad.support(found, [value], "ordinal")
        end = 0
        for number in self._speech.numbers(pad.left):
            if number.start >= end:  # the four of "ba phần tư" is part of the fraction
                end = self._take_word(pad, number)
        for found, parts in self._parts.finditer(pad.left):
            pad.quantity(found, _shares(1, parts), "fraction")

    def _take_word(self, pad: Pad, number: Spoken) -> int:
        """Take a number in words, with what stands behind it; where that ends."""
        values, end = self._halved(pad.text, number.end, [number.value])
        if len(values) > 1:
            end, factor = self._scale(pad.text, end)
            values = [scaled(v, factor) for v in values]
        kind, end = self._share(pad.text, number.start, end)
        part = self._denominator(pad.text, end) if kind == "number" else None
        if part:
            pad.read(number.start, part[0], _shares(number.value, part[1]), "fraction")
            return part[0]
        if number.value in self._grammar.unsure and len(values) == 1:
            pad.read(number.start, number.end, [number.value], "loose")
            return number.end
        kind = "round" if number.bare and self._grammar.bare_rounds and kind == "number" else kind
        pad.read(number.start, end, self._converted(pad.text, end, values), kind)
        return end

    # --- money ---

    def _money(self, pad: Pad) -> None:
        for found, code in self._currencies.finditer(pad.text):
            pad.money.append(Money(code, Span(*found.span())))
        for code, pattern in self._amounts:
            pad.money += [Money(code, Span(*found.span())) for found in pattern.finditer(pad.text)]
        add_signs(pad)


def _shares(count: float, parts: float) -> list[float]:
    """A share as a fraction, in per cent, and as the two numbers it is said with."""
    share = count / parts
    return [share, share * 100, float(round(share * 100)), float(int(share * 100)), round(share * 100, 1), float(count), float(parts)]
