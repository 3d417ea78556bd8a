"""Negation: the original denies something that the English affirms, or the other way round.

Negators alone are poor evidence: one in nine Chinese negations comes out in English without any, by a turn of phrase. So counting only
finds the candidates; then the encoder is asked which it finds more alike: both sides as they are, or as they would be with one negator
less or more. A negation that was dropped brings the original nearer to the English when it is taken out of the original, and the English
nearer to the original when "not" is put in where it belongs; one that was added brings the English nearer when it is taken out. A reference
translation, where there is one, is asked the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.encoder import encode
from sourcetrace.translate.polarity import LANGUAGES, english, negators_of, plain
from sourcetrace.translate.polarity.model import Negators
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

_LONGEST = 1_500  # code points of a side: the encoder reads no further
# What a cosine has to gain by the change. A right translation loses by it, in 19 of 20 cases; the rest is told by these.
_ADDED = {"nothing": -0.01, "faint": 0.005, "fewer": 0.012, "implied": 0.045}  # by what the original has
_ADDED_WITH_REFERENCE = {"nothing": -0.02, "faint": 0.008, "fewer": 0.008, "implied": 0.02}  # of the sum of both gains
_DROPPED, _DROPPED_FROM_CHINESE, _DROPPED_WITH_REFERENCE = 0.02, 0.04, 0.31  # Chinese is denser in negators and the encoder less at home in it
_IMPLIED, _FAINT = 0.15, 0.03  # what each word of the English takes off that denies without a negator ("refuse"), or may do so ("stop")
_CLOSENESS = 0.4  # how much the cosine of the English with the reference translation counts: a far one proves little


@dataclass(frozen=True)
class _Gain:
    """What a cosine gains where "not" is put into the English, or a negator taken out; with the word that then is denied."""

    value: float
    place: Span


def _run(passage: Passage) -> Iterator[Finding]:
    table = negators_of(passage.document.source.language)
    if table is None or not passage.source or not passage.target or max(len(passage.source), len(passage.target)) > _LONGEST:
        return
    if passage.reference is not None and len(passage.reference.text) > _LONGEST:
        return
    finding = _added(passage, table) or _dropped(passage, table)
    if finding:
        yield finding


# --- denied by the English only -----------------------------------------------------------------------------------------------


def _added(passage: Passage, table: Negators) -> Finding | None:
    stated = english.NEGATORS.places(passage.target)
    own = [place for place in stated if english.PLAIN.fullmatch(place.of(passage.target))]
    text = _plain(passage)
    source = table.places(text)
    if not own or len(stated) <= len(source):
        return None
    denial = _denial(text, table, len(stated))
    texts = [passage.source] if passage.reference is None else [passage.source, passage.reference.text]
    vectors = encode([*texts, passage.target, *(english.affirmed(passage.target, place) for place in own)])
    witness = vectors[: len(texts)].sum(axis=0)
    gains = [float(vector @ witness - vectors[len(texts)] @ witness) for vector in vectors[len(texts) + 1 :]]
    best = max(range(len(own)), key=gains.__getitem__)
    least = (_ADDED if passage.reference is None else _ADDED_WITH_REFERENCE)[denial]
    if gains[best] <= least:
        return None
    places = [own[best]] if source else [place for place, gain in zip(own, gains, strict=True) if gain > least]
    words = ", ".join(f"“{_around(passage.target, place)}”" for place in places)
    less = f"the original denies less often ({_quoted(passage.source, source)})" if source else "the original has no negation"
    return Finding(
        kind="added",
        tier="flag",
        severity="major",
        target=tuple(places),
        source=tuple(source),
        message=f"The English denies something ({words}); {less}.",
        evidence={
            "source": {"text": [span.of(passage.source) for span in source]} if source else None,
            "target": {"text": [span.of(passage.target) for span in places]},
            "gain": round(gains[best], 3),
        },
    )


def _plain(passage: Passage) -> str:
    return plain(passage.source, passage.document.source.language)


def _denial(text: str, table: Negators, stated: int) -> str:
    """How the original denies what the English states so many times."""
    places, implied = len(table.places(text)), table.hints(text)
    if stated <= places + implied:
        return "implied"
    if places:
        return "fewer"
    return "faint" if implied or table.doubts(text) or table.phrases(text) else "nothing"


def _around(text: str, place: Span) -> str:
    """A negator with the word before it and the two behind it."""
    before, after = text[: place.start].split()[-1:], text[place.end :].split()[:2]
    return " ".join([*before, place.of(text), *after]).strip(' ,.;:!?()"“”')


# --- denied by the original only ----------------------------------------------------------------------------------------------


def _dropped(passage: Passage, table: Negators) -> Finding | None:
    text = _plain(passage)
    source = table.places(text)
    kept = english.NEGATORS.denials(passage.target)
    # Where the English denies, too, one word of it may stand for the same word said again and again.
    distinct = len({place.of(text) for place in source})
    if not source or (min(distinct, table.denials(text)) if kept else 1) <= kept:
        return None
    reference = passage.reference.text if passage.reference is not None else None
    if reference is not None and english.NEGATORS.denials(reference) <= kept:
        return None
    gain = _gain(passage, table, source, reference)
    least = _DROPPED_WITH_REFERENCE if reference is not None else _DROPPED_FROM_CHINESE if table is negators_of("zh") else _DROPPED
    if gain is None or gain.value - _implied(passage.target) <= least:
        return None
    stated = gain.place.of(passage.target)
    told = f"; the machine translation reads: “{reference}”" if reference else "."
    evidence = {
        "source": {"text": [span.of(passage.source) for span in source]},
        "target": {"text": [stated]},
        "gain": round(gain.value, 3),
    }
    if reference:
        evidence["reference"] = {"text": reference, "negators": [span.of(reference) for span in english.NEGATORS.places(reference)]}
    return Finding(
        kind="dropped",
        tier="flag",
        severity="major",
        target=(gain.place,),
        source=tuple(source),
        message=f"The original denies something ({_quoted(passage.source, source)}) that the English affirms at “{stated}”{told}",
        evidence=evidence,
    )


def _implied(text: str) -> float:
    return _IMPLIED * (english.NEGATORS.hints(text) + english.NEGATORS.phrases(text)) + _FAINT * english.NEGATORS.doubts(text)


def _quoted(text: str, places: list[Span]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(place.of(text) for place in places))


def _gain(passage: Passage, table: Negators, source: list[Span], reference: str | None) -> _Gain | None:
    """What both sides gain by a negator less in the original and one more in the English; None where none can be put in."""
    tries = english.denied(passage.target)
    if not tries:
        return None
    target, *denied = encode([passage.target, *(text for _, text in tries)])
    original, *without = encode([passage.source, *(table.without(passage.source, place) for place in source)])
    value = max(float(vector @ target) for vector in without) - float(original @ target)
    witness = original
    if reference is not None:
        read, *affirmed = encode([reference, *(english.affirmed(reference, place) for place in english.NEGATORS.places(reference))])
        near = float(read @ target)
        value += max(float(vector @ target) for vector in affirmed) - near + _CLOSENESS * near
        witness = original + read
    gains = [float(vector @ witness) for vector in denied]
    best = max(range(len(gains)), key=gains.__getitem__)
    return _Gain(value + gains[best] - float(target @ witness), tries[best][0])


CHECK = Check(
    name="negation",
    version=2,
    mqm="Accuracy/Mistranslation",
    explanation="A negation that only one side has: the original denies what the English affirms, or affirms what it denies.",
    languages=LANGUAGES,
    run=_run,
)
