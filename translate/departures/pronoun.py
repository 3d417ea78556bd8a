"""Pronouns: "she" where the original speaks of a man, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sourcetrace.translate.departures.base import Check, Finding, Passage, Tier
from sourcetrace.translate.names.tables import english_forms
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]


@dataclass(frozen=True)
class _Sex:
    """How one sex is named: the original's pronoun, its words for such a person, and English pronouns."""

    name: str
    pronoun: re.Pattern[str]
    person: re.Pattern[str]
    english: re.Pattern[str]


_MAN = _Sex(
    "a man",
    re.compile("他(?![们們人国國乡鄉日年杀殺])(?<!其他)(?<!吉他)(?<!利他)(?<!维他)(?<!排他)"),
    re.compile("先生|父|丈夫|男|爸|爹|兄|弟|叔|伯|舅|爷|爺|儿子|兒子|国王|國王|王子|皇帝|爵士|神父|和尚"),
    re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE),
)
_WOMAN = _Sex(
    "a woman",
    re.compile("她(?![们們])"),
    re.compile("女|妻|母|妈|媽|姐|妹|娘|姨|婆|嫂|夫人|太太|婚|奶|后冠|公主|王后|皇后|修女|新娘|孕|妃|她"),
    re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE),
)


def _run(passage: Passage) -> Iterator[Finding]:
    if not passage.bead.source or not passage.bead.target:
        return
    for own, other in ((_MAN, _WOMAN), (_WOMAN, _MAN)):
        strange = other.english.search(passage.target)
        if strange is None:
            continue
        named = next((found for found in own.pronoun.finditer(passage.source) if not _in_name(passage, found.start())), None)
        if other.pronoun.search(passage.source) or other.person.search(passage.source):
            continue
        if named:
            yield _finding(passage, Span(*named.span()), Span(*strange.span()), own, "flag")
        elif (person := own.person.search(passage.source)) and not own.english.search(passage.target):
            yield _finding(passage, Span(*person.span()), Span(*strange.span()), own, "hint")


def _in_name(passage: Passage, place: int) -> bool:
    """Whether a character is part of a name: 马耳他 is Malta, 犹他 Utah, 他信 Thaksin."""
    if any(name.span.start <= place < name.span.end for name in passage.stated):
        return True
    form = passage.names.fold
    return any(english_forms(form[a:b]) for a in range(max(0, place - 4), place + 1) for b in range(place + 1, min(len(form), place + 5) + 1) if b - a > 1)


def _finding(passage: Passage, ours: Span, theirs: Span, sex: _Sex, tier: Tier) -> Finding:
    return Finding(
        kind="pronoun",
        tier=tier,
        severity="minor" if tier == "hint" else "major",
        target=(theirs,),
        source=(ours,),
        message=f"The original speaks of {sex.name} (“{ours.of(passage.source)}”); the English says “{theirs.of(passage.target)}”.",
        evidence={"source": {"text": ours.of(passage.source)}, "target": {"text": theirs.of(passage.target)}},
    )


CHECK = Check(
    name="pronoun",
    version=1,
    mqm="Accuracy/Mistranslation",
    explanation="A pronoun of the other sex than the original's.",
    languages=frozenset({"zh"}),
    run=_run,
)
