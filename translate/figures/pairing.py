"""Which figure of one side answers which of the other, each used once."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Sequence

import msgspec
from sourcetrace.translate.figures.model import Figures
from sourcetrace.translate.text import Span

__all__ = ["Pairing", "Stated", "agree", "pair_up"]

# Two statements of one quantity may be rounded differently; below this relative difference they agree.
_ROUNDING = 0.006
# Equal figures of one side among which the one at the like place is looked for.
_LOOK = 8


# Sorts that nobody rounds.
_EXACT = frozenset({"period", "year", "ordinal"})


class Stated(msgspec.Struct, frozen=True):
    """A quantity or a part of a date.

    Attributes:
        sort: the quantity's kind or the part of the date (`year`, `hour` …).
        certain: whether the other side must state it.
    """

    span: Span
    values: tuple[float, ...]
    sort: str
    certain: bool
    moment: bool = False


class Pairing(msgspec.Struct, frozen=True):
    """What is left over when the figures of both sides are paired.

    Attributes:
        missing: figures of the source that nothing in the target answers.
        extra: figures of the target that nothing in the source supports.
        surplus: figures of the source whose only answers belong to others of it: stated twice there, once here.
        reused: the same for the target.
    """

    missing: tuple[Stated, ...]
    extra: tuple[Stated, ...]
    surplus: tuple[Stated, ...]
    reused: tuple[Stated, ...]


def agree(a: float, b: float) -> bool:
    """Whether two numbers may state one quantity: equal, or differently rounded."""
    if a == b:
        return True
    if a <= 0 or b <= 0 or (a < 100 and b < 100 and a.is_integer() and b.is_integer()):
        return False
    return abs(a - b) / max(a, b) < _ROUNDING


def pair_up(source: Figures, target: Figures, bare: Iterable[float] = ()) -> Pairing:
    """Pair the figures of two sides.

    Args:
        source: figures of the original.
        target: figures of the English.
        bare: numbers that stand in the source in any form, and so may support one of the target.
    """
    ours, theirs = _stated(source), _stated(target)
    index, other = _Index(ours, bare), _Index(theirs)
    left, right = _unpaired([s for s in ours if _counts(s)], theirs)
    return Pairing(
        tuple(s for s in left if not other.supports(s)),
        tuple(s for s in right if not index.supports(s)),
        tuple(s for s in left if s.sort != "loose" and other.supports(s)),
        tuple(s for s in right if s.sort != "loose" and index.supports(s)),
    )


def _counts(stated: Stated) -> bool:
    """Whether a figure of the source may use one of the target up: a mere word (一, 首) supports it and no more."""
    return stated.certain or stated.sort not in ("loose", "number") or stated.values[0] >= 2


def _stated(figures: Figures) -> list[Stated]:
    items = [Stated(q.span, q.values, q.kind, q.certain) for q in figures.quantities]
    items += [Stated(m.span, (float(m.value),), m.part, True, True) for m in figures.moments if m.part != "weekday"]
    return sorted(items, key=lambda s: s.span)


class _Index:
    """All values of one side in order, so that a page of numbers is not compared with a page of numbers."""

    def __init__(self, items: Iterable[Stated], bare: Iterable[float] = ()) -> None:
        self._values = sorted({v for s in items for v in s.values} | set(bare))

    def supports(self, stated: Stated) -> bool:
        exact = stated.sort in _EXACT
        return any(self._near(v, exact) for v in stated.values)

    def _near(self, value: float, exact: bool) -> bool:
        at = bisect.bisect_left(self._values, value)
        return any(value == v if exact else agree(value, v) for v in self._values[max(0, at - 1) : at + 2])


def _unpaired(ours: Sequence[Stated], theirs: Sequence[Stated]) -> tuple[list[Stated], list[Stated]]:
    """What no partner is left for: the likeliest pairs are made first."""
    rounds: list[Callable[[Stated], set[tuple[object, ...]]]] = [
        lambda s: {(s.sort, s.values[0])},
        lambda s: {(s.moment, s.values[0])},
        lambda s: {(v,) for v in s.values[:1]},
        lambda s: {(v,) for v in s.values},
    ]
    left, right = list(ours), list(theirs)
    for keys in rounds:
        left, right = _round(left, right, keys)
    return _rounded(left, right)


def _rounded(left: list[Stated], right: list[Stated]) -> tuple[list[Stated], list[Stated]]:
    """Pairs of what is rounded differently."""
    free = sorted((v, n) for n, s in enumerate(right) for v in s.values)
    taken: set[int] = set()
    unpaired = []
    for stated in left:
        partner = None if stated.sort in _EXACT else next((n for v in stated.values for n in _nearest(free, v) if n not in taken), None)
        if partner is None:
            unpaired.append(stated)
        else:
            taken.add(partner)
    return unpaired, [s for n, s in enumerate(right) if n not in taken]


def _nearest(free: list[tuple[float, int]], value: float) -> list[int]:
    at = bisect.bisect_left(free, (value, 0))
    return [n for v, n in free[max(0, at - 2) : at + 2] if agree(value, v)]


def _round(left: list[Stated], right: list[Stated], keys: Callable[[Stated], set[tuple[object, ...]]]) -> tuple[list[Stated], list[Stated]]:
    waiting: dict[tuple[object, ...], list[int]] = {}
    for number, stated in enumerate(right):
        for key in keys(stated):
            waiting.setdefault(key, []).append(number)
    taken: set[int] = set()
    unpaired = []
    for number, stated in enumerate(left):
        place = number * len(right) / len(left)
        partner = next((n for key in sorted(keys(stated), key=str) if (n := _nearby(waiting.get(key, []), taken, place)) is not None), None)
        if partner is None:
            unpaired.append(stated)
        else:
            taken.add(partner)
    return unpaired, [s for n, s in enumerate(right) if n not in taken]


def _nearby(numbers: list[int], taken: set[int], place: float) -> int | None:
    """Of several that would do, the one at the like place; only a few are looked at, or a table of zeros would take time by its square."""
    free = [n for n in numbers[:_LOOK] if n not in taken]
    if not free and len(numbers) > _LOOK:
        del numbers[:_LOOK]
        return _nearby(numbers, taken, place) if len(numbers) <= _LOOK else numbers[0]
    return min(free, key=lambda n: abs(n - place), default=None)
