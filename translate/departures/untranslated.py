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


def _line(text: str, position: int) -> str:
    """The line a position stands in."""
    return text[text.rfind("\n", 0, position) + 1 :].split("\n", 1)[0]


def _run(passage: Passage) -> Iterator[Finding]:
    for found in _FOREIGN.finditer(passage.target):
        text = found.group().rstrip()
        # "Takaichi Sanae (高市早苗)": the original form given for the reader's sake.
        label = editorial(_line(passage.target, found.start()), "target")
        glossed = label or passage.target[: found.start()].rstrip()[-1:] in ("(", "（")
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
    version=2,
    mqm="Accuracy/Untranslated",
    explanation="Characters of another script left in the English.",
    languages=frozenset(),
    run=_run,
)
