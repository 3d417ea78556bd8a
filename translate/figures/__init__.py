"""Figures: the quantities, dates and sums of money that a passage states, one grammar a language.

A grammar reads a passage once and returns `Figures`. What was read as a date is not read again as a quantity.
"""

from __future__ import annotations

from collections.abc import Callable

from sourcetrace.translate.figures.chinese import read_chinese
from sourcetrace.translate.figures.english import read_english
from sourcetrace.translate.figures.model import Figures, Moment, Money, Quantity, Shift

__all__ = ["LANGUAGES", "Figures", "Moment", "Money", "Quantity", "Shift", "read_figures", "supported"]

_GRAMMARS: dict[str, Callable[[str], Figures]] = {"zh": read_chinese, "en": read_english}

# Languages that a source text may be in.
LANGUAGES = frozenset(_GRAMMARS) - {"en"}


def supported(language: str) -> bool:
    """Whether there is a grammar for this language."""
    return language in _GRAMMARS


def read_figures(text: str, language: str) -> Figures:
    """The figures of a passage, with offsets into it.

    Raises:
        KeyError: there is no grammar for the language (`supported` tells).
    """
    return _GRAMMARS[language](text)
