"""What a grammar reads, and the scratch pad it reads with."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.translate.text import Span

__all__ = ["Figures", "Moment", "Money", "Pad", "Quantity", "Shift", "scaled"]


# Figures in one passage; a long sentence of a budget report has some forty.
_PROSE = 250


class Quantity(msgspec.Struct, frozen=True):
    """A number as stated.

    Attributes:
        span: where it stands, with its magnitude and per cent sign.
        values: what it may mean, the plain reading first; several where a language counts differently (三分之一 may
            be put as "a third" or "33 per cent").
        kind: `number`, `percent`, `points`, `fraction`, `ordinal`, `period` (decades, centuries), `round` (only
            an order of magnitude: "tens of thousands") or `loose` (words such as "both", lexicalised numerals): a loose
            one can support a number but never calls for one.
        certain: whether the other side must state it.
    """

    span: Span
    values: tuple[float, ...]
    kind: str = "number"
    certain: bool = False


class Moment(msgspec.Struct, frozen=True):
    """A part of a date or time: `year`, `month`, `day`, `weekday` (Monday 0) or `hour` or `minute`."""

    part: str
    value: int
    span: Span


class Money(msgspec.Struct, frozen=True):
    """A currency named: ISO 4217 code, or `dollar` where the text does not say whose."""

    code: str
    span: Span


class Shift(msgspec.Struct, frozen=True):
    """A time told from another: unit (`year`, `month`, `day`) and how many of them on ("last year" is −1)."""

    unit: str
    by: int
    span: Span


class Figures(msgspec.Struct, frozen=True):
    """All figures of one passage.

    Attributes:
        days: (month, day) pairs that stand together, with their place.
        relative: whether the passage tells time relative to another moment (去年, "last year").
        shifts: those of them that say how far.
    """

    quantities: tuple[Quantity, ...]
    moments: tuple[Moment, ...]
    days: tuple[tuple[int, int, Span], ...]
    money: tuple[Money, ...]
    relative: bool
    shifts: tuple[Shift, ...] = ()

    def shifted(self, unit: str) -> list[Shift]:
        """The times told from another in one unit."""
        return [s for s in self.shifts if s.unit == unit]

    @property
    def crowded(self) -> bool:
        """Whether there are more figures than prose holds: a table, which is not compared number by number."""
        return len(self.quantities) + len(self.moments) + len(self.money) > _PROSE

    def of(self, part: str) -> list[Moment]:
        """The moments of one kind."""
        return [m for m in self.moments if m.part == part]


def scaled(value: float, factor: float) -> float:
    """The product, without the last-bit noise of binary fractions (1.856 × 10⁵ is 185600)."""
    product = value * factor
    nearest = round(product)
    return float(nearest) if abs(product - nearest) < 1e-6 * max(1.0, abs(product)) else product


class Pad:
    """A passage that is read with one pattern after another; what one pattern took, the next does not see."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._left = list(text)
        self.quantities: list[Quantity] = []
        self.moments: list[Moment] = []
        self.days: list[tuple[int, int, Span]] = []
        self.money: list[Money] = []
        self.shifts: list[Shift] = []

    @property
    def left(self) -> str:
        """What no pattern has taken yet; a taken character is NUL."""
        return "".join(self._left)

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches in what is left."""
        return pattern.finditer(self.left)

    def strike(self, found: re.Match[str]) -> None:
        """Mark a match as read."""
        self._left[found.start() : found.end()] = "\x00" * (found.end() - found.start())

    def quantity(self, found: re.Match[str], values: list[float], kind: str = "number", certain: bool = False) -> None:
        """Take a match as a quantity."""
        self.read(found.start(), found.end(), values, kind, certain)

    def read(self, start: int, end: int, values: list[float], kind: str = "number", certain: bool = False) -> None:
        """Take a stretch as a quantity."""
        if values:
            self.quantities.append(Quantity(Span(start, end), tuple(dict.fromkeys(map(float, values))), kind, certain))
        self._left[start:end] = "\x00" * (end - start)

    def support(self, found: re.Match[str], values: list[float], kind: str = "loose") -> None:
        """Note a word that can support a number, and leave it to be read again."""
        self.quantities.append(Quantity(Span(found.start(), found.end()), tuple(map(float, values)), kind))

    def moment(self, part: str, value: int, found: re.Match[str], group: int | str = 0) -> None:
        """Note a part of a date."""
        self.moments.append(Moment(part, value, Span(found.start(group), found.end(group))))

    def figures(self, relative: bool) -> Figures:
        """What was read, in reading order."""
        return Figures(
            tuple(sorted(self.quantities, key=lambda q: q.span)),
            tuple(sorted(self.moments, key=lambda m: m.span)),
            tuple(sorted(self.days, key=lambda d: d[2])),
            tuple(sorted(self.money, key=lambda m: m.span)),
            relative,
            tuple(sorted(self.shifts, key=lambda s: s.span)),
        )
