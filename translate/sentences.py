"""Sentences: where one ends, in scripts with and without white space.

The rules follow what aligned best on Chinese and English news: a full stop in Chinese is `。！？…`, closing quotation
marks and brackets belong to the sentence they close, and an English full stop ends a sentence unless an abbreviation,
an initial or a lower-case continuation says otherwise. A line break always ends a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sourcetrace.translate.text import Span, trim

__all__ = ["joiner", "segment"]

# Languages written without spaces between sentences.
_UNSPACED = frozenset({"zh", "ja", "yue", "wuu"})

_CLOSERS = r"[”’\"'」』）)】》〉\]]*+"
_LIST_NUMBER = r"(?=\s*(?:\d{1,2}[.．、)）]|[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,2}[、是]))"
_UNSPACED_END = re.compile(rf"(?:(?<![。！？!?…])[。！？!?…]++|(?<!\.)\.{{3,}}+){_CLOSERS}[。！？]?|[；;]{_LIST_NUMBER}|\n+")
# An ideographic full stop inside spaced text (mixed pages) ends a sentence without a following space.
_SPACED_END = re.compile(
    r"(?:(?<![.!?؟۔।॥։])[.!?؟۔।॥։]++|(?<!…)…++)[”’\"'»\)\]]*+(?=\s|$)|(?<![。！？])[。！？]++" + _CLOSERS + r"|;(?=\s{1,3}\(?\d{1,2}[.)]\s)|\n+"
)

# Abbreviations after which a sentence never ends.
_TITLES = frozenset(
    "mr mrs ms dr prof sen rep gen gov lt col sgt capt cmdr maj st sr vs vol fig al approx jan feb mar apr jun jul aug sep "
    "sept oct nov dec mt ft hon rev pres dept no nos i.e e.g ph.d art cf ca bzw z.b d.h usw nr bd mme mlle sra".split()
)
# Abbreviations that may also be a sentence's last word: they end it only before a word that opens one.
_OPEN_ENDED = frozenset("p.m a.m u.s u.k u.n e.u u.s.a etc inc ltd co corp d.c jr".split())
_OPENER = re.compile(
    r"(?:The|A|An|In|On|It|He|She|They|We|But|However|This|That|At|As|For|After|According|Earlier|Later|Meanwhile|"
    r"Moreover|Since|When|While|With|From|There|These|Those|His|Her|Its|Their|Our|You|I|If|To|By)\b"
)
_LAST_WORD = re.compile(r"\S+$")
_LOOK_BACK = 40  # characters: no abbreviation is longer, and the cost of a look stays constant


def joiner(language: str) -> str:
    """What stands between two neighbouring sentences of this language when they are joined."""
    return "" if language in _UNSPACED else " "


def segment(text: str, language: str) -> list[Span]:
    """Sentences of `text`, in order, as half-open code-point offsets without surrounding white space.

    Args:
        text: any text; the empty text has no sentences.
        language: ISO 639-1 code; unknown codes are split as spaced text.
    """
    ends = _unspaced_ends(text) if language in _UNSPACED else _spaced_ends(text)
    wrapped = _wrapped(text)
    spans, start = [], 0
    for end in ends:
        if wrapped and text[end - 1] == "\n" and text[end - 2 : end - 1] != "\n" and text[end : end + 1] != "\n":
            continue  # a line break inside a paragraph
        spans.append((start, end))
        start = end
    spans.append((start, len(text)))
    return trim(text, spans)


_LINE_END = re.compile(r"[.!?。！？…:：;；”’\"'」』）)\]]\s*$")


def _wrapped(text: str) -> bool:
    """Whether lines are broken at a fixed width and paragraphs parted by blank lines, as in e-mail.

    Then most lines that a line follows directly end in the middle of a sentence, and all are of moderate length.
    """
    lines = text.split("\n")
    inner = [line for line, following in pairwise(lines) if line.strip() and following.strip()]
    if len(inner) < 3 or max(map(len, lines)) > 100:
        return False
    open_ended = sum(not _LINE_END.search(line[-4:]) for line in inner)
    return open_ended > 0.6 * len(inner) and sum(map(len, inner)) > 30 * len(inner)


def _unspaced_ends(text: str) -> Iterator[int]:
    return (found.end() for found in _UNSPACED_END.finditer(text))


def _spaced_ends(text: str) -> Iterator[int]:
    for found in _SPACED_END.finditer(text):
        mark = found.group()
        if mark[0] == "\n" or not _continues(text, found):
            yield found.end()


def _continues(text: str, found: re.Match[str]) -> bool:
    """Whether the sentence goes on behind this mark."""
    following = text[found.end() : found.end() + 60].lstrip(" \t")
    if following and (following[0].islower() or following[0] in ",;:"):
        return True
    return found.group()[0] == "." and _abbreviation(text[max(0, found.start() - _LOOK_BACK) : found.start()], following)


def _abbreviation(before: str, following: str) -> bool:
    """Whether a full stop after `before` belongs to an abbreviation or an initial."""
    last = _LAST_WORD.search(before)
    word = last.group().lstrip("(\"“‘'").lower() if last else ""
    if word in _OPEN_ENDED or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        return not _OPENER.match(following) and not following.startswith("\n")
    return word in _TITLES or _initial(before, word)


def _initial(before: str, word: str) -> bool:
    """A single letter is an initial when a name stands before it ("George W. Bush"), or when it opens the sentence."""
    if not re.fullmatch(r"[a-z]", word):
        return False
    head = before[: len(before) - 1].rstrip(" (\"“‘'")
    return not head or bool(re.search(r"(?:^|[\s(])[A-Z][\w.'’-]*$", head))
