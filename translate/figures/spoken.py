"""Numbers in words, by a language's table."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.translate.figures.grammar import Grammar, Lexicon, joined, word_pattern

__all__ = ["Speech", "Spoken"]

_NEVER = r"(?!)"
# Words in one number; a longer run is no prose.
_LONGEST = 16


class Spoken(msgspec.Struct, frozen=True):
    """A number in words.

    Attributes:
        bare: whether it is only a magnitude: "(several) thousand".
    """

    start: int
    end: int
    value: float
    bare: bool = False


class Speech:
    """Finds the numbers in words of one language."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        # A word that multiplies is kept apart from one that adds by its sign: twelve and a dozen are both 12.
        words = joined(grammar.numerals, {-value: words for value, words in grammar.scales.items()})
        tail = grammar.tail if grammar.numeral_tail is None else grammar.numeral_tail
        self._words = Lexicon(words, grammar.lead, tail)
        joiners = word_pattern(grammar.joiners)
        gap = rf"[\s\u00a0-]{{1,2}}(?:(?:{joiners})[\s\u00a0-]{{0,2}})?|[\s\u00a0]?(?:{joiners})" if joiners else r"[\s\u00a0-]{1,2}"
        self._gap = re.compile(gap, re.IGNORECASE)
        self._joiner = re.compile(rf"(?<![^\W\d_])(?:{joiners})" if joiners else _NEVER, re.IGNORECASE)
        self._pieces = Lexicon(words if grammar.compound else {})
        self._compound = re.compile(
            rf"{grammar.lead}(?P<number>(?>{self._pieces.plain}|{joiners}){{1,14}}?)"
            rf"(?:{grammar.tail}|(?P<ordinal>{grammar.compound_ordinal}){grammar.tail}|{grammar.compound_noun}{grammar.tail})"
            if grammar.compound
            else _NEVER,
            re.IGNORECASE,
        )

    def numbers(self, text: str) -> Iterator[Spoken]:
        """Every number in words."""
        run: list[Spoken] = []
        total = _Sum(self._grammar)
        for token in self._tokens(text):
            gap = text[run[-1].end : token.start] if run else ""
            together = bool(run) and (not gap or self.joint(gap))
            if run and not (together and len(run) < _LONGEST and total.fits(token.value, bool(self._joiner.search(gap)))):
                yield self._whole(run, total)
                run, total = [], _Sum(self._grammar)
            run.append(token)
            total.add(token.value)
        if run:
            yield self._whole(run, total)

    def joint(self, gap: str) -> bool:
        """Whether what stands between two numbers lets them be one."""
        return self._gap.fullmatch(gap) is not None

    def ordinals(self, text: str) -> Iterator[tuple[re.Match[str], float]]:
        """Ordinals that are a numeral with an ending: zweiundzwanzigste."""
        return ((found, abs(value)) for found, value in self._compounds(text) if found["ordinal"])

    def _whole(self, run: list[Spoken], total: _Sum) -> Spoken:
        return Spoken(run[0].start, run[-1].end, total.value, all(t.value <= -100 for t in run))

    def _tokens(self, text: str) -> Iterator[Spoken]:
        if self._grammar.compound:
            yield from (Spoken(*found.span(), value) for found, value in self._compounds(text) if not found["ordinal"])
            return
        for found, value in self._words.finditer(text):
            group = found.lastgroup or 0  # the word without the article that is written on to it
            yield Spoken(found.start(group), found.end(group), float(value))

    def _compounds(self, text: str) -> Iterator[tuple[re.Match[str], float]]:
        """Numerals written in one word, ordinals among them."""
        for found in self._compound.finditer(text):
            total, pieces = _Sum(self._grammar), list(self._pieces.finditer(found["number"]))
            for _, value in pieces:
                if total.fits(value, True):
                    total.add(value)
            if pieces:
                alone = pieces[0][1] if len(pieces) == 1 else 0.0
                yield found, alone if alone < 0 else total.value  # "Millionen" by itself still multiplies


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
        """Whether a further word belongs to the same number; a negative value multiplies."""
        if not self._started:
            return True
        if value >= 0:
            return self._room(value, joined)
        scale = -value
        if scale >= 1000:  # "two million three thousand"; "mil millones"
            return scale != self._last_scale
        low = self._section % scale
        return 0 < low < 10 or (self._section % (scale * 10) == 0 and (not joined or not self._section))

    def _room(self, value: float, joined: bool) -> bool:
        """Whether the lower places are free, or the language says the units first."""
        low = self._section % 100
        if value == 0.5:  # zweieinhalb
            return 0 < low < 10
        if value < 10:
            return low == 0 or (low % 10 == 0 and low >= 10)
        if value < 20:
            return low == 0 or (value == 10 and low < 10) or (self._grammar.vigesimal and low in (60, 80))
        if value < 100:
            return low == 0 or (joined and low < 10)
        return self._section == 0

    def add(self, value: float) -> None:
        """Take a word's value in."""
        self._started = True
        scale = -value
        if scale <= 0:
            self._section += value
        elif scale < 1000:
            low = self._section % scale
            self._section += low * (scale - 1) if 0 < low < 10 else scale
        elif scale < self._last_scale:
            self._total += (self._section or 1) * scale
            self._section, self._last_scale = 0.0, scale
        else:  # mil doscientos millones: all that was said is multiplied
            self._total = (self._total + self._section) * scale
            self._section, self._last_scale = 0.0, scale
