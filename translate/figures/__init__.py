"""Figures: the quantities, dates and sums of money that a passage states, one grammar a language.

A grammar reads a passage once and returns `Figures`. What was read as a date is not read again as a quantity.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from sourcetrace.translate.figures.chinese import read_chinese
from sourcetrace.translate.figures.english import read_english
from sourcetrace.translate.figures.languages import TABLES, grammar_of
from sourcetrace.translate.figures.model import Figures, Moment, Money, Quantity, Shift
from sourcetrace.translate.figures.reader import Reader

__all__ = ["LANGUAGES", "Figures", "Moment", "Money", "Quantity", "Shift", "read_figures", "supported"]

# Languages that a source text may be in.
LANGUAGES = TABLES | {"zh"}


def supported(language: str) -> bool:
    """Whether there is a grammar for this language."""
    return language == "en" or language in LANGUAGES


def read_figures(text: str, language: str) -> Figures:
    """The figures of a passage, with offsets into it.

    Raises:
        KeyError: there is no grammar for the language (`supported` tells).
    """
    return _reader(language)(text)


@functools.cache
def _reader(language: str) -> Callable[[str], Figures]:
    if language == "en":
        return read_english
    return read_chinese if language == "zh" else Reader(grammar_of(language))
