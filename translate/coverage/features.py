"""Features of clauses: how well the other side of a passage covers each of them.

Two looks. The first compares the vectors of all clauses with those of the other side, which is cheap, and keeps the few that look
alone (`screened`). The second asks of these whether the two sides are more alike without them, whether any stretch of the other
side, however it is cut, is like them, and which of their words a dictionary explains (`weighed`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt
from sourcetrace.translate.coverage.clauses import clauses
from sourcetrace.translate.coverage.lexicon import Word, open_share, unexplained
from sourcetrace.translate.encoder import Vectors, encode
from sourcetrace.translate.names.source import SourceNames
from sourcetrace.translate.sentences import segment
from sourcetrace.translate.text import Span

__all__ = ["REFERENCE", "SCREENED", "WEIGHED", "WORDS", "Pair", "SideName", "Suspect", "length", "opposite", "screened", "weighed"]

SideName = Literal["source", "target"]
Array = npt.NDArray[np.float32]

# Features by the look that measures them; the third group needs a dictionary.
SCREENED = (
    "likeness",
    "likeness against the rest",
    "likeness with its own side",
    "likeness with the other side",
    "part in the other side",
    "part in the other side less its own",
    "likeness of the sides",
    "log ratio of the sides",
    "log ratio without it",
    "share of its side",
    "log length",
    "clauses",
    "clauses of the other side",
)
WEIGHED = ("gain without it", "nearest stretch", "nearest stretch against the rest", "stretch of its own")
WORDS = (
    "words",
    "unexplained",
    "share unexplained",
    "names unexplained",
    "share unexplained of the rest",
    "unexplained over there",
    "share unexplained over there",
    "log ratio of words",
    "surplus unexplained",
    "share of the surplus",
)
# Of a clause of the original, where a machine translation of its passage is at hand.
REFERENCE = (
    "log ratio to the reference",
    "likeness to the reference",
    "share unexplained of the reference",
    "likeness with its stretch of the reference",
    "nearest to its stretch of the reference",
    "share unexplained of its stretch of the reference",
    "nearest stretch less that of the reference",
)

_RIDGE = 0.3  # keeps the parts of clauses that are much alike from running off against each other
_HAN = re.compile("[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_ALPHANUMERIC = re.compile("[A-Za-z0-9]")
# A Latin letter in a Chinese text stands for itself in the English, where a Chinese character becomes three or four letters.
_LATIN_WEIGHT, _MARK_WEIGHT = 0.27, 0.2
_UNSPACED = frozenset({"zh", "ja"})
_CLIP = 0.6  # log ratio: further off, a passage says nothing about how long this translator writes
_PRIOR = 4.0  # passages a document must show to weigh as much as the general length ratio: (.18 / .09)², sd within and between documents
_LEAST_REFERENCE = 20  # characters of a stretch of the reference
_STRETCHES = (0.8, 1.3)  # lengths of the stretches compared with a clause, as shares of its own


class Pair(msgspec.Struct, frozen=True):
    """A passage with both sides; spans are offsets into its side.

    Attributes:
        language: of the source.
        names: of the source, where a dictionary can read it.
        reference: a machine translation of the source, if there is one.
    """

    source: str
    target: str
    source_sentences: tuple[Span, ...]
    target_sentences: tuple[Span, ...]
    language: str
    names: SourceNames | None = None
    reference: str | None = None

    def text(self, side: SideName) -> str:
        """The text of one side."""
        return self.source if side == "source" else self.target


class Suspect(msgspec.Struct, frozen=True):
    """A clause that may stand on one side alone.

    Attributes:
        pair: place of its passage among those that were handed in.
        span: within its side of the passage.
        values: features by name.
        vectors: of the clauses of its side, its own place among them, and of the clauses of the other side with the whole.
    """

    pair: int
    side: SideName
    span: Span
    values: dict[str, float]
    vectors: tuple[Vectors, int, Vectors]


def opposite(side: SideName) -> SideName:
    """The other side."""
    return "target" if side == "source" else "source"


def length(text: str, language: str) -> float:
    """Characters; in Chinese and its neighbours, Latin letters and marks count for the part of a character that they become."""
    if language not in _UNSPACED:
        return float(max(1, len(text)))
    han, latin = len(_HAN.findall(text)), len(_ALPHANUMERIC.findall(text))
    return max(1.0, han + _LATIN_WEIGHT * latin + _MARK_WEIGHT * (len(text) - han - latin))


class _Half(msgspec.Struct, frozen=True):
    """One side of a passage: its clauses, and the row of each and of the whole among the vectors."""

    text: str
    language: str
    units: list[Span]
    rows: list[int]
    whole: int


class _Texts:
    """Texts that are encoded together, each once."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}

    def add(self, text: str) -> int:
        return self._rows.setdefault(text, len(self._rows))

    def encoded(self) -> Vectors:
        return encode(list(self._rows))


# --- the first look -----------------------------------------------------------------------------------------------------


def screened(pairs: Sequence[Pair], expected: float, keep: Callable[[SideName, Mapping[str, float]], bool]) -> list[Suspect]:
    """The clauses of both sides that look alone.

    Args:
        pairs: the passages of one document.
        expected: the mean log of English characters over the length of the original.
        keep: whether a clause of this side with these features is looked at again.
    """
    texts = _Texts()
    halves = [(_half(p, "source", texts), _half(p, "target", texts)) for p in pairs]
    vectors = texts.encoded()
    found: list[Suspect] = []
    for number, (both, ratio) in enumerate(zip(halves, _ratios(halves, expected), strict=True)):
        source, target = both
        looks: tuple[tuple[SideName, _Half, _Half, float], ...] = (("source", source, target, -ratio), ("target", target, source, ratio))
        for side, own, other, signed in looks:
            if len(own.units) > 1:
                found += [s for s in _suspects(number, side, own, other, vectors, signed) if keep(side, s.values)]
    return found


def _half(pair: Pair, side: SideName, texts: _Texts) -> _Half:
    text = pair.text(side)
    language, sentences = (pair.language, pair.source_sentences) if side == "source" else ("en", pair.target_sentences)
    units = clauses(text, sentences, language)
    return _Half(text, language, units, [texts.add(unit.of(text)) for unit in units], texts.add(text))


def _ratios(halves: Sequence[tuple[_Half, _Half]], expected: float) -> list[float]:
    """Log ratio of target to source, over what is expected of the language and of the other passages of this document."""
    raw = np.array([math.log(length(t.text, t.language) / length(s.text, s.language)) - expected for s, t in halves])
    clipped = np.clip(raw, -_CLIP, _CLIP)
    others = (clipped.sum() - clipped) / (len(raw) - 1 + _PRIOR)
    return [float(r) for r in raw - others]


def _suspects(number: int, side: SideName, own: _Half, other: _Half, vectors: Vectors, ratio: float) -> Iterator[Suspect]:
    units, theirs = vectors[own.rows], vectors[[*other.rows, other.whole]]
    mine, whole = vectors[own.whole], vectors[other.whole]
    nearest = (units @ theirs[:-1].T).max(axis=1)
    best = np.maximum(nearest, units @ whole)
    kernel = np.linalg.inv(units @ units.T + _RIDGE * np.eye(len(units)))
    parts, own_parts = kernel @ (units @ whole), kernel @ (units @ mine)
    total = length(own.text, own.language)
    for place, unit in enumerate(own.units):
        share = min(1.0, length(unit.of(own.text), own.language) / total)
        values = (
            nearest[place],
            best[place] - (best.sum() - best[place]) / (len(best) - 1),
            units[place] @ mine,
            units[place] @ whole,
            parts[place],
            parts[place] - own_parts[place],
            mine @ whole,
            ratio,
            ratio + math.log(max(1 - share, 0.02)),
            share,
            math.log(unit.end - unit.start),
            len(own.units),
            len(other.units),
        )
        named = {name: float(value) for name, value in zip(SCREENED, values, strict=True)}
        yield Suspect(number, side, unit, named, (units, place, theirs))


# --- the second look ----------------------------------------------------------------------------------------------------


def weighed(suspects: Sequence[Suspect], pairs: Sequence[Pair], expected: float) -> list[dict[str, float]]:
    """All features of each suspect.

    Args:
        suspects: of one document.
        pairs: the passages it was screened from.
        expected: as for `screened`.
    """
    texts = _Texts()
    plans = [_plan(suspect, pairs[suspect.pair], expected, texts) for suspect in suspects]
    vectors = texts.encoded()
    words = {number: _words(pairs[number]) for number in sorted({s.pair for s in suspects})}
    found = []
    for suspect, plan in zip(suspects, plans, strict=True):
        values = suspect.values | _of_stretches(suspect, vectors[plan.without], vectors[plan.stretches])
        both = words[suspect.pair]
        if both:
            values |= _of_words(suspect.span, *(both if suspect.side == "source" else both[::-1]))
        if plan.references:
            values |= _of_reference(suspect, pairs[suspect.pair], plan, vectors)
        found.append(values)
    return found


class _Plan(msgspec.Struct, frozen=True):
    """Rows of the vectors that a suspect is compared with: its side without it, stretches of the other side and of the reference."""

    without: int
    stretches: list[int]
    references: list[int]
    reference_texts: list[str]
    reference: int


def _plan(suspect: Suspect, pair: Pair, expected: float, texts: _Texts) -> _Plan:
    without = texts.add(_without(suspect, pair))
    stretches = [texts.add(part) for part in _stretches(suspect, pair, expected)]
    if suspect.side == "target" or not pair.reference:
        return _Plan(without, stretches, [], [], -1)
    size = round(length(suspect.span.of(pair.source), pair.language) * math.exp(expected))
    parts = [unit.of(pair.reference) for unit in clauses(pair.reference, segment(pair.reference, "en"), "en")]
    parts += _cut(pair.reference, max(_LEAST_REFERENCE, size), True)
    return _Plan(without, stretches, [texts.add(part) for part in parts], parts, texts.add(pair.reference))


def _words(pair: Pair) -> tuple[list[Word], list[Word]] | None:
    return unexplained(pair.source, pair.target, pair.names) if pair.names else None


def _without(suspect: Suspect, pair: Pair) -> str:
    """Its side with the clause taken out."""
    text, span = pair.text(suspect.side), suspect.span
    before, after = text[: span.start].rstrip(), text[span.end :].lstrip()
    return f"{before} {after}" if suspect.side == "target" else before + after


def _stretches(suspect: Suspect, pair: Pair, expected: float) -> list[str]:
    """Stretches of the other side about as long as the clause would be there, each beginning half its length after the last."""
    own = suspect.span.of(pair.text(suspect.side))
    other = pair.text(opposite(suspect.side))
    if suspect.side == "source":
        size, spaced = length(own, pair.language) * math.exp(expected), True
    else:
        size, spaced = len(own) / math.exp(expected), pair.language not in _UNSPACED
    return [part for factor in _STRETCHES for part in _cut(other, max(4, round(size * factor)), spaced)]


_WORD_START = re.compile(r"(?<!\S)\S")


def _cut(text: str, size: int, spaced: bool) -> list[str]:
    starts = np.array([found.start() for found in _WORD_START.finditer(text)] if spaced else range(len(text)))
    parts, at = [], 0
    while True:
        start = int(starts[np.searchsorted(starts, at, "right") - 1])
        after = int(np.searchsorted(starts, start + size))
        end = int(starts[after]) if after < len(starts) else len(text)
        parts.append(text[start:end].strip())
        if end == len(text):
            return parts
        at = max(at + max(1, size // 2), start + 1)


def _of_stretches(suspect: Suspect, without: Array, stretches: Vectors) -> dict[str, float]:
    units, place, theirs = suspect.vectors
    likeness = np.concatenate([stretches, theirs]) @ units.T
    best = likeness.max(axis=0)
    rivals = np.delete(likeness, place, axis=1).max(axis=1)
    values = (
        float(without @ theirs[-1]) - suspect.values["likeness of the sides"],
        best[place],
        best[place] - (best.sum() - best[place]) / (len(best) - 1),
        (likeness[:, place] - rivals).max(),
    )
    return {name: float(value) for name, value in zip(WEIGHED, values, strict=True)}


def _of_reference(suspect: Suspect, pair: Pair, plan: _Plan, vectors: Vectors) -> dict[str, float]:
    """The stretch of the machine translation that is most like the clause, and whether the English has that."""
    reference = pair.reference or ""
    units, place, theirs = suspect.vectors
    there = np.concatenate([vectors[plan.stretches], theirs])
    likeness = vectors[plan.references] @ units[place]
    nearest = int(likeness.argmax())
    values = (
        math.log(len(pair.target) / len(reference)),
        vectors[plan.reference] @ theirs[-1],
        open_share(reference, pair.target),
        likeness[nearest],
        (there @ vectors[plan.references[nearest]]).max(),
        open_share(plan.reference_texts[nearest], pair.target),
        (there @ units[place]).max() - likeness[nearest],
    )
    return {name: float(value) for name, value in zip(REFERENCE, values, strict=True)}


def _of_words(span: Span, own: Sequence[Word], other: Sequence[Word]) -> dict[str, float]:
    inside = [word for word in own if span.start <= word.span.start < span.end]
    open_inside, open_own, open_other = (sum(not w.explained for w in words) for words in (inside, own, other))
    values = (
        len(inside),
        open_inside,
        open_inside / (len(inside) + 1),
        sum(w.name and not w.explained for w in inside),
        (open_own - open_inside) / (len(own) - len(inside) + 1),
        open_other,
        open_other / (len(other) + 1),
        math.log((len(own) + 3) / (len(other) + 3)),
        open_own - open_other,
        (open_own - open_other) / (len(own) + 3),
    )
    return {name: float(value) for name, value in zip(WORDS, values, strict=True)}
