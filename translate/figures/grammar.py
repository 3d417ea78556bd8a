"""What a language's table of figures says, and how its word lists become patterns.

In a word list words are parted by spaces; `_` stands for a space inside an entry, `*` at the end for any ending (an
inflected form), `=` in front for "only in this case" (mars is a month, Mars is none).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

__all__ = ["Grammar", "Lexicon", "joined", "word_pattern"]

Key = TypeVar("Key", bound=float | str)

# Letters an inflected word may have behind its stem.
_ENDING = r"[^\W\d_]{0,12}"


class Grammar(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one language. Names of months, weekdays and currencies come from CLDR; what is listed here is added.

    Attributes:
        grouping: characters that part thousands.
        decimal: characters that part decimals.
        lead: pattern of what may stand between the edge of a word and a listed word (Arabic articles).
        tail: pattern of the edge behind a listed word.
        compound: whether numerals are written together (dreiundzwanzig).
        compound_ordinal, compound_noun: patterns of what may be written on to them (-ste, -jährig).
        numerals: number words below a thousand that add up.
        scales: words that multiply what stands before them.
        joiners: words inside a numeral (und, y, и).
        unsure: values of numerals that are more often another word (vi năm "year"): they support a number and ask for none.
        vigesimal: whether sixty and eighty take teens (soixante-dix).
        rounds: orders of magnitude ("Tausende").
        parts: denominators.
        ordinals: ordinal words.
        loose: words that can support a number (beide, Dutzend, Jahrzehnt).
        percent, points: words for per cent and percentage points.
        percent_before: words for per cent in front of the number (yüzde 20).
        and_half: words that add a half to the number before them (y medio, с половиной).
        half: pattern of the half in front of a magnitude ("eine halbe Million").
        months, weekdays: forms that CLDR does not have, by number (Monday 0).
        before: pattern of what may be written on to digits in front without making them a code.
        ordinal_days: whether a day may be an ordinal (premier mai).
        day_suffix: pattern behind the digits of a day.
        of: pattern between day, month and year.
        decades, centuries: patterns; the first group that matched is the figure.
        clock: further patterns of a time; groups hour and minute.
        currencies: forms that CLDR does not have, by ISO code or `dollar`.
        shifts: relative words: `year-1`, `day+1` …
        relative: other relative words.
        units: words of units by symbol.
        numeric: order of numeric dates: `dmy` or `ymd`.
        lexical: words with a numeral in them that ask for none (a pattern; only East Asian tables need one).
        bare_rounds: whether a magnitude without a number is vague (несколько тысяч, but not French mille).
        bare_years: whether four digits may be a year without a word for it.
        numeral_tail: edge behind number words, where it is another than `tail`.
        amounts: raw patterns of currencies that are only read behind a number (원).
        tenths: words for ten per cent (割).
        times: words for a multiple (倍), which may be counted with or without the whole.
        fraction: pattern of a fraction with groups whole and part.
        numeral_run, digits, large: East Asian numerals: the pattern of a run, its digits and magnitudes.
        eras: first year minus one, by name.
        dates: full patterns of dates with groups y, m, d, d2.
    """

    code: str
    grouping: str = ","
    decimal: str = "."
    lead: str = r"(?<![^\W\d_])"
    tail: str = r"(?![^\W\d_])"
    compound: bool = False
    compound_ordinal: str = r"(?!)"
    compound_noun: str = r"(?!)"
    numerals: Mapping[float, str] = {}
    scales: Mapping[float, str] = {}
    joiners: str = ""
    unsure: frozenset[float] = frozenset()
    vigesimal: bool = False
    rounds: Mapping[float, str] = {}
    parts: Mapping[float, str] = {}
    ordinals: Mapping[float, str] = {}
    loose: Mapping[float, str] = {}
    percent: str = ""
    points: str = ""
    percent_before: str = ""
    and_half: str = ""
    half: str = ""
    months: Mapping[int, str] = {}
    weekdays: Mapping[int, str] = {}
    before: str = ""
    ordinal_days: bool = True
    day_suffix: str = r"\.?"
    of: str = r"\s{1,2}"
    decades: str = ""
    centuries: str = ""
    clock: tuple[str, ...] = ()
    currencies: Mapping[str, str] = {}
    shifts: Mapping[str, str] = {}
    relative: str = ""
    units: Mapping[str, str] = {}
    numeric: str = "dmy"
    lexical: str = ""
    numeral_run: str = ""
    digits: Mapping[str, int] = {}
    large: Mapping[str, int] = {}
    eras: Mapping[str, int] = {}
    dates: tuple[str, ...] = ()
    bare_rounds: bool = False
    bare_years: bool = True
    numeral_tail: str | None = None
    amounts: Mapping[str, str] = {}
    tenths: str = ""
    times: str = ""
    fraction: str = ""


def word_pattern(words: str) -> str:
    """An alternation of the words of a list, longest first."""
    entries = sorted(set(words.split()), key=lambda w: (-len(w), w))
    return "|".join(map(_entry, entries))


def _entry(word: str) -> str:
    sensitive, bare = word.startswith("="), word.lstrip("=")
    ending = _ENDING if bare.endswith("*") else ""
    pattern = re.escape(bare.rstrip("*")).replace("_", r"[\s\u00a0]{1,2}") + ending
    return f"(?-i:{pattern})" if sensitive else pattern


class Lexicon(Generic[Key]):
    """Words with values, found in a text."""

    def __init__(self, entries: Mapping[Key, str], lead: str = "", tail: str = "") -> None:
        self._keys = list(entries)
        # Longest entry first over all values: "twenty" must not hide "twenty-one".
        words = sorted({(w, n) for n, ws in enumerate(entries.values()) for w in ws.split()}, key=lambda e: (-len(e[0]), e))
        named = "|".join(f"(?P<n{n}_{serial}>{_entry(w)})" for serial, (w, n) in enumerate(words))
        self.plain = "|".join(_entry(w) for w, _ in words)
        # Most places in a text begin none of the words: their first letters are asked first.
        initials = "".join(sorted({re.escape(w.lstrip("=")[0]) if w[0] != "_" else r"\s" for w, _ in words}))
        self.pattern = re.compile(f"{lead}(?=[{initials}])(?:{named}){tail}" if words else r"(?!)", re.IGNORECASE)
        self._whole = re.compile(f"(?:{named})" if words else r"(?!)", re.IGNORECASE)

    def __bool__(self) -> bool:
        return bool(self.plain)

    def key(self, found: re.Match[str]) -> Key:
        """Whose word a match of `pattern` is."""
        return self._keys[int((found.lastgroup or "n0_0")[1:].split("_")[0])]

    def value_of(self, text: str) -> Key | None:
        """Whose word a text is, whole."""
        found = self._whole.fullmatch(text)
        return self.key(found) if found else None

    def finditer(self, text: str) -> list[tuple[re.Match[str], Key]]:
        """Every match with its key."""
        return [(found, self.key(found)) for found in self.pattern.finditer(text)]


def joined(first: Mapping[Key, str], second: Mapping[Key, str]) -> dict[Key, str]:
    """Two word lists in one."""
    return {key: f"{first.get(key, '')} {second.get(key, '')}" for key in dict.fromkeys([*first, *second])}
