"""Names across scripts: what an English spelling and a word in Cyrillic, kana, hangul, Arabic or Latin letters sound like.

An English name is cut into graphemes, each with the sounds it may stand for; a word of the original is cut into sounds. The
two are aligned at the least cost. What a script does to foreign names is cheap (kana put vowels between consonants and have
no l, hangul has no f and no v, Arabic writes few vowels and no p, Cyrillic writes h as г or х); what it never does costs a
whole sound. The costs were set by hand on well-known names; they are not a trained model.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec
from sourcetrace.translate.names.romanise import letters
from sourcetrace.translate.text import Span

__all__ = ["SCRIPTS", "SourceWord", "alike", "covers", "graphemes", "joined", "kanji_name", "romanised", "script_of", "source_words"]

# --- sounds -------------------------------------------------------------------------------------------------------------

# Small letters as in English; S sh, Z zh, C ch, J j as in Jane, c ts, x kh, N ng, q a catch in the throat.
_VOWELS = frozenset("aeiou")

# What an English or other Latin spelling may stand for, the likeliest first, and what a less likely reading costs.
_READINGS: dict[str, tuple[tuple[str, float], ...]] = {
    "shch": (("S", 0.0), ("C", 0.2)),
    "dsch": (("J", 0.0), ("C", 0.2)),
    "tsch": (("C", 0.0),),
    "sch": (("S", 0.0), ("s", 0.2)),
    "tch": (("C", 0.0),),
    "sh": (("S", 0.0), ("s", 0.2)),
    "ch": (("C", 0.0), ("k", 0.1), ("S", 0.1), ("x", 0.1), ("h", 0.2)),
    "zh": (("Z", 0.0), ("J", 0.1)),
    "kh": (("x", 0.0), ("k", 0.1), ("h", 0.1)),
    "gh": (("g", 0.0), ("x", 0.1), ("f", 0.3)),
    "th": (("t", 0.0), ("s", 0.1), ("z", 0.15), ("d", 0.15), ("f", 0.15)),
    "ph": (("f", 0.0), ("p", 0.3)),
    "ck": (("k", 0.0),),
    "cz": (("C", 0.0), ("s", 0.2)),
    "sz": (("S", 0.0), ("s", 0.0)),
    "ts": (("c", 0.0), ("C", 0.1)),
    "tz": (("c", 0.0),),
    "dz": (("z", 0.0), ("J", 0.1)),
    "ds": (("z", 0.0), ("c", 0.1), ("s", 0.2)),
    "dj": (("J", 0.0), ("Z", 0.1)),
    "dg": (("J", 0.0), ("g", 0.3)),
    "gn": (("n", 0.0), ("g", 0.4)),
    "qu": (("k", 0.0),),
    "wh": (("w", 0.0), ("h", 0.1)),
    "hs": (("S", 0.0), ("s", 0.0)),
    "ll": (("l", 0.0), ("y", 0.15), ("J", 0.2)),
    "G": (("g", 0.0), ("J", 0.1), ("Z", 0.15), ("k", 0.3)),  # g after n, which may be no sound of its own
    "c": (("k", 0.0), ("s", 0.0), ("c", 0.1), ("C", 0.15), ("J", 0.1)),
    "g": (("g", 0.0), ("J", 0.1), ("Z", 0.15), ("h", 0.25), ("x", 0.25)),
    "j": (("J", 0.0), ("y", 0.1), ("Z", 0.1), ("x", 0.15), ("h", 0.15)),
    "q": (("k", 0.0), ("C", 0.2)),
    "w": (("w", 0.0), ("v", 0.05), ("u", 0.1)),
    "x": (("s", 0.0), ("S", 0.1), ("z", 0.1), ("x", 0.2)),
    "y": (("y", 0.0), ("i", 0.0), ("u", 0.2)),
    "z": (("z", 0.0), ("s", 0.1), ("c", 0.1)),
    "s": (("s", 0.0), ("z", 0.05), ("S", 0.15)),
    "oo": (("u", 0.0), ("o", 0.0)),
    "ee": (("i", 0.0), ("e", 0.0)),
    "ea": (("i", 0.0), ("e", 0.0), ("a", 0.1)),
    "ie": (("i", 0.0), ("e", 0.0)),
    "ei": (("i", 0.0), ("e", 0.0), ("a", 0.1)),
    "ai": (("a", 0.0), ("e", 0.0)),
    "ay": (("e", 0.0), ("a", 0.0)),
    "ey": (("e", 0.0), ("i", 0.0)),
    "au": (("o", 0.0), ("a", 0.0)),
    "aw": (("o", 0.0), ("a", 0.1)),
    "ou": (("u", 0.0), ("o", 0.0), ("a", 0.1)),
    "ow": (("o", 0.0), ("a", 0.1), ("u", 0.1)),
    # A last t, d, s or x after a vowel, which French does not sound.
    "t$": (("t", 0.0),),
    "d$": (("d", 0.0),),
    "s$": (("s", 0.0), ("z", 0.05), ("S", 0.15)),
    "x$": (("s", 0.1), ("k", 0.1)),
    "a": (("a", 0.0), ("e", 0.05), ("o", 0.1)),
    "e": (("e", 0.0), ("i", 0.05), ("a", 0.15), ("o", 0.15)),
    "i": (("i", 0.0), ("a", 0.1), ("e", 0.1), ("y", 0.05)),
    "o": (("o", 0.0), ("a", 0.1), ("u", 0.1)),
    "u": (("u", 0.0), ("a", 0.05), ("o", 0.1), ("w", 0.1)),
}
_LONGEST_GRAPHEME = 4

# Costs of one sound for another; what is not listed costs a whole sound.
_NEAR = {
    "bp": 0.45, "dt": 0.45, "gk": 0.35, "fv": 0.35, "sz": 0.2, "Ss": 0.35, "SZ": 0.3, "Zz": 0.35, "CJ": 0.3, "JZ": 0.1, "Jy": 0.35, "CS": 0.3,
    "Ct": 0.5, "cs": 0.25, "cC": 0.3, "ct": 0.45, "cz": 0.3, "xh": 0.05, "xk": 0.35, "hk": 0.55, "gh": 0.4, "gx": 0.45, "wv": 0.1, "uw": 0.1,
    "iy": 0.05, "bv": 0.45, "uv": 0.3, "mn": 0.5, "nN": 0.1, "lr": 0.8, "JS": 0.5, "Cx": 0.6, "ae": 0.15, "ai": 0.25, "ao": 0.2, "au": 0.25, "ei": 0.1, "eo": 0.2,
    "eu": 0.25, "io": 0.3, "iu": 0.2, "ou": 0.1, "gN": 0.4, "kx": 0.35, "Js": 0.6, "Jd": 0.5,
}  # fmt: skip
# What a script cannot tell apart, or always writes so.
_SCRIPT_NEAR = {
    "Kana": {
        "lr": 0.0, "bv": 0.0, "Ct": 0.15, "Jd": 0.15, "Ss": 0.1, "Jz": 0.05, "fh": 0.1, "ct": 0.1, "mn": 0.15, "sz": 0.15, "JZ": 0.0, "uv": 0.2,
        "Zz": 0.1, "cz": 0.15, "hx": 0.0, "JS": 0.3, "kg": 0.3, "wu": 0.0,
    },
    "Hangul": {
        "lr": 0.0, "bv": 0.05, "fp": 0.05, "fh": 0.2, "Jz": 0.05, "gk": 0.1, "dt": 0.1, "bp": 0.15, "CJ": 0.1, "Ss": 0.05, "st": 0.3, "nN": 0.0,
        "sz": 0.1, "JZ": 0.05, "Zz": 0.1, "Cc": 0.05, "hx": 0.0, "Jc": 0.15, "kx": 0.1, "eo": 0.05, "ao": 0.1, "Jy": 0.2, "lN": 0.8, "ou": 0.05, "eu": 0.1, "pv": 0.3, "CS": 0.2, "nl": 0.5, "wu": 0.0,
    },
    "Arabic": {
        "bp": 0.0, "fv": 0.0, "gJ": 0.05, "gk": 0.15, "gx": 0.1, "CS": 0.1, "ou": 0.0, "ei": 0.0, "ow": 0.0, "ey": 0.05, "uw": 0.0, "JZ": 0.0, "sz": 0.1, "xk": 0.2, "vw": 0.1,
        "gq": 0.6, "aq": 0.1, "kC": 0.5, "hx": 0.1, "JC": 0.15, "ae": 0.05, "Ct": 0.3, "ts": 0.6, "bv": 0.3, "dz": 0.25,
    },
    "Cyrillic": {"gh": 0.1, "wv": 0.0, "wu": 0.05, "xh": 0.0, "ie": 0.05, "Ss": 0.3, "ou": 0.1, "Zz": 0.25, "nN": 0.0, "JZ": 0.1},
    # Names in Latin letters are spelled alike nearly everywhere: another vowel is another name.
    "Latin": {
        "ae": 0.2, "ai": 0.8, "ao": 0.8, "au": 0.8, "ei": 0.5, "eo": 0.5, "eu": 0.8, "io": 0.8, "iu": 0.8, "ou": 0.4, "bp": 0.7, "dt": 0.7, "gk": 0.7, "fv": 0.5,
    },
}  # fmt: skip
SCRIPTS = frozenset(_SCRIPT_NEAR)

# What it costs to leave out a sound of the English, and to find one more in the original: in general, and by script.
_DROP = {
    "G": 0.1,
    "gh": 0.2,
    "t$": 0.4,
    "d$": 0.4,
    "s$": 0.4,
    "x$": 0.2,
    "h": 0.3,
    "w": 0.4,
    "r": 0.7,
    "l": 0.8,
    "N": 0.6,
    "g": 0.7,
    "q": 0.1,
    "y": 0.1,
    "u": 0.2,
}
_SCRIPT_DROP = {
    "Kana": {"r": 0.25, "h": 0.3, "w": 0.3, "l": 0.7},
    "Hangul": {"r": 0.2, "h": 0.3, "w": 0.2},
    "Arabic": {"a": 0.05, "e": 0.05, "i": 0.08, "o": 0.1, "u": 0.1, "h": 0.25},
    "Cyrillic": {"h": 0.3, "y": 0.1},
    "Latin": {"h": 0.2},
}
_ADD = {"h": 0.4, "q": 0.1, "y": 0.1, "w": 0.3, "k": 0.8, "g": 0.6, "t": 0.7, "d": 0.7}
_SCRIPT_ADD = {
    "Kana": {"u": 0.05, "o": 0.08, "i": 0.1, "y": 0.1},
    "Hangul": {"u": 0.05, "i": 0.1, "e": 0.12, "w": 0.1},
    "Arabic": {"a": 0.1, "i": 0.1, "u": 0.15, "w": 0.15, "y": 0.15, "q": 0.05},
    "Cyrillic": {"y": 0.08},
    "Latin": {"h": 0.2},
}
_VOWEL_WEIGHT = 0.4  # of a consonant's: vowels are heard less surely


# Vowels written with two letters, in English and before a consonant or at the end only: "Palawan" has a w.
_VOWEL_PAIRS = frozenset("oo ee ea ie ei ai ay ey au aw ou ow".split())
_FOREIGN_VOWEL_PAIRS = frozenset({"ou"})
_SILENT = re.compile("[aeiouy][tds]$")


@functools.lru_cache(1 << 14)
def graphemes(name: str, *, english: bool = True) -> tuple[str, ...]:
    """A Latin name cut into graphemes; x is k and s, a double consonant is one."""
    word, out, i = letters(name), [], 0
    while i < len(word):
        cut = _grapheme(word, i, english)
        c = word[i]
        if c == "x" and i:
            out += ["k", "s"]
        elif len(cut) > 1 or c in _VOWELS or word[i - 1 : i] != c:
            out.append(cut)
        i += len(cut)
    if len(out) > 2 and _SILENT.search(word):
        out[-1] += "$"
    return tuple(out)


def _grapheme(word: str, i: int, english: bool) -> str:
    """The longest grapheme at a position."""
    pairs = _VOWEL_PAIRS if english else _FOREIGN_VOWEL_PAIRS
    for size in range(min(_LONGEST_GRAPHEME, len(word) - i), 1, -1):
        cut = word[i : i + size]
        if cut == "shch" and not english:
            continue  # schtsch and szcz are two sounds, as this is
        if cut in _READINGS and "$" not in cut and (cut not in _VOWEL_PAIRS or (cut in pairs and word[i + size : i + size + 1] not in _VOWELS)):
            return cut
    return "G" if word[i] == "g" and word[i - 1 : i] == "n" and i else word[i]


@functools.lru_cache(1 << 12)
def _readings(grapheme: str) -> tuple[tuple[str, float], ...]:
    return _READINGS.get(grapheme, ((grapheme, 0.0),))


@functools.lru_cache(1 << 12)
def _pair(a: str, b: str, script: str) -> float:
    """Cost of one sound for another."""
    if a == b:
        return 0.0
    for table in (_SCRIPT_NEAR[script], _NEAR):
        if (cost := table.get(a + b, table.get(b + a))) is not None:
            return cost
    return 1.0 if (a in _VOWELS) == (b in _VOWELS) else 1.1


@functools.lru_cache(1 << 14)
def _exchange(grapheme: str, sound: str, script: str) -> float:
    """Cost of an English grapheme for a sound of the original, or for a grapheme of it where that is Latin too."""
    if grapheme == sound:
        return 0.0
    ours, others = _readings(grapheme), _readings(sound) if script == "Latin" else ((sound, 0.0),)
    if script == "Latin":
        if len(grapheme) == 1 and grapheme in _VOWELS:
            ours = ours[:1]
        if len(sound) == 1 and sound in _VOWELS:
            others = others[:1]
    return min(1.1, *(c1 + c2 + _pair(a, b, script) for a, c1 in ours for b, c2 in others))


@functools.lru_cache(1 << 12)
def _dropped(grapheme: str, script: str) -> float:
    sound = grapheme if grapheme in _DROP else _readings(grapheme)[0][0]
    general = 0.2 if sound in _VOWELS else _DROP.get(sound, 0.95)
    return _SCRIPT_DROP[script].get(sound, general)


@functools.lru_cache(1 << 12)
def _added(sound: str, script: str) -> float:
    sound = _readings(sound)[0][0] if script == "Latin" else sound
    general = 0.2 if sound in _VOWELS else _ADD.get(sound, 0.95)
    return _SCRIPT_ADD[script].get(sound, general)


# --- words of the original ----------------------------------------------------------------------------------------------


class SourceWord(msgspec.Struct, frozen=True):
    """A word of the original that may be, or hold, a name.

    Attributes:
        sounds: what it sounds like; graphemes, where it is Latin.
        starts: positions in `sounds` where a name may begin, and what it costs.
        ends: what it costs to end at each position of `sounds` (an ending, a particle, the rest of a compound follows).
        capital: written with a capital letter, or in the script's letters for foreign words.
        first: the first word of a sentence, whose capital says nothing.
    """

    text: str
    span: Span
    script: str
    sounds: tuple[str, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]
    capital: bool
    first: bool

    @property
    def cased(self) -> bool:
        """Whether its script has capitals."""
        return self.script in ("Latin", "Cyrillic")


_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "o", "є": "e", "ж": "Z", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "w", "ф": "f", "х": "x", "ц": "c", "ч": "C", "ш": "S",
    "щ": "S", "ъ": "", "ь": "", "ы": "i", "э": "e", "ю": "yu", "я": "ya", "ђ": "J", "ј": "y", "љ": "l", "њ": "n", "ћ": "C", "џ": "J", "ѓ": "J", "ќ": "k", "ѕ": "z",
    "ә": "a", "ғ": "g", "қ": "k", "ң": "N", "ө": "o", "ұ": "u", "ү": "u", "һ": "h",
}  # fmt: skip
_ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "J", "ح": "h", "خ": "x", "د": "d", "ذ": "z", "ر": "r", "ز": "z", "س": "s", "ش": "S",
    "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "q", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "a", "و": "u", "ي": "i",
    "ى": "a", "ئ": "i", "ؤ": "u", "ء": "q", "پ": "p", "چ": "C", "ژ": "Z", "گ": "g", "ڤ": "v", "ک": "k", "ی": "i", "ڨ": "g",
}  # fmt: skip
_MORAE = {
    "ア": "a", "イ": "i", "ウ": "u", "エ": "e", "オ": "o", "カ": "ka", "キ": "ki", "ク": "ku", "ケ": "ke", "コ": "ko", "ガ": "ga", "ギ": "gi", "グ": "gu", "ゲ": "ge", "ゴ": "go",
    "サ": "sa", "シ": "Si", "ス": "su", "セ": "se", "ソ": "so", "ザ": "za", "ジ": "Ji", "ズ": "zu", "ゼ": "ze", "ゾ": "zo", "タ": "ta", "チ": "Ci", "ツ": "cu", "テ": "te", "ト": "to",
    "ダ": "da", "ヂ": "Ji", "ヅ": "zu", "デ": "de", "ド": "do", "ナ": "na", "ニ": "ni", "ヌ": "nu", "ネ": "ne", "ノ": "no", "ハ": "ha", "ヒ": "hi", "フ": "fu", "ヘ": "he", "ホ": "ho",
    "バ": "ba", "ビ": "bi", "ブ": "bu", "ベ": "be", "ボ": "bo", "パ": "pa", "ピ": "pi", "プ": "pu", "ペ": "pe", "ポ": "po", "マ": "ma", "ミ": "mi", "ム": "mu", "メ": "me", "モ": "mo",
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ラ": "ra", "リ": "ri", "ル": "ru", "レ": "re", "ロ": "ro", "ワ": "wa", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ン": "n", "ヴ": "vu", "ッ": "", "ー": "",
}  # fmt: skip
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa"}
# Letters whose marks are lost in comparing, but tell their sound.
_HOOKED = str.maketrans(
    {"č": "ch", "ć": "ch", "š": "sh", "ş": "sh", "ș": "sh", "ž": "zh", "ż": "zh", "ğ": "g", "ñ": "n", "ł": "l", "ň": "n", "ř": "r", "ě": "e"}
)
_HANGUL_INITIALS = ("g", "k", "n", "d", "t", "r", "m", "b", "p", "s", "s", "", "J", "J", "C", "k", "t", "p", "h")
_HANGUL_MEDIALS = ("a", "e", "ya", "ye", "o", "e", "yo", "ye", "o", "wa", "we", "we", "yo", "u", "wo", "we", "wi", "yu", "u", "ui", "i")
_HANGUL_FINALS = tuple("|k|k|k|n|n|n|t|l|k|m|l|l|l|p|l|m|p|p|s|s|N|J|C|k|t|p|t".split("|"))

_WORD = {
    "Latin": re.compile(r"[A-Za-zªº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\u0300-\u036f]+"),
    "Cyrillic": re.compile(r"[\u0400-\u052f\u0301]+"),
    "Kana": re.compile(r"[\u30a1-\u30fa\u30fc\uff66-\uff9f]+"),
    "Hangul": re.compile(r"[\uac00-\ud7a3]+"),
    "Arabic": re.compile(r"[\u0620-\u065f\u066e-\u06d3]+"),
}
_OF_LANGUAGE = {"ja": "Kana", "ko": "Hangul"}
_CYRILLIC_LANGUAGES = frozenset("ru uk be bg mk sr kk ky tg mn".split())
_ARABIC_LANGUAGES = frozenset("ar fa ur".split())
# Languages written in a script whose names are not read here, and such as respell foreign names by sound or change their beginnings.
_OTHER_LANGUAGES = frozenset(
    "zh yue wuu el he hi bn ta te ml kn gu pa mr ne or as sa th lo my km ka hy am ti si yi dv ps sd ug ckb bo dz az uz tk lv lt sq eo ig yo ha sw so ht cy ga gd br gv kw".split()
)
_JOINED = frozenset({"Kana", "Hangul", "Arabic"})
_DIVIDERS = frozenset({" ", "・", "＝", "=", "-"})
_SENTENCE_END = re.compile(r"[.!?:…。؟«»\"“”„「」¿¡(—–•]\s*$|^\s*$")
# Small words that Arabic writes before a name without a space: and, so, with, like, to, the.
_PROCLITIC = re.compile("(?:[وف]?(?:بال|كال|لل|ال|[بكل])|[وف])")
_PREFIX_COST = 0.05
# A name inside a word: hangul writes a person's names as one word, kana run together only what is one name or thing.
_INSIDE_COST = {"Kana": 0.4, "Hangul": 0.2}


def script_of(language: str) -> str | None:
    """The script that names of this language are read in, or None if they are not read here."""
    base = re.split("[-_]", language.lower())[0]
    if not re.fullmatch("[a-z]{2,3}", base) or base in _OTHER_LANGUAGES:
        return None
    if base in _OF_LANGUAGE:
        return _OF_LANGUAGE[base]
    return "Cyrillic" if base in _CYRILLIC_LANGUAGES else "Arabic" if base in _ARABIC_LANGUAGES else "Latin"


def source_words(text: str, script: str) -> list[SourceWord]:
    """The words of a passage in reading order; Latin words within another script are among them."""
    own = [_word(found.group(), found.start(), script, text) for found in _WORD[script].finditer(text)]
    if script == "Latin":
        return own
    return own + [_word(found.group(), found.start(), "Latin", text) for found in _WORD["Latin"].finditer(text)]


def joined(words: Sequence[SourceWord], text: str) -> list[SourceWord]:
    """Neighbours that may be one name in English, where a dot or a space divides them: ホワイト・ホール, Whitehall; جين بينغ, Jinping."""
    pairs = [(a, b) for a, b in pairwise(words) if a.script == b.script in _JOINED and text[a.span.end : b.span.start] in _DIVIDERS]
    return [_word(a.text + b.text, a.span.start, a.script, text) for a, b in pairs]


def kanji_name(name: str, start: int) -> SourceWord:
    """A name in Chinese characters, which has no sound of its own."""
    return SourceWord(name, Span(start, start + len(name)), "Han", (), (), (), capital=True, first=False)


def _word(word: str, start: int, script: str, text: str) -> SourceWord:
    sounds, edges = _sounds(word, script)
    # A title and a few marks before a word are all that is looked at: a sentence's begin needs no more.
    first = bool(_SENTENCE_END.search(text[max(0, start - 4) : start]))
    capital = script == "Kana" or word[:1].isupper() or (script == "Hangul" and _borrowed(word))
    return SourceWord(
        word, Span(start, start + len(word)), script, sounds, _starts(word, sounds, edges, script), _ends(word, sounds, edges, script), capital, first
    )


# Syllables that Korean writes in foreign words and hardly in its own or in Chinese ones.
_BORROWED = frozenset(
    "갤갭겐겔깅닉넨넬넷뉴댄덴델듀딘딩랜랩랭럭럼렉렌렐렘렛론롤롬롭룩룬룸릭린릴링맥맨맷멕멘멜뮌뮐뮤밴밸벡벤벨벳뵈뷔뷰브블샌샐샤샹섀섹셀셔션셜셰셴슈앤앨엘엠웨웬웰윈윌잭잰젠젤쥬즈챈첼첸츠"
    "칸칼캄캐캔캘캠커컨컬케켄켈켐켓코콘콜콤쿠쿤쿨쿼퀸퀴크클킨킬킴킹탠턴털텍텐텔템톤톨톰툰툴튀튜트틱틴틸팀팅팜팩팬팰퍼펀펄페펙펜펠폰폴폼퓨프플픽핀핑핸핼햄헤헨헬힐"
)
_LEAST_BORROWED = 2  # such syllables in a word that is foreign


def _borrowed(word: str) -> bool:
    return sum(c in _BORROWED for c in word) >= _LEAST_BORROWED


@functools.lru_cache(1 << 14)
def _sounds(word: str, script: str) -> tuple[tuple[str, ...], frozenset[int]]:
    """The sounds of a word, and the positions between its syllables (or letters)."""
    if script == "Latin":
        cut = graphemes(word.lower().translate(_HOOKED), english=False)
        return cut, frozenset({0, len(cut)})
    sounds: list[str] = []
    edges = {0}
    for unit in _units(word, script):
        # A consonant written twice is one sound; so is hangul's double l.
        double = bool(unit and sounds) and (sounds[-1] + unit[0] == "lr" or (unit[0] == sounds[-1] and unit[0] not in _VOWELS))
        sounds += unit[1:] if double else unit
        edges.add(len(sounds))
    return tuple(sounds), frozenset(edges)


def _units(word: str, script: str) -> list[str]:
    if script == "Cyrillic":
        pairs = re.findall("дж|тс|цз|чж|хс|[\u0400-\u052f]", word.lower())
        return [{"дж": "J", "тс": "c", "цз": "J", "чж": "J", "хс": "S"}.get(c, _CYRILLIC.get(c, "")) for c in pairs]
    if script == "Arabic":
        return [{"تش": "C", "دج": "J"}.get(c, _ARABIC.get(c, "")) for c in re.findall("تش|دج|.", word)]
    if script == "Hangul":
        return [_hangul(c) for c in word]
    units: list[str] = []
    for c in word:
        if c in _SMALL and units:
            small = _SMALL[c]
            stem = units[-1][:-1]
            keep = small[1:] if stem in ("S", "J", "C") and small[0] == "y" else small
            units[-1] = (stem or ("w" if units[-1] == "u" else units[-1])) + keep
        else:
            units.append(_MORAE.get(c, ""))
    return units


def _hangul(c: str) -> str:
    code = ord(c) - 0xAC00
    initial, medial, final = _HANGUL_INITIALS[code // 588], _HANGUL_MEDIALS[code % 588 // 28], _HANGUL_FINALS[code % 28]
    return initial + medial + final


def _starts(word: str, sounds: tuple[str, ...], edges: frozenset[int], script: str) -> tuple[float, ...]:
    far = 9.0
    if script in ("Kana", "Hangul"):
        inside = _inside(word, script)
        return tuple(0.0 if j == 0 else inside if j in edges else far for j in range(len(sounds) + 1))
    begins = {0: 0.0}
    if script == "Arabic" and (found := _PROCLITIC.match(word)) and found.end() < len(word):
        for end in range(1, found.end() + 1):
            begins[len(_sounds(word[:end], script)[0])] = _PREFIX_COST
    return tuple(begins.get(j, far) for j in range(len(sounds) + 1))


_COMPOUND = 9  # kana of a word that is several
# What the rest of a word costs per sound once the name has ended: a case ending, a particle, the rest of a compound.
_REST = {"Latin": 0.12, "Cyrillic": 0.08, "Arabic": 0.15, "Hangul": 0.0, "Kana": 0.0}
_MOST_REST = {"Latin": 4, "Cyrillic": 6, "Arabic": 4}


def _inside(word: str, script: str) -> float:
    """What it costs a name to begin or end inside a word; a long word in kana is a compound."""
    return 0.1 if script == "Kana" and len(word) >= _COMPOUND else _INSIDE_COST[script]


def _ends(word: str, sounds: tuple[str, ...], edges: frozenset[int], script: str) -> tuple[float, ...]:
    costs = []
    for j in range(len(sounds) + 1):
        rest = len(sounds) - j
        if script in ("Kana", "Hangul"):
            costs.append(0.0 if not rest else (0.1 if script == "Hangul" else _inside(word, script)) if j in edges else 0.5)
        else:
            costs.append(rest * _REST[script] if rest <= _MOST_REST[script] else 9.0)
    return tuple(costs)


# --- comparing ----------------------------------------------------------------------------------------------------------


def alike(name: str, word: SourceWord) -> float:
    """How well an English name can be what a word of the original says: 1 for alike, falling to 0."""
    cut = graphemes(name, english=word.script != "Latin")
    if not cut or not word.sounds:
        return 0.0
    likeness = _alike(cut, word.sounds, word.starts, word.ends, word.script)
    if "x" in letters(name)[1:]:
        # Texas is Техас in Russian, Lemieux is Лемьё: x is one sound, or at the end of a French name none.
        likeness = max(likeness, _alike(_one_sound_x(cut), word.sounds, word.starts, word.ends, word.script))
    return likeness


def _one_sound_x(cut: tuple[str, ...]) -> tuple[str, ...]:
    joined = re.sub("k-s$", "x$", "-".join(cut)).replace("k-s-", "x-", 1)
    return tuple(joined.split("-"))


@functools.lru_cache(1 << 14)
def _alike(cut: tuple[str, ...], sounds: tuple[str, ...], starts: tuple[float, ...], ends: tuple[float, ...], script: str) -> float:
    added = [_added(s, script) for s in sounds]
    previous = list(starts)
    for j, cost in enumerate(added, 1):
        previous[j] = min(previous[j], previous[j - 1] + cost)
    for grapheme in cut:
        drop = _dropped(grapheme, script)
        current = [previous[0] + drop]
        for j, sound in enumerate(sounds, 1):
            current.append(min(previous[j] + drop, previous[j - 1] + _exchange(grapheme, sound, script), current[j - 1] + added[j - 1]))
        previous = current
    cost = min(p + e for p, e in zip(previous, ends, strict=True))
    return max(0.0, 1 - cost / _weight(cut))


_SPELLED = {"S": "sh", "Z": "zh", "C": "ch", "J": "j", "c": "ts", "x": "kh", "N": "ng", "q": ""}


def romanised(word: SourceWord) -> str:
    """A word in Latin letters, to give the reader its sound; as it stands, where it is Latin."""
    if word.script == "Latin":
        return word.text
    return "".join(_SPELLED.get(sound, sound) for sound in word.sounds).capitalize()


def covers(name: str, word: SourceWord) -> bool:
    """Whether an English word has consonants for half of those of a word of the original: "to" does not render テキサス."""
    ours = sum(_readings(g)[0][0] not in _VOWELS for g in graphemes(name))
    others = sum((_readings(s)[0][0] if word.script == "Latin" else s) not in _VOWELS for s in word.sounds)
    return 2 * ours >= others


@functools.lru_cache(1 << 12)
def _weight(cut: Sequence[str]) -> float:
    return sum(_VOWEL_WEIGHT if _readings(g)[0][0] in _VOWELS else 1.0 for g in cut)
