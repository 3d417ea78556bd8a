"""Consistency: one name of the original put in several ways within a document, or several names put as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sourcetrace.translate.departures.base import Check, Document, Finding, Passage
from sourcetrace.translate.names.english import Token, find_names
from sourcetrace.translate.names.romanise import japanese_norm, letters
from sourcetrace.translate.names.stated import Part, StatedName, renders
from sourcetrace.translate.text import fold

__all__ = ["CHECK"]

_SAME_BEGINNING = 4  # letters: "Russia" and "Russian" are one rendering
_ROLES = ("name", "given")  # a family name alone may stand for several persons


@dataclass(frozen=True)
class _Rendering:
    """An English word, and the part of a name of the original that it renders."""

    passage: Passage
    name: StatedName
    part: Part
    token: Token


def _run(document: Document) -> Iterator[tuple[Passage, Finding]]:
    by_part: dict[str, list[_Rendering]] = defaultdict(list)
    by_word: dict[str, list[_Rendering]] = defaultdict(list)
    for passage in document.passages:
        for rendering in _renderings(passage):
            by_part[rendering.part.span.of(passage.names.fold)].append(rendering)
            by_word[letters(rendering.token.text)].append(rendering)
    for own in by_part.values():
        yield from _several_ways(own)
    for own in by_word.values():
        yield from _several_as_one(own)


def _renderings(passage: Passage) -> Iterator[_Rendering]:
    """Each part of a sure name that exactly one English word renders."""
    if not passage.bead.source or not passage.bead.target:
        return
    tokens = [token for name in find_names(passage.target) for token in name.tokens]
    for name in passage.stated:
        for part in name.parts if name.sure and name.kind != "latin" else ():
            if part.role not in _ROLES or part.span.end - part.span.start < 2:
                continue
            fitting = [token for token in tokens if renders([token.text], part, name, passage.names)]
            if len({letters(token.text) for token in fitting}) == 1:
                yield _Rendering(passage, name, part, fitting[0])


def _several_ways(own: Sequence[_Rendering]) -> Iterator[tuple[Passage, Finding]]:
    """From the second way on, each where it stands first."""
    ways: list[_Rendering] = []
    for rendering in own:
        if any(_alike(rendering, other) for other in ways):
            continue
        if ways:
            first = ways[0].token.text
            source, said = rendering.part.span.of(rendering.passage.source), rendering.token.text
            message = f"The original's {source} is “{said}” here and “{first}” elsewhere in the English."
            yield rendering.passage, _finding("several ways", rendering, message, {"name": source, "also": first})
        ways.append(rendering)


def _alike(one: _Rendering, other: _Rendering) -> bool:
    """Whether two words are one spelling, forms of one word, or both among the table's forms of the name."""
    first, second = letters(one.token.text), letters(other.token.text)
    if first[:_SAME_BEGINNING] == second[:_SAME_BEGINNING] or japanese_norm(first) == japanese_norm(second):
        return True
    known = {letters(word) for form in one.name.forms for word in form.split()}
    return one.name.kind == "known" and (first in known or second in known)


def _several_as_one(own: Sequence[_Rendering]) -> Iterator[tuple[Passage, Finding]]:
    """Two names that share no character, put in one English word."""
    first = own[0]
    for rendering in own[1:]:
        ours, theirs = set(first.part.span.of(first.passage.names.fold)), set(rendering.part.span.of(rendering.passage.names.fold))
        if rendering.name.kind == first.name.kind == "chinese" and not ours & theirs:
            text, other = rendering.name.text, first.name.text
            message = f"The English says “{rendering.token.text}” for {text} here and for {other} elsewhere."
            yield rendering.passage, _finding("several as one", rendering, message, {"name": text, "also": other})
            return


def _finding(kind: str, rendering: _Rendering, message: str, source: dict[str, str]) -> Finding:
    return Finding(
        kind=kind,
        tier="hint",
        severity="minor",
        target=(rendering.token.span,),
        source=(rendering.part.span,),
        message=message,
        evidence={"source": source, "target": {"name": fold(rendering.token.text).title()}},
    )


CHECK = Check(
    name="consistency",
    version=1,
    mqm="Terminology/Inconsistent use of terminology",
    explanation="A name that the English puts in several ways within the document, or several names put as one.",
    languages=frozenset({"zh"}),
    document=_run,
)
