"""Names on the Chinese side of a passage: which English names it supports, and which of its own names it states."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise, product

import msgspec
from sourcetrace.translate.names.phonetic import BOUNDARY, TRANSLITERATION, alikeness, latin_phonemes, pinyin_phonemes
from sourcetrace.translate.names.romanise import (
    cantonese_norm,
    is_pinyin,
    japanese_norm,
    japanese_norms,
    korean_norm,
    korean_reading,
    letters,
    pinyin_of,
    pinyin_readings,
    wade_giles,
)
from sourcetrace.translate.names.tables import demonyms, english_forms, folded, glosses, han_readings, japanese_readings, ordinary
from sourcetrace.translate.text import Span, fold

__all__ = ["SourceName", "SourceNames", "Support"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST_FORM = 9  # characters of the longest name looked up
_LONGEST_WORD = 6
# The hundred commonest family names of the People's Republic (Ministry of Public Security, 2020), and double ones.
_FAMILY = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛"
    "闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤樊"
)
# Characters of grammar, time and measure that begin or follow a name but are hardly ever part of one.
_NO_GIVEN = frozenset("的在昨今将好到了和与及等是有不也都对向从把被让就又还而但或其这那上下中内外前后里时年月日号万亿吨份元人名个称说指表会省市县区国")
_DOUBLE_FAMILY = ("欧阳", "司马", "诸葛", "上官", "皇甫", "令狐", "慕容", "尉迟", "长孙", "司徒")
# Endings that make an adjective or a people of a place's name.
_SUFFIXES = frozenset("s n an ian ans ians ese ish ic i is a ia e y ch ite er ers man istan land lands en es h k o se us".split()) | {""}


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
        kind: `japanese`, `chinese`, `foreign` (transliterated) or `known` (a table has its English form).
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
        for start, end in self._stretches(_LONGEST_FORM):
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
        """Pinyin of every run of up to five characters, with every reading of each."""
        readings = [{s, *pinyin_of(c)} if _HAN.match(c) else {s} for s, c in zip(self.syllables, self.text, strict=True)]
        runs: set[str] = set()
        for start, end in self._stretches(5):
            options = product(*(sorted(readings[i]) for i in range(start, end)))
            runs.update("".join(parts) for parts, _ in zip(options, range(16), strict=False))
        return frozenset(runs)

    @functools.cached_property
    def wade(self) -> frozenset[str]:
        """The same in Wade–Giles, up to three characters."""
        return frozenset("".join(wade_giles(s) for s in self.syllables[a:b]) for a, b in self._stretches(3))

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
        return frozenset().union(*(japanese_norms(self.fold[start:end]) for start, end in self._stretches(4)))

    def _by_korean(self, name: str) -> Support | None:
        norm = korean_norm(name)
        for start, end in self._stretches(2):
            for reading in korean_reading(self.text[start:end]):
                if len(name) >= 2 and norm in (reading, reading[1:] if reading[:1] in ("n", "r") else reading) and len(norm) >= 1:
                    return Support(0.9, "Korean reading")
        return None

    def _by_vietnamese(self, name: str) -> Support | None:
        if not re.fullmatch(r"(?:ngh?|nh|ch|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?", name):
            return None
        return Support(0.9, "Vietnamese reading") if any(name in han_readings(c)[2] for c in self.text) else None

    def _by_cantonese(self, name: str) -> Support | None:
        if len(name) > 6:
            return None
        norm = cantonese_norm(name)
        return Support(0.8, "Cantonese reading") if norm in self._cantonese else None

    @functools.cached_property
    def _cantonese(self) -> frozenset[str]:
        return frozenset(cantonese_norm(reading) for c in set(self.text) for reading in han_readings(c)[0])

    def _by_sound(self, name: str) -> Support:
        sounds = latin_phonemes(name)
        if len(sounds) < 2:
            return Support(0.0, "none")
        passage, edges = self._phonemes
        score, _ = alikeness(sounds, passage, edges)
        return Support(round(score, 3), "sound")

    @functools.cached_property
    def _phonemes(self) -> tuple[list[str], frozenset[int]]:
        """The passage's sounds where it may transliterate; everything else is a boundary."""
        sounds: list[str] = []
        edges: set[int] = set()
        for (start, end), open_ in self._transliterated:
            if open_:
                for i in range(start, end):
                    edges.add(len(sounds))
                    sounds += pinyin_phonemes(self.syllables[i]) if self.text[i] not in "·•・" else ()
                    edges.add(len(sounds))
            sounds.append(BOUNDARY)
        return sounds, frozenset(edges)

    @functools.cached_property
    def _transliterated(self) -> list[tuple[tuple[int, int], bool]]:
        """The passage cut into stretches, and whether each may be a transliteration: two or more characters, used for it.

        Dictionary words and names with a known reading are none. One uncommon character is allowed between common ones.
        """
        usable = [c in TRANSLITERATION or c in "·•・" for c in self.text]
        for i in range(1, len(usable) - 1):
            usable[i] = usable[i] or (bool(_HAN.match(self.text[i])) and usable[i - 1] and self.text[i + 1] in TRANSLITERATION)
        closed = [(n.span.start, n.span.end) for n in self.names if n.kind == "japanese"]
        closed += [(a, b) for a, b in self._words() if not all(c in TRANSLITERATION for c in self.text[a:b])]
        for start, end in closed:
            usable[start:end] = [False] * (end - start)
        cuts = [0, *(i for i in range(1, len(usable)) if usable[i] != usable[i - 1]), len(usable)]
        return [((a, b), usable[a] and b - a >= 2) for a, b in pairwise(cuts) if b > a]

    # --- what it states ---

    @functools.cached_property
    def names(self) -> list[SourceName]:
        """The names this passage states, in reading order, none inside another; the surest reading of a stretch wins."""
        taken: list[SourceName] = []
        for finder in (self._full_japanese, self._short_forms, self._known, self._foreign, self._chinese):
            for name in finder():
                if not any(name.span.overlaps(other.span) for other in taken):
                    taken.append(name)
        return sorted(taken, key=lambda n: n.span)

    def _full_japanese(self) -> Iterator[SourceName]:
        for start, end in sorted(self._stretches(6), key=lambda s: (s[0] - s[1], s[0])):
            if end - start < 3:
                continue
            forms = tuple(dict.fromkeys(roman for kind, roman in japanese_readings(self.fold[start:end]) if kind == "f" and " " in roman))
            if forms and not english_forms(self.fold[start:end]):
                yield SourceName(Span(start, end), self.text[start:end], forms, "JMnedict", "japanese")

    def _short_forms(self) -> Iterator[SourceName]:
        for short, name in self.short.items():
            for found in re.finditer(re.escape(short), self.fold):
                yield SourceName(Span(*found.span()), self.text[found.start() : found.end()], name.forms, name.table, name.kind)

    def _known(self) -> Iterator[SourceName]:
        for start, end in sorted(self._stretches(_LONGEST_FORM), key=lambda s: (s[0] - s[1], s[0])):
            form = self.fold[start:end]
            forms = english_forms(form) if end - start >= 2 else ()
            if forms and not glosses(form):
                yield SourceName(Span(start, end), self.text[start:end], forms, "CC-CEDICT, GeoNames, CLDR", "known")

    def _foreign(self) -> Iterator[SourceName]:
        inside = [False] * len(self.text)
        for start, end in self._words():
            inside[start:end] = [True] * (end - start)
        run = ""
        for i, c in enumerate(self.text + "。"):
            if i < len(self.text) and (c in TRANSLITERATION or c in "·•・") and not inside[i]:
                run += c
                continue
            if len(run.strip("·•・")) >= 3:
                yield SourceName(Span(i - len(run), i), run, (_spelled(run),), "sound", "foreign")
            run = ""

    def _chinese(self) -> Iterator[SourceName]:
        """A family name and one or two characters, none of them part of a word."""
        words = {i for start, end in self._words() for i in range(start, end)}
        i = 0
        while i < len(self.text) - 1:
            family = 2 if self.text[i : i + 2] in _DOUBLE_FAMILY else 1 if self.text[i] in _FAMILY else 0
            end = i + family
            while family and end < min(len(self.text), i + family + 2) and _HAN.match(self.text[end]) and end not in words and self.text[end] not in _NO_GIVEN:
                end += 1
            if family and end > i + family and i not in words:
                yield SourceName(Span(i, end), self.text[i:end], (_pinyin_name(self.syllables[i:end], family),), "pinyin", "chinese")
                i = end
            else:
                i += 1

    def _stretches(self, longest: int) -> Iterator[tuple[int, int]]:
        """Every stretch of Han characters up to this length."""
        for start in range(len(self.text)):
            for end in range(start + 1, min(len(self.text), start + longest) + 1):
                if not _HAN.match(self.text[end - 1]):
                    break
                yield start, end

    def _words(self) -> list[tuple[int, int]]:
        return self._segmented

    @functools.cached_property
    def _segmented(self) -> list[tuple[int, int]]:
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


def _spelled(run: str) -> str:
    """A transliteration in pinyin, only to give the reader a sound: 泽连斯基 → Zeliansiji."""
    return "".join(pinyin_readings(run)).capitalize()


def _pinyin_name(syllables: list[str], family: int) -> str:
    """Family name and given name as the People's Republic spells them: Qiu Litao."""
    return f"{''.join(syllables[:family]).capitalize()} {''.join(syllables[family:]).capitalize()}"


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


def rendered(name: SourceName, tokens: list[str]) -> bool:
    """Whether some English word renders this source name, by any of its forms or by sound."""
    wanted = {letters(w) for form in name.forms for w in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", form)} - {""}
    words = {letters(t) for t in tokens} - {""}
    if name.kind == "japanese":
        return bool({japanese_norm(w) for w in wanted} & {japanese_norm(w) for w in words})
    if wanted & words or any(a[:4] == b[:4] for a in wanted for b in words if len(a) >= 4 and len(b) >= 4):
        return True
    passage = SourceNames(name.text)
    return any(passage.support(word).score >= 0.6 for word in words)


def pinyin_shaped(tokens: list[str]) -> bool:
    """Whether every word of a name can be read as pinyin."""
    return all(is_pinyin(letters(token)) for token in tokens)
