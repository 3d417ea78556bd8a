"""Residue: what a machine left behind: repetition loops, placeholders and markup, broken characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST_LOOP = 8  # words that come again and again
# Times in a row from which so many words are a loop: "no, no, no" and "bye bye" are speech.
_TIMES = {1: 4, 2: 3, 3: 3}
# What the original says again and again, the English may: 冲，冲，冲！ or a chant.
_REPEATED = re.compile(r"([^\W\d_]{1,12})(?:[^\w]{0,3}\1){2}|([^\W\d_]{3,40})[^\w]{1,4}\2", re.IGNORECASE)
_SAME = 40  # code points of a sentence from which its standing twice in one passage is no figure of speech
_PLACEHOLDER = re.compile(
    r"\{\{?[\w.:% -]{0,40}\}?\}|%\(\w{1,40}\)[sd]|(?<![\w%])%[sd]\b|\$\{[\w.]{1,40}\}|\[(?:MASK|UNK|PAD|BOS|EOS|SEP|CLS)\]|<\/?(?:unk|s|pad|mask|bos|eos|[a-z]{1,10}\s?/?)>|\u2581|"
    r"\blorem ipsum\b|&(?:nbsp|amp|quot|lt|gt|#\d{2,5}|#x[0-9a-f]{2,5});|__\w{2,40}__",
    re.IGNORECASE,
)
# U+FFFD, and UTF-8 read as Windows-1252 ("â€™", "Ã©").
_BROKEN = re.compile("\ufffd+|(?:\u00e2\u20ac[\u2122\u0153\u009d\u0098\u0099\u201c\u201d\u0093\u0094\u00a6]|\u00c3[\u00a0-\u00bf])+")


def _run(passage: Passage) -> Iterator[Finding]:
    if not passage.target:
        return
    yield from _loops(passage)
    for kind, pattern, told in (("placeholder", _PLACEHOLDER, "is a placeholder or markup"), ("broken", _BROKEN, "are broken characters")):
        for found in pattern.finditer(passage.target):
            if found.group() not in passage.source:
                yield _finding(kind, Span(*found.span()), passage, f"“{found.group()}” {told}, not text; the original has none there.")


def _loops(passage: Passage) -> Iterator[Finding]:
    """Words that come again and again, once for each stretch; and a long sentence that stands twice."""
    words = list(_WORD.finditer(passage.target))
    spelled = [word.group().lower() for word in words]
    i = 0
    while i < len(words):
        size, times = _loop(spelled, i)
        if times and not _REPEATED.search(passage.source):
            span = Span(words[i].start(), words[i + size * times - 1].end())
            said = " ".join(spelled[i : i + size])
            yield _finding("repetition", span, passage, f"The English says “{said}” {times} times in a row.")
        i += max(1, size * times)
    yield from _twice(passage)


def _loop(words: list[str], start: int) -> tuple[int, int]:
    """Words and times of a loop that begins here; (0, 0) if none does."""
    for size in range(1, _LONGEST_LOOP + 1):
        unit, times = words[start : start + size], 1
        while len(unit) == size and words[start + times * size : start + (times + 1) * size] == unit:
            times += 1
        if times >= _TIMES.get(size, 2) and not all(word.isdecimal() for word in unit):
            return size, times
    return 0, 0


def _twice(passage: Passage) -> Iterator[Finding]:
    sentences = [passage.document.target.sentences[i] for i in passage.bead.target]
    seen: dict[str, Span] = {}
    for sentence in sentences:
        text = sentence.of(passage.document.target.text)
        if len(text) >= _SAME and text in seen and len(passage.bead.source) < len(passage.bead.target):
            yield _finding("repetition", sentence.shift(-passage.target_span.start), passage, "The English says this sentence twice; the original once.")
        seen[text] = sentence


def _finding(kind: str, span: Span, passage: Passage, message: str) -> Finding:
    return Finding(
        kind=kind,
        tier="flag",
        severity="major" if kind == "repetition" else "minor",
        target=(span,),
        source=(),
        message=message,
        evidence={"source": None, "target": {"text": span.of(passage.target)[:200]}},
    )


CHECK = Check(
    name="residue",
    version=1,
    mqm="Fluency",
    explanation="Words repeated in a loop, placeholders and broken characters that a machine left in the English.",
    languages=frozenset(),
    run=_run,
)
