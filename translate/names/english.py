"""Names in an English passage: runs of capitalised words that are not ordinary ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.translate.names.tables import ordinary
from sourcetrace.translate.numerals import MONTHS
from sourcetrace.translate.text import Span, fold

__all__ = ["EnglishName", "Token", "find_names"]

_WORD = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_PARTICLE = r"(?:de|da|di|do|du|van|von|der|den|bin|ibn|bint|al|el|la|le)"
_RUN = re.compile(rf"{_WORD}(?:\s(?:{_PARTICLE}\s)*{_WORD})*")
_TOKEN = re.compile(_WORD)

# Words before or in a name that are no part of it, and words with a capital that are no names.
_TITLES = frozenset(
    "mr mrs ms miss dr prof professor president prime minister premier chancellor chairman chairwoman secretary general senator king queen "
    "prince princess emperor lord sir dame governor mayor judge justice captain colonel sergeant admiral pope st saint madam comrade".split()
)
_NOT_NAMES = frozenset(
    "i ii iii iv vi vii viii ix xii ok covid internet on in at to of by an as it is he we my no so up us if or do go be am the and our its".split()
)
_CALENDAR = (
    frozenset(MONTHS)
    | frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
    | frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
)


class Token(msgspec.Struct, frozen=True):
    """One word of a name."""

    text: str
    span: Span


class EnglishName(msgspec.Struct, frozen=True):
    """A name as it stands in the text.

    Attributes:
        span: from its first to its last word that is part of the name.
        tokens: the words that only a name can be.
        whole: whether the run holds nothing but such words; a run with ordinary capitalised words ("Bank of Kyoto") is
            an organisation or a headline, and is judged word by word.
    """

    span: Span
    tokens: tuple[Token, ...]
    whole: bool

    @property
    def text(self) -> str:
        """The name's own words."""
        return " ".join(t.text for t in self.tokens)


def find_names(text: str) -> list[EnglishName]:
    """Names in reading order. Acronyms (two or more capitals and no small letter) are left out."""
    return [name for run in _RUN.finditer(text) for name in _names_in(run)]


def _names_in(run: re.Match[str]) -> Iterator[EnglishName]:
    tokens = [_token(t, run.start()) for t in _TOKEN.finditer(run.group())]
    group: list[Token] = []
    whole = True
    for token in tokens:
        word = fold(token.text)
        if word in _TITLES or word in _CALENDAR:
            if group:
                yield _name(group, whole)
            group, whole = [], True
        elif _is_name(token.text, word):
            group.append(token)
        else:
            whole = False
    if group:
        yield _name(group, whole)


def _token(found: re.Match[str], offset: int) -> Token:
    """A word without its possessive."""
    text = re.sub(r"['’]s$", "", found.group())
    return Token(text, Span(offset + found.start(), offset + found.start() + len(text)))


def _name(tokens: list[Token], whole: bool) -> EnglishName:
    return EnglishName(Span(tokens[0].span.start, tokens[-1].span.end), tuple(tokens), whole)


def _is_name(token: str, word: str) -> bool:
    if len(word) < 2 or word in _NOT_NAMES or (token.isupper() and len(token) > 1):
        return False
    return not all(ordinary(part) or len(part) < 2 for part in re.split("[-']", word))
