"""Numerals as written: digits in any style, Chinese and Japanese numerals, English number words.

This room only reads numbers; what they count, and whether two of them agree, is the business of the checks.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "CHINESE_NUMERAL",
    "DIGITS",
    "MAGNITUDE",
    "MONTHS",
    "VULGAR",
    "VULGARS",
    "chinese_numeral",
    "decimal",
    "halfwidth",
    "number_set",
    "plain_cases",
    "word_numeral",
]

_DIGIT = {c: v for v, cs in enumerate(("零〇○", "一壹", "二两兩贰貳弐", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")) for c in cs}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
# 兆 is 10^12 in Chinese finance, Japanese and Korean.
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
MAGNITUDE = _SMALL | _LARGE
CHINESE_NUMERAL = "".join(_DIGIT) + "".join(MAGNITUDE)
DIGITS = _DIGIT

MONTHS = {name: number for number, name in enumerate("january february march april may june july august september october november december".split(), 1)}

_ONES = {w: v for v, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_ONES |= {w: v for v, w in enumerate("thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 13)}
_TENS = {w: v * 10 for v, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SCALES |= {"bn": 10**9, "mn": 10**6, "mln": 10**6, "bln": 10**9, "tn": 10**12}
NUMBER_WORDS = "|".join(sorted([*_ONES, *_TENS, "hundred", "thousand", "million", "billion", "trillion"], key=len, reverse=True))

# Fractions that are one character, with the number before them: 3½.
VULGARS = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 1 / 5, "⅛": 1 / 8}
VULGAR = re.compile(rf"(?<![\d.,])(\d{{1,6}})?\s?([{''.join(VULGARS)}])")

_HALFWIDTH = str.maketrans({0xFF10 + d: str(d) for d in range(10)} | {ord("％"): "%", ord("．"): ".", ord("："): ":", ord("／"): "/", ord("－"): "-"})


# Letters that match i, s and k where case is ignored, and are none when made small: the dotted and dotless i, the long s, the Kelvin sign.
_ODD_CASES = str.maketrans("İıſ\u212a", "IisK")


def plain_cases(text: str) -> str:
    """An English text, character for character, with letters that only look like cases of i, s and k made these."""
    return text.translate(_ODD_CASES)


def halfwidth(text: str) -> str:
    """The same text, character for character, with the digits of every script and full-width signs made ASCII."""
    narrow = text.translate(_HALFWIDTH)
    if narrow.isascii():
        return narrow
    digits = "".join(str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c for c in narrow)
    return _THOUSANDS.sub(",", digits)


# A full-width comma is a comma of the sentence unless it parts thousands.
_THOUSANDS = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")


def decimal(digits: str) -> float:
    """The value of ASCII digits with thousands commas: "1,856.5" → 1856.5."""
    return float(digits.replace(",", "").rstrip("."))


def chinese_numeral(text: str) -> list[float]:
    """The values a Chinese numeral may stand for: 五千五百亿 → [5.5e11]; 六七千 (six or seven thousand) → both.

    Raises:
        KeyError: a character is not a numeral.
    """
    if not text:
        return []
    if all(c in _DIGIT for c in text):
        return _digit_string(text)
    # Two neighbouring digits in a row are an estimate: 六七千, 十七八.
    for pattern in (rf"([{_ALL_DIGITS}])([{_ALL_DIGITS}])(?=[{''.join(MAGNITUDE)}])", rf"(?<=[十百千万])([{_ALL_DIGITS}])([{_ALL_DIGITS}])$"):
        found = re.search(pattern, text)
        if found and _DIGIT[found[2]] == _DIGIT[found[1]] + 1:
            before, after = text[: found.start()], text[found.end() :]
            return chinese_numeral(before + found[1] + after) + chinese_numeral(before + found[2] + after)
    return [_positional(text)]


_ALL_DIGITS = "".join(_DIGIT)


def _digit_string(text: str) -> list[float]:
    """Digits without a magnitude: one digit, a year-like string, or an estimate (三四: three or four)."""
    digits = [_DIGIT[c] for c in text]
    value = float(int("".join(map(str, digits))))
    if len(digits) == 2 and digits[1] == digits[0] + 1 and digits[0]:
        return [float(digits[0]), float(digits[1]), value]
    return [value]


def _positional(text: str) -> float:
    total = section = digit = 0
    unit, waiting = 1, False
    for c in text:
        if c in _DIGIT:
            digit, waiting = _DIGIT[c], True
        elif c in _SMALL:
            section += (digit if waiting else 1) * _SMALL[c]
            digit, waiting, unit = 0, False, _SMALL[c]
        else:
            section += digit
            if section == 0 and total:  # 万亿: a magnitude of a magnitude
                total *= _LARGE[c]
            else:
                total += (section or 1) * _LARGE[c]
            section, digit, waiting, unit = 0, 0, False, _LARGE[c]
    # A last digit without its magnitude stands one below the one before: 三万五 is 35,000, but 三万零五 is 30,005.
    if digit and unit >= 100 and text[-1] in _DIGIT and text[-2:-1] not in ("零", "〇"):
        return float(total + section + digit * unit // 10)
    return float(total + section + digit)


def word_numeral(words: str) -> float:
    """The value of English number words: "two hundred and fifty thousand" → 250000."""
    total = section = 0
    for word in re.split(r"[\s,-]+", words.lower()):
        if word in _ONES:
            section += _ONES[word]
        elif word in _TENS:
            section += _TENS[word]
        elif word == "hundred":
            section = (section or 1) * 100
        elif word == "dozen":
            section = (section or 1) * 12
        elif word in SCALES:
            total += (section or 1) * SCALES[word]
            section = 0
    return float(total + section)


# --- numbers as evidence for the aligner --------------------------------------------------------------------------------

_PLAIN = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万亿|万億|千万|百万|十万|万|萬|亿|億|兆|thousand|million|billion|trillion|bn)?", re.IGNORECASE)
_PLAIN_SCALE = {"万亿": 1e12, "万億": 1e12, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}
_PLAIN_SCALE |= {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9}
_MONTH = re.compile(rf"\b({'|'.join(name.capitalize() for name in MONTHS)})\b")


def number_set(text: str) -> frozenset[float]:
    """The numbers a sentence writes in digits, with their magnitudes, and its English months as 1–12.

    Coarse on purpose: it serves to pair sentences, not to judge them.
    """
    text = halfwidth(text)
    values = {round(decimal(found[1]) * _PLAIN_SCALE.get((found[2] or "").lower(), 1), 4) for found in _PLAIN.finditer(text) if len(found[1]) <= 18}
    values.update(float(MONTHS[found[1].lower()]) for found in _MONTH.finditer(text))
    return frozenset(values)
