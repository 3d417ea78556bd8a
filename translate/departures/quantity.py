"""Quantities: numbers, magnitudes, per cent and points, currencies."""

from __future__ import annotations

import collections
import math
import re
from collections.abc import Iterator, Sequence

from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.figures import LANGUAGES, Figures, Money, Quantity
from sourcetrace.translate.figures.conversion import conversions
from sourcetrace.translate.figures.pairing import Stated, agree, pair_up
from sourcetrace.translate.numerals import halfwidth
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

_DOLLARS = frozenset({"USD", "HKD", "AUD", "CAD", "SGD", "TWD"})
_PARENTHESIS = re.compile(r"\([^()]*$")
# Rounding by less ("about 19,000" for 18,560) is what news does; more is beyond use.
_SLIGHT = 0.05
# Percentage points: "two thirds" is 66 or 67 per cent.
_SHARE = 1.0
_RUN = re.compile(r"(?<![0-9.,])[0-9]+(?![.,]?[0-9])")


def _run(passage: Passage) -> Iterator[Finding]:
    if not passage.bead.source or not passage.bead.target or passage.source_figures.crowded or passage.target_figures.crowded:
        return
    extra = list(_differences(passage))
    extra += _parts(passage, [span for finding in extra for span in finding.target])
    extra += _conversions(passage, [span for finding in extra for span in finding.target])
    yield from extra
    yield from _shares(passage)
    yield from _currencies(passage, {span for finding in extra for span in finding.target})


def _parts(passage: Passage, reported: list[Span]) -> Iterator[Finding]:
    """Shares that contradict each other though their numbers occur: 三分之一 and "a quarter"."""
    source = [q for q in passage.source_figures.quantities if q.kind == "fraction" or (q.kind == "percent" and not q.certain)]
    target = [q for q in passage.target_figures.quantities if q.kind == "fraction" and not any(s.overlaps(q.span) for s in reported)]
    ours = [q for q in source if not any(_same_share(q, t) for t in passage.target_figures.quantities)]
    theirs = [q for q in target if not any(_same_share(q, s) for s in passage.source_figures.quantities)]
    for here, there in zip(ours, theirs, strict=False):
        yield _pair(passage, Stated(here.span, here.values, here.kind, True), Stated(there.span, there.values, there.kind, True))


def _conversions(passage: Passage, reported: list[Span]) -> Iterator[Finding]:
    """A conversion in the English that is wrong, where one of its two numbers is the original's."""
    for found in conversions(passage.target):
        if any(s.overlaps(found.first) or s.overlaps(found.second) for s in reported):
            continue
        first, second = (_stated_at(passage.target_figures, span) for span in (found.first, found.second))
        if first is None or second is None:
            continue
        ours, other = _original_of(passage, first), _original_of(passage, second)
        if (ours is None) != (other is None):
            yield _misconverted(passage, ours or other or first, second if ours else first)


def _stated_at(figures: Figures, span: Span) -> Quantity | None:
    return next((q for q in figures.quantities if q.span.overlaps(span)), None)


def _original_of(passage: Passage, quantity: Quantity) -> Quantity | None:
    """The quantity of the original that says the same, in the same unit."""
    return next((q for q in passage.source_figures.quantities if q.certain and agree(q.values[0], quantity.values[0])), None)


def _misconverted(passage: Passage, ours: Quantity, theirs: Quantity) -> Finding:
    here, there = ours.span.of(passage.source).strip(), theirs.span.of(passage.target).strip()
    return Finding(
        kind="conversion",
        tier="flag",
        severity="major",
        target=(theirs.span,),
        source=(ours.span,),
        message=f"The original says {here}; the English gives {there} for it in another unit, which is not the same quantity.",
        evidence={"source": {"value": ours.values[0]}, "target": {"value": theirs.values[0]}},
    )


def _same_share(a: Quantity, b: Quantity) -> bool:
    return any(abs(x - y) < _SHARE for x in _in_percent(a) for y in _in_percent(b))


def _in_percent(quantity: Quantity) -> list[float]:
    """What a quantity may be as a percentage."""
    return [quantity.values[0] * 100] if quantity.kind == "fraction" else [v for v in quantity.values for v in (v, v * 100)]


def _bare(text: str) -> list[float]:
    """Every run of digits, however it is read: a code or a name may support a number."""
    return [float(d) for d in _RUN.findall(halfwidth(text)) if len(d) < 13]


def _differences(passage: Passage) -> Iterator[Finding]:
    pairing = pair_up(passage.source_figures, passage.target_figures, _bare(passage.source))
    extra = [s for s in pairing.extra if _asks(s)]
    missing = [s for s in pairing.missing if _asks(s) and s.certain]
    possible = [s for s in pairing.missing if _asks(s) and not s.certain] + [s for s in pairing.surplus if _asks(s)]
    possible += _by_conversion(passage.source_figures, passage.target_figures, {*pairing.missing, *pairing.surplus})
    last = [s for s in (*pairing.missing, *pairing.surplus) if s.sort == "loose" or s.moment]
    partners = _assigned(extra, [missing, possible, last])
    for theirs in extra:
        ours = partners.get(theirs)
        if ours is not None:
            yield _pair(passage, ours, theirs)
        # A conversion in brackets adds nothing; a number in words may be a manner of speaking.
        elif theirs.certain and not _PARENTHESIS.search(passage.target[max(0, theirs.span.start - _BRACKETED) : theirs.span.start]):
            yield _one_sided(passage, theirs, "added")
    missing = [s for s in missing if s not in partners.values()]
    reused = [s for s in pairing.reused if _asks(s)]
    yield from _left(passage, missing, [s for s in pairing.surplus if _asks(s) and s.certain], reused)
    words = [s for s in pairing.missing if s.sort == "number" and not s.certain and s.values[0] >= 2 and s not in partners.values()]
    yield from _spelled(passage, words, [s for s in reused if s.sort == "number" and not s.certain])


def _by_conversion(source: Figures, target: Figures, left: set[Stated]) -> list[Stated]:
    """Numbers of the original that only a conversion answers: "645 miles (4,040 km)" for 1,040 km."""
    stated = {q.values[0] for q in target.quantities}
    items = [Stated(q.span, q.values, q.kind, q.certain) for q in source.quantities if q.certain and len(q.values) > 1]
    return [s for s in items if s not in left and not any(agree(s.values[0], v) for v in stated)]


def _left(passage: Passage, missing: list[Stated], surplus: list[Stated], reused: list[Stated]) -> Iterator[Finding]:
    """Numbers that nothing answers, where the English has another of the original's numbers once too often."""
    for ours in [*missing, *surplus]:
        fitting = [s for s in reused if _comparable(ours, s) and (s.certain or ours in missing)]
        if fitting:
            theirs = min(fitting, key=lambda s: _distance(ours, s))
            alike = [s for s in reused if s.values[0] == theirs.values[0]]
            reused = [s for s in reused if s not in alike]
            yield _pair(passage, ours, theirs, _like(passage, theirs))
        elif ours in missing:
            yield _one_sided(passage, ours, "missing")


def _spelled(passage: Passage, missing: list[Stated], reused: list[Stated]) -> Iterator[Finding]:
    """Small numbers in words: "seven days" for 三天, where the only seven of the original is a date's."""
    counted = {v for q in passage.source_figures.quantities for v in q.values}
    for ours, theirs in zip(missing, [s for s in reused if s.values[0] not in counted], strict=False):
        yield _pair(passage, ours, theirs)


def _like(passage: Passage, theirs: Stated) -> list[Span]:
    """All places where the English says a number: which of them is the wrong one, nobody can tell."""
    return [q.span for q in passage.target_figures.quantities if q.kind == theirs.sort and q.values[0] == theirs.values[0]]


def _asks(stated: Stated) -> bool:
    """Whether a figure is a number in its own right, so that its change is this check's business."""
    if stated.moment or stated.sort == "loose":
        return False
    return stated.certain or stated.sort in _GROUPS or stated.values[0] >= 2


# Sorts that only answer one another; every other may stand for a plain number.
_GROUPS = {"fraction": "share", "ordinal": "ordinal", "period": "period", "round": "round"}


def _comparable(ours: Stated, theirs: Stated) -> bool:
    a, b = _GROUPS.get(ours.sort), _GROUPS.get(theirs.sort)
    if "round" in (a, b):  # "thousands" and "a thousand" differ by their size only
        return all(s.values[0] >= 10 and _log(s.values[0]).is_integer() for s in (ours, theirs)) and not (ours.certain or theirs.certain)
    return a == b or {a or ours.sort, b or theirs.sort} == {"share", "percent"} or (a == "ordinal" and theirs.certain)


def _assigned(extra: Sequence[Stated], tiers: Sequence[Sequence[Stated]]) -> dict[Stated, Stated]:
    """What of the original each number stands for: the likeliest pairs are made first, each number used once.

    Args:
        extra: numbers of the English that nothing supports.
        tiers: what must be answered, what may be, and what calls for no number at all.
    """
    options = []
    for rank, ours in enumerate(tiers):
        for one in ours[:_MOST]:
            fits = _possible if rank == len(tiers) - 1 else _comparable
            options += [(rank, _distance(one, theirs), one, theirs) for theirs in extra[:_MOST] if fits(one, theirs)]
    partners: dict[Stated, Stated] = {}
    used: set[Span] = set()
    for _, _, one, theirs in sorted(options, key=lambda o: (o[0], not o[3].certain, o[1], o[2].span, o[3].span)):
        if theirs not in partners and one.span not in used:
            partners[theirs] = one
            used.add(one.span)
    return partners


def _possible(ours: Stated, theirs: Stated) -> bool:
    """Whether a number may stand for what calls for none: a word (both, 百年), a year that lost its shape, an hour."""
    if theirs.sort in _GROUPS:
        return False
    value, other = ours.values[0], theirs.values[0]
    if theirs.certain and _akin(value, other):
        return True
    if ours.sort in _LIMITS:  # September 34; 41 o'clock
        return theirs.certain and _LIMITS[ours.sort] < other < _SMALL
    return ours.sort == "loose" and 2 <= value < _SMALL > other


# Numbers above these are no hours and no days.
_LIMITS = {"hour": 24, "day": 31}


# Numbers of a side that are paired with each other; a table of figures is not.
_MOST = 40
# Characters back from a number in which its bracket opens.
_BRACKETED = 200
# Words such as "both" and "decade" stand for small numbers.
_SMALL = 100


def _akin(a: float, b: float) -> bool:
    """Whether the digits are the same, or all but one of as many: what a slip of the pen leaves."""
    if _power_of_ten(a, b):
        return True
    return _one_digit(a, b) and len(f"{a:.12g}") >= 3


def _one_digit(a: float, b: float) -> bool:
    """Whether two numbers of several digits differ in one of them."""
    first, second = f"{a:.12g}", f"{b:.12g}"
    return len(first) == len(second) >= 2 and sum(x != y for x, y in zip(first, second, strict=True)) == 1


def _distance(a: Stated, b: Stated) -> tuple[bool, bool, float]:
    """Likeliest pair first: what a slip of the pen leaves, same kind, then the nearest in size."""
    return not _akin(a.values[0], b.values[0]), a.sort != b.sort, abs(_log(a.values[0]) - _log(b.values[0]))


def _log(value: float) -> float:
    return math.log10(abs(value)) if value else -9.0


def _power_of_ten(a: float, b: float) -> int | None:
    """The power of ten that b is of a, if the digits are the same; None otherwise, and for equal values."""
    power = _log(b) - _log(a)
    nearest = round(power)
    return nearest if nearest and abs(power - nearest) < 0.003 else None


_TIMES = {1: "ten times", 2: "a hundred times", 3: "a thousand times", 4: "ten thousand times", 6: "a million times", 8: "a hundred million times"}


def _difference(ours: float, theirs: float) -> tuple[str, str]:
    """Kind of the difference and how to say it."""
    power = _power_of_ten(ours, theirs)
    if power:
        times = _TIMES.get(abs(power), f"10^{abs(power)} times")
        return "magnitude", f"{times} {'more' if power > 0 else 'less'}"
    if not ours or not theirs:
        return "number", "another number"
    if _digits(ours) == _digits(theirs):
        return "number", "with its digits in another order"
    ratio = theirs / ours
    if _rounded(ours, theirs):
        return "rounded", f"rounded by {abs(ratio - 1):.0%}"
    by = f"{ratio:.2g} times as much" if ratio > 1 else f"{ratio:.0%} of that"
    if 0.9 < ratio < 1.1:
        by = f"{abs(ratio - 1):.1%} {'more' if ratio > 1 else 'less'}"
    return "number", f"one digit changed, {by}" if _one_digit(ours, theirs) else by


def _rounded(ours: float, theirs: float) -> bool:
    """Whether theirs is ours to one or two figures (18,560 → 19,000), and ours has more of them."""
    if abs(ours) < 100 and ours.is_integer():
        return False
    return any(float(f"{ours:.{places}g}") == theirs != ours for places in (1, 2))


def _digits(value: float) -> list[str]:
    return sorted(f"{value:.12g}".replace(".", "").strip("0"))


def _pair(passage: Passage, ours: Stated, theirs: Stated, places: Sequence[Span] = ()) -> Finding:
    source, target = _with_money(passage.source, ours, passage.source_figures), _with_money(passage.target, theirs, passage.target_figures)
    kind, how = _difference(*_measures(ours, theirs))
    if theirs.sort in ("period", "ordinal"):  # the fourth quarter is not "1.3 times" the third
        kind, how = theirs.sort, "another one"
    code = _currency_of(passage.source_figures, ours, passage.source)
    reading = _spoken(ours.values[0], code, ours.sort)
    stated = source.of(passage.source).strip()
    gloss = f" ({reading})" if reading != stated else ""
    slight = kind == "rounded" and abs(theirs.values[0] / ours.values[0] - 1) < _SLIGHT
    return Finding(
        kind=kind,
        tier="hint" if slight else "flag",
        severity="minor" if slight else "major",
        target=tuple(places) or (target,),
        source=(source,),
        message=f"The original says {stated}{gloss}; the English says {target.of(passage.target).strip()}, {how}.",
        evidence={
            "source": {"value": ours.values[0], "unit": code or _unit(ours)},
            "target": {"value": theirs.values[0], "unit": _currency_of(passage.target_figures, theirs, passage.target) or _unit(theirs)},
        },
    )


def _unit(stated: Stated) -> str:
    return "number" if stated.moment or stated.sort == "loose" else stated.sort


def _measures(ours: Stated, theirs: Stated) -> tuple[float, float]:
    """The two values in one measure: a fraction beside a percentage becomes one."""
    sorts = {ours.sort, theirs.sort}
    factors = [100 if s.sort == "fraction" and "percent" in sorts else 1 for s in (ours, theirs)]
    return ours.values[0] * factors[0], theirs.values[0] * factors[1]


def _one_sided(passage: Passage, quantity: Stated, which: str) -> Finding:
    """A number that the other side does not have: often style ("two" put as "both"), so only a hint."""
    here, there = ("target", "source") if which == "added" else ("source", "target")
    text = quantity.span.of(passage.target if which == "added" else passage.source).strip()
    says = f"The English says {text}" if which == "added" else f"The original says {text}"
    other = "the original has no such number here" if which == "added" else "the English has no such number here"
    return Finding(
        kind=which,
        tier="hint",
        severity="minor",
        target=(quantity.span,) if which == "added" else (),
        source=() if which == "added" else (quantity.span,),
        message=f"{says}; {other}.",
        evidence={here: {"value": quantity.values[0], "unit": quantity.sort}, there: None},
    )


def _spoken(value: float, code: str | None, kind: str) -> str:
    """A value in English words and digits: USD 550 billion."""
    if kind == "fraction":
        return f"{value:.0%}"
    for name, size in (("trillion", 1e12), ("billion", 1e9), ("million", 1e6)):
        if abs(value) >= size:
            number = f"{value / size:,.4g} {name}"
            break
    else:
        number = f"{value:,.12g}"
    unit = {"percent": "%", "points": " percentage points"}.get(kind, "")
    return f"{code} {number}" if code else number + unit


# --- per cent and points -----------------------------------------------------------------------------------------------


def _shares(passage: Passage) -> Iterator[Finding]:
    """3 per cent is not 3 percentage points."""
    for theirs in passage.target_figures.quantities:
        if theirs.kind not in ("percent", "points"):
            continue
        same = [q for q in passage.source_figures.quantities if agree(q.values[0], theirs.values[0])]
        kinds = {q.kind for q in same}
        if not kinds or theirs.kind in kinds or not kinds <= {"percent", "points"}:
            continue
        ours = same[0]
        put = {"percent": "per cent", "points": "percentage points"}
        yield Finding(
            kind="percent",
            tier="flag",
            severity="major",
            target=(theirs.span,),
            source=(ours.span,),
            message=f"The original says {ours.span.of(passage.source).strip()} ({put[ours.kind]}); "
            f"the English says {theirs.span.of(passage.target).strip()} ({put[theirs.kind]}).",
            evidence={"source": {"value": ours.values[0], "unit": ours.kind}, "target": {"value": theirs.values[0], "unit": theirs.kind}},
        )


# --- money -------------------------------------------------------------------------------------------------------------

_BETWEEN = re.compile(
    r"[\s\d,.万亿兆千百十多余几萬億만억조천]{0,8}(?:hundred|thousand|million|billion|trillion|bn|mn|tn)?(?:\s{1,2}(?:d['’]|d[eio](?=\s)))?\s{0,2}"
    r"|\s{0,2}(?:[-–—~～〜至到]|[^\W\d_]{1,4}(?=\s))\s{0,2}\d[\d,.\s]{0,9}(?:hundred|thousand|million|billion|trillion|bn|mn|tn)?\s{0,2}"
)


def _moneys_of(figures: Figures, quantity: Quantity | Stated, text: str) -> list[Money]:
    """The currencies that stand right before or behind a quantity."""
    found = []
    for money in figures.money:
        gap = text[quantity.span.end : money.span.start] if money.span.start >= quantity.span.end else text[money.span.end : quantity.span.start]
        near = money.span.start >= quantity.span.end or money.span.end <= quantity.span.start
        if near and len(gap) <= 24 and _BETWEEN.fullmatch(gap):
            found.append(money)
    return found


def _money_of(figures: Figures, quantity: Quantity | Stated, text: str) -> Money | None:
    """The first currency beside a quantity."""
    return next(iter(_moneys_of(figures, quantity, text)), None)


def _currency_of(figures: Figures, quantity: Quantity | Stated, text: str) -> str | None:
    money = _money_of(figures, quantity, text)
    return money.code if money else None


def _with_money(text: str, quantity: Quantity | Stated, figures: Figures) -> Span:
    """The quantity with its currency."""
    money = _money_of(figures, quantity, text)
    if money is None:
        return quantity.span
    return Span(min(quantity.span.start, money.span.start), max(quantity.span.end, money.span.end))


def _compatible(code: str, codes: set[str]) -> bool:
    return code in codes or (code == "dollar" and bool(codes & _DOLLARS)) or (code in _DOLLARS and "dollar" in codes)


def _currencies(passage: Passage, already: set[Span]) -> Iterator[Finding]:
    """The same amount in another currency, or a currency in place of the one that is missing."""
    found = list(_amounts(passage, already))
    yield from found or _named(passage)


def _named(passage: Passage) -> Iterator[Finding]:
    """A currency that the original does not name, where one of the original's is named nowhere in the English."""
    ours = {m.code: m for m in passage.source_figures.money}
    theirs = passage.target_figures.money
    missing = [m for code, m in ours.items() if not any(_compatible(t.code, {code}) for t in theirs)]
    if len(missing) > 1 and all(m.code in _DOLLARS | {"dollar"} for m in missing):  # 미화 … 달러 names one currency twice
        missing = missing[:1]
    strange = [t for t in theirs if not _compatible(t.code, set(ours)) and not _PARENTHESIS.search(passage.target[: t.span.start])]
    strange = strange or _twice(passage)
    if len(missing) != 1 or not strange:
        return
    yield Finding(
        kind="currency",
        tier="flag",
        severity="major",
        target=(strange[0].span,),
        source=(missing[0].span,),
        message=f"The original speaks of {missing[0].span.of(passage.source)} ({missing[0].code}); "
        f"the English says {strange[0].span.of(passage.target)}, another currency.",
        evidence={"source": {"unit": missing[0].code}, "target": {"unit": strange[0].code}},
    )


def _twice(passage: Passage) -> list[Money]:
    """A currency that the English names oftener than the original, at its first place."""
    ours = collections.Counter(m.code for m in passage.source_figures.money)
    theirs = collections.Counter(m.code for m in passage.target_figures.money)
    return [next(m for m in passage.target_figures.money if m.code == code) for code, count in theirs.items() if count > ours[code] >= 1]


def _amounts(passage: Passage, already: set[Span]) -> Iterator[Finding]:
    """The same amount with another currency beside it."""
    source, target = passage.source_figures, passage.target_figures
    for theirs in target.quantities:
        moneys = _moneys_of(target, theirs, passage.target)
        if not moneys or any(theirs.span.overlaps(span) for span in already):
            continue
        same = [q for q in source.quantities if any(agree(v, w) for v in q.values for w in theirs.values)]
        named = [(q, m) for q in same if (m := _money_of(source, q, passage.source))]
        codes = {m.code for _, m in named}
        other = next((m for m in moneys if not _compatible(m.code, codes)), None)
        if named and other and (len(moneys) == 1 or moneys[0].code != moneys[-1].code):
            yield _other_currency(passage, *named[0], theirs, other)


def _other_currency(passage: Passage, ours: Quantity, our_money: Money, theirs: Quantity, money: Money) -> Finding:
    source = _with_money(passage.source, ours, passage.source_figures)
    target = Span(min(theirs.span.start, money.span.start), max(theirs.span.end, money.span.end))
    name = "dollars" if money.code == "dollar" else money.code
    return Finding(
        kind="currency",
        tier="flag",
        severity="major",
        target=(target,),
        source=(source,),
        message=f"The original says {source.of(passage.source).strip()} ({our_money.code}); "
        f"the English says {target.of(passage.target).strip()} ({name}), another currency.",
        evidence={"source": {"value": ours.values[0], "unit": our_money.code}, "target": {"value": theirs.values[0], "unit": money.code}},
    )


CHECK = Check(
    name="quantity",
    version=3,
    mqm="Accuracy/Mistranslation",
    explanation="A number, magnitude, percentage or currency that differs between the two sides.",
    languages=LANGUAGES,
    run=_run,
)
