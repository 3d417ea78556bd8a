"""Names in an English passage that nothing in an original in another language than Chinese supports."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import msgspec
from sourcetrace.translate.names.english import EnglishName, Token, find_names
from sourcetrace.translate.names.exonyms import Gazetteer, codes_of, gazetteer, known_city
from sourcetrace.translate.names.latin import same_name
from sourcetrace.translate.names.romanise import japanese_norm, japanese_norms, letters, pinyin_readings
from sourcetrace.translate.names.scripts import SourceWord, alike, script_of, source_words
from sourcetrace.translate.names.tables import english_forms, folded, ordinary
from sourcetrace.translate.text import Span, fold

__all__ = ["DoubtfulName", "doubtful_names", "supported"]

Kind = Literal["person", "place", "unsupported"]


class DoubtfulName(msgspec.Struct, frozen=True):
    """A name of the English that the original does not support.

    Attributes:
        target: the doubted words.
        source: the likeliest name of the original that nothing in the English renders.
        proposed: that name as it is to be read, where its script is Latin or a table knows it.
        table: where `proposed` comes from.
        kind: `person` or `place`; `unsupported` where neither is plain.
        certain: whether it is worth a reader's time unasked (a flag), or only a hint.
    """

    target: Span
    source: Span | None
    proposed: str | None
    table: str | None
    kind: Kind
    certain: bool


def supported(language: str) -> bool:
    """Whether names of originals in this language are read here. Chinese is not: it has its own module."""
    return script_of(language) is not None


class _Limits(msgspec.Struct, frozen=True):
    """Likeness of sound, by script: from `heard` on a word supports a name, and below `strange` it has nothing to do with it."""

    heard: float
    strange: float


# Set on half the development lines so that about one name in fifty that is in the original falls below `strange`.
_LIMITS = {
    "Latin": _Limits(0.93, 0.6),
    "Cyrillic": _Limits(0.78, 0.66),
    "Kana": _Limits(0.8, 0.64),
    "Hangul": _Limits(0.78, 0.64),
    "Arabic": _Limits(0.76, 0.62),
}
_PLACE_HEARD = 0.76  # places change more of their letters from language to language than persons do
_COGNATE = 0.8  # a small-letter word that sounds so is the same word: "Catholic", catholique
_RENDERED = 0.72  # a source name that some English word sounds like so much is rendered

# What English writes with a capital and other languages translate, or write without one: no names of persons or places.
_CONCEPTS = frozenset(
    "olympic olympics olympiad olympian olympians paralympic paralympics islam islamic islamist islamists muslim muslims moslem moslems catholic catholics "
    "christian christians christianity christ protestant protestants protestantism orthodox jewish jew jews judaism buddhist buddhists buddhism buddha hindu hindus hinduism sikh sikhs "
    "sunni sunnis shia shiite shiites bible biblical koran quran allah god gospel christmas easter ramadan thanksgiving halloween sabbath "
    "atlantic pacific arctic antarctic antarctica mediterranean caribbean nazi nazis nazism fascist marxist marxism communist communists communism soviet "
    "internet web email facebook twitter google marathon renaissance gothic baroque romanesque victorian medieval mesozoic jurassic cretaceous roman romans byzantine ottoman "
    "saturn jupiter mars venus mercury neptune uranus pluto titan sun moon earth milky "
    "jr sr inc ltd corp llc plc gmbh co bros dept univ vs etc no nos vol fig "
    "democrat democrats republican republicans tory tories labour liberal conservative conservatives senate congress parliament ministry "
    "harbour harbor parenthood airlines airways committee subcommittee".split()
)
_SHORT = 2  # letters: too few to judge by sound
_LEAST_ALONE = 4  # letters of a single word that is judged by its sound alone


class _Original:
    """One passage of the original."""

    def __init__(self, text: str, language: str, script: str) -> None:
        self.text, self.script = text, script
        self.limits = _LIMITS[script]
        self.places: Gazetteer = gazetteer(language)
        self.words = source_words(text, script)
        self.plain = self.places.plain(text)
        self.plain_words = frozenset(re.findall(r"[^\W\d_]+", self.plain))
        self.latin = {letters(w.text): w for w in self.words if w.script == "Latin"}

    def support(self, token: str, name: str) -> float:
        """How well the passage supports a word of an English name, 0 to 1; 1 from what the script's limits call heard."""
        whole = self._support(token, name)
        parts = [part for part in re.split("[-–]", token) if len(part) > 1]
        if whole >= 1 or len(parts) < 2:
            return whole
        return max(whole, min(1.0 if ordinary(fold(part)) else self._support(part, name) for part in parts))

    def _support(self, token: str, name: str) -> float:
        word = letters(token)
        if len(word) < _SHORT or self._spelled(word) or self._placed(token, name):
            return 1.0
        score = max((alike(token, w) for w in self.words), default=0.0)
        place = bool(codes_of(token)) or known_city(token)
        if score >= (min(_PLACE_HEARD, self.limits.heard) if place else self.limits.heard) or self._cognate(token):
            return 1.0
        return 1.0 if self._read(token) else score

    def _spelled(self, word: str) -> bool:
        """The same letters, perhaps with an ending, or within a compound."""
        if word in self.latin:
            return True
        capital = [other for other, w in self.latin.items() if w.capital]
        return any(same_name(word, other) or (len(word) > 4 and word in other) for other in capital)

    def _placed(self, token: str, name: str) -> bool:
        """A country, people or city by its name in the original's language."""
        codes = codes_of(token)
        if codes and self.places.names_territory(codes, self.plain, self.plain_words):
            return True
        return any(self.places.names_city(words, self.plain, self.plain_words) for words in {token, name})

    def _cognate(self, token: str) -> bool:
        return self.script == "Latin" and any(not w.capital and len(w.text) > 4 and alike(token, w) >= _COGNATE for w in self.words)

    def _read(self, token: str) -> bool:
        """Names in Chinese characters within Japanese: by their Japanese readings, by pinyin, or by a table."""
        if self.script != "Kana":
            return False
        word = letters(token)
        return word in self._pinyin or japanese_norm(word) in self._japanese or word in self._known

    @functools.cached_property
    def _runs(self) -> list[str]:
        return re.findall(r"[\u3400-\u9fff々ヶ]+", self.text)

    def _stretches(self, longest: int) -> Iterator[str]:
        for run in self._runs:
            for start in range(len(run)):
                for end in range(start + 1, min(len(run), start + longest) + 1):
                    yield run[start:end]

    @functools.cached_property
    def _japanese(self) -> frozenset[str]:
        return frozenset().union(*(japanese_norms(folded(form)) for form in self._stretches(4)))

    @functools.cached_property
    def _pinyin(self) -> frozenset[str]:
        found: set[str] = set()
        for run in self._runs:
            syllables = pinyin_readings(run)
            found.update("".join(syllables[a:b]) for a in range(len(run)) for b in range(a + 1, min(len(run), a + 4) + 1))
        return frozenset(found)

    @functools.cached_property
    def _known(self) -> frozenset[str]:
        forms = {form for form in self._stretches(5) if len(form) > 1}
        return frozenset(letters(word) for form in forms for english in english_forms(folded(form)) for word in english.split())

    def unrendered(self, target: str) -> list[SourceWord]:
        """Words that are names by their writing, and that no English word renders."""
        english = dict.fromkeys(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", target))
        codes = frozenset().union(*(codes_of(word) for word in english))
        return [w for w in self.words if w.capital and len(w.text) > _SHORT and not self._rendered(w, list(english), codes)]

    def _rendered(self, word: SourceWord, english: Sequence[str], codes: frozenset[str]) -> bool:
        plain = self.places.plain(word.text)
        if codes and self.places.names_territory(codes, plain, frozenset({plain})):
            return True
        own = letters(word.text)
        for other in english:
            if (word.script == "Latin" and same_name(letters(other), own)) or alike(other, word) >= _RENDERED:
                return True
            if other[:1].isupper() and self.places.names_city(other, plain, frozenset({plain})):
                return True
        return False


def doubtful_names(source: str, target: str, language: str, elsewhere: Callable[[str], bool] | None = None) -> list[DoubtfulName]:
    """The names of an English passage that the original does not support, in reading order.

    Args:
        source: the original's passage.
        target: the English passage.
        language: of the original, as a BCP 47 tag; see `supported`.
        elsewhere: whether another passage of the document supports a word; a name that is named elsewhere may stand for a pronoun.
    """
    script = script_of(language)
    if script is None or not source or not target:
        return []
    original = _Original(source, language, script)
    doubts = [(name, tokens) for name in find_names(target) if (tokens := _doubted(original, name))]
    if not doubts:
        return []
    left = original.unrendered(target)
    return [_judged(original, target, name, tokens, left, elsewhere) for name, tokens in doubts]


def _doubted(original: _Original, name: EnglishName) -> list[tuple[Token, float]]:
    """The name's words that nothing supports, with what likeness of sound they have."""
    scored = [(token, original.support(token.text, name.text)) for token in name.tokens if letters(token.text) not in _CONCEPTS]
    return [(token, score) for token, score in scored if score < 1]


def _judged(
    original: _Original,
    target: str,
    name: EnglishName,
    doubted: list[tuple[Token, float]],
    left: list[SourceWord],
    elsewhere: Callable[[str], bool] | None,
) -> DoubtfulName:
    words = [token.text for token, _ in doubted]
    near = _nearest(words, left)
    place = any(codes_of(word) or known_city(word) for word in words) or known_city(name.text)
    certain = _certain(original, name, doubted, near) and not (elsewhere and any(elsewhere(word) for word in words))
    latin = near is not None and near.script == "Latin"
    return DoubtfulName(
        target=Span(doubted[0][0].span.start, doubted[-1][0].span.end),
        source=near.span if near else None,
        proposed=near.text if near and latin else None,
        table="the original's spelling" if latin else None,
        kind="place" if place else "person" if name.whole else "unsupported",
        certain=certain,
    )


def _nearest(words: Sequence[str], left: Sequence[SourceWord]) -> SourceWord | None:
    """The unrendered source name that sounds most like one of these words; the first of the mid-sentence ones, if none does."""
    return max(left, key=lambda w: (round(max(alike(word, w) for word in words), 1), not w.first, -w.span.start), default=None)


def _certain(original: _Original, name: EnglishName, doubted: list[tuple[Token, float]], near: SourceWord | None) -> bool:
    limits = original.limits
    if not any(len(letters(token.text)) > _SHORT for token, _ in doubted):
        return False
    mean = sum(score for _, score in doubted) / len(doubted)
    if near is not None:
        return name.whole or max(alike(token.text, near) for token, _ in doubted) >= limits.strange
    return mean < limits.strange and name.whole
