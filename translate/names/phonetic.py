"""Whether a foreign name and its transliteration into Chinese characters sound alike.

Both are written as coarse phonemes (consonant classes in capitals, vowels in small letters); the Latin name is aligned
anywhere inside the phonemes of the Chinese passage, with costs for what transliteration does: vowels come in between
consonants, final r and l fall, h and k change places. The costs were set by hand on names of heads of state and
cities and then checked on news; they are not a trained model.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from sourcetrace.translate.names.romanise import letters

__all__ = ["BOUNDARY", "TRANSLITERATION", "alikeness", "latin_phonemes", "pinyin_phonemes"]

BOUNDARY = "#"  # no name reaches across it

# Characters that Xinhua's transliteration tables use for foreign names.
TRANSLITERATION = frozenset(
    "阿埃艾爱安昂奥澳巴白拜班邦包保堡鲍贝本比彼宾波伯博勃布茨达戴丹道德登邓迪蒂丁顿东杜多厄恩尔法凡范菲费芬丰冯佛弗夫福富盖甘冈高戈哥格葛根贡古瓜圭哈"
    "海汉豪赫黑亨洪侯胡华怀惠霍基吉加迦贾简江杰捷金京久居喀卡凯坎康考柯科克肯孔库夸昆拉莱赖兰郎朗劳勒雷蕾里理李利莉列林龙隆卢鲁路伦罗洛吕略马玛迈麦曼"
    "芒毛梅门蒙米密明敏摩莫墨默姆穆拿娜纳乃奈南瑙内嫩尼妮涅宁纽农努诺欧帕派潘庞佩彭皮匹平婆珀普齐奇恰乔切钦琼丘曲让热仁日荣茹瑞若萨塞赛桑瑟森沙莎山尚绍"
    "舍申生圣施史士舒朔司丝斯思松苏索塔泰坦汤唐陶特腾提田廷亭通图土托陀瓦万旺威韦维魏温文翁沃乌武伍西希锡席夏香肖谢辛欣兴休许雪逊雅亚延扬尧耶叶伊宜以易因"
    "英尤于约云赞泽曾扎詹珍芝智朱佐祖卓孜兹"
)

_VOWELS = frozenset("aeiou")
_GRAPHEMES = [
    ("shch", "S"), ("sch", "S"), ("tch", "S"), ("ch", "C"), ("sh", "S"), ("zh", "S"), ("cz", "S"), ("sz", "S"), ("ts", "S"), ("tz", "S"),
    ("dz", "S"), ("dj", "S"), ("ph", "F"), ("th", "T"), ("ck", "K"), ("qu", "K"), ("cc", "K"), ("kh", "K"), ("gh", "K"), ("ng", "N"),
]  # fmt: skip
_LETTERS = dict(zip("szjgkqfvwtdbplrmnhy", "SSJGKKFVWTTPPLRMNHi", strict=True))


@functools.lru_cache(1 << 12)
def latin_phonemes(name: str) -> tuple[str, ...]:
    """Coarse phonemes of a name in Latin letters."""
    word, out, i = letters(name), [], 0
    while i < len(word):
        found = next(((g, p) for g, p in _GRAPHEMES if word.startswith(g, i)), None)
        if found:
            out.append(found[1])
            i += len(found[0])
            continue
        c = word[i]
        if word[i + 1 : i + 2] == c and c not in _VOWELS:
            pass  # a double consonant is one sound
        elif c in _VOWELS:
            out.append(c)
        elif c == "c":
            out.append("S" if word[i + 1 : i + 2] in ("e", "i", "y") else "C" if i + 1 == len(word) else "K")
        elif c == "x":
            out += ["K", "S"]
        else:
            out.append(_LETTERS[c])
        i += 1
    return tuple(out)


_INITIALS = {
    "b": "P", "p": "P", "m": "M", "f": "F", "d": "T", "t": "T", "n": "N", "l": "L", "g": "G", "k": "K", "h": "H", "j": "J", "q": "J",
    "x": "X", "zh": "S", "ch": "S", "sh": "S", "r": "R", "z": "S", "c": "S", "s": "S", "y": "i", "w": "W",
}  # fmt: skip


@functools.lru_cache(1 << 12)
def pinyin_phonemes(syllable: str) -> tuple[str, ...]:
    """Coarse phonemes of a pinyin syllable."""
    found = re.match(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)", syllable)
    assert found, "every string has a (possibly empty) initial"
    initial, final = found[1], found[2]
    out = [_INITIALS[initial]] if initial else []
    if final == "er":
        return (*out, "e", "R")
    nasal = final.endswith(("n", "ng"))
    vowels = re.sub(r"n?g?$", "", final).replace("v", "u")
    if vowels == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        vowels = "e"  # the buzzing vowel of 斯, 茨, 日 stands for no vowel at all
    out += [c for c in vowels if c in _VOWELS]
    return (*out, "N") if nasal else tuple(out)


_ALIKE = {
    "LR": 0.1, "HK": 0.35, "HG": 0.35, "KG": 0.15, "JS": 0.25, "XS": 0.15, "JT": 0.35, "ST": 0.5, "JK": 0.3, "JG": 0.25, "CS": 0.1, "CK": 0.1,
    "CJ": 0.12, "CH": 0.3, "CX": 0.2, "CG": 0.3, "XH": 0.3, "XK": 0.6, "XJ": 0.3, "FV": 0.15, "WV": 0.1, "WF": 0.35, "MN": 0.3, "PF": 0.5,
    "PV": 0.3, "Wu": 0.15, "Wo": 0.2, "Ji": 0.4, "Ri": 0.6, "HF": 0.5, "WK": 0.7, "WG": 0.4, "RS": 0.5, "JR": 0.5,
}  # fmt: skip
_SUBSTITUTION = {pair: cost for (a, b), cost in ((tuple(k), v) for k, v in _ALIKE.items()) for pair in ((a, b), (b, a))}
# A Latin sound that the Chinese form leaves out: everywhere, and where it closes a syllable.
_DROPPED = {"H": 0.25, "W": 0.35, "R": 0.45, "L": 0.45, "N": 0.6, "T": 0.55, "S": 0.65, "i": 0.12, "G": 0.6, "K": 0.6, "P": 0.7, "M": 0.8}
_DROPPED_CODA = {"R": 0.2, "L": 0.25, "T": 0.4, "H": 0.1, "W": 0.1, "K": 0.45, "G": 0.45, "S": 0.5}
_ADDED = {"N": 0.5, "H": 0.5, "R": 0.6, "L": 0.6, "W": 0.6}


def _substitution(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if (a, b) in _SUBSTITUTION:
        return _SUBSTITUTION[a, b]
    if a in _VOWELS and b in _VOWELS:
        return 0.18
    return 1.1 if a in _VOWELS or b in _VOWELS else 1.0


def _dropped(sound: str, coda: bool) -> float:
    if sound in _VOWELS:
        return 0.15
    general = _DROPPED.get(sound, 0.9)
    return _DROPPED_CODA.get(sound, general) if coda else general


def _added(sound: str) -> float:
    return 9.0 if sound == BOUNDARY else 0.1 if sound in _VOWELS else _ADDED.get(sound, 0.9)


def alikeness(name: Sequence[str], passage: Sequence[str], edges: frozenset[int]) -> tuple[float, int]:
    """How well a name's phonemes align with some stretch of a passage's phonemes.

    Args:
        name: phonemes of the Latin name.
        passage: phonemes of the characters, with `BOUNDARY` where no name can continue.
        edges: positions in `passage` where a character begins or ends; a match begins and ends at one.

    Returns:
        1 for alike, falling to 0, and the position in `passage` where the best stretch ends.
    """
    far = 9.0
    previous = [0.0 if j in edges else far for j in range(len(passage) + 1)]
    for j in range(1, len(previous)):
        previous[j] = min(previous[j], previous[j - 1] + _added(passage[j - 1]))
    for k, sound in enumerate(name):
        coda = k > 0 and (k + 1 == len(name) or name[k + 1] not in _VOWELS)
        drop = _dropped(sound, coda)
        current = [previous[0] + drop]
        for j, other in enumerate(passage, 1):
            current.append(min(previous[j] + drop, previous[j - 1] + _substitution(sound, other), current[j - 1] + _added(other)))
        previous = current
    cost, end = min(((previous[j], j) for j in edges if j < len(previous)), default=(far, 0))
    weight = sum(0.35 if sound in _VOWELS else 1.0 for sound in name) or 1.0
    return max(0.0, 1 - cost / weight), end
