"""Polarity: where a text says that something is not so, and which of two opposites it says. One table a language."""

from __future__ import annotations

import functools
from importlib import import_module

from sourcetrace.translate.polarity.model import Negators
from sourcetrace.translate.polarity.opposites import Poles

__all__ = ["LANGUAGES", "OPPOSITES", "negators_of", "opposites_of", "plain"]

_MODULES = {
    "ar": "arabic", "de": "german", "es": "spanish", "fr": "french", "id": "indonesian", "it": "italian", "ja": "japanese", "ko": "korean", "nl": "dutch",
    "pl": "polish", "pt": "portuguese", "ru": "russian", "tr": "turkish", "uk": "ukrainian", "zh": "chinese",
}  # fmt: skip
LANGUAGES = frozenset(_MODULES)
"""Languages with a table of negators."""


@functools.cache
def negators_of(language: str) -> Negators | None:
    """A language's table, compiled when it is first asked for; None where there is none."""
    if language not in _MODULES:
        return None
    table: Negators = import_module(f"sourcetrace.translate.polarity.{_MODULES[language]}").NEGATORS
    return table


OPPOSITES = frozenset({"de", "es", "fr", "it", "ja", "ko", "pt", "ru", "zh"})
"""Languages with a table of opposites."""


@functools.cache
def opposites_of(language: str) -> dict[str, Poles]:
    """A language's table by pair, compiled when it is first asked for; empty where there is none."""
    if language not in OPPOSITES:
        return {}
    table: dict[str, Poles] = import_module(f"sourcetrace.translate.polarity.{_MODULES[language]}_opposites").POLES
    return table


def plain(text: str, language: str) -> str:
    """The text as the tables spell it, character for character: Chinese in simplified characters."""
    if language != "zh":
        return text
    simplified: dict[int, int] = import_module("sourcetrace.translate.polarity.chinese").SIMPLIFIED
    return text.translate(simplified)
