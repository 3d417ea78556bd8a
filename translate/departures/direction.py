"""Direction: the English says the opposite of what the original says, a rise for a fall, before for after, at most for at least.

A pair of opposites is weighed only where the English has words of one pole alone and the original says the other: the encoder is asked
whether the English comes nearer to the original, and to a reference translation where there is one, when the opposite word stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sourcetrace.translate.departures.base import Check, Document, Finding, Passage
from sourcetrace.translate.encoder import Vectors
from sourcetrace.translate.numerals import plain_cases
from sourcetrace.translate.polarity import OPPOSITES, negators_of, opposites_of, plain
from sourcetrace.translate.polarity.opposites import LIMITS, Poles, Stated, stated
from sourcetrace.translate.polarity.weighing import encoded
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

_LONGEST = 1_500  # code points of a side: the encoder reads no further
# What the cosines have to gain by the opposite word, by what the original says ("alone": nothing hints at the pole that the English says;
# "mostly": some word may) and what the reference translation does. What is not listed is never told.
_ALONE, _ALONE_FROM_CHINESE = {"alone": 0.004, "mostly": 0.007}, {"alone": -0.005, "mostly": 0.01}
_WITH_REFERENCE = {
    ("alone", "opposite"): -0.03, ("mostly", "opposite"): -0.015, ("both", "opposite"): 0.01, ("hardly", "opposite"): -0.005,
    ("alone", "neither"): -0.005, ("mostly", "neither"): 0.02,
}  # fmt: skip
# Code points between a word and a negator before or behind it that denies it.
_REACH, _REACH_ELSEWHERE = {"zh": (3, 0), "ja": (0, 8), "ko": (3, 8)}, (25, 15)
_HINT = 0.0  # where the opposite word gains at all, but less than a flag needs
_MOST = 12  # words of a passage that are weighed: each is a text to encode
_SHOWN = 3  # words of the original that are pointed at, at most


@dataclass(frozen=True)
class _Doubt:
    """A word of the English that may say the opposite, with the original's words, and what the opposite word has to gain."""

    word: Stated
    places: list[Span]
    least: float


def _run(passage: Passage) -> Iterator[Finding]:
    doubts, vectors = passage.document.once(_weighed)
    own = doubts.get(passage.bead.id)
    if own is None:
        return
    texts, count = vectors[passage.bead.id], len(own)
    witness = np.sum(texts[2 * count :], axis=0)
    for doubt, said, swapped in zip(own, texts[:count], texts[count : 2 * count], strict=True):
        gain = float((swapped - said) @ witness)
        if gain > min(doubt.least, _HINT):
            yield _finding(passage, doubt, gain)


def _weighed(document: Document) -> tuple[dict[str, list[_Doubt]], dict[str, Vectors]]:
    """The doubts of a document by bead, and vectors: of the English as each says it, of it with each opposite word, of the original and its reference translation."""
    poles = opposites_of(document.source.language)
    found = {p.bead.id: (p, _doubts(p, poles)) for p in document.passages if poles and p.source and p.target}
    found = {key: (p, own) for key, (p, own) in found.items() if own}
    texts = {
        key: [*(doubt.word.said for doubt in own), *(doubt.word.swapped for doubt in own), p.source, *([p.reference.text] if p.reference is not None else [])]
        for key, (p, own) in found.items()
    }
    return {key: own for key, (_, own) in found.items()}, encoded(texts)


def _doubts(passage: Passage, poles: dict[str, Poles]) -> list[_Doubt]:
    reference = passage.reference.text if passage.reference is not None else None
    if max(len(passage.source), len(passage.target), len(reference or "")) > _LONGEST:
        return []
    language = passage.document.source.language
    source = plain(passage.source, language)
    table = negators_of(language)
    negators = table.places(source) if table is not None else []
    found = []
    for word in stated(passage.target, frozenset(poles)):
        own = poles[word.opposition.name]
        least = _least(word, _ground(source, own, word.pole, negators, _REACH.get(language, _REACH_ELSEWHERE)), reference, chinese=language == "zh")
        if least is not None:
            found.append(_Doubt(word, [Span(*match.span()) for match in own.said[1 - word.pole].finditer(source)][:_SHOWN], least))
    return found[:_MOST]


def _least(word: Stated, ground: str, reference: str | None, *, chinese: bool) -> float | None:
    """What the opposite word has to gain to be told; None where there is no ground to ask."""
    if reference is None:
        return (_ALONE_FROM_CHINESE if chinese else _ALONE).get(ground)
    own, other = (bool(word.opposition.words[side].search(reference)) for side in (word.pole, 1 - word.pole))
    read = "opposite" if other and not own else "neither" if not own else "same"
    return _WITH_REFERENCE.get((ground, read))


def _ground(text: str, poles: Poles, pole: int, negators: Sequence[Span], reach: tuple[int, int]) -> str:
    """How far an original says the opposite of a pole; what it denies ("not supported") says the pole itself."""
    opposite = list(poles.said[1 - pole].finditer(text))
    affirmed = [word for word in opposite if not any(word.start() - n.end <= reach[0] and n.start - word.end() <= reach[1] for n in negators)]
    if len(affirmed) < len(opposite):
        return "no"
    if not poles.hinted[pole].search(text):
        return "alone" if opposite else "hardly"
    if not opposite:
        return "no"
    return "both" if poles.said[pole].search(text) else "mostly"


def _finding(passage: Passage, doubt: _Doubt, gain: float) -> Finding:
    word, places = doubt.word, doubt.places
    said = ", ".join(f"“{text}”" for text in dict.fromkeys(place.of(passage.source) for place in places))
    own = word.place.of(passage.target)
    other = word.opposition.instead[plain_cases(own).lower()]
    original = f"the original says {said}: the opposite" if said else "the machine translation of the original says the opposite"
    return Finding(
        kind="limit" if word.opposition.name in LIMITS else "opposite",
        tier="flag" if gain > doubt.least else "hint",
        severity="major",
        target=(word.place,),
        source=tuple(places),
        message=f"The English says “{own}” where {original}, such as “{other}”.",
        evidence={
            "source": {"text": [place.of(passage.source) for place in places]} if places else None,
            "target": {"text": own, "opposite": other},
            "pair": word.opposition.name,
            "gain": round(gain, 3),
        },
    )


CHECK = Check(
    name="direction",
    version=1,
    mqm="Accuracy/Mistranslation",
    explanation="A word of the English that says the opposite of the original: rise for fall, before for after, at most for at least.",
    languages=OPPOSITES,
    run=_run,
)
