"""Untranslated: source-language characters left standing in the English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.departures.editorial import editorial
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

# Letters of scripts that English does not write: kana, Han, Hangul, Cyrillic, Arabic, Hebrew, Thai, Devanagari.
_FOREIGN = re.compile(
    "[\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0400-\u052f\u0620-\u064a\u05d0-\u05ea\u0e00-\u0e46\u0904-\u0939]"
    "[\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0400-\u052f\u0620-\u064a\u05d0-\u05ea\u0e00-\u0e46\u0904-\u0939 ·・]*"
)

_BRACKET = re.compile(r"[A-Za-z][^\n(（]{0,3}[(（]\s*$")  # behind a word: the form given for the reader's sake
_LABEL = re.compile("来源|來源|记者|記者|作者|编辑|編輯|摄影|攝影|原标题|责编|文/|图/")  # the label itself was left, not a name behind it
_WHOLE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")  # scripts of which one character may be a word
_STROKES = "丨丶丿亅 "  # strokes that headlines use as bars


def _line(text: str, position: int) -> str:
    """The line a position stands in."""
    return text[text.rfind("\n", 0, position) + 1 :].split("\n", 1)[0]


def _run(passage: Passage) -> Iterator[Finding]:
    for found in _FOREIGN.finditer(passage.target):
        text = found.group().rstrip()
        if not text.strip(_STROKES):
            continue
        # "Takaichi Sanae (高市早苗)": the original form given for the reader's sake.
        label = editorial(_line(passage.target, found.start()), "target") and not _LABEL.search(text)
        letter = len(text) == 1 and not _WHOLE.match(text)  # the letter Я is spoken of
        glossed = label or letter or bool(_BRACKET.search(passage.target[: found.start()][-80:]))
        at = passage.source.find(text)
        yield Finding(
            kind="gloss" if glossed else "fragment",
            tier="hint" if glossed else "flag",
            severity="neutral" if glossed else "major",
            target=(Span(found.start(), found.start() + len(text)),),
            source=(Span(at, at + len(text)),) if at >= 0 else (),
            message=f"“{text}” stands in the English as a note." if glossed else f"“{text}” was left untranslated.",
            evidence={"source": {"text": text} if at >= 0 else None, "target": {"text": text}},
        )


CHECK = Check(
    name="untranslated",
    version=3,
    mqm="Accuracy/Untranslated",
    explanation="Characters of another script left in the English.",
    languages=frozenset(),
    run=_run,
)
