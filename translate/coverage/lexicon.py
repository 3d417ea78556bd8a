"""Which words of a Chinese–English passage a dictionary explains by words of the other side.

A word is explained if CC-CEDICT, the name tables, a reading or a figure finds something for it over there. What is left are words
that were put freely, or that stand on one side alone: a clause full of them is suspicious.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.translate.dictionary import ENGLISH, GRAMMAR, PARTICLES, said, segmented, stem, stems_of
from sourcetrace.translate.names.romanise import pinyin_readings
from sourcetrace.translate.names.source import SourceNames
from sourcetrace.translate.names.stated import renders, stated_names
from sourcetrace.translate.names.tables import folded
from sourcetrace.translate.numerals import number_set
from sourcetrace.translate.text import Span, fold

__all__ = ["LANGUAGES", "Word", "open_share", "unexplained"]

LANGUAGES = frozenset({"zh"})  # of the source, whose words the tables hold

_FIGURE = re.compile(r"\d[\d,]{0,17}(?:\.\d{1,9})?\s{0,2}(?:万亿|万億|千万|百万|十万|[万萬亿億兆]|thousand|million|billion|trillion|bn)?")
_SUPPORTED = 0.8  # a name's support from which it counts as rendered
_INITIAL = 7  # letters of a pinyin spelling that must agree


class Word(msgspec.Struct, frozen=True):
    """A content word and whether the other side explains it; `name` tells words with a capital."""

    span: Span
    explained: bool
    name: bool = False


def unexplained(source: str, target: str, names: SourceNames) -> tuple[list[Word], list[Word]]:
    """The content words of both sides.

    Args:
        source: a passage in Chinese.
        target: the same in English.
        names: of the source.
    """
    form = folded(source)
    stems = frozenset(stem(fold(found.group())) for found in ENGLISH.finditer(target))
    stems |= frozenset(stem(part) for found in ENGLISH.finditer(target) for part in re.split("[-'’]", fold(found.group())))
    ours = [*_source_words(form, stems, target, names), *_figures(source, target)]
    theirs = [*_target_words(target, form, names), *_figures(target, source)]
    return ours, theirs


def open_share(text: str, other: str) -> float:
    """The share of the content words of an English text that another English text does not have, with one word's doubt."""
    known = {stem(fold(found.group())) for found in ENGLISH.finditer(other)}
    words = [fold(found.group()) for found in ENGLISH.finditer(text)]
    content = [stem(word) for word in words if len(word) > 2 and word not in GRAMMAR]
    return sum(word not in known for word in content) / (len(content) + 1)


def _figures(text: str, other: str) -> Iterator[Word]:
    """Numbers in digits, which the same number over there explains."""
    there = number_set(other)
    for found in _FIGURE.finditer(text):
        yield Word(Span(*found.span()), bool(number_set(found.group()) & there))


# --- the English side ---------------------------------------------------------------------------------------------------


def _target_words(target: str, form: str, names: SourceNames) -> Iterator[Word]:
    known = said(form)
    for found in ENGLISH.finditer(target):
        word = fold(found.group())
        if word in GRAMMAR or len(word) < 3:
            continue
        capital = found.group()[0].isupper()
        explained = stem(word) in known or any(stem(part) in known for part in re.split("[-'’]", word) if part not in GRAMMAR and len(part) > 2)
        if not explained and capital:
            explained = names.support(found.group()).score >= _SUPPORTED
        yield Word(Span(*found.span()), explained, capital)


# --- the Chinese side ---------------------------------------------------------------------------------------------------


def _source_words(form: str, stems: frozenset[str], target: str, names: SourceNames) -> Iterator[Word]:
    words = [found.group() for found in ENGLISH.finditer(target) if found.group()[0].isupper()]
    named = [part.span for name in stated_names(names) for part in name.parts if renders(words, part, name, names)]
    for found in ENGLISH.finditer(form):
        if found.group().isascii():
            yield Word(Span(*found.span()), stem(fold(found.group())) in stems)
    for span in segmented(form):
        word = span.of(form)
        if word not in PARTICLES:
            yield Word(span, any(span.overlaps(name) for name in named) or _rendered(word, stems))


def _rendered(word: str, stems: frozenset[str]) -> bool:
    if stems_of(word) & stems:
        return True
    if len(word) > 2 and any(stems_of(word[:cut]) & stems and (len(word) - cut == 1 or stems_of(word[cut:]) & stems) for cut in range(1, len(word))):
        return True
    spelled = "".join(pinyin_readings(word))
    return any(len(s) >= 3 and (spelled[:_INITIAL] == s or spelled.startswith(s)) for s in stems)
