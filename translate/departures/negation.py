"""Negation: the original denies something that the English affirms, or the other way round.

Negators alone are poor evidence: one in nine Chinese negations comes out in English without any, by a turn of phrase. So counting only
finds the candidates; then the encoder is asked which it finds more alike: both sides as they are, or as they would be with one negator
less or more. A negation that was dropped brings the original nearer to the English when it is taken out of the original, and the English
nearer to the original when "not" is put in where it belongs; one that was added brings the English nearer when it is taken out. A reference
translation, where there is one, is asked the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sourcetrace.translate.departures.base import Check, Document, Finding, Passage
from sourcetrace.translate.encoder import Vectors
from sourcetrace.translate.polarity import LANGUAGES, english, negators_of, plain
from sourcetrace.translate.polarity.model import Negators
from sourcetrace.translate.polarity.weighing import encoded
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

_LONGEST = 1_500  # code points of a side: the encoder reads no further
_MOST = 12  # negators of a side: a passage with more is no sentence, and each is a text to encode
_LONGEST_ALONE = 300  # of the English; in a longer one a negator more or less hardly moves the vector, and only a reference translation tells
# What a cosine has to gain by the change. A right translation loses by it in six of seven cases; for the rest there are these.
_ADDED = {"nothing": -0.01, "faint": 0.005, "fewer": 0.012, "implied": 0.045}  # by what the original has
_ADDED_WITH_REFERENCE = {"nothing": -0.02, "faint": 0.008, "fewer": 0.008, "implied": 0.02}  # of the sum of both gains
_DROPPED, _DROPPED_FROM_CHINESE, _DROPPED_WITH_REFERENCE = (
    0.02,
    0.04,
    0.3,
)  # by what is at hand; from Chinese, where more right translations do without a negator, more is asked
_IMPLIED, _FAINT = 0.25, 0.03  # what each word of the English takes off that denies without a negator ("refuse"), or may do so ("stop")
_HOPELESS = 0.08  # what both sides hardly ever gain together; where more is taken off, nothing is asked
_CLOSENESS = 0.4  # how much the cosine of the English with the reference translation counts: a far one proves little
_AS_GOOD = 0.05  # places that gain nearly as much as the best: then the one that the reference translation denies is pointed at
_STEM, _REACH, _LONGEST_REACH = 4, 4, 80  # letters of a word; words, and code points, behind a negator
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class _Case:
    """One side denies more often than the other, by count.

    Attributes:
        kind: "added" or "dropped".
        source: negators of the original.
        places: where the English may deny too much, or what it may affirm.
        least: what has to be gained.
        texts: original, English, reference translation if any; then the changed ones: the English (each place), the original (each
            negator), the reference translation (each negator).
    """

    kind: str
    source: list[Span]
    places: list[Span]
    least: float
    texts: list[str]
    reference: str | None


def _run(passage: Passage) -> Iterator[Finding]:
    cases, vectors = passage.document.once(_weighed)
    case = cases.get(passage.bead.id)
    if case is not None:
        finding = (_added if case.kind == "added" else _dropped)(passage, case, vectors[passage.bead.id])
        if finding is not None:
            yield finding


def _weighed(document: Document) -> tuple[dict[str, _Case], dict[str, Vectors]]:
    """The cases of a document by bead, and the vectors of their texts."""
    table = negators_of(document.source.language)
    found = {p.bead.id: _case(p, table) for p in document.passages if table is not None and p.source and p.target}
    cases = {key: case for key, case in found.items() if case is not None}
    return cases, encoded({key: case.texts for key, case in cases.items()})


def _case(passage: Passage, table: Negators) -> _Case | None:
    reference = passage.reference.text if passage.reference is not None else None
    if max(len(passage.source), len(passage.target), len(reference or "")) > _LONGEST:
        return None
    source = plain(passage.source, passage.document.source.language)
    return _more_denied(passage, table, source, reference) or _less_denied(passage, table, source, reference)


# --- denied by the English only -----------------------------------------------------------------------------------------------


def _more_denied(passage: Passage, table: Negators, source: str, reference: str | None) -> _Case | None:
    stated = english.NEGATORS.places(passage.target)
    own = [place for place in stated if english.PLAIN.fullmatch(place.of(passage.target))]
    denied = table.places(source)
    if not own or len(stated) <= len(denied) or len(own) > _MOST:
        return None
    least = (_ADDED if reference is None else _ADDED_WITH_REFERENCE)[_denial(source, table, len(stated))]
    texts = [passage.source, passage.target, *([reference] if reference is not None else []), *(english.affirmed(passage.target, place) for place in own)]
    return _Case("added", denied, own, least, texts, reference)


def _denial(text: str, table: Negators, stated: int) -> str:
    """How the original denies what the English states so many times."""
    places, implied = len(table.places(text)), table.hints(text)
    if stated <= places + implied:
        return "implied"
    if places:
        return "fewer"
    return "faint" if implied or table.doubts(text) or table.phrases(text) else "nothing"


def _added(passage: Passage, case: _Case, vectors: Vectors) -> Finding | None:
    first = 2 if case.reference is None else 3
    witness = vectors[0] if case.reference is None else vectors[0] + vectors[2]
    gains = [float(vector @ witness - vectors[1] @ witness) for vector in vectors[first:]]
    if max(gains) <= case.least:
        return None
    best = _least_like(passage.target, case, gains)
    places = [case.places[best]] if case.source else [place for place, gain in zip(case.places, gains, strict=True) if gain > case.least]
    words = ", ".join(f"“{_around(passage.target, place)}”" for place in places)
    less = f"the original denies less often ({_quoted(passage.source, case.source)})" if case.source else "the original has no negation"
    return Finding(
        kind="added",
        tier="flag",
        severity="major",
        target=tuple(places),
        source=tuple(case.source),
        message=f"The English denies something ({words}); {less}.",
        evidence={
            "source": {"text": [span.of(passage.source) for span in case.source]} if case.source else None,
            "target": {"text": [span.of(passage.target) for span in places]},
            "gain": round(max(gains), 3),
        },
    )


def _least_like(text: str, case: _Case, gains: list[float]) -> int:
    """The negator that gains most; of those that gain nearly as much, one whose words the reference translation does not deny."""
    ranked = sorted(range(len(gains)), key=lambda i: -gains[i])
    denied = _denied_stems(case.reference or "")
    for i in ranked:
        if gains[ranked[0]] - gains[i] < _AS_GOOD and denied.isdisjoint(word[:_STEM].lower() for word in _words_behind(text, case.places[i])):
            return i
    return ranked[0]


def _around(text: str, place: Span) -> str:
    """A negator with the word before it and the two behind it."""
    before, after = text[: place.start].split()[-1:], text[place.end :].split()[:2]
    return " ".join([*before, place.of(text), *after]).strip(' ,.;:!?()"“”')


def _quoted(text: str, places: list[Span]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(place.of(text) for place in places))


# --- denied by the original only ----------------------------------------------------------------------------------------------


def _less_denied(passage: Passage, table: Negators, source: str, reference: str | None) -> _Case | None:
    denied = table.places(source)
    kept = english.NEGATORS.denials(passage.target)
    # Where the English denies, too, one word of it may stand for the same word said again and again.
    distinct = len({place.of(source) for place in denied})
    if not denied or len(denied) > _MOST or (min(distinct, table.denials(source)) if kept else 1) <= kept:
        return None
    if reference is not None and not kept < english.NEGATORS.denials(reference) <= _MOST:
        return None
    taken = _IMPLIED * (english.NEGATORS.hints(passage.target) + english.NEGATORS.phrases(passage.target)) + _FAINT * english.NEGATORS.doubts(passage.target)
    tries = english.denied(passage.target)
    if not tries or (reference is None and (taken > _HOPELESS or len(passage.target) > _LONGEST_ALONE)):
        return None
    least = _DROPPED_WITH_REFERENCE if reference is not None else _DROPPED_FROM_CHINESE if passage.document.source.language == "zh" else _DROPPED
    texts = [passage.source, passage.target, *([reference] if reference is not None else []), *(text for _, text in tries)]
    texts += [table.without(passage.source, place) for place in denied]
    if reference is not None:
        texts += [english.affirmed(reference, place) for place in english.NEGATORS.places(reference)]
    return _Case("dropped", denied, [place for place, _ in tries], least + taken, texts, reference)


def _dropped(passage: Passage, case: _Case, vectors: Vectors) -> Finding | None:
    gain, best = _gain(case, vectors)
    if gain <= case.least:
        return None
    place = case.places[best]
    stated = place.of(passage.target)
    # Where it belongs the encoder only guesses; a machine translation tells.
    told = f"affirms at “{stated}”; the machine translation reads: “{case.reference}”" if case.reference else f"does not deny, probably near “{stated}”."
    evidence = {
        "source": {"text": [span.of(passage.source) for span in case.source]},
        "target": {"text": [stated]},
        "gain": round(gain, 3),
    }
    if case.reference:
        evidence["reference"] = {"text": case.reference, "negators": [span.of(case.reference) for span in english.NEGATORS.places(case.reference)]}
    return Finding(
        kind="dropped",
        tier="flag",
        severity="major",
        target=(place,),
        source=tuple(case.source),
        message=f"The original denies something ({_quoted(passage.source, case.source)}) that the English {told}",
        evidence=evidence,
    )


def _gain(case: _Case, vectors: Vectors) -> tuple[float, int]:
    """What both sides gain by a negator less in the original and one more in the English, and where it is put in best."""
    original, target = vectors[0], vectors[1]
    first = 2 if case.reference is None else 3
    denied = vectors[first : first + len(case.places)]
    changed = vectors[first + len(case.places) :]
    without, affirmed = changed[: len(case.source)], changed[len(case.source) :]
    value = float((without @ target).max()) - float(original @ target)
    witness = original
    if case.reference is not None:
        near = float(vectors[2] @ target)
        value += float((affirmed @ target).max()) - near + _CLOSENESS * near
        witness = original + vectors[2]
    gains = denied @ witness
    best = int(gains.argmax())
    read = [i for i in _denied_by(case) if gains[best] - gains[i] < _AS_GOOD]
    return value + float(gains[best]) - float(target @ witness), read[0] if read else best


def _denied_by(case: _Case) -> list[int]:
    """The places of the English that the reference translation denies: "with" for "without", or a word that begins like one of those denied."""
    if case.reference is None:
        return []
    stems = _denied_stems(case.reference)
    return [i for i, place in enumerate(case.places) if place.of(case.texts[1]).split()[-1][:_STEM].lower() in stems]


def _denied_stems(text: str) -> set[str]:
    negators = english.NEGATORS.places(text)
    stems = {word[:_STEM].lower() for place in negators for word in _words_behind(text, place) if len(word) >= _STEM}
    return stems | {"with"} if any(place.of(text).lower() == "without" for place in negators) else stems


def _words_behind(text: str, place: Span) -> list[str]:
    return _WORD.findall(text[place.end :][:_LONGEST_REACH])[:_REACH]


CHECK = Check(
    name="negation",
    version=2,
    mqm="Accuracy/Mistranslation",
    explanation="A negation that only one side has: the original denies what the English affirms, or affirms what it denies.",
    languages=LANGUAGES,
    run=_run,
)
