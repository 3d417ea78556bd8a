"""Names: an English name that nothing in the original supports, set against a name of the original that nobody renders."""

from __future__ import annotations

from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage
from sourcetrace.translate.names.english import EnglishName, find_names
from sourcetrace.translate.names.romanise import japanese_norm, letters
from sourcetrace.translate.names.source import SourceName, pinyin_shaped, rendered
from sourcetrace.translate.text import Span, fold

__all__ = ["CHECK"]

# Support from which a word counts as rendered (the note's figure for phoneme alignment).
_SUPPORTED = 0.82


def _run(passage: Passage) -> Iterator[Finding]:
    if not passage.bead.source or not passage.bead.target:
        return
    english = find_names(passage.target)
    tokens = [t.text for name in english for t in name.tokens]
    unrendered = [n for n in passage.names.names if not rendered(n, tokens)]
    for name in english:
        if misread := _misread(passage, name):
            yield misread
        elif doubted := _unsupported(passage, name):
            yield _finding(passage, name, doubted, _counterpart(name, doubted, unrendered))


def _unsupported(passage: Passage, name: EnglishName) -> list[int]:
    """Positions of the name's words that neither this passage nor, by a table or reading, the document supports."""
    doubted = []
    for position, token in enumerate(name.tokens):
        if passage.names.support(token.text).score >= _SUPPORTED:
            continue
        if passage.document.states(token.text):
            continue
        doubted.append(position)
    if doubted or not (pinyin_shaped([t.text for t in name.tokens]) and len(name.tokens) in (2, 3)):
        return doubted
    return _broken_run(passage, name)


def _broken_run(passage: Passage, name: EnglishName) -> list[int]:
    """A Chinese name in pinyin must be one run of characters; syllables found apart are no support."""
    words = [letters(t.text) for t in name.tokens]
    orders = {"".join(words), "".join(words[1:] + words[:1]), "".join(words[-1:] + words[:-1])}
    if orders & passage.document.spellings:
        return []
    ways = [passage.names.support(t.text).via for t in name.tokens]
    return list(range(len(words))) if all(way == "pinyin" for way in ways) else []


def _misread(passage: Passage, name: EnglishName) -> Finding | None:
    """A Japanese name spelled with the Mandarin readings of its characters: "Gaoshi Zaomiao" for 高市早苗."""
    word = letters(name.text)
    for ours in passage.names.names:
        if ours.kind != "japanese":
            continue
        start = ours.span.start
        mandarin = "".join(passage.names.syllables[start : ours.span.end])
        if word == mandarin and japanese_norm(word) != japanese_norm(ours.forms[0]):
            return Finding(
                kind="misread",
                tier="flag",
                severity="major",
                target=(name.span,),
                source=(ours.span,),
                message=f"“{name.text}” is the Mandarin reading of the Japanese name {ours.text}; it is read {ours.forms[0]} ({ours.table}).",
                evidence=_evidence(ours, name),
            )
    return None


def _counterpart(name: EnglishName, doubted: list[int], unrendered: list[SourceName]) -> SourceName | None:
    """The unrendered source name that this English name most likely stands for: words in number, then nearest in sound."""
    wanted = "".join(letters(name.tokens[i].text) for i in doubted)
    persons = [n for n in unrendered if n.kind != "known" or " " in n.forms[0]] or ([] if len(doubted) > 1 else unrendered)
    return max(persons, key=lambda n: (_shared(wanted, n.forms[0]), -n.span.start), default=None)


def _shared(word: str, form: str) -> float:
    """Share of letter pairs that two spellings have in common (Dice)."""
    pairs = [{w[i : i + 2] for i in range(len(w) - 1)} for w in (word, letters(form))]
    return 2 * len(pairs[0] & pairs[1]) / max(1, len(pairs[0]) + len(pairs[1]))


def _finding(passage: Passage, name: EnglishName, doubted: list[int], ours: SourceName | None) -> Finding:
    words = [name.tokens[i] for i in doubted]
    span = Span(words[0].span.start, words[-1].span.end)
    said = span.of(passage.target)
    whole = len(doubted) == len(name.tokens)
    # A Chinese name may be put as another Chinese name; "Paul" stands for somebody else.
    chinese = ours is not None and ours.kind == "chinese" and pinyin_shaped([t.text for t in name.tokens])
    if ours is not None and (ours.kind == "japanese" or chinese) and whole and name.whole:
        return Finding(
            kind="person",
            tier="flag",
            severity="major",
            target=(span,),
            source=(ours.span,),
            message=f"The original names {ours.text}, read {ours.forms[0]} ({ours.table}); the English says “{said}”.",
            evidence=_evidence(ours, name),
        )
    return Finding(
        kind="unsupported",
        tier="hint",
        severity="minor",
        target=(span,),
        source=(ours.span,) if ours else (),
        message=f"Nothing in the original supports the name “{said}”"
        + (f"; it names {ours.text} ({ours.forms[0]}) here, which the English does not." if ours else "."),
        evidence=_evidence(ours, name),
    )


def _evidence(ours: SourceName | None, name: EnglishName) -> dict[str, object]:
    source = {"name": ours.text, "read": list(ours.forms), "table": ours.table} if ours else None
    return {"source": source, "target": {"name": fold(name.text).title()}, "proposed": ours.forms[0] if ours else None}


CHECK = Check(
    name="name",
    version=2,
    mqm="Accuracy/Mistranslation",
    explanation="A person or place in the English that no name in the original can be read as.",
    languages=frozenset({"zh"}),
    run=_run,
)
