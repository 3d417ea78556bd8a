"""Wording: a word of the English that the language model that was measured finds hardly possible, given the original. A hint, never a flag."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.engines.seam import Scores
from sourcetrace.translate.text import Span

__all__ = ["CHECK", "THRESHOLD", "Word", "shifted", "words"]

# Log-probability of a word's least likely token, below which it is told. `benchmarks/risk.py` prints what lies below others.
THRESHOLD = -14.0
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")


class Word(msgspec.Struct, frozen=True):
    """A word of the target with the score of its least likely token."""

    start: int
    end: int
    score: float


def words(text: str, scores: Scores) -> list[Word]:
    """The words of a text, each with the least of the scores of the tokens that reach into it."""
    found, first = [], 0
    tokens = scores.tokens
    for match in _WORD.finditer(text):
        while first < len(tokens) and tokens[first].end <= match.start():
            first += 1
        last = first
        while last < len(tokens) and tokens[last].start < match.end():
            last += 1
        own = [token.score for token in tokens[first:last]]
        if own:
            found.append(Word(match.start(), match.end(), min(own)))
    return found


def shifted(scores: Scores, offset: int) -> Scores:
    """The same scores for a text that begins so many code points further on."""
    tokens = tuple(msgspec.structs.replace(t, start=t.start + offset, end=t.end + offset) for t in scores.tokens)
    return Scores(tokens, scores.skipped)


def _run(passage: Passage) -> Iterator[Finding]:
    if passage.scores is None:
        return
    for word in words(passage.target, shifted(passage.scores, -passage.target_span.start)):
        if word.score < THRESHOLD:
            text = passage.target[word.start : word.end]
            yield Finding(
                kind="implausible",
                tier="hint",
                severity="minor",
                target=(Span(word.start, word.end),),
                source=(),
                message=f"The language model finds “{text}” hardly possible here, given the original.",
                evidence={"source": None, "target": {"text": text, "log_probability": word.score}},
            )


CHECK = Check(
    name="wording",
    version=1,
    mqm="Accuracy/Mistranslation",
    explanation="A word that a language model finds hardly possible, given the original.",
    languages=frozenset(),
    run=_run,
)
