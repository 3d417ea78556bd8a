"""Digits in a language's own style: 1.234,5 and 1 234,5 and 3億5000万."""

from __future__ import annotations

import re

from sourcetrace.translate.figures.grammar import Grammar
from sourcetrace.translate.figures.model import scaled
from sourcetrace.translate.numerals import halfwidth

__all__ = ["SPACES", "digit_pattern", "plain", "positional", "readings", "roman"]

# Spaces that stand between figures: plain, no-break, narrow no-break, thin.
SPACES = "\u0020\u00a0\u202f\u2009"
# The Arabic decimal and thousands marks.
_MARKS = str.maketrans({"٫": ".", "٬": ","})
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def plain(text: str) -> str:
    """The text with ASCII digits and marks, character for character."""
    return halfwidth(text).translate(_MARKS)


def digit_pattern(grammar: Grammar) -> str:
    """What a number in digits looks like. Bounded, and never begun inside a run of digits."""
    groups = [rf"\d{{1,3}}(?:{re.escape(c)}\d{{3}}){{1,6}}(?!\d)" for c in grammar.grouping if not c.isspace()]
    if " " in grammar.grouping:
        groups.append(rf"\d{{1,3}}(?:[{SPACES}]\d{{3}}){{1,6}}(?!\d)")
    return rf"(?<![\d.])(?<!\d,)(?:{'|'.join([*groups, r'[0-9]{1,18}'])})(?:[.,]\d{{1,12}})?(?!\d)"


def readings(digits: str, grammar: Grammar) -> list[float]:
    """What digits may mean, the language's own style first.

    A mark before three digits parts thousands where the language has it so. Where it is the decimal mark, thousands are a
    second reading: English style is common in every language's news.
    """
    bare = re.sub(rf"[{SPACES}'’]", "", digits)
    marks = [c for c in bare if c in ".,"]
    if not marks:
        return [float(bare)]
    whole, _, rest = bare.rpartition(marks[-1])
    together = float(re.sub("[.,]", "", bare))
    parted = float(f"{re.sub('[.,]', '', whole)}.{rest}")
    if marks.count(marks[-1]) > 1:
        return [together]
    if len(rest) != 3 or not whole.lstrip("0"):
        return [parted]
    if marks[-1] == grammar.decimal:
        return [parted, together]
    return [together] if marks[-1] in grammar.grouping else [parted]


def positional(run: str, grammar: Grammar) -> float | None:
    """The value of digits and magnitudes in one run, ASCII or the language's own; None for what is no number."""
    total = section = 0.0
    digit: float | None = None
    for token in re.findall(r"\d[\d,.]*|\S", run):
        if token[0].isdecimal():
            if token.count(".") > 1 or len(token) > 18:
                return None
            digit = float(token.rstrip(".,").replace(",", ""))
        elif token in grammar.digits:
            digit = (digit or 0) * 10 + grammar.digits[token]
        elif grammar.large[token] < 10000:
            section += (1.0 if digit is None else digit) * grammar.large[token]
            digit = None
        else:
            section, digit = section + (digit or 0), None
            total = total * grammar.large[token] if not section and total else total + scaled(section or 1, grammar.large[token])
            section = 0.0
    return scaled(total + section + (digit or 0), 1)


def roman(numeral: str) -> int:
    """The value of a Roman numeral up to a century's; 0 for what is none."""
    if not numeral or any(c not in _ROMAN for c in numeral):
        return 0
    values = [_ROMAN[c] for c in numeral]
    return sum(-v if n + 1 < len(values) and v < values[n + 1] else v for n, v in enumerate(values))
