"""Clauses: the smallest parts of a passage that can be left out or put in as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sourcetrace.translate.text import Span, trim

__all__ = ["clauses"]

# Marks that end a clause; closing quotation marks and brackets belong to what they close.
_WIDE_BREAK = re.compile(r"(?:[，；：。！？、]|[,;:!?](?!\d))[”’」』）)\]】》]{0,3}|(?<=.)(?=[（(【])|[）)】]|[—…]{1,4}")
_BREAK = re.compile(r"[,;:.!?،؛؟](?=[\s”’\"'»)\]]|$)[”’\"'»)\]]{0,3}|(?<=\s)(?=[(\[«])|[)\]»]|\s[–-]{1,2}\s|[—…]{1,4}")
_WIDE = frozenset({"zh", "ja", "yue", "wuu"})
# Characters: what is shorter (an item of a list, "however", a name that is called) is read with its neighbour.
_LEAST_WIDE, _LEAST = 5, 14
_LEAST_BY_LANGUAGE = {"ko": 7}


# A heading that runs on into its first sentence, as in text whose line breaks were lost: five or more words with capitals in a row,
# small words of grammar aside. The last of them opens the sentence, and is a word that sentences open with.
_SMALL = r"(?:of|the|in|for|to|and|a|an|on|with|by|from|at|as|or|into|over|after|its)"
_HEADING = re.compile(rf"[“\"'(]?[A-Z][^\s]{{0,30}}\s(?:(?:[^\W_a-z][^\s]{{0,30}}|[“\"'(‘-][^\s]{{0,30}}|{_SMALL})\s){{5,40}}(?=[a-z])")
_CAPITAL = re.compile(r"(?<!\S)[“\"'(‘]?[A-Z][^\s,]{0,30}")
_OPENER = re.compile(
    r"[“\"'(‘]?(?:The|A|An|In|On|At|As|By|For|From|Since|After|Before|During|When|While|With|Under|Over|If|To|According|However|But|And|It|Its|He|His|She|Her|They|Their|We|Our|I|"
    r"This|That|These|Those|There|Recently|Yesterday|Today|Reporters?|Journalists?|Many|Some|More|Several|All|One|Two|Besides|Also|Not|No)$"
)
_HEADING_CAPITALS = 6


def clauses(text: str, sentences: Sequence[Span], language: str) -> list[Span]:
    """Clauses in order, none across two sentences, each with its closing mark.

    Args:
        text: any text.
        sentences: the sentences of it that are to be cut.
        language: ISO 639-1 code.
    """
    pattern = _WIDE_BREAK if language in _WIDE else _BREAK
    least = _LEAST_WIDE if language in _WIDE else _LEAST_BY_LANGUAGE.get(language, _LEAST)
    return [clause for sentence in sentences for clause in _cut(text, sentence, pattern, least)]


def _cut(text: str, sentence: Span, pattern: re.Pattern[str], least: int) -> list[Span]:
    cuts = [sentence.start, *_behind_heading(text, sentence)]
    for found in pattern.finditer(text, sentence.start, sentence.end):
        if found.end() - cuts[-1] >= least:
            cuts.append(found.end())
    if len(cuts) > 1 and sentence.end - cuts[-1] < least:
        cuts.pop()
    return trim(text, zip(cuts, [*cuts[1:], sentence.end], strict=True))


def _behind_heading(text: str, sentence: Span) -> list[int]:
    """Where the sentence begins that a heading runs into, if one does; headings in English only are known by their capitals."""
    heading = _HEADING.match(text, sentence.start, sentence.end)
    capitals = list(_CAPITAL.finditer(text, sentence.start, heading.end())) if heading else []
    opens = len(capitals) >= _HEADING_CAPITALS and _OPENER.match(capitals[-1].group())
    return [capitals[-1].start()] if opens else []
