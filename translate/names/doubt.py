"""Doubtful names: an English name that nothing in a Chinese passage supports, weighed against the names the passage states.

Each doubt has a few features that can be read, and a probability by a logistic regression over them, which
`benchmarks/names.py` trains on made departures and right translations and writes to `data/names.json`.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files

import msgspec
from sourcetrace.translate.logistic import Logistic
from sourcetrace.translate.names.english import EnglishName
from sourcetrace.translate.names.families import family_readings
from sourcetrace.translate.names.romanise import is_pinyin, letters
from sourcetrace.translate.names.source import SourceNames, Support
from sourcetrace.translate.names.stated import NEAR, Part, StatedName, alike, misspells, renders
from sourcetrace.translate.names.tables import proper
from sourcetrace.translate.names.transliteration import oddness
from sourcetrace.translate.text import Span

__all__ = ["Doubt", "NameModel", "doubts", "features", "model"]

# Support from which a word counts as explained by the passage: higher than most true pairs have, since the model weighs what is below.
SUPPORTED = 0.95
_SYLLABLE = 4  # letters: longer pinyin is of more than one character, and hardly an English word
_READ = 0.8  # of a table or a reading, whose support is one of a few fixed numbers (`SourceNames`)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class NameModel(msgspec.Struct, frozen=True):
    """What the benchmark wrote: data and checks it was trained with, the weights, and the probability from which a doubt is a flag."""

    signature: str
    logistic: Logistic
    flag: float
    hint: float


@functools.cache
def model() -> NameModel:
    """The model that ships."""
    return msgspec.json.decode((files("sourcetrace.translate.data") / "names.json").read_bytes(), type=NameModel)


class Doubt(msgspec.Struct, frozen=True):
    """An English name, or words of one, that the passage does not support.

    Attributes:
        name: as it stands.
        words: positions of the doubted words in it.
        ours: the name of the passage that it most likely stands for, if nothing renders one.
        parts: the parts of that name that nothing renders.
        features: by name, for the model.
    """

    name: EnglishName
    words: tuple[int, ...]
    ours: StatedName | None
    parts: tuple[Part, ...]
    features: dict[str, float]

    @property
    def span(self) -> Span:
        """From the first to the last doubted word."""
        return Span(self.name.tokens[self.words[0]].span.start, self.name.tokens[self.words[-1]].span.end)


class Loose(msgspec.Struct, frozen=True):
    """A stated name of which parts, or mentions, are rendered by nothing."""

    name: StatedName
    parts: tuple[Part, ...]
    whole: bool
    counted: bool


def doubts(passage: SourceNames, stated: Sequence[StatedName], target: str, names: Sequence[EnglishName], elsewhere: Callable[[str], bool]) -> list[Doubt]:
    """The doubtful names of an English passage, in reading order.

    Args:
        passage: the Chinese side.
        stated: its names.
        target: the English side.
        names: its names.
        elsewhere: whether a table or a reading, not a mere resemblance, finds a word somewhere else in the document.
    """
    words = _words(target)
    loose = list(_loose(stated, words, passage))
    return [doubt for name in names if (doubt := _doubt(passage, name, loose, target, elsewhere))]


def _supported(found: Support, chinese: bool) -> bool:
    if chinese and found.via == "sound":
        return False
    return found.score >= SUPPORTED


def _words(target: str) -> list[str]:
    """The words that may be a name: those with a capital."""
    words = [re.sub(r"['’]s$", "", found.group()) for found in _WORD.finditer(target)]
    parts = words + [part for word in words if "-" in word for part in word.split("-")]
    return [word for word in parts if word[:1].isupper()]


def _loose(stated: Sequence[StatedName], words: Sequence[str], passage: SourceNames) -> Iterator[Loose]:
    """Names that nothing renders, in whole or part; and those mentioned more often than they are rendered."""
    mentions = Counter(name.text for name in stated)
    seen: set[str] = set()
    for name in stated:
        missing = tuple(part for part in name.parts if not renders(words, part, name, passage))
        if missing:
            yield Loose(name, missing, len(missing) == len(name.parts), False)
        elif mentions[name.text] > 1 and name.text not in seen:
            seen.add(name.text)
            rendered = min(sum(renders([word], part, name, passage) for word in words) for part in name.parts)
            if rendered < mentions[name.text]:
                yield Loose(name, name.parts, True, True)


def _doubt(passage: SourceNames, name: EnglishName, loose: Sequence[Loose], target: str, elsewhere: Callable[[str], bool]) -> Doubt | None:
    support = [passage.support(token.text) for token in name.tokens]
    chinese = _chinese_name(name)
    read = [found.score >= _READ and found.via not in ("sound", "pinyin") for found in support]
    if len(support) > 1 and (all(read) or sum(read) > max(1, len(read) // 2)):
        return None  # read in Korean, Vietnamese or Cantonese, but for a character that the tables have no reading of
    doubted = [i for i, found in enumerate(support) if not _supported(found, chinese) and not elsewhere(name.tokens[i].text)]
    misspelled = (
        [] if doubted else [i for i, found in enumerate(support) if found.via == "sound" and any(misspells(name.tokens[i].text, found.name) for found in loose)]
    )
    broken = [] if doubted or misspelled or not chinese else _broken(passage, name, support, elsewhere)
    words = tuple(doubted or misspelled or broken)
    if not words:
        return None
    ours = _counterpart(name, words, loose)
    return Doubt(name, words, ours.name if ours else None, ours.parts if ours else (), features(name, words, support, ours, chinese, bool(misspelled), target))


def _chinese_name(name: EnglishName) -> bool:
    """Whether a name is shaped like a family and a given name in pinyin, in either order."""
    words = [letters(token.text) for token in name.tokens]
    if not (2 <= len(words) <= 3 and all(is_pinyin(word) for word in words)):
        return False
    return words[0] in family_readings() or words[-1] in family_readings()


def _broken(passage: SourceNames, name: EnglishName, support: Sequence[Support], elsewhere: Callable[[str], bool]) -> list[int]:
    """A Chinese name in pinyin must be one run of characters; syllables found apart, or read in another language, are no support."""
    words = [letters(token.text) for token in name.tokens]
    orders = {"".join(words), "".join(words[1:] + words[:1]), "".join(words[-1:] + words[:-1])}
    if orders & (passage.mandarin | passage.wade) or any(elsewhere(order) for order in orders):
        return []
    ways = {found.via for found in support}
    if "known translation" in ways or (len(ways) == 1 and "pinyin" not in ways):
        return []
    return list(range(len(words)))


def _counterpart(name: EnglishName, words: tuple[int, ...], loose: Sequence[Loose]) -> Loose | None:
    """The loose name that the doubted words most likely stand for."""
    whole = len(words) == len(name.tokens)
    said = " ".join(name.tokens[i].text for i in words)

    def fitness(found: Loose) -> tuple[float, ...]:
        sibling = not whole and not found.whole
        return (sibling == (not whole), found.name.sure, not found.counted, alike(said, found.name.forms[0]), -found.name.span.start)

    fitting = [found for found in loose if found.whole or not whole]
    return max(fitting, key=fitness, default=None)


def features(
    name: EnglishName, words: tuple[int, ...], support: Sequence[Support], ours: Loose | None, chinese: bool, misspelled: bool, target: str
) -> dict[str, float]:
    """What the model weighs, by name."""
    whole = len(words) == len(name.tokens)
    tokens = [name.tokens[i].text for i in words]
    nearest = max((alike(token, form) for token in tokens for english in ours.name.forms for form in english.split()), default=0.0) if ours else 0.0
    kind = ours.name.kind if ours else "none"
    known = all(proper(letters(token)) for token in tokens)
    return {
        "whole": float(whole),
        "words": float(len(name.tokens)),
        "support": max(support[i].score for i in words),
        "heard": float(max(support[i].score for i in words) > 0.5),
        "heard well": float(max(support[i].score for i in words) > 0.8),
        "pinyin": float(chinese),
        "alone in its run": float(name.whole),
        "opens the sentence": float(not re.search(r"[\w,;:]\W*$", target[: name.span.start])),
        "known name": float(known),
        "known, nothing loose": float(known and ours is None),
        "unknown, nothing loose": float(not known and ours is None),
        "unknown pinyin": float(not known and all(is_pinyin(letters(token)) and len(letters(token)) > _SYLLABLE for token in tokens)),
        "odd letters": max(oddness(letters(token)) for token in tokens),
        "misspelled": float(misspelled),
        "near and known": float(nearest >= NEAR and known),
        "near and unknown": float(nearest >= NEAR and not known),
        "hyphen": float(any("-" in token for token in tokens)),
        "sure": float(ours is not None and ours.name.sure and not ours.counted),
        "unsure": float(ours is not None and not ours.name.sure),
        "counted": float(ours is not None and ours.counted),
        "given name alone": float(chinese and not whole),
        "sibling": float(ours is not None and not whole and not ours.whole),
        "part of a rendered name": float(not whole),
        "person": float(kind in ("chinese", "japanese") or (kind == "foreign" and ours is not None and len(ours.name.parts) > 1)),
        "transliterated": float(kind == "foreign"),
        "latin": float(kind == "latin"),
        "in a table": float(kind == "known"),
    }
