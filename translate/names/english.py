"""Names in an English passage: runs of capitalised words that are not ordinary ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.translate.names.romanise import is_pinyin
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
    "i ii iii iv vi vii viii ix xii jr sr ltd inc corp co plc llc gmbh ok covid internet celsius fahrenheit on in at to of by an as it is he we my no so up us if or do go be am the and our its".split()
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
    named = [_is_name(token.text, fold(token.text)) for token in tokens]
    for number, token in enumerate(tokens):
        word = fold(token.text)
        if word in _TITLES or word in _CALENDAR:
            if group:
                yield _name(group, whole)
            group, whole = [], True
        elif named[number] or _beside_pinyin(tokens, named, number):
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


def _beside_pinyin(tokens: list[Token], named: list[bool], number: int) -> bool:
    """Whether an ordinary word is a syllable of a Chinese name: "Song" and "Fang" before or behind a word that only pinyin explains."""
    word = fold(tokens[number].text)
    if len(word) > 5 or word in _NOT_NAMES or not is_pinyin(word):
        return False
    return any(named[other] and is_pinyin(fold(tokens[other].text)) for other in (number - 1, number + 1) if 0 <= other < len(tokens))


# Brands and plurals of acronyms: WestJet, REMs, SaaS; not McConnell or DeVos.
_CAMEL = re.compile(r"(?:[a-zß-ÿ]|[A-Z]{2})[^-'’]*[A-Z]|[A-Z]{2,}[a-z]")
_CONTRACTION = re.compile("['’](?:ll|re|ve|m|d|t)$")
_PREFIX = re.compile("^(?:Mac|Mc|De|Di|La|Le|Van|Fitz|O['’])(?=[A-Z])")


def _is_name(token: str, word: str) -> bool:
    if len(word) < 2 or word in _NOT_NAMES or (token.isupper() and len(token) > 1) or _CAMEL.search(_PREFIX.sub("", token)):
        return False
    if len(word) == 2 and not is_pinyin(word):
        return False
    if not token[0].isupper() or _CONTRACTION.search(token):
        return False
    return not all(ordinary(part) or len(part) < 2 for part in re.split("[-']", word))
