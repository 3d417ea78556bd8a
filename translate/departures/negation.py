"""Negation: the original denies something that the English affirms. Asked only where a reference translation agrees.

Negators alone are poor evidence: one in nine Chinese negations comes out in English without any, by a turn of phrase. So three
have to agree: the original has more negators than the English has words that could render them; the reference translation has
them, too; and a word that the reference translation denies stands in the English undenied, or a clause as a whole does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.encoder import encode
from sourcetrace.translate.polarity import chinese, english
from sourcetrace.translate.polarity.english import Negation
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

_ALIKE = 0.7  # cosine of two clauses that say the same but for the negation
_CLAUSE = re.compile(r"[,;:—–()“”\"]|\b(?:but|which|who|whose|where|while|because|although|though|whereas|if|that|and)\b", re.IGNORECASE)
_WORDS = 3  # in a clause at least
_LONGEST = 5_000  # code points of a passage whose clauses are compared; one that long is no passage of an article


def _run(passage: Passage) -> Iterator[Finding]:
    reference = passage.reference
    if reference is None or not passage.target:
        return
    source, read = chinese.negations(passage.source), english.negations(reference.text)
    kept = english.negations(passage.target)
    missing = min(len(source), len(read)) - len(kept)
    if not source or missing <= max(0, english.implied(passage.target) - english.implied(reference.text)):
        return
    places = _affirmed(passage.target, read) or _affirmed_clause(passage.target, reference.text, read)
    if places is None:
        return
    denied = source[0] if len(source) == 1 else None
    yield Finding(
        kind="dropped",
        tier="flag",
        severity="major",
        target=tuple(places),
        source=tuple(source),
        message=_message(passage, places, denied, reference.text),
        evidence={
            "source": {"text": [span.of(passage.source) for span in source]},
            "target": {"text": [span.of(passage.target) for span in places]},
            "reference": {"text": reference.text, "negators": [n.span.of(reference.text) for n in read]},
        },
    )


def _message(passage: Passage, places: list[Span], denied: Span | None, reference: str) -> str:
    stated = places[0].of(passage.target)
    negator = f" (“{denied.of(passage.source)}”)" if denied else ""
    return f"The original denies something{negator} that the English affirms at “{stated}”; the machine translation reads: “{reference}”"


def _affirmed(target: str, read: list[Negation]) -> list[Span] | None:
    """Where the English affirms all that it has of what one negator of the reference bears on: the first word of that."""
    for negation in read:
        found = [english.unnegated(target, word, negation.focus) for word in negation.focus if _occurs(target, word)]
        if found and all(found):
            return found[0]
    return None


def _occurs(text: str, word: str) -> bool:
    return any(english.stem(found.group()) == word for found in re.finditer(r"[A-Za-z]+(?:['’-][A-Za-z]+)*", text))


def _affirmed_clause(target: str, reference: str, read: list[Negation]) -> list[Span] | None:
    """The clause of the English that is like a denied one of the reference, and denies nothing."""
    own, other = _clauses(target), _clauses(reference)
    denied = [span for span in other if any(span.start <= n.span.start < span.end for n in read)]
    if not own or not denied:
        return None
    likeness = encode([span.of(reference) for span in denied]) @ encode([span.of(target) for span in own]).T
    for row in likeness:
        nearest = int(row.argmax())
        text = own[nearest].of(target)
        if row[nearest] >= _ALIKE and not english.negations(text) and not english.implied(text):
            return [own[nearest]]
    return None


def _clauses(text: str) -> list[Span]:
    if len(text) > _LONGEST:
        return []
    spans, start = [], 0
    for end in [*(found.start() for found in _CLAUSE.finditer(text)), len(text)]:
        if len(text[start:end].split()) >= _WORDS:
            spans.append(Span(start, end))
            start = end
    return spans


CHECK = Check(
    name="negation",
    version=1,
    mqm="Accuracy/Mistranslation",
    explanation="A negation of the original that the English leaves out, where the machine translation has it, too.",
    languages=frozenset({"zh"}),
    run=_run,
)
