"""Readings of Han characters in Latin letters, and spellings brought to one norm so that they can be compared."""

from __future__ import annotations

import functools
import re
from itertools import product

from sourcetrace.translate.names.tables import han_readings, japanese_readings
from sourcetrace.translate.text import fold

__all__ = [
    "cantonese_norm",
    "is_pinyin",
    "japanese_norm",
    "korean_norm",
    "korean_reading",
    "letters",
    "name_readings",
    "name_spellings",
    "pinyin_of",
    "pinyin_readings",
    "revised",
    "wade_giles",
]


@functools.lru_cache(1 << 15)
def letters(name: str) -> str:
    """Only the ASCII letters of a name, lower case, without its possessive."""
    return re.sub(r"[^a-z]", "", re.sub(r"'s$|'$", "", fold(name)))


# --- Mandarin -----------------------------------------------------------------------------------------------------------


@functools.lru_cache(1 << 14)
def pinyin_of(character: str) -> tuple[str, ...]:
    """Every reading of one character in pinyin without tones, the commonest first; ü is written v."""
    from pypinyin import Style, pinyin

    return tuple(dict.fromkeys(pinyin(character, style=Style.NORMAL, heteronym=True)[0]))


# Characters that names read in more than one way: family names (曾 Zeng, 单 Shan, 朴 Piao) and given ones (朝 Chao or Zhao, 茜 Qian or Xi).
_TWO_WAYS = frozenset(
    "曾單单解仇樂乐翟區区查朴樸缪繆逄覃种種任燕宁寧召盛洗冼尉万萬俟盖蓋葛谌諶员員黑折繁祭句撒車车纪紀朝行長长重茜曦柏伯參参晟呢娜堡泊瀑曝乘宓隗貫贯郇洋瑪玛彬"
)


def name_readings(character: str) -> tuple[str, ...]:
    """The readings a character may have in a name: the commonest, and others for the few that names read in two ways. 奇 in 蔡奇 is Qi, not Ji."""
    readings = pinyin_of(character)
    return readings if character in _TWO_WAYS else readings[:1]


def name_spellings(text: str) -> set[str]:
    """The ways a name in characters may be spelled in pinyin, in small letters; sixteen at most."""
    readings = (name_readings(c) for c in text)
    return {"".join(parts) for parts, _ in zip(product(*readings), range(16), strict=False)}


_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")


def pinyin_readings(text: str) -> list[str]:
    """One syllable a character, chosen in context; other characters stand for themselves."""
    from pypinyin import lazy_pinyin

    syllables = list(text)
    for run in _HAN_RUN.finditer(text):
        read = lazy_pinyin(run.group())
        syllables[run.start() : run.end()] = read if len(read) == len(run.group()) else [pinyin_of(c)[0] for c in run.group()]
    return syllables


# The syllables of standard Mandarin without tones, as initials and the finals they take.
_FINALS = {
    "": "a o e ai ei ao ou an en ang er".split(),
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u".split(),
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u".split(),
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u".split(),
    "f": "a o ei ou an en ang eng u".split(),
    "d": "a e ai ei ao ou an en ang eng ong i ie iao iu ian ing u uo ui uan un".split(),
    "t": "a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un".split(),
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan v ve ue".split(),
    "l": "a e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve ue".split(),
    "g": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang".split(),
    "k": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang".split(),
    "h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang".split(),
    "j": "i ia ie iao iu ian in iang ing iong u ue uan un".split(),
    "q": "i ia ie iao iu ian in iang ing iong u ue uan un".split(),
    "x": "i ia ie iao iu ian in iang ing iong u ue uan un".split(),
    "zh": "a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang".split(),
    "ch": "a e ai ao ou an en ang eng ong i u ua uo uai ui uan un uang".split(),
    "sh": "a e ai ei ao ou an en ang eng i u ua uo uai ui uan un uang".split(),
    "r": "e ao ou an en ang eng ong i u ua uo ui uan un".split(),
    "z": "a e ai ei ao ou an en ang eng ong i u uo ui uan un".split(),
    "c": "a e ai ao ou an en ang eng ong i u uo ui uan un".split(),
    "s": "a e ai ao ou an en ang eng ong i u uo ui uan un".split(),
    "y": "a o e ao ou an ang i in ing ong u ue uan un".split(),
    "w": "a o ai ei an en ang eng u".split(),
}
_SYLLABLES = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals)


@functools.lru_cache(1 << 12)
def is_pinyin(word: str) -> bool:
    """Whether lower-case letters can be read as pinyin syllables from end to end."""
    if len(word) > 20:
        return False
    reach = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        reach[end] = any(reach[end - n] and word[end - n : end] in _SYLLABLES for n in range(1, min(6, end) + 1))
    return bool(word) and reach[-1]


_WADE_INITIALS = {"zh": "ch", "j": "ch", "q": "ch", "x": "hs", "b": "p", "d": "t", "g": "k", "z": "ts", "c": "ts", "r": "j"}
_WADE_WHOLE = {"yi": "i", "you": "yu", "yan": "yen", "ye": "yeh", "yong": "yung", "zi": "tzu", "ci": "tzu", "si": "ssu", "er": "erh"}
_WADE_FINALS = {"ong": "ung", "ian": "ien", "ie": "ieh", "ve": "ueh", "ue": "ueh", "iong": "iung"}


@functools.lru_cache(1 << 12)
def wade_giles(syllable: str) -> str:
    """A pinyin syllable in Wade–Giles as newspapers print it: without apostrophes and marks."""
    if syllable in _WADE_WHOLE:
        return _WADE_WHOLE[syllable]
    found = re.match(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)", syllable)
    assert found, "every string has a (possibly empty) initial"
    initial, final = found[1], found[2]
    if final == "uo":
        final = "uo" if initial in ("g", "k", "h", "sh") else "o"
    elif final == "e":
        final = "o" if initial in ("g", "k", "h") else "e"
    elif final == "i":
        final = "ih" if initial in ("zh", "ch", "sh", "r") else "i"
    return _WADE_INITIALS.get(initial, initial) + _WADE_FINALS.get(final, final)


# --- Japanese -----------------------------------------------------------------------------------------------------------


def japanese_norm(name: str) -> str:
    """Hepburn without long vowels, m before b/m/p: Ōhashi, Oohashi and Ohashi are one, as are Namba and Nanba."""
    word = re.sub(r"n(?=[bmp])", "m", letters(name))
    for long, short in (("ou", "o"), ("oo", "o"), ("oh", "o"), ("uu", "u"), ("aa", "a"), ("ii", "i"), ("ei", "e"), ("ee", "e")):
        word = word.replace(long, short) if long != "oh" else re.sub(r"oh(?![aeiouy])", "o", word)
    return word


@functools.lru_cache(1 << 14)
def japanese_norms(form: str) -> frozenset[str]:
    """The normed readings of a folded form that are a surname, a given name or a place."""
    return frozenset(japanese_norm(roman) for kind, roman in japanese_readings(form) if kind != "f")


# --- Korean -------------------------------------------------------------------------------------------------------------

_INITIALS = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")
_MEDIALS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_CODAS = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")


def revised(syllable: str) -> str:
    """One Hangul syllable in Revised Romanisation."""
    code = ord(syllable) - 0xAC00
    return _INITIALS[code // 588] + _MEDIALS[code % 588 // 28] + _CODAS[code % 28] if 0 <= code < 11172 else ""


# Vowel spellings that are one sound in Korean names, and the consonants that Revised and older spellings exchange.
_KOREAN_SPELLINGS = (("yeo", "yo"), ("eo", "o"), ("oo", "u"), ("ou", "u"), ("ee", "i"), ("ae", "e"), ("eu", "u"), ("woo", "u"), ("wu", "u"), ("rh", "n"))
_KOREAN_CONSONANTS = (("l", "r"), ("k", "g"), ("p", "b"), ("t", "d"), ("ch", "j"), ("sh", "s"), ("y", ""))


def korean_norm(name: str) -> str:
    """A spelling of a Korean name at its least common denominator: Park, Pak and Bak are one; Lee, Rhee, Yi and I."""
    word = letters(name)
    word = {"park": "pak", "lee": "i", "yi": "i", "rhee": "i", "ree": "i", "kim": "kim", "choi": "choe", "noh": "no", "roh": "no"}.get(word, word)
    for spelling, norm in _KOREAN_SPELLINGS:
        word = word.replace(spelling, norm)
    word = re.sub(r"u(?=n)", "o", word)  # Jung and Jeong, Kyung and Gyeong
    word = re.sub(r"^[rl](?=[iy])", "", word)
    for spelling, norm in _KOREAN_CONSONANTS:
        word = word.replace(spelling, norm)
    return word


@functools.lru_cache(1 << 14)
def korean_reading(run: str) -> tuple[str, ...]:
    """Normed Sino-Korean readings of a run of characters; none if a character has none."""
    options = [[revised(h) for h in han_readings(c)[1]] for c in run]
    return tuple(dict.fromkeys(korean_norm("".join(parts)) for parts in product(*(o[:2] for o in options))))


# --- Cantonese ----------------------------------------------------------------------------------------------------------

_CANTONESE_SPELLINGS = (
    ("ts", "z"), ("ch", "z"), ("c", "z"), ("dz", "z"), ("j", "y"), ("oe", "eu"), ("eo", "u"), ("aa", "a"), ("kw", "gw"), ("k", "g"), ("p", "b"),
    ("t", "d"), ("oo", "u"), ("ee", "i"), ("ou", "o"), ("ei", "i"), ("ay", "ai"), ("ui", "oi"), ("hs", "s"), ("sh", "s"), ("iu", "u"),
)  # fmt: skip


@functools.lru_cache(1 << 12)
def cantonese_norm(syllable: str) -> str:
    """A Cantonese syllable, in Jyutping or as Hong Kong spells it, at its least common denominator."""
    word = letters(syllable)
    for spelling, norm in _CANTONESE_SPELLINGS:
        word = word.replace(spelling, norm)
    return word
