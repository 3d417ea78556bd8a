"""What words and numbers say for and against a bead, beside the vectors.

* Numbers: those that both blocks hold, and those that only one does.
* Chinese and English: the English words that CC-CEDICT, or a name table, gives for some stretch of the Chinese.
* All other pairs: spelling. Names and words of one origin share runs of letters; Cyrillic, kana, hangul and Arabic are put in Latin
  letters by their sounds, and Chinese characters that both sides write count as they are.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sourcetrace.translate.alignment.part import LONGEST, Part
from sourcetrace.translate.dictionary import PARTICLES, content_stems, said, segmented, stems_of
from sourcetrace.translate.encoder import Floats
from sourcetrace.translate.names.scripts import romanised, script_of, source_words
from sourcetrace.translate.names.tables import folded
from sourcetrace.translate.numerals import number_set
from sourcetrace.translate.text import fold

__all__ = ["GLOSSED", "Core", "Glosses", "Numbers", "Spelling", "glossed_side"]

Core = tuple[slice, slice]  # the sentences of either side that the document's own statistics are taken from
Bag = frozenset[object]
Weigh = Callable[[object, int, int, int, int], float]

GLOSSED = ("zh", "en")  # the pair of languages whose words the dictionary joins


class _Bags:
    """Which keys the blocks of either side hold.

    Args:
        left: the keys of each sentence.
        right: the same of the other side.
        weigh: a key's weight, from the number of sentences of the core that hold it on either side, and how many these are.
    """

    def __init__(self, left: Sequence[Bag], right: Sequence[Bag], core: Core, weigh: Weigh) -> None:
        counts = [Counter(key for bag in side[cut] for key in bag) for side, cut in zip((left, right), core, strict=True)]
        sizes = [len(side[cut]) for side, cut in zip((left, right), core, strict=True)]
        self._bags = left, right
        self._weight = functools.lru_cache(maxsize=None)(lambda key: weigh(key, counts[0][key], sizes[0], counts[1][key], sizes[1]))
        shared = sorted(set().union(*left) & set().union(*right), key=repr)
        column = {key: i for i, key in enumerate(shared)}
        self.weights = np.array([self._weight(key) for key in shared], np.float32)
        self._held = [_held(side, column) for side in (left, right)]

    def shared(self, a: int, b: int) -> Floats:
        """Weight of the keys that both blocks hold: (blocks of a, blocks of b)."""
        return np.asarray((_blocks(self._held[0], a) * self.weights) @ _blocks(self._held[1], b).T, np.float32)

    def whole(self, side: int, k: int) -> Floats:
        """Weight of all keys of every block of k sentences of a side, also of those that only this side knows."""
        return self._wholes[side][k - 1]

    @functools.cached_property
    def _wholes(self) -> list[list[Floats]]:
        return [_wholes(side, self._weight) for side in self._bags]


def _wholes(bags: Sequence[Bag], weigh: Callable[[object], float]) -> list[Floats]:
    """Summed weight of the distinct keys of every block, by the block's length.

    A key that stands in two sentences of a block counts once: the sum over sentences, less the key for every pair of its neighbouring
    places that lie inside.
    """
    # Sums are taken in one order whatever the order of a set, or the last digit of a score would change from run to run.
    sums = np.concatenate([[0.0], np.cumsum([sum(sorted(map(weigh, bag))) for bag in bags])])
    last: dict[object, int] = {}
    again = []
    for place, bag in enumerate(bags):
        again += [(last[key], place, weigh(key)) for key in bag if place - last.get(key, -LONGEST) < LONGEST]
        last.update(dict.fromkeys(bag, place))
    first, second, weight = (np.array(column) for column in zip(*sorted(again), strict=True)) if again else (np.zeros(0, int), np.zeros(0, int), np.zeros(0))
    wholes = []
    for k in range(1, LONGEST + 1):
        count = max(0, len(bags) - k + 1)
        inside = (second - first < k) & (count > 0)
        begins = np.bincount(np.maximum(0, second[inside] - k + 1), weight[inside], count + 1)
        ends = np.bincount(np.minimum(first[inside], count - 1) + 1, weight[inside], count + 1)
        wholes.append((sums[k:][:count] - sums[:count] - np.cumsum(begins - ends)[:count]).astype(np.float32))
    return wholes


def _held(bags: Sequence[frozenset[Any]], column: dict[Any, int]) -> list[Floats]:
    """1 where a block holds a key; by the block's length."""
    one = np.zeros((len(bags), len(column)), np.float32)
    for row, bag in enumerate(bags):
        one[row, [column[key] for key in bag if key in column]] = 1
    return _running(one)


def _running(one: Floats) -> list[Floats]:
    """Greatest values over every k neighbouring rows, by k."""
    found = [one]
    for k in range(1, LONGEST):
        found.append(np.maximum(found[-1][:-1], one[k:]) if len(one) > k else one[:0])
    return found


def _blocks(held: list[Floats], k: int) -> Floats:
    return held[k - 1]


class Numbers:
    """Numbers that two blocks share, and those that stand in one alone."""

    _MOST = 3.0  # further ones say nothing more
    _SMALL = 12  # numbers up to it are also months, hours and counts of anything

    def __init__(self, left: Part, right: Part, core: Core) -> None:
        bags = [[frozenset[object](number_set(s)) for s in part.heads] for part in (left, right)]
        self._bags = _Bags(bags[0], bags[1], core, self._weigh)

    def _weigh(self, number: object, left: int, _left_size: int, right: int, _right_size: int) -> float:
        """A number that stands everywhere tells little, and so does a small one."""
        small = isinstance(number, float) and number <= self._SMALL and number.is_integer()
        return (0.5 if small else 1.0) / math.sqrt(max(1, left, right))

    def __call__(self, a: int, b: int) -> tuple[Floats, Floats]:
        """(shared, unshared) weights of every pair of blocks."""
        shared = self._bags.shared(a, b)
        lonely = [np.clip(self._bags.whole(side, k)[index] - shared, 0, self._MOST) for side, k, index in ((0, a, np.s_[:, None]), (1, b, np.s_[None, :]))]
        return np.minimum(shared, self._MOST), lonely[0] + lonely[1]


class Glosses:
    """What the dictionary says of a block of Chinese beside one of English: which English words it gives, and which Chinese ones are said."""

    # Of a block's words, the share that the other side explains, between what is usual of a right bead and of a wrong one.
    _EXPECTED = 0.45
    _ROOM = 1.0  # added to a block's weight, so that a block of one word is not sure

    def __init__(self, left: Part, right: Part, core: Core) -> None:
        self._english = {"en": 1, "zh": 0}[glossed_side(left, right)]
        bags = [_glossed(part) for part in (left, right)]
        # What the English never says need not be counted.
        english_stems = frozenset().union(*bags[self._english])
        bags[1 - self._english] = [bag & english_stems for bag in bags[1 - self._english]]
        self._rare = _Bags(bags[0], bags[1], core, self._rarity)
        self._words = _Bags(bags[0], bags[1], core, self._worth)
        chinese, english = (left, right) if self._english else (right, left)
        self._chinese = _ChineseWords(chinese, english, core[0 if self._english else 1])

    def _rarity(self, _stem: object, left: int, left_size: int, right: int, right_size: int) -> float:
        """By how few sentences of the Chinese explain it."""
        count, size = (left, left_size) if self._english else (right, right_size)
        return max(0.0, math.log((size + 1) / (count + 0.5)))

    def _worth(self, _stem: object, left: int, left_size: int, right: int, right_size: int) -> float:
        """By how few sentences of the English hold it."""
        count, size = (right, right_size) if self._english else (left, left_size)
        return _rarity(count, size)

    def __call__(self, a: int, b: int) -> tuple[Floats, ...]:
        """Log of the shared rarity; explained share of the English less the expected, and this times its sentences; both of the Chinese."""
        k, other = (b, a) if self._english else (a, b)
        whole = self._words.whole(self._english, k)[np.s_[None, :] if self._english else np.s_[:, None]]
        share = self._words.shared(a, b) / (whole + self._ROOM) - self._EXPECTED
        said = self._chinese.explained(other, k)
        said = (said if self._english else said.T) - self._EXPECTED
        return tuple(np.asarray(column, np.float32) for column in (np.log1p(self._rare.shared(a, b)), share, share * k, said, said * other))


def _rarity(count: int, size: int) -> float:
    """What a word counts that so many of the sentences hold."""
    return min(max(math.log((size + 1) / (count + 0.5)) + 1, 0.3), 3.0)


class _ChineseWords:
    """The words of the Chinese, and which English sentences say them."""

    _SINGLE = 0.3  # what a word of one character counts: most are parts of names, which the dictionary reads as something else

    def __init__(self, chinese: Part, english: Part, core: slice) -> None:
        words = [_chinese_words(s) for s in chinese.heads]
        counts = Counter(word for bag in words[core] for word in bag)
        size = len(words[core])
        column = {word: i for i, word in enumerate(sorted(set().union(*words)))}
        rarity = [_rarity(counts[word], size) for word in column]
        self._weights = np.array([one * (1.0 if len(word) > 1 else self._SINGLE) for one, word in zip(rarity, column, strict=True)], np.float32)
        self._held = _held(words, dict(column))
        places: dict[str, list[int]] = {}
        for place, sentence in enumerate(english.heads):
            for stem in content_stems(sentence):
                places.setdefault(stem, []).append(place)
        said = np.zeros((len(english), len(column)), np.float32)
        for word, i in column.items():
            said[[place for stem in stems_of(word) for place in places.get(stem, ())], i] = 1
        self._said = _running(said)

    def explained(self, a: int, b: int) -> Floats:
        """Share of the words of every block of a Chinese sentences that every block of b English ones says."""
        held = self._held[a - 1] * self._weights
        return np.asarray((held @ self._said[b - 1].T) / (held.sum(1, keepdims=True) + 1), np.float32)


@functools.lru_cache(1 << 12)
def _chinese_words(sentence: str) -> frozenset[str]:
    form = folded(sentence)
    return frozenset(span.of(form) for span in segmented(form)) - PARTICLES


def glossed_side(left: Part, right: Part) -> str:
    """The language of the right side where the dictionary joins the two, else an empty string."""
    return right.language if {left.language, right.language} == set(GLOSSED) else ""


def _glossed(part: Part) -> list[Bag]:
    if part.language == "en":
        return [frozenset[object](content_stems(s)) for s in part.heads]
    return [frozenset[object](_said(s)) for s in part.heads]


@functools.lru_cache(1 << 12)
def _said(sentence: str) -> frozenset[str]:
    return said(folded(sentence))


class Spelling:
    """Runs of letters that two blocks share."""

    _ROOM = 20.0  # added to a block's weight, so that two short sentences with one name in common are not sure
    _EXPECTED = 0.1  # share that words of one origin bring by chance

    def __init__(self, left: Part, right: Part, core: Core) -> None:
        scripts = [script_of(part.language) for part in (left, right)]
        bags = [[frozenset[object](_runs(s, script)) for s in part.heads] for part, script in zip((left, right), scripts, strict=True)]
        self._bags = _Bags(bags[0], bags[1], core, self._weigh)

    @staticmethod
    def _weigh(_run: object, left: int, left_size: int, right: int, right_size: int) -> float:
        return max(0.0, math.log((left_size + right_size + 1) / (left + right + 0.5)))

    def __call__(self, a: int, b: int) -> tuple[Floats, Floats]:
        """(sum of both sides' shared shares, the same less the expected times the side's sentences)."""
        shared = self._bags.shared(a, b)
        left = shared / (self._bags.whole(0, a)[:, None] + self._ROOM)
        right = shared / (self._bags.whole(1, b)[None, :] + self._ROOM)
        sized = (left - self._EXPECTED) * a + (right - self._EXPECTED) * b
        return np.asarray(left + right, np.float32), np.asarray(sized, np.float32)


_LATIN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,4}")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_RUN = 4  # letters of a run; shorter ones are shared by chance
_SHORTEST = 3  # letters of a word


@functools.lru_cache(1 << 12)
def _runs(sentence: str, script: str | None) -> frozenset[str]:
    """Runs of letters of a sentence's words, the edges of a word being letters too, and pairs of Chinese characters."""
    if script in (None, "Latin"):
        words = [part for found in _LATIN.finditer(sentence) if not _HAN.match(found.group()) for part in re.split("['’]", found.group())]
    else:
        words = [romanised(word) for word in source_words(sentence, script)]
    edged = [f"_{fold(word)}_" for word in words if len(word) >= _SHORTEST]
    runs = {word[i : i + _RUN] for word in edged for i in range(len(word) - _RUN + 1)}
    runs |= {pair for found in _HAN.finditer(sentence) for pair in map("".join, zip(folded(found.group()), folded(found.group())[1:], strict=False))}
    return frozenset(runs)
