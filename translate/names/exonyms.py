"""Places by their names abroad: countries and peoples (CLDR), cities (GeoNames), and whether a passage names one.

All is lenient: a country is named by any word that begins like one of its names, since what is asked is only whether an
English word for it may stand.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files

from sourcetrace.translate.names.romanise import letters
from sourcetrace.translate.names.tables import ordinary
from sourcetrace.translate.text import fold

__all__ = ["Gazetteer", "codes_in", "codes_of", "gazetteer", "known_city"]

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Words of territories' names that name no territory: "Republic", "Saint", "and", and points of the compass.
_NOT_TELLING = frozenset(
    "and the of saint island islands republic outlying territory territories sar region unknown north south east west new world "
    "puerto costa sierra diego garcia antigua san jan mayen clipperton pierre martin lucia vincent christmas heard norfolk cook marshall solomon bouvet "
    "barthelemy helena ascension tristan cunha man democratic".split()
)
# A stem keeps this share of a name: the rest may be an ending of the people, the language or the case.
_STEM_SHARE, _STEM_LEAST = 0.65, 4
_SHORT_NAME = 5  # letters of a name that keeps all but its last vowel: Kina, Kinom
_SPACELESS = frozenset({"ja", "ko", "zh", "yue", "th", "lo", "my", "km"})

# "-istan" is no part of the people's name: Afghanistan, afgano; Казахстан, казахский.
_STAN = re.compile("i?stan?$|стан$|ستان$")
_ARABIC = frozenset({"ar", "fa", "ur"})


def _rows(name: str) -> list[str]:
    text = (files("sourcetrace.translate.data") / name).read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row and not row.startswith("#")]


@functools.cache
def _peoples() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """(code, English words, stems abroad)."""
    parts = [row.split("\t") for row in _rows("peoples.tsv")]
    return tuple((code, tuple(words.split()), tuple(stems.split())) for code, words, stems in parts)


@functools.cache
def _english() -> dict[str, frozenset[str]]:
    """English word → codes of the countries and regions it may stand for."""
    from babel import Locale

    found: dict[str, set[str]] = {}
    for code, words, _ in _peoples():
        for word in words:
            found.setdefault(word, set()).add(code)
    for code, name in Locale("en").territories.items():
        for part in _WORDS.findall(name):
            word = letters(part)
            if len(word) > 2 and word not in _NOT_TELLING and (not ordinary(word) or word in ("china", "turkey", "jordan", "chad")):
                found.setdefault(word, set()).add(code)
    return {word: frozenset(codes) for word, codes in found.items()}


def codes_of(word: str) -> frozenset[str]:
    """Codes of the countries and regions that an English word may stand for: "Dutch" → NL."""
    return _english().get(letters(word), frozenset())


# Short and customary names that CLDR does not have.
_CUSTOMARY = (
    (re.compile(r"\bU\.?S\b|\bUSA\b|\bUnited States\b|\bWashington\b"), "US"),
    (re.compile(r"\bU\.?K\b|\bUnited Kingdom\b"), "GB"),
    (re.compile(r"\bE\.?U\b"), "150"),
    (re.compile(r"\bIvory Coast\b"), "CI"),
    (re.compile(r"\bHoly See\b"), "VA"),
)


@functools.cache
def _english_names() -> tuple[tuple[str, str], ...]:
    from babel import Locale

    return tuple((code, name) for code, name in Locale("en").territories.items() if len(name) > 3)


def codes_in(text: str) -> frozenset[str]:
    """Codes of the countries and regions that an English passage names, by a word or by a whole name."""
    words = frozenset().union(*(codes_of(word) for word in _WORDS.findall(text) if word[:1].isupper()))
    return words | {code for code, name in _english_names() if name in text} | {code for pattern, code in _CUSTOMARY if pattern.search(text)}


@functools.cache
def _cities() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Folded Latin name of a city → the names of every city that has it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in _rows("places.tsv"):
        names = tuple(row.split("|"))
        for name in names:
            if name.isascii():
                found.setdefault(name, []).append(names)
    return {name: tuple(cities) for name, cities in found.items()}


@functools.cache
def _city_abroad() -> dict[str, str]:
    """A city's name abroad → its first name; the names of several cities are left out."""
    found: dict[str, str] = {}
    for row in _rows("places.tsv"):
        first, *others = row.split("|")
        for name in {fold(other) for other in others}:
            found[name] = "" if name in found else first
    return found


def known_city(words: str) -> bool:
    """Whether a city of over 100,000 people is called so in some language with Latin letters."""
    return fold(words) in _cities()


class Gazetteer:
    """The names of countries, peoples and cities in one language.

    Args:
        language: of the original, as a BCP 47 tag.
    """

    def __init__(self, language: str) -> None:
        self.base = re.split("[-_]", language.lower())[0]
        self.spaceless = self.base in _SPACELESS
        self.arabic = self.base in _ARABIC
        # Arabic writes few vowels: its words are shorter.
        self.least = _STEM_LEAST - self.arabic

    @functools.cached_property
    def stems(self) -> dict[str, frozenset[str]]:
        """Code → how words for it begin in this language (whole names, where the script has no spaces)."""
        found: dict[str, set[str]] = {code: set(self._own(stems)) for code, _, stems in _peoples()}
        for code, name in self._territories():
            found.setdefault(code, set()).update(self._stems_of(name))
        return {code: frozenset(stems) for code, stems in found.items()}

    def _own(self, stems: Iterable[str]) -> Iterator[str]:
        for stem in stems:
            language, _, rest = stem.rpartition(":")
            if language in ("", self.base):
                yield self.plain(rest.replace("_", " "))

    def _territories(self) -> Iterator[tuple[str, str]]:
        """CLDR's names of territories, and of the language that a territory is called by."""
        from babel import Locale, UnknownLocaleError

        try:
            locale = Locale.parse(self.base)
        except (UnknownLocaleError, ValueError):
            return
        yield from locale.territories.items()
        for code, language in _LANGUAGE_OF.items():
            if language in locale.languages:
                yield code, locale.languages[language]

    @functools.cached_property
    def calendar(self) -> frozenset[str]:
        """The names of months and weekdays in this language, plain."""
        from babel import Locale, UnknownLocaleError

        try:
            locale = Locale.parse(self.base)
        except (UnknownLocaleError, ValueError):
            return frozenset()
        names = [name for table in (locale.months, locale.days) for use in table.values() for width in use.values() for name in width.values()]
        return frozenset(self.plain(word) for name in names for word in _WORDS.findall(name))

    def _stems_of(self, name: str) -> Iterator[str]:
        plain = self.plain(name)
        if self.spaceless:
            yield plain
            return
        for word in _WORDS.findall(plain):
            if _STAN.search(word) and len(word) > 2 * self.least:
                yield _STAN.sub("", word)
            elif _STEM_LEAST <= len(word) <= _SHORT_NAME and not self.arabic and word[-1] in "aeiouаяеіи":
                yield word[:-1]
            elif len(word) >= self.least:
                yield word[: max(self.least, round(len(word) * _STEM_SHARE))]
        if len(plain) < self.least:
            yield plain

    def plain(self, text: str) -> str:
        """A copy for comparing; voicing marks of kana are kept."""
        text = text.lower() if self.spaceless else fold(text)
        return re.sub(r"\b(?:[وفبكل]?ال|لل)", "", text) if self.arabic else text

    def names_territory(self, codes: frozenset[str], plain: str, words: frozenset[str]) -> bool:
        """Whether a passage names one of these countries or regions, or their people."""
        return any(self._stands(stem, plain, words) for code in codes for stem in self.stems.get(code, ()))

    def _stands(self, stem: str, plain: str, words: frozenset[str]) -> bool:
        # Compounds ("Osteuropa"), proclitics and prefixes: a long stem is found inside a word too.
        if self.spaceless or " " in stem or "-" in stem or (self.arabic and len(stem) > 2) or len(stem) > 4:
            return stem in plain
        if len(stem) < 3:
            return stem in words
        return any(word.startswith(stem) for word in words)

    def territories_in(self, plain: str, words: frozenset[str]) -> frozenset[str]:
        """Codes of the territories that a passage names by CLDR's whole name."""
        return frozenset(code for code, name in self._whole if self._begins(name, plain, words))

    @functools.cached_property
    def _whole(self) -> tuple[tuple[str, str], ...]:
        return tuple((code, self.plain(name)) for code, name in self._territories() if len(code) == 2 and " " not in name and len(name) >= 2)

    def _begins(self, name: str, plain: str, words: frozenset[str]) -> bool:
        if self.spaceless:
            return len(name) >= 3 and name in plain
        stem = name if len(name) < 5 else name[:-1]
        return any(word.startswith(stem) and len(word) <= len(name) + 2 for word in words) if len(name) >= 4 else False

    def english(self, word: str) -> tuple[str, str] | None:
        """What English calls the country or city that a word of the original is the name of, and the table that says so."""
        from babel import Locale

        plain = self.plain(word)
        names = Locale("en").territories
        code = next((code for code, name in self._whole if code in names and self._begins(name, plain, frozenset({plain}))), None)
        if code:
            return names[code], "CLDR"
        city = _city_abroad().get(plain)
        return (city.title(), "GeoNames") if city else None

    def names_city(self, name: str, plain: str, words: frozenset[str]) -> bool:
        """Whether a passage has another name of a city that English calls so."""
        return any(self._named(other, plain, words) for names in _cities().get(fold(name), ()) for other in names)

    def _named(self, name: str, plain: str, words: frozenset[str]) -> bool:
        other = self.plain(name)
        if self.spaceless or " " in other:
            return len(other) >= 2 and other in plain
        if len(other) < 4:
            return other in words
        # Endings: the last letter may have made room for one.
        return any(word.startswith(other[: max(4, len(other) - 1)]) for word in words)


@functools.lru_cache(64)
def gazetteer(language: str) -> Gazetteer:
    """The gazetteer of a language, made once."""
    return Gazetteer(language)


# The language whose name is also the adjective of a country or people (français, tedesco, 프랑스어).
_LANGUAGE_OF = {
    "FR": "fr", "DE": "de", "ES": "es", "IT": "it", "PT": "pt", "NL": "nl", "PL": "pl", "RU": "ru", "UA": "uk", "GR": "el", "TR": "tr", "CZ": "cs", "SK": "sk",
    "HU": "hu", "RO": "ro", "BG": "bg", "RS": "sr", "HR": "hr", "SI": "sl", "DK": "da", "SE": "sv", "NO": "no", "FI": "fi", "EE": "et", "LV": "lv", "LT": "lt",
    "IS": "is", "IE": "ga", "GB-WLS": "cy", "GB-ENG": "en", "CN": "zh", "JP": "ja", "KR": "ko", "KP": "ko", "VN": "vi", "TH": "th", "IN": "hi", "IR": "fa",
    "IL": "he", "145": "ar", "GE": "ka", "AM": "hy", "AZ": "az", "KZ": "kk", "UZ": "uz", "MN": "mn", "AL": "sq", "MK": "mk", "MT": "mt", "ID": "id", "MY": "ms",
    "PH": "fil", "KH": "km", "LA": "lo", "MM": "my", "NP": "ne", "LK": "si", "BD": "bn", "CAT": "ca", "KURD": "ku", "UIG": "ug", "TIB": "bo", "CHE": "ce", "BY": "be",
}  # fmt: skip
