"""Strength: the English states outright what the original leaves open, or leaves open what the original states.

A hedge that only one side has is weighed by the encoder: whether both sides come nearer to each other when it is taken away, and, for
"may", when it is put in. Possibility is told as a flag; hearsay and approximation, which come and go in right translations, as hints.
"""

from __future__ import annotations

from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage, Tier
from sourcetrace.translate.encoder import encode
from sourcetrace.translate.polarity import hedges, plain
from sourcetrace.translate.polarity.hedges import Hedges
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

_LONGEST = 1_500  # code points of a side: the encoder reads no further
_FLAGGED = "possibility"
# What a cosine has to gain, without the hedge and with it. Measured on right translations: none gains so much, of 2,114.
_STRONGER, _WEAKER = 0.01, 0.0
_HINT = 0.0
_HINT_WHERE_HINTED = 0.005  # where the original has a word that may hedge
_MEANT = {"possibility": "only says that it may be so", "report": "gives it as hearsay", "approximation": "says that it is not exact"}


def _run(passage: Passage) -> Iterator[Finding]:
    language = passage.document.source.language
    table = hedges.hedges_of(language)
    if not table or not passage.source or not passage.target or max(len(passage.source), len(passage.target)) > _LONGEST:
        return
    source = plain(passage.source, language)
    for kind, english in hedges.hedges_of("en").items():
        own, other = _places(english, passage.target), _places(table[kind], source)
        finding = None
        if other and not own and not english.hinted.search(passage.target):
            finding = _stronger(passage, kind, other)
        elif own and not other:
            finding = _weaker(passage, kind, own, hinted=bool(table[kind].hinted.search(source)))
        if finding:
            yield finding


def _places(table: Hedges, text: str) -> list[Span]:
    return [Span(found.start(), found.start() + len(found.group().rstrip())) for found in table.said.finditer(text)]


def _stronger(passage: Passage, kind: str, places: list[Span]) -> Finding | None:
    tries = hedges.weakened(passage.target) if kind == _FLAGGED else []
    firm = [passage.source[: place.start] + passage.source[place.end :] for place in places]
    original, target, *changed = encode([passage.source, passage.target, *firm, *(text for _, text in tries)])
    same = float(original @ target)
    gain = max(float(vector @ target) for vector in changed[: len(firm)]) - same
    stated: tuple[Span, ...] = ()
    if tries:
        gains = [float(vector @ original) - same for vector in changed[len(firm) :]]
        best = max(range(len(gains)), key=gains.__getitem__)
        gain += max(0.0, gains[best])
        stated = (tries[best][0],)
    tier = _tier(gain, kind, _STRONGER)
    if tier is None:
        return None
    words = ", ".join(f"“{text}”" for text in dict.fromkeys(place.of(passage.source) for place in places))
    at = f" at “{stated[0].of(passage.target)}”" if stated else ""
    return Finding(
        kind="stronger",
        tier=tier,
        severity="minor",
        target=stated,
        source=tuple(places),
        message=f"The original {_MEANT[kind]} ({words}); the English states it outright{at}.",
        evidence={
            "source": {"text": [place.of(passage.source) for place in places]},
            "target": {"text": [place.of(passage.target) for place in stated]} if stated else None,
            "hedge": kind,
            "gain": round(gain, 3),
        },
    )


def _weaker(passage: Passage, kind: str, places: list[Span], *, hinted: bool) -> Finding | None:
    original, target, *firm = encode([passage.source, passage.target, *(hedges.without(passage.target, place) for place in places)])
    gains = [float(vector @ original) - float(original @ target) for vector in firm]
    best = max(range(len(gains)), key=gains.__getitem__)
    tier = ("hint" if kind == _FLAGGED and gains[best] > _HINT_WHERE_HINTED else None) if hinted else _tier(gains[best], kind, _WEAKER)
    if tier is None:
        return None
    word = places[best].of(passage.target)
    return Finding(
        kind="weaker",
        tier=tier,
        severity="minor",
        target=(places[best],),
        source=(),
        message=f"The English {_MEANT[kind]} (“{word}”); the original states it outright.",
        evidence={"source": None, "target": {"text": [word]}, "hedge": kind, "gain": round(gains[best], 3)},
    )


def _tier(gain: float, kind: str, least: float) -> Tier | None:
    if kind == _FLAGGED and gain > least:
        return "flag"
    return "hint" if gain > _HINT else None


CHECK = Check(
    name="strength",
    version=1,
    mqm="Accuracy/Mistranslation",
    explanation="A hedge (may, allegedly, about) that only one side has: the English is surer, or less sure, than the original.",
    languages=hedges.LANGUAGES,
    run=_run,
)
