"""Strength: the English states outright what the original leaves open, or leaves open what the original states.

A hedge that only one side has is weighed by the encoder: whether both sides come nearer to each other when it is taken away, and, for
"may", when it is put in. Possibility is told as a flag; hearsay and approximation, which come and go in right translations, as hints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from sourcetrace.translate.departures.base import Check, Document, Finding, Passage, Tier
from sourcetrace.translate.encoder import Vectors
from sourcetrace.translate.polarity import hedges, plain
from sourcetrace.translate.polarity.hedges import Hedges
from sourcetrace.translate.polarity.weighing import encoded
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

_LONGEST = 1_500  # code points of a side: the encoder reads no further
_MOST = 12  # hedges of a side that are weighed: each is a text to encode
_FLAGGED = "possibility"
# What a cosine has to gain, without the hedge and with it. Measured on right translations: none gains so much, of 2,114.
_STRONGER, _WEAKER = 0.01, 0.0
_HINT = 0.0
_HINT_WHERE_HINTED = 0.005  # where the original has a word that may hedge
_MEANT = {"possibility": "only says that it may be so", "report": "gives it as hearsay", "approximation": "says that it is not exact"}


@dataclass(frozen=True)
class _Case:
    """A hedge that one side lacks.

    Attributes:
        hedge: its kind.
        places: where the side that has it has it.
        hinted: whether the other side has a word that may hedge.
        tries: where the English may state it outright.
        texts: original, English; then one of them without each hedge, and the English with one at each try.
    """

    kind: Literal["stronger", "weaker"]
    hedge: str
    places: list[Span]
    hinted: bool
    tries: list[Span]
    texts: list[str]


def _run(passage: Passage) -> Iterator[Finding]:
    cases, vectors = passage.document.once(_weighed)
    for hedge in _MEANT:
        case = cases.get(key := _key(passage, hedge))
        if case is not None:
            finding = (_stronger if case.kind == "stronger" else _weaker)(passage, case, vectors[key])
            if finding is not None:
                yield finding


def _key(passage: Passage, hedge: str) -> str:
    return f"{passage.bead.id} {hedge}"


def _weighed(document: Document) -> tuple[dict[str, _Case], dict[str, Vectors]]:
    """The cases of a document by bead and hedge, and the vectors of their texts."""
    table = hedges.hedges_of(document.source.language)
    fitting = [p for p in document.passages if p.source and p.target and max(len(p.source), len(p.target)) <= _LONGEST]
    found = {_key(p, hedge): _case(p, hedge, own) for p in fitting for hedge, own in table.items()}
    cases = {key: case for key, case in found.items() if case is not None}
    return cases, encoded({key: case.texts for key, case in cases.items()})


def _case(passage: Passage, hedge: str, table: Hedges) -> _Case | None:
    english = hedges.hedges_of("en")[hedge]
    source = plain(passage.source, passage.document.source.language)
    own, other = _places(english, passage.target), _places(table, source)
    texts = [passage.source, passage.target]
    if other and not own and not english.hinted.search(passage.target):
        tries = hedges.weakened(passage.target) if hedge == _FLAGGED else []
        texts += [passage.source[: place.start] + passage.source[place.end :] for place in other]
        return _Case("stronger", hedge, other, False, [place for place, _ in tries], [*texts, *(text for _, text in tries)])
    hinted = bool(table.hinted.search(source))
    if own and not other and (hedge == _FLAGGED or not hinted):
        return _Case("weaker", hedge, own, hinted, [], [*texts, *(hedges.without(passage.target, place) for place in own)])
    return None


def _places(table: Hedges, text: str) -> list[Span]:
    return [Span(found.start(), found.start() + len(found.group().rstrip())) for found in islice(table.said.finditer(text), _MOST)]


def _stronger(passage: Passage, case: _Case, vectors: Vectors) -> Finding | None:
    original, target = vectors[0], vectors[1]
    firm, weak = vectors[2 : 2 + len(case.places)], vectors[2 + len(case.places) :]
    same = float(original @ target)
    gain = float((firm @ target).max()) - same
    stated: tuple[Span, ...] = ()
    if case.tries:
        gains = weak @ original
        best = int(gains.argmax())
        gain = max(gain, float(gains[best]) - same)
        stated = (case.tries[best],)
    tier = _tier(gain, case.hedge, _STRONGER)
    if tier is None:
        return None
    words = ", ".join(f"“{text}”" for text in dict.fromkeys(place.of(passage.source) for place in case.places))
    at = f" at “{stated[0].of(passage.target)}”" if stated else ""
    return Finding(
        kind="stronger",
        tier=tier,
        severity="minor",
        target=stated,
        source=tuple(case.places),
        message=f"The original {_MEANT[case.hedge]} ({words}); the English states it outright{at}.",
        evidence={
            "source": {"text": [place.of(passage.source) for place in case.places]},
            "target": {"text": [place.of(passage.target) for place in stated]} if stated else None,
            "hedge": case.hedge,
            "gain": round(gain, 3),
        },
    )


def _weaker(passage: Passage, case: _Case, vectors: Vectors) -> Finding | None:
    gains = vectors[2:] @ vectors[0] - float(vectors[0] @ vectors[1])
    best = int(gains.argmax())
    gain = float(gains[best])
    tier: Tier | None = ("hint" if gain > _HINT_WHERE_HINTED else None) if case.hinted else _tier(gain, case.hedge, _WEAKER)
    if tier is None:
        return None
    word = case.places[best].of(passage.target)
    return Finding(
        kind="weaker",
        tier=tier,
        severity="minor",
        target=(case.places[best],),
        source=(),
        message=f"The English {_MEANT[case.hedge]} (“{word}”); the original states it outright.",
        evidence={"source": None, "target": {"text": [word]}, "hedge": case.hedge, "gain": round(gain, 3)},
    )


def _tier(gain: float, hedge: str, least: float) -> Tier | None:
    if hedge == _FLAGGED and gain > least:
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
