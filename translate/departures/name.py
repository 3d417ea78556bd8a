"""Names: an English name that nothing in the original supports, set against the names of the original that nobody renders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage, Tier
from sourcetrace.translate.names.doubt import Doubt, doubts, model
from sourcetrace.translate.names.english import EnglishName, find_names
from sourcetrace.translate.names.foreign import DoubtfulName, doubtful_names, supported, supports
from sourcetrace.translate.names.romanise import japanese_norm, letters, name_spellings, revised
from sourcetrace.translate.names.stated import NEAR, StatedName, alike
from sourcetrace.translate.names.tables import han_readings
from sourcetrace.translate.text import fold

__all__ = ["CHECK"]


def _run(passage: Passage) -> Iterator[Finding]:
    if not passage.bead.source or not passage.bead.target:
        return iter(())
    return _chinese(passage) if passage.document.source.language == "zh" else _foreign(passage)


def _chinese(passage: Passage) -> Iterator[Finding]:
    names = find_names(passage.target)
    misread = {name: finding for name in names if (finding := _misread(passage, name))}
    yield from misread.values()
    yield from _read_as_chinese(passage, names)
    rest = [name for name in names if name not in misread]
    for doubt in doubts(passage.names, passage.stated, passage.target, rest, lambda word: passage.document.named_elsewhere(word, passage)):
        probability = model().logistic.probability(doubt.features)
        if probability >= model().hint:
            yield _finding(passage, doubt, "flag" if probability >= model().flag else "hint")


_NEAR_BY = 200  # passages on both sides in which a name may have been named: the whole of any article


def _foreign(passage: Passage) -> Iterator[Finding]:
    """Names of an original in another script or language, by `names.foreign`."""
    language = passage.document.source.language
    passages = passage.document.passages
    here = next(i for i, other in enumerate(passages) if other is passage)
    others = [other.source for other in passages[max(0, here - _NEAR_BY) : here + _NEAR_BY] if other is not passage and other.bead.source]

    def elsewhere(word: str) -> bool:
        return passage.document.agreed(word) or any(supports(other, word, language) for other in others)

    for doubt in doubtful_names(passage.source, passage.target, language, elsewhere):
        said = doubt.target.of(passage.target)
        ours = doubt.source.of(passage.source) if doubt.source else None
        yield Finding(
            kind=doubt.kind,
            tier="flag" if doubt.certain else "hint",
            severity="major" if doubt.certain else "minor",
            target=(doubt.target,),
            source=(doubt.source,) if doubt.source else (),
            message=_foreign_message(said, ours, doubt),
            evidence={"source": {"name": ours, "table": doubt.table} if ours else None, "target": {"name": said}, "proposed": doubt.proposed},
        )


def _foreign_message(said: str, ours: str | None, doubt: DoubtfulName) -> str:
    if ours is None:
        return f"Nothing in the original supports the name “{said}”."
    spelled = f" ({doubt.proposed}, by {doubt.table})" if doubt.proposed and doubt.proposed != ours else ""
    return f"The original names {ours}{spelled}; the English says “{said}”, which nothing in the original supports."


def _misread(passage: Passage, name: EnglishName) -> Finding | None:
    """A Japanese, Korean or Vietnamese name spelled with the Mandarin readings of its characters: "Gaoshi Zaomiao" for 高市早苗."""
    word = letters(name.text)
    for ours in passage.stated:
        if ours.kind not in ("japanese", "known") or len(ours.text) < 3:
            continue
        mandarin = "".join(passage.names.syllables[ours.span.start : ours.span.end])
        if word != mandarin or any(japanese_norm(word) == japanese_norm(form) for form in ours.forms):
            continue
        return Finding(
            kind="misread",
            tier="flag",
            severity="major",
            target=(name.span,),
            source=(ours.span,),
            message=f"“{name.text}” is the Mandarin reading of {ours.text}; the name is written {ours.forms[0]} ({ours.table}).",
            evidence=_evidence(ours, name),
        )
    return None


# A country named in the passage, and by which readings the names of its people are written.
_READ_ABROAD = (("韩国|朝鲜|首尔|平壤|韓國|朝鮮", "Korean"), ("越南|河内|河內|胡志明", "Vietnamese"))


def _read_as_chinese(passage: Passage, names: list[EnglishName]) -> Iterator[Finding]:
    """A person in a passage about Korea or Vietnam whose name is put in pinyin: perhaps a Chinese, perhaps misread."""
    country = next((language for pattern, language in _READ_ABROAD if re.search(pattern, passage.source)), None)
    for ours in passage.stated if country else ():
        if ours.kind != "chinese":
            continue
        reading = _foreign_reading(ours.text, str(country))
        for name in names:
            if reading and letters(name.text) in name_spellings(ours.text):
                yield Finding(
                    kind="pinyin",
                    tier="hint",
                    severity="minor",
                    target=(name.span,),
                    source=(ours.span,),
                    message=f"“{name.text}” is the Mandarin reading of {ours.text}; if the name is {country}, it is read {reading}.",
                    evidence=_evidence(ours, name) | {"proposed": reading},
                )


def _foreign_reading(text: str, language: str) -> str:
    """A name read in Korean (Revised Romanisation) or Vietnamese (without marks); empty where a character has no reading."""
    syllables = [(han_readings(c)[1 if language == "Korean" else 2] or ("",))[0] for c in text]
    if not all(syllables):
        return ""
    spelled = [revised(s) for s in syllables] if language == "Korean" else syllables
    given = "".join(spelled[1:]).capitalize() if language == "Korean" else " ".join(s.capitalize() for s in spelled[1:])
    return f"{spelled[0].capitalize()} {given}"


def _finding(passage: Passage, doubt: Doubt, tier: Tier) -> Finding:
    ours = doubt.ours
    said = doubt.span.of(passage.target)
    return Finding(
        kind=_kind(said, ours),
        tier=tier,
        severity="major" if tier == "flag" else "minor",
        target=(doubt.span,),
        source=tuple(part.span for part in doubt.parts) if ours else (),
        message=_message(said, doubt),
        evidence=_evidence(ours, doubt.name),
    )


def _kind(said: str, ours: StatedName | None) -> str:
    if ours is None:
        return "unsupported"
    if any(alike(said, form) >= NEAR for form in ours.forms):
        return "misspelled"
    return "place" if ours.kind in ("place", "known") else "person"


def _message(said: str, doubt: Doubt) -> str:
    ours = doubt.ours
    if ours is None:
        return f"Nothing in the original supports the name “{said}”."
    reading = {"foreign": "which sounds like", "latin": "spelled", "known": "in English", "place": "read"}.get(ours.kind, "read")
    told = f"{ours.text}, {reading} {ours.forms[0]}" if ours.kind != "latin" else ours.text
    source = f" ({ours.table})" if ours.kind not in ("foreign", "latin") else ""
    return f"The original names {told}{source}; the English says “{said}”, which nothing in the original supports."


def _evidence(ours: StatedName | None, name: EnglishName) -> dict[str, object]:
    source = {"name": ours.text, "read": list(ours.forms), "table": ours.table} if ours else None
    proposed = ours.forms[0] if ours and ours.kind != "foreign" else None  # a transliteration tells the sound, not the spelling
    return {"source": source, "target": {"name": fold(name.text).title()}, "proposed": proposed}


CHECK = Check(
    name="name",
    version=3,
    mqm="Accuracy/Mistranslation",
    explanation="A person or place in the English that no name in the original can be read as.",
    languages=frozenset({"zh"}),
    also=supported,
    run=_run,
)
