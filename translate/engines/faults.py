"""What goes wrong in the output of a translation engine, told apart from what the English does.

The kinds are those that users of such engines report (argos-translate #275, #276, #422; LibreTranslate #19): a text that
repeats itself, is empty, is the source again, was cut off, or has other figures or currency signs than the source.
"""

from __future__ import annotations

import re
import unicodedata

from sourcetrace.translate.text import script_counts

__all__ = ["COPIED", "CURRENCY", "CUT", "DIGITS", "EMPTY", "REPEATED", "faults_of"]

EMPTY = "empty"
REPEATED = "repeated"
COPIED = "source copied"
CUT = "cut off"
DIGITS = "digits changed"
CURRENCY = "currency sign changed"

# A unit of up to 40 characters that follows itself three times more, or one of up to six words that does twice more.
_LOOP = re.compile(r"(\S.{0,39}?)\1{3,}|\b((?:\w+\W+){1,6})\2{2,}", re.DOTALL)
_NOT_LOOPS = re.compile(r"[\d.,…·*=_—\-\s]+|h?a(?:ha)*")  # 1000000, "…", rules, laughter
_SIGNS = "$€£¥₩₽₹₺₫₴₪฿"
# What follows digits and multiplies them, so that the same number is written with other digits.
_SCALED = re.compile(
    r"\s*[月월日일时時点點分号號]|[:：]\d|世[纪紀]|届|屆|[多余餘]?[万萬亿億兆千百十成억만천백조]|\s*(?:tausend|mil|млн|млрд|тыс)", re.IGNORECASE
)
_RUN = re.compile(r"\d+(?:[.,]\d+)*")


def faults_of(source: str, output: str, language: str, limit_reached: bool = False) -> tuple[str, ...]:
    """The faults of an engine's output for a sentence, in a fixed order; none where there is nothing to find.

    Args:
        source: the sentence.
        output: what the engine made of it.
        language: of the output.
        limit_reached: whether the engine stopped because its output grew too long.
    """
    if not output.strip():
        return (EMPTY,) if source.strip() else ()
    found = [
        (REPEATED, _repeats(output) and not _repeats(source)),
        (COPIED, _copied(source, output, language)),
        (CUT, limit_reached),
        (DIGITS, _digits_changed(source, output)),
        (CURRENCY, any(sign in output and sign not in source for sign in _SIGNS) and any(sign in source and sign not in output for sign in _SIGNS)),
    ]
    return tuple(name for name, holds in found if holds)


def _repeats(text: str) -> bool:
    return any(len(m.group()) >= 8 and not _NOT_LOOPS.fullmatch(m.group(1) or m.group(2)) for m in _LOOP.finditer(text[:4000]))


def _copied(source: str, output: str, language: str) -> bool:
    """Whether the source stands there again: the same words, or half of the letters still in a script English lacks."""
    letters = script_counts(output)
    if language == "en" and letters and 2 * (sum(letters.values()) - letters.get("Latin", 0)) > sum(letters.values()):
        return True
    same = _plain(source) == _plain(output)
    return same and len(_plain(source)) > 20


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _digits_changed(source: str, output: str) -> bool:
    """Whether a number of two digits or more, of plain digits in the source, is nowhere in the output, digit for digit."""
    text = unicodedata.normalize("NFKC", source)
    kept = {_bare(m.group()) for m in _RUN.finditer(unicodedata.normalize("NFKC", output))}
    for number in _RUN.finditer(text):
        bare = _bare(number.group())
        if (
            len(bare) > 1
            and bare not in kept
            and not _SCALED.match(text, number.end())
            and text[max(0, number.start() - 1) : number.start()] not in (":", "：")
        ):
            return True
    return False


def _bare(number: str) -> str:
    digits = re.sub(r"[.,]", "", number)
    return digits.lstrip("0") or "0"
