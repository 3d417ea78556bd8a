"""One table a language; `grammar_of` loads the one that is asked for."""

from __future__ import annotations

import importlib

from sourcetrace.translate.figures.grammar import Grammar

__all__ = ["TABLES", "grammar_of"]

# Languages that have a table here, as the module of that name.
TABLES = frozenset("ar cs da de es fr id it ja ko nb nl pl pt ro ru sv tr uk vi".split())


def grammar_of(language: str) -> Grammar:
    """The table of a language.

    Raises:
        KeyError: there is none.
    """
    if language not in TABLES:
        raise KeyError(language)
    # The name is one of the constants above; "id" and the like are fine as module names.
    grammar: Grammar = importlib.import_module(f"{__name__}.{language}").GRAMMAR
    return grammar
