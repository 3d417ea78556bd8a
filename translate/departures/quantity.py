"""Quantities: numbers, magnitudes, per cent and points, currencies."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.figures import Figures, Money, Quantity
from sourcetrace.translate.numerals import halfwidth
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

# Two statements of one quantity may be rounded differently; below this relative difference they agree.
_ROUNDING = 0.006
_DOLLARS = frozenset({"USD", "HKD", "AUD", "CAD", "SGD", "TWD"})
_PARENTHESIS = re.compile(r"\([^()]*$")


def _agree(a: float, b: float) -> bool:
    if a == b:
        return True
    if a <= 0 or b <= 0 or (a < 100 and b < 100 and a.is_integer() and b.is_integer()):
        return False
    return abs(a - b) / max(a, b) < _ROUNDING


def _values(figures: Figures) -> list[float]:
    """Everything a side states that a number of the other side may answer."""
    return [v for q in figures.quantities for v in q.values] + [float(m.value) for m in figures.moments if m.part != "weekday"]


def _unanswered(figures: Figures, others: list[float], certain: bool = True) -> list[Quantity]:
    return [
        q
        for q in figures.quantities
        if q.certain == certain and q.kind not in ("loose", "ordinal", "period") and not any(_agree(float(v), w) for v in q.values for w in others)
    ]


def _run(passage: Passage) -> Iterator[Finding]:
    if not passage.bead.source or not passage.bead.target:
        return
    source, target = passage.source_figures, passage.target_figures
    source_values = _values(source) + [float(d) for d in re.findall(r"[0-9]+", halfwidth(passage.source)) if len(d) < 13]
    missing = _unanswered(source, _values(target))
    extra = _unanswered(target, source_values)
    # "500 jin (250 kg)": a conversion in brackets adds nothing, unless a number is missing too.
    extra = [q for q in extra if missing or not _PARENTHESIS.search(passage.target[: q.span.start])]
    if missing and not extra:
        extra = [q for q in _unanswered(target, source_values, certain=False) if q.values[0] >= 2]
    if extra and not missing:
        missing = _possible(source, target, extra)
    yield from _changed(passage, missing, extra)
    yield from _shares(passage)
    yield from _currencies(passage, {q.span for q in extra})


def _possible(source: Figures, target: Figures, extra: list[Quantity]) -> list[Quantity]:
    """What a number that came from nowhere may have been: a numeral that calls for none (一千), or a year (1984 → 19,840).

    Only where the digits are the same, or all but one of as many: anything looser would pair what has nothing to do with each other.
    """
    answered = _values(target)
    candidates = [q for q in _unanswered(source, answered, certain=False) if q.values[0] >= 10]
    years = [m for m in source.moments if m.part == "year" and m.value not in answered]
    candidates += [Quantity(m.span, (float(m.value),)) for m in years]
    return [q for q in candidates if any(_akin(q.values[0], e.values[0]) for e in extra)]


def _akin(a: float, b: float) -> bool:
    if _power_of_ten(a, b):
        return True
    first, second = f"{a:.12g}", f"{b:.12g}"
    return len(first) == len(second) >= 3 and sum(x != y for x, y in zip(first, second, strict=True)) == 1


def _changed(passage: Passage, missing: list[Quantity], extra: list[Quantity]) -> Iterator[Finding]:
    left = list(missing)
    for theirs in extra:
        ours = min(left, key=lambda q: _distance(q, theirs), default=None)
        if ours is None:
            yield _one_sided(passage, theirs, "added")
            continue
        left.remove(ours)
        yield _pair(passage, ours, theirs)
    for ours in left:
        yield _one_sided(passage, ours, "missing")


def _distance(a: Quantity, b: Quantity) -> tuple[bool, bool, float]:
    """Likeliest pair first: same kind, a power of ten apart, then the nearest in size."""
    return a.kind != b.kind, _power_of_ten(a.values[0], b.values[0]) is None, abs(_log(a.values[0]) - _log(b.values[0]))


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
    if 0.9 < ratio < 1.1:
        return "number", f"{abs(ratio - 1):.1%} {'more' if ratio > 1 else 'less'}"
    return "number", f"{ratio:.2g} times as much" if ratio > 1 else f"{ratio:.2g} of it"


def _digits(value: float) -> list[str]:
    return sorted(f"{value:.12g}".replace(".", "").strip("0"))


def _pair(passage: Passage, ours: Quantity, theirs: Quantity) -> Finding:
    source, target = _with_money(passage.source, ours, passage.source_figures), _with_money(passage.target, theirs, passage.target_figures)
    kind, how = _difference(ours.values[0], theirs.values[0])
    code = _currency_of(passage.source_figures, ours, passage.source)
    reading = _spoken(ours.values[0], code, ours.kind)
    stated = source.of(passage.source).strip()
    gloss = f" ({reading})" if reading != stated else ""
    return Finding(
        kind=kind,
        tier="flag",
        severity="major",
        target=(target,),
        source=(source,),
        message=f"The original says {stated}{gloss}; the English says {target.of(passage.target).strip()}, {how}.",
        evidence={
            "source": {"value": ours.values[0], "unit": code or ours.kind},
            "target": {"value": theirs.values[0], "unit": _currency_of(passage.target_figures, theirs, passage.target) or theirs.kind},
        },
    )


def _one_sided(passage: Passage, quantity: Quantity, which: str) -> Finding:
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
        evidence={here: {"value": quantity.values[0], "unit": quantity.kind}, there: None},
    )


def _spoken(value: float, code: str | None, kind: str) -> str:
    """A value in English words and digits: USD 550 billion."""
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
        same = [q for q in passage.source_figures.quantities if _agree(q.values[0], theirs.values[0])]
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

_BETWEEN = re.compile(r"[\s\d,.万亿兆千百十多余几萬億]*(?:hundred|thousand|million|billion|trillion|bn|mn|tn)?\s*")


def _money_of(figures: Figures, quantity: Quantity, text: str) -> Money | None:
    """The currency that stands right before or behind a quantity."""
    for money in figures.money:
        gap = text[quantity.span.end : money.span.start] if money.span.start >= quantity.span.end else text[money.span.end : quantity.span.start]
        near = money.span.start >= quantity.span.end or money.span.end <= quantity.span.start
        if near and len(gap) <= 12 and _BETWEEN.fullmatch(gap):
            return money
    return None


def _currency_of(figures: Figures, quantity: Quantity, text: str) -> str | None:
    money = _money_of(figures, quantity, text)
    return money.code if money else None


def _with_money(text: str, quantity: Quantity, figures: Figures) -> Span:
    """The quantity with its currency."""
    money = _money_of(figures, quantity, text)
    if money is None:
        return quantity.span
    return Span(min(quantity.span.start, money.span.start), max(quantity.span.end, money.span.end))


def _compatible(code: str, codes: set[str]) -> bool:
    return code in codes or (code == "dollar" and bool(codes & _DOLLARS))


def _currencies(passage: Passage, already: set[Span]) -> Iterator[Finding]:
    """The same amount in another currency, or a currency in place of the one that is missing."""
    found = list(_amounts(passage, already))
    yield from found or _named(passage)


def _named(passage: Passage) -> Iterator[Finding]:
    """A currency that the original does not name, where one of the original's is named nowhere in the English."""
    ours = {m.code: m for m in passage.source_figures.money}
    theirs = passage.target_figures.money
    missing = [m for code, m in ours.items() if not any(t.code == code or (t.code == "dollar" and code in _DOLLARS) for t in theirs)]
    strange = [t for t in theirs if not _compatible(t.code, set(ours)) and not _PARENTHESIS.search(passage.target[: t.span.start])]
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


def _amounts(passage: Passage, already: set[Span]) -> Iterator[Finding]:
    """The same amount with another currency beside it."""
    source, target = passage.source_figures, passage.target_figures
    for theirs in target.quantities:
        money = _money_of(target, theirs, passage.target)
        if money is None or theirs.span in already:
            continue
        same = [q for q in source.quantities if any(_agree(v, w) for v in q.values for w in theirs.values)]
        named = [(q, m) for q in same if (m := _money_of(source, q, passage.source))]
        if named and not _compatible(money.code, {m.code for _, m in named}):
            yield _other_currency(passage, *named[0], theirs, money)


def _other_currency(passage: Passage, ours: Quantity, our_money: Money, theirs: Quantity, money: Money) -> Finding:
    source, target = _with_money(passage.source, ours, passage.source_figures), _with_money(passage.target, theirs, passage.target_figures)
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
    version=2,
    mqm="Accuracy/Mistranslation",
    explanation="A number, magnitude, percentage or currency that differs between the two sides.",
    languages=frozenset({"zh"}),
    run=_run,
)
