"""The types that checks speak in, and the loop that runs them."""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any, Literal, TypeVar

import msgspec
from sourcetrace.translate.alignment import Bead, Side
from sourcetrace.translate.engines.seam import Scores, Translation
from sourcetrace.translate.figures import Figures, read_figures, supported
from sourcetrace.translate.glossary import Term, occurring
from sourcetrace.translate.names.romanise import japanese_norm, letters
from sourcetrace.translate.names.source import SourceName, SourceNames, short_forms
from sourcetrace.translate.names.stated import StatedName, stated_names
from sourcetrace.translate.text import Span

__all__ = ["Check", "Departure", "Document", "Finding", "Measured", "Passage", "confirmed", "false_rate", "find_departures", "measured", "measured_signature"]

T = TypeVar("T")

Tier = Literal["flag", "hint"]
Severity = Literal["critical", "major", "minor", "neutral"]


class Finding(msgspec.Struct, frozen=True):
    """What a check found in one passage; spans are offsets into the passage's sides.

    Attributes:
        kind: the sort of departure within the check (`magnitude`, `currency` …); its precision is measured by it.
        message: one sentence for a reader who has no manual.
        evidence: what was seen, by side.
    """

    kind: str
    tier: Tier
    severity: Severity
    target: tuple[Span, ...]
    source: tuple[Span, ...]
    message: str
    evidence: dict[str, Any]


class Departure(msgspec.Struct, frozen=True):
    """A passage where the target departs from the source; offsets are into the whole texts.

    Attributes:
        tier: `flag` is shown and counted, `hint` is for the curious.
        severity: MQM's.
        confidence: the share of such flags that experts confirmed on the benchmark the signature names (see `confirmed`);
            None where fewer than ten were seen there, and for originals in other languages than it has.
        false_rate: flags of this kind in 1,000 pairs of right human translations, where that was measured; None elsewhere.
    """

    id: str
    bead: str
    check: str
    kind: str
    mqm: str
    tier: Tier
    severity: Severity
    confidence: float | None
    false_rate: float | None
    target: tuple[Span, ...]
    source: tuple[Span, ...]
    message: str
    evidence: dict[str, Any]


class Check(msgspec.Struct, frozen=True):
    """One check. It looks at one passage after another, or at the whole document where only that tells.

    Attributes:
        name: as it stands in the record.
        version: goes up whenever its answers change.
        mqm: the MQM issue type of what it finds.
        explanation: what it looks for, in plain words.
        languages: source languages it can read; empty for all. The target is English.
        also: tells whether it can read a language that is not among them.
        run: finds departures in a passage.
        document: finds departures in a document, each with its passage.
        tiers: what its findings may be.
    """

    name: str
    version: int
    mqm: str
    explanation: str
    languages: frozenset[str]
    also: Callable[[str], bool] | None = None
    run: Callable[[Passage], Iterable[Finding]] | None = None
    document: Callable[[Document], Iterable[tuple[Passage, Finding]]] | None = None
    tiers: tuple[Tier, ...] = ("flag", "hint")

    def reads(self, language: str) -> bool:
        """Whether it can read originals in a language."""
        return not self.languages or language in self.languages or (self.also is not None and self.also(language))

    @property
    def measured(self) -> dict[str, Measured]:
        """How each kind of its flags did on the benchmark, by kind; kinds that were not seen are missing."""
        return {kind.partition("/")[2]: figure for kind, figure in measured().items() if kind.startswith(f"{self.name}/")}

    @property
    def recall(self) -> dict[str, float]:
        """The share of made departures of each type that its flags found, where that is not nothing."""
        return _table().recall.get(self.name, {})


class Document:
    """Both texts with their beads, and what only the whole document tells.

    Args:
        published: the article's date, for "yesterday" and "this month".
        translations: an engine's, of each sentence of the source; None where none was asked.
        scores: of each bead, by the judge that was measured; offsets are into the target's text. None where it was not asked.
        glossary: how the user wants terms to be put; it overrides every table.
    """

    def __init__(
        self,
        source: Side,
        target: Side,
        beads: Sequence[Bead],
        published: datetime.date | None = None,
        translations: Sequence[Translation] | None = None,
        scores: Sequence[Scores] | None = None,
        glossary: Sequence[Term] = (),
    ) -> None:
        self.glossary = glossary
        self.source, self.target, self.beads, self.published = source, target, beads, published
        self.translations, self.scored = translations, scores is not None
        self._made: dict[Callable[[Document], Any], Any] = {}
        self.passages = [Passage(self, bead, scores[number] if scores else None) for number, bead in enumerate(beads)]

    def once(self, make: Callable[[Document], T]) -> T:
        """What a function makes of this document, made once: for checks that see one passage at a time and weigh all of them together."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @functools.cached_property
    def short_names(self) -> dict[str, SourceName]:
        """Family names that stand for a full name given elsewhere in the source."""
        full = [name for p in self.passages for name in SourceNames(p.source).japanese_names]
        return short_forms(full)

    def named_elsewhere(self, word: str, passage: Passage) -> bool:
        """Whether the glossary, or a table or a reading in another passage, not a mere resemblance, finds an English name in the source."""
        name = letters(word)
        own = passage.names
        if name in self._agreed or self._spellings[name] > (name in own.spellings):
            return True
        norm = japanese_norm(name)
        return self._japanese[norm] > (norm in own.japanese)

    @functools.cached_property
    def _spellings(self) -> Counter[str]:
        """In how many passages each spelling stands for a name by a table or a reading in Mandarin."""
        return Counter(spelling for p in self.passages if p.bead.source for spelling in p.names.spellings)

    @functools.cached_property
    def _japanese(self) -> Counter[str]:
        return Counter(norm for p in self.passages if p.bead.source for norm in p.names.japanese)

    def agreed(self, word: str) -> bool:
        """Whether the glossary has an English word for a term of this document."""
        return letters(word) in self._agreed

    @functools.cached_property
    def _agreed(self) -> frozenset[str]:
        """The words that the glossary has for terms of this document."""
        ways = (way for term in occurring(self.glossary, self.source.text) for way in term.targets)
        return frozenset(letters(word) for way in ways for word in way.split())

    @functools.cached_property
    def source_months(self) -> frozenset[int]:
        """Every month the source names."""
        return frozenset(m.value for p in self.passages for m in p.source_figures.of("month"))

    @functools.cached_property
    def source_years(self) -> frozenset[int]:
        """Every year the source names, and the one of publication with its neighbours."""
        years = {m.value for p in self.passages for m in p.source_figures.of("year")}
        near = {self.published.year + d for d in (-1, 0, 1)} if self.published else set()
        return frozenset(years | near)


class Passage:
    """One bead: the text of both sides, from the first sentence's start to the last one's end."""

    def __init__(self, document: Document, bead: Bead, scores: Scores | None = None) -> None:
        self.document, self.bead, self.scores = document, bead, scores
        self.source_span = _extent(document.source, bead.source)
        self.target_span = _extent(document.target, bead.target)
        self.source = self.source_span.of(document.source.text)
        self.target = self.target_span.of(document.target.text)

    @functools.cached_property
    def source_figures(self) -> Figures:
        """Figures of the source side; none where its language has no grammar."""
        language = self.document.source.language
        return read_figures(self.source, language) if supported(language) else Figures((), (), (), (), False)

    @functools.cached_property
    def target_figures(self) -> Figures:
        """Figures of the target side."""
        return read_figures(self.target, "en")

    @functools.cached_property
    def reference(self) -> Translation | None:
        """The machine translation of the source side, if it is whole and without a fault of the engine's own."""
        if self.document.translations is None or not self.bead.source:
            return None
        parts = [self.document.translations[i] for i in self.bead.source]
        return None if any(part.faults or not part.text for part in parts) else Translation(" ".join(part.text for part in parts))

    @functools.cached_property
    def names(self) -> SourceNames:
        """What the source side, if Chinese, supports as a name."""
        return SourceNames(self.source, self.document.short_names)

    @functools.cached_property
    def stated(self) -> list[StatedName]:
        """The names that the source side, if Chinese, states."""
        return stated_names(self.names)


def _extent(side: Side, sentences: Sequence[int]) -> Span:
    if not sentences:
        return Span(0, 0)
    return Span(side.sentences[sentences[0]].start, side.sentences[sentences[-1]].end)


def find_departures(document: Document, checks: Iterable[Check]) -> list[Departure]:
    """Run the checks over all passages, in the target's reading order, check by check within a passage."""
    fitting = [check for check in checks if check.reads(document.source.language)]
    found: dict[str, list[tuple[Passage, Check, Finding]]] = {passage.bead.id: [] for passage in document.passages}
    for check in fitting:
        for passage, finding in _found(document, check):
            found[passage.bead.id].append((passage, check, finding))
    ordered = [one for own in found.values() for one in own]
    return [_placed(f"d{n}", *one) for n, one in enumerate(ordered, 1)]


def _found(document: Document, check: Check) -> Iterator[tuple[Passage, Finding]]:
    if check.document:
        yield from check.document(document)
    if check.run:
        for passage in document.passages:
            for finding in check.run(passage):
                yield passage, finding


def _placed(name: str, passage: Passage, check: Check, finding: Finding) -> Departure:
    told = finding.tier == "flag" and passage.document.source.language in MEASURED_LANGUAGES
    assert finding.tier in check.tiers, f"{check.name} finds no {finding.tier}s"
    return Departure(
        id=name,
        bead=passage.bead.id,
        check=check.name,
        kind=finding.kind,
        mqm=check.mqm,
        tier=finding.tier,
        severity=finding.severity,
        confidence=confirmed(check.name, finding.kind) if told else None,
        false_rate=false_rate(check.name, finding.kind) if told else None,
        target=tuple(span.shift(passage.target_span.start) for span in finding.target),
        source=tuple(span.shift(passage.source_span.start) for span in finding.source),
        message=finding.message,
        evidence=finding.evidence,
    )


# Of the originals that flags were measured on, with experts' marks.
MEASURED_LANGUAGES = frozenset({"zh"})
_ENOUGH = 10  # flags from which a share is told


class Measured(msgspec.Struct, frozen=True):
    """How a kind of flag did.

    Attributes:
        flags: seen on real machine translation.
        confirmed: how many of them stood on what any of three experts had marked as a major error of accuracy.
        agreed: how many stood in a segment where two of them had.
        false: flagged pairs in 1,000 right human translations.
    """

    flags: int
    confirmed: int
    agreed: int
    false: float

    @property
    def precision(self) -> float | None:
        """The share confirmed; None of fewer than ten."""
        return round(self.confirmed / self.flags, 2) if self.flags >= _ENOUGH else None


class _Table(msgspec.Struct, frozen=True):
    signature: str
    kinds: dict[str, Measured]
    recall: dict[str, dict[str, float]]


@functools.cache
def _table() -> _Table:
    raw = (files("sourcetrace.translate.data") / "measured.json").read_bytes()
    return msgspec.json.decode(raw, type=_Table)


def measured() -> dict[str, Measured]:
    """How each kind of flag did, by `check/kind`, as `benchmarks/departures.py --write` wrote it."""
    return _table().kinds


def confirmed(check: str, kind: str) -> float | None:
    """The share of such flags that experts confirmed: of the kind, or of the whole check where fewer than ten of the kind were seen; else None."""
    own = measured().get(f"{check}/{kind}")
    if own and own.precision is not None:
        return own.precision
    of_check = [figure for name, figure in measured().items() if name.startswith(f"{check}/")]
    flags = sum(figure.flags for figure in of_check)
    return round(sum(figure.confirmed for figure in of_check) / flags, 2) if flags >= _ENOUGH else None


def false_rate(check: str, kind: str) -> float | None:
    """Flags of this kind in 1,000 right pairs: 0 of a kind that was never seen there; None of a check that was never seen at all, such as `glossary`."""
    own = measured().get(f"{check}/{kind}")
    if own:
        return own.false
    return 0.0 if any(name.startswith(f"{check}/") for name in measured()) else None


def measured_signature() -> str:
    """The benchmark and versions behind `measured`."""
    return _table().signature
