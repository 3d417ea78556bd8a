"""Names on the Chinese side of a passage: which English names it supports, and which of its own names it states."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise, product

import msgspec
from sourcetrace.translate.names.characters import TRANSLITERATION
from sourcetrace.translate.names.families import families
from sourcetrace.translate.names.romanise import (
    cantonese_norm,
    japanese_norm,
    japanese_norms,
    korean_norm,
    korean_reading,
    letters,
    name_readings,
    pinyin_readings,
    wade_giles,
)
from sourcetrace.translate.names.tables import demonyms, english_forms, folded, glosses, han_readings, japanese_readings, ordinary, sound_chunks
from sourcetrace.translate.names.transliteration import hear, likeness
from sourcetrace.translate.text import Span, fold

__all__ = ["SourceName", "SourceNames", "Support"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST_FORM = 9  # characters of the longest name looked up
_LONGEST_WORD = 6
# Endings that make an adjective or a people of a place's name.
_SUFFIXES = frozenset("s n an ian ans ians ese ish ic i is a ia e y ch ite er ers man istan land lands en es h k o se us ism ist ists ity".split()) | {""}


class Support(msgspec.Struct, frozen=True):
    """How well a passage supports one word of an English name: 0–1, and by which table or reading."""

    score: float
    via: str


class SourceName(msgspec.Struct, frozen=True):
    """A name stated by the passage.

    Attributes:
        span: where it stands.
        text: its characters.
        forms: how it is written in English, the likeliest first.
        table: where the forms come from.
        kind: `japanese`.
    """

    span: Span
    text: str
    forms: tuple[str, ...]
    table: str
    kind: str


class SourceNames:
    """The names of one Chinese passage.

    Args:
        text: the passage.
        short: forms that stand for a full name elsewhere in the document (高市 for 高市早苗), with that name's readings.
    """

    def __init__(self, text: str, short: dict[str, SourceName] | None = None) -> None:
        self.text = text
        self.fold = folded(text)
        self.short = short or {}

    # --- what it supports ---

    def support(self, word: str) -> Support:
        """The best reason to take an English word for (part of) a name in this passage."""
        name = re.sub(r"'s$|'$", "", fold(word))
        whole = self._support(name)
        parts = [part for part in re.split("[-–]", name) if len(part) > 1]
        if whole.score >= 0.9 or len(parts) < 2:
            return whole
        split = [Support(1.0, "ordinary") if ordinary(part) else self._support(part) for part in parts]
        return max(whole, min(split, key=lambda s: s.score), key=lambda s: s.score)

    def _support(self, name: str) -> Support:
        flat = letters(name)
        if len(flat) < 2:
            return Support(1.0, "initial")
        for judge in (self._by_table, self._by_mandarin, self._by_japanese, self._by_korean, self._by_vietnamese, self._by_cantonese):
            found = judge(flat)
            if found:
                return found
        return self._by_sound(flat)

    @functools.cached_property
    def known_words(self) -> frozenset[str]:
        """Lower-case English words that the tables know for names in this passage, and its own Latin words."""
        words: set[str] = {letters(w) for w in re.findall(r"[^\W\d_]+", self.text) if w.isascii()}
        for start, end in self.stretches(_LONGEST_FORM):
            form = self.fold[start:end]
            words |= demonyms().get(form, frozenset())
            if end - start >= 2:
                words.update(letters(w) for english in english_forms(form) for w in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", english))
        return frozenset(words - {""})

    def _by_table(self, name: str) -> Support | None:
        if name in self.known_words:
            return Support(1.0, "known translation")
        for known in self.known_words:
            if len(name) >= 4 and name[:4] == known[:4]:
                shared = next((i for i, (a, b) in enumerate(zip(name, known, strict=False)) if a != b), min(len(name), len(known)))
                if name[shared:] in _SUFFIXES and known[shared:] in _SUFFIXES:
                    return Support(0.95, "known translation")
        return None

    @functools.cached_property
    def syllables(self) -> list[str]:
        """Pinyin of every character, read in context."""
        return pinyin_readings(self.text)

    @functools.cached_property
    def mandarin(self) -> frozenset[str]:
        """Pinyin of every run of up to five characters: as read in context, by each one's commonest reading, and by others that names have."""
        readings = [{s, *name_readings(c)} if _HAN.match(c) else {s} for s, c in zip(self.syllables, self.text, strict=True)]
        runs: set[str] = set()
        for start, end in self.stretches(5):
            options = product(*(sorted(readings[i]) for i in range(start, end)))
            runs.update("".join(parts) for parts, _ in zip(options, range(16), strict=False))
        return frozenset(runs)

    @functools.cached_property
    def spellings(self) -> frozenset[str]:
        """Everything that a table or a reading in Mandarin spells a name in this passage as."""
        return self.mandarin | self.wade | self.known_words

    @functools.cached_property
    def wade(self) -> frozenset[str]:
        """The same in Wade–Giles, up to three characters."""
        return frozenset("".join(wade_giles(s) for s in self.syllables[a:b]) for a, b in self.stretches(3))

    def _by_mandarin(self, name: str) -> Support | None:
        if name in self.mandarin or name.replace("lu", "lv") in self.mandarin or name.replace("nu", "nv") in self.mandarin:
            return Support(1.0, "pinyin")
        if len(name) >= 3 and name in self.wade:
            return Support(0.95, "Wade–Giles")
        return None

    def _by_japanese(self, name: str) -> Support | None:
        if len(name) < 3 or not re.fullmatch(r"(?:(?:[kgnhbmrp]y|ch|sh|ts|[kstnhmyrwgzdbpfj])?[aeiou]{1,2}h?|n|[kstpc](?=[kstpc]))+", name):
            return None
        return Support(1.0, "JMnedict") if japanese_norm(name) in self.japanese else None

    @functools.cached_property
    def japanese(self) -> frozenset[str]:
        """Normed JMnedict readings of every run of up to four characters."""
        return frozenset().union(*(japanese_norms(self.fold[start:end]) for start, end in self.stretches(4)))

    def _by_korean(self, name: str) -> Support | None:
        norm = korean_norm(name)
        for start, end in self.stretches(2):
            if not all(i in self._nameable for i in range(start, end)):
                continue
            for reading in korean_reading(self.text[start:end]):
                if len(name) >= 2 and norm in (reading, reading[1:] if reading[:1] in ("n", "r") else reading) and len(norm) >= 1:
                    return Support(0.9, "Korean reading")
        return None

    def _by_vietnamese(self, name: str) -> Support | None:
        if not re.fullmatch(r"(?:ngh?|nh|ch|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?", name):
            return None
        return Support(0.9, "Vietnamese reading") if any(name in han_readings(self.text[i])[2] for i in self._nameable) else None

    def _by_cantonese(self, name: str) -> Support | None:
        if len(name) > 6:
            return None
        norm = cantonese_norm(name)
        return Support(0.8, "Cantonese reading") if norm in self._cantonese else None

    @functools.cached_property
    def _cantonese(self) -> frozenset[str]:
        return frozenset(cantonese_norm(reading) for i in self._nameable for reading in han_readings(self.text[i])[0])

    @functools.cached_property
    def _nameable(self) -> frozenset[int]:
        """Positions of characters that may be (part of) a name read in Korean, Vietnamese or Cantonese: in no word, or behind a family name."""
        inside = {i for start, end in self.words for i in range(start, end)}
        free = {i for i, c in enumerate(self.text) if i not in inside and _HAN.match(c)}
        named = {i for i in free if self.fold[i] in families().single}
        return frozenset(free | {i + step for i in named for step in (1, 2) if i + step < len(self.text) and _HAN.match(self.text[i + step])})

    def _by_sound(self, name: str) -> Support:
        return Support(round(likeness(hear(name, self.fold, self.usable).score), 3), "sound")

    @functools.cached_property
    def usable(self) -> list[bool]:
        """For each character, whether it may transliterate: one of two or more in a row that are used for it.

        Dictionary words and names with a known reading are none. One uncommon character is allowed beside a common one.
        """
        common = [c in TRANSLITERATION or c in "·•・" for c in self.text]
        usable = list(common)
        for i, c in enumerate(self.fold):
            beside = (i > 0 and common[i - 1]) or (i + 1 < len(common) and common[i + 1])
            usable[i] = common[i] or (beside and bool(sound_chunks(c)))
        closed = [(n.span.start, n.span.end) for n in self.japanese_names]
        closed += [(a, b) for a, b in self.words if not all(c in TRANSLITERATION for c in self.text[a:b])]
        for start, end in closed:
            usable[start:end] = [False] * (end - start)
        cuts = [0, *(i for i in range(1, len(usable)) if usable[i] != usable[i - 1]), len(usable)]
        for a, b in pairwise(cuts):
            if b - a < 2:
                usable[a:b] = [False] * (b - a)
        return usable

    # --- Japanese names, which are read by table and close their characters to other readings ---

    @functools.cached_property
    def japanese_names(self) -> list[SourceName]:
        """Full Japanese names, and the family names that stand for one given elsewhere, none inside another."""
        taken: list[SourceName] = []
        for name in (*self._full_japanese(), *self._short_forms()):
            if not any(name.span.overlaps(other.span) for other in taken):
                taken.append(name)
        return sorted(taken, key=lambda n: n.span)

    def _full_japanese(self) -> Iterator[SourceName]:
        for start, end in sorted(self.stretches(6), key=lambda s: (s[0] - s[1], s[0])):
            if end - start < 3:
                continue
            forms = tuple(dict.fromkeys(roman for kind, roman in japanese_readings(self.fold[start:end]) if kind == "f" and " " in roman))
            if forms and not english_forms(self.fold[start:end]):
                yield SourceName(Span(start, end), self.text[start:end], forms, "JMnedict", "japanese")

    def _short_forms(self) -> Iterator[SourceName]:
        for short, name in self.short.items():
            for found in re.finditer(re.escape(short), self.fold):
                yield SourceName(Span(*found.span()), self.text[found.start() : found.end()], name.forms, name.table, name.kind)

    def stretches(self, longest: int) -> Iterator[tuple[int, int]]:
        """Every stretch of Han characters up to this length."""
        for start in range(len(self.text)):
            for end in range(start + 1, min(len(self.text), start + longest) + 1):
                if not _HAN.match(self.text[end - 1]):
                    break
                yield start, end

    @functools.cached_property
    def words(self) -> list[tuple[int, int]]:
        """Dictionary words of two or more characters, by longest match from the left; proper names are no words."""
        words, i = [], 0
        while i < len(self.fold):
            for end in range(min(len(self.fold), i + _LONGEST_WORD), i + 1, -1):
                if glosses(self.fold[i:end]):
                    words.append((i, end))
                    i = end
                    break
            else:
                i += 1
        return words


def short_forms(names: list[SourceName]) -> dict[str, SourceName]:
    """Folded family names of the full Japanese names of a document → the full name, for passages that use them alone."""
    found: dict[str, SourceName] = {}
    for name in names:
        if name.kind != "japanese":
            continue
        form = folded(name.text)
        family, _, given = name.forms[0].partition(" ")
        for cut in range(1, len(form)):
            fits = japanese_norm(family) in japanese_norms(form[:cut]) and japanese_norm(given) in japanese_norms(form[cut:])
            if fits and cut >= 2:
                short = SourceName(name.span, form[:cut], tuple(f.split(" ")[0] for f in name.forms), name.table, name.kind)
                found[form[:cut]] = short
    return found
