"""Names in an English passage that nothing in an original in another language than Chinese supports."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Literal

import msgspec
from sourcetrace.translate.names.concepts import INSTITUTIONS, ROLES, no_name, regnal, translatable
from sourcetrace.translate.names.english import EnglishName, Token, find_names
from sourcetrace.translate.names.exonyms import codes_of, known_city
from sourcetrace.translate.names.original import Original
from sourcetrace.translate.names.romanise import is_pinyin, letters
from sourcetrace.translate.names.scripts import SourceWord, alike, script_of
from sourcetrace.translate.names.tables import ordinary
from sourcetrace.translate.text import Span

__all__ = ["DoubtfulName", "doubtful_names", "supported", "supports"]

Kind = Literal["person", "place", "unsupported"]


# Passages kept: those of one long document, which are asked for every doubt in it.
_KEPT = 1 << 10


class DoubtfulName(msgspec.Struct, frozen=True):
    """A name of the English that the original does not support.

    Attributes:
        target: the doubted words.
        source: the likeliest name of the original that nothing in the English renders.
        proposed: how English is likely to put that name.
        table: where `proposed` comes from: a table, the original's own spelling, or a bare transliteration.
        kind: `person` or `place`; `unsupported` where neither is plain.
        certain: whether it is worth a reader's time unasked (a flag), or only a hint.
    """

    target: Span
    source: Span | None
    proposed: str | None
    table: str | None
    kind: Kind
    certain: bool


def supported(language: str) -> bool:
    """Whether names of originals in this language are read here. Chinese is not: it has its own module."""
    return script_of(language) is not None


# Characters of a passage, and words of its names: a longer one holds something like any name, and takes long to compare.
_LONGEST, _MOST = 1500, 40
_SHORT = 2  # letters: too few to be judged
_NEAR = 0.55  # likeness from which a source name and an unsupported English one are one name, misspelled
_LEAST_ALONE = 5  # letters of a single word that is judged by sound as surely as several
_LESS_SURE = 0.03


def doubtful_names(source: str, target: str, language: str, elsewhere: Callable[[str], bool] | None = None) -> list[DoubtfulName]:
    """The names of an English passage that the original does not support, in reading order.

    Args:
        source: the original's passage.
        target: the English passage.
        language: of the original, as a BCP 47 tag; see `supported`.
        elsewhere: whether another passage of the document supports a word; a name that is named elsewhere may stand for a pronoun.
    """
    script = script_of(language)
    if script is None or not source or not target or max(len(source), len(target)) > _LONGEST:
        return []
    original, names = _original(source, language, script), _names(target)
    if sum(len(name.tokens) for name in names) > _MOST:
        return []
    doubts = [doubt for name in names if (doubt := _doubt(original, name, target))]
    if not doubts:
        return []
    words = frozenset(token.text for doubt in doubts for token in doubt.tokens)
    left = original.unrendered(target, words)
    return [_judged(original, target, doubt, left, elsewhere) for doubt in doubts]


def supports(source: str, word: str, language: str) -> bool:
    """Whether a passage surely names what an English word stands for; to be asked of the other passages of a document."""
    script = script_of(language)
    return script is not None and _original(source, language, script).states(word)


@functools.lru_cache(_KEPT)
def _original(source: str, language: str, script: str) -> Original:
    return Original(source, language, script)


# Countries and cities whose English names are ordinary words as well.
_ORDINARY_PLACES = re.compile(r"(?<=[a-z,] )(?:China|Turkey|Jordan|Chad|Cologne|Guinea|Niger|Brunei)\b|\bChina\b")


def _names(target: str) -> list[EnglishName]:
    names = find_names(target)
    spans = [Span(*found.span()) for found in _ORDINARY_PLACES.finditer(target)]
    more = [EnglishName(span, (Token(span.of(target), span),), whole=True) for span in spans if not any(span.overlaps(n.span) for n in names)]
    return sorted([*names, *more], key=lambda n: n.span)


class _Doubt(msgspec.Struct, frozen=True):
    """A name with words that nothing supports.

    Attributes:
        tokens: these words, in reading order.
        mean: their mean likeness to the passage.
        institution: whether the name stands in the name of an institution, a street, a work.
        opens: whether it opens the passage.
        partial: whether its last word is supported: a first name is often added for readers abroad.
    """

    name: EnglishName
    tokens: tuple[Token, ...]
    mean: float
    institution: bool
    opens: bool
    partial: bool


def _doubt(original: Original, name: EnglishName, target: str) -> _Doubt | None:
    scored = [
        (token, original.support(token.text, name.text))
        for token in name.tokens
        if not no_name(token.text) and not regnal(target, token.span.start, token.span.end)
    ]
    doubted = [(token, score) for token, score in scored if score < 1]
    apart = not doubted and _person(name, scored) and original.apart([token.text for token, _ in scored])
    if apart:
        doubted = [(token, 0.0) for token, _ in scored]
    if not doubted:
        return None
    around = _around(name, target)
    institution = any(token.text.lower() in INSTITUTIONS for token in around) or name.text.count("-") > 1 or _holds_institution(name, target)
    if not institution and len(doubted) == len(name.tokens):
        # A family name that is an ordinary word too ("Al Gore") is judged with the rest of its name.
        beside = [token for token in around if token.span.end + 1 == name.span.start or token.span.start == name.span.end + 1]
        more = [(token, original.support(token.text, token.text)) for token in beside]
        doubted = sorted([*doubted, *((token, score) for token, score in more if score < 1)], key=lambda pair: pair[0].span)
    tokens = tuple(token for token, _ in doubted)
    return _Doubt(
        name=name,
        tokens=tokens,
        mean=sum(score for _, score in doubted) / len(doubted),
        institution=institution,
        opens=not re.search(r"\w", target[: name.span.start]),
        partial=bool(scored) and scored[-1][1] >= 1 and not apart and not _possessive(tokens[-1], target),
    )


def _possessive(token: Token, target: str) -> bool:
    """Whether a word ends a name of its own: "Glasgow's Abu Ghraib prison"."""
    return target[token.span.end : token.span.end + 2] in ("'s", "’s")


def _person(name: EnglishName, scored: Sequence[tuple[Token, float]]) -> bool:
    """Whether a name is a person's by its form: two or three words, none of them a place's."""
    return name.whole and len(scored) in (2, 3) and not any(codes_of(token.text) or known_city(token.text) or "-" in token.text for token, _ in scored)


_CAPITAL_BEFORE = re.compile(r"(?:[A-Z][^\W\d_]+\.? ){1,3}$")
_CAPITAL_AFTER = re.compile(r"(?: (?:of )?[A-Z][^\W\d_]+){1,3}")
_REACH = 60  # characters before and after a name that its neighbours are looked for in


def _around(name: EnglishName, target: str) -> list[Token]:
    """The capitalised ordinary words right before and right after a name, but for titles: "Gore" after "Al"."""
    start = max(0, name.span.start - _REACH)
    before = _CAPITAL_BEFORE.search(target[start : name.span.start])
    after = _CAPITAL_AFTER.match(target, name.span.end, name.span.end + _REACH)
    left = _tokens(before.group(), start + before.start()) if before else []
    if left and not re.search(r"[^\W_],?\s*$", target[: left[0].span.start]):
        left = left[1:]  # the first word of a sentence has its capital from there
    right = _tokens(after.group(), after.start()) if after else []
    # What stands beyond a title belongs to that: "House Speaker Nancy Pelosi" is no house.
    return [*reversed(list(takewhile(_no_role, reversed(left)))), *takewhile(_no_role, right)]


def _no_role(token: Token) -> bool:
    return token.text.lower() not in ROLES


def _tokens(words: str, offset: int) -> list[Token]:
    return [Token(w.group(), Span(offset + w.start(), offset + w.end())) for w in re.finditer(r"[A-Z][^\W\d_]+", words)]


def _holds_institution(name: EnglishName, target: str) -> bool:
    return any(word.lower() in INSTITUTIONS for word in re.findall(r"[^\W\d_]+", name.span.of(target)))


def _judged(original: Original, target: str, doubt: _Doubt, left: list[SourceWord], elsewhere: Callable[[str], bool] | None) -> DoubtfulName:
    words = [token.text for token in doubt.tokens]
    place = any(codes_of(word) or known_city(word) for word in words) or known_city(doubt.name.text)
    near = _nearest(words, left, doubt, original, place=place)
    certain = _certain(original, target, doubt, near, place) and not (elsewhere and any(elsewhere(word) for word in words))
    proposed, table = original.proposed(near) if near else (None, None)
    return DoubtfulName(
        target=Span(doubt.tokens[0].span.start, doubt.tokens[-1].span.end),
        source=near.span if near else None,
        proposed=proposed,
        table=table,
        kind="place" if place else "unsupported" if doubt.institution else "person",
        certain=certain,
    )


def _likeness(words: Sequence[str], word: SourceWord) -> float:
    return max(alike(one, word) for one in words)


def _nearest(words: Sequence[str], left: Sequence[SourceWord], doubt: _Doubt, original: Original, *, place: bool) -> SourceWord | None:
    """The unrendered source name that sounds like one of these words; else the first one of the same kind, if there is one.

    A capital at the beginning of a sentence makes no name; there, a word must sound alike or stand where the English name stands.
    A people's name ("Catalaanse") does not stand for a person.
    """
    fitting = [w for w in left if _likeness(words, w) >= _NEAR or ((doubt.opens or not w.first) and (place or not original.names_people(w)))]
    heard = {w: likeness for w in fitting if (likeness := _likeness(words, w)) >= _NEAR}
    return max(fitting, key=lambda w: (heard.get(w, 0), original.is_place(w) == place, not w.first, -w.span.start), default=None)


def _slip(word: str, other: str) -> bool:
    """Whether two spellings differ by one slip of the pen: one letter, or letters that changed places. Either side may be the right one."""
    if sorted(word) == sorted(other):
        return True
    short, long = sorted((word, other), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return len(long) - len(short) <= 1 and len(long) > _SHORT and short[start + (len(short) == len(long)) :] == long[start + 1 :]


def _certain(original: Original, target: str, doubt: _Doubt, near: SourceWord | None, place: bool) -> bool:
    if max(len(letters(token.text)) for token in doubt.tokens) <= _SHORT:
        return False
    words = [token.text for token in doubt.tokens]
    if original.vietnamese and all(is_pinyin(letters(word)) for word in words):
        return False  # Vietnamese reads Chinese names its own way (Phúc Kiến for Fujian)
    if near is not None and _likeness(words, near) >= _NEAR:
        return _likeness(words, near) < original.limits.close and not any(_slip(letters(word), letters(near.text)) for word in words)
    if doubt.partial or doubt.institution or all(_compound(word) for word in words):
        return False
    if not (place and near is not None and original.is_place(near)) and all(translatable(letters(word)) and not codes_of(word) for word in words):
        return False
    if near is not None:
        return True
    # A place is often added for readers abroad ("Dublin, Ireland"): it must stand for another, where that can be seen.
    if place and original.capitals:
        return original.lost_territory(target)
    return doubt.mean < _strange(original, words)


def _compound(word: str) -> bool:
    """Whether a word is a name and an ordinary word in one: "Catalan-capital"."""
    return any(len(part) > _SHORT + 1 and ordinary(part.lower()) for part in word.split("-")[1:])


def _strange(original: Original, words: Sequence[str]) -> float:
    """The likeness below which these words are strange: the more there is to hear, the surer."""
    if len(words) > 1:
        return original.limits.several
    return original.limits.strange - (0 if len(letters(words[0])) >= _LEAST_ALONE else _LESS_SURE)
