"""Two texts in, a comparison out: sentences, beads, departures."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files

import msgspec
from sourcetrace.translate.alignment import Bead, ClauseLink, Pair, Side, align_sides, aligner_signature, make_side
from sourcetrace.translate.departures import CHECKS, Departure, Document, checks_signature, find_departures
from sourcetrace.translate.departures.base import measured_signature
from sourcetrace.translate.departures.wording import shifted
from sourcetrace.translate.engines.reference import Engines, FindEngines, Opinion, Recorded, ReferenceTranslation
from sourcetrace.translate.engines.seam import Progress, Scores
from sourcetrace.translate.glossary import Term, occurring
from sourcetrace.translate.language import detect, language_name
from sourcetrace.translate.names.tables import tables_digest
from sourcetrace.translate.risk import Risk, judged_by, risk_model, risks
from sourcetrace.translate.spans import span
from sourcetrace.translate.text import InputError, Span, digest, script_counts

__all__ = [
    "SCHEMA",
    "Comparison",
    "Context",
    "compare",
    "compare_with_reference",
    "pair_languages",
    "pair_of",
    "recorded",
    "signature",
    "unread_checks",
]

SCHEMA = "sourcetrace/comparison/1"


class Context(msgspec.Struct, frozen=True):
    """What is known beyond the two texts.

    Attributes:
        published: the article's date, for "yesterday" and "this month".
        glossary: how names and terms of the original must be put (see `read_glossary`).
    """

    published: datetime.date | None = None
    glossary: tuple[Term, ...] = ()


class Comparison(msgspec.Struct, frozen=True):
    """Both texts with their beads and departures. Offsets are code points into `text`, half-open.

    Attributes:
        risks: of the beads that have both sides, where the source language was measured.
        opinions: how likely the models that were asked find the English.
        glossary: the terms of the user's glossary that the source has.
        notices: what could not be looked at, one sentence each.
        lacking: which engines were not at hand, why, and what is lost by it.
        signature: version, encoder, aligner, checks and tables that reproduce it.
        links: which clause answers which inside the beads, for display.
    """

    schema: str
    source: Side
    target: Side
    beads: tuple[Bead, ...]
    departures: tuple[Departure, ...]
    risks: tuple[Risk, ...]
    opinions: tuple[Opinion, ...]
    pair: Pair
    glossary: tuple[Term, ...]
    notices: tuple[str, ...]
    lacking: tuple[str, ...]
    signature: str
    links: tuple[ClauseLink, ...] = ()

    @property
    def flags(self) -> list[Departure]:
        """The departures that are shown and counted."""
        return [d for d in self.departures if d.tier == "flag"]

    def _repr_html_(self) -> str:
        """Both sides beside each other, in a notebook."""
        from sourcetrace.translate.display import table_of

        return table_of(self)


def signature(source_language: str, target_language: str, *engines: str) -> str:
    """What reproduces a comparison of two languages: our version, the encoder's weights, the aligner, the checks, the tables, the models that ship, and the engines that were asked."""
    parts = [
        f"sourcetrace {version('sourcetrace')}",
        aligner_signature(source_language, target_language),
        checks_signature(),
        f"names@{tables_digest()}",
        f"precision: {measured_signature()}",
    ]
    return "|".join([*parts, *map(_weights, _MODELS), f"risk: {risk_model().signature}", *engines])


_MODELS = ("names", "coverage")


@functools.cache
def _weights(name: str) -> str:
    """A model that ships, and the digest of its numbers."""
    raw = (files("sourcetrace.translate.data") / f"{name}.json").read_bytes()
    return f"{name}-model@{digest(raw)[:19]}"


def compare(
    source: str,
    target: str,
    source_language: str | None = None,
    target_language: str | None = None,
    context: Context | None = None,
    engines: FindEngines | None = None,
) -> Comparison:
    """Align two texts and look for departures.

    Args:
        source: the original.
        target: its English translation.
        source_language: ISO 639-1 code; detected when not given.
        target_language: the same for the target.
        context: what is known beyond the texts.
        engines: finds a translator and a judge for the source's language, e.g. `engines_of_this_machine`; none are asked if not given.

    Raises:
        InputError: a text is empty or cannot be stored.
    """
    return compare_with_reference(source, target, source_language, target_language, context, engines)[0]


def compare_with_reference(
    source: str,
    target: str,
    source_language: str | None = None,
    target_language: str | None = None,
    context: Context | None = None,
    engines: FindEngines | None = None,
    progress: Progress | None = None,
) -> tuple[Comparison, ReferenceTranslation | None]:
    """`compare`, and the machine translation of the source that took part in it."""
    with span("splitting into sentences"):
        left = make_side(source, source_language or detect(source).language)
        right = make_side(target, target_language or detect(target).language)
    with span("aligning"):
        found = align_sides(left, right)
    with span("loading engines"):
        asked = engines(left.language, progress) if engines and found.pair.verdict != "unrelated" else Engines()
    with span("translating"):
        reference = _translated(left, asked, progress)
    with span("weighing the English"):
        opinions = _weighed(left, right, found.beads, asked, progress)
    measured = next((opinion for opinion in opinions if judged_by(opinion.judge)), None)
    translations, scores = reference.sentences if reference else None, measured.scores if measured else None
    known = context or Context()
    terms = occurring(known.glossary, source)
    document = Document(left, right, found.beads, known.published, translations, scores, terms)
    with span("checking"):
        departures = find_departures(document, CHECKS)
    notices = [*found.notices, *unread_checks(left.language)]
    if opinions and not measured:
        judges = " and ".join(opinion.model.name for opinion in opinions)
        notices.append(f"The scores of {judges} are kept, and take part in nothing: what they mean was not measured.")
    with span("ranking by risk"):
        ranked = risks(document, departures)
    comparison = Comparison(
        schema=SCHEMA,
        source=left,
        target=right,
        beads=found.beads,
        departures=tuple(departures),
        risks=ranked,
        opinions=opinions,
        pair=found.pair,
        links=found.links,
        glossary=terms,
        notices=tuple(notices),
        lacking=asked.lacking,
        signature=signature(left.language, right.language, *([reference.engine] if reference else []), *(opinion.judge for opinion in opinions)),
    )
    return comparison, reference


def _translated(source: Side, engines: Engines, progress: Progress | None) -> ReferenceTranslation | None:
    translator = engines.translator
    if translator is None:
        return None
    sentences = translator.translate([span.of(source.text) for span in source.sentences], progress)
    return ReferenceTranslation(translator.signature, "en", engines.translator_models, tuple(sentences))


def _weighed(source: Side, target: Side, beads: Sequence[Bead], engines: Engines, progress: Progress | None) -> tuple[Opinion, ...]:
    both = [bead for bead in beads if bead.source and bead.target]
    pairs = [pair_of(source, target, bead) for bead in both]
    nothing = Scores((), "One side is empty.")
    opinions = []
    for judge, model in engines.judges:
        found = dict(zip((bead.id for bead in both), judge.score(pairs, progress), strict=True))
        placed = [shifted(found[bead.id], target.sentences[bead.target[0]].start) if bead.id in found else nothing for bead in beads]
        opinions.append(Opinion(judge.signature, model, tuple(placed)))
    return tuple(opinions)


def pair_of(source: Side, target: Side, bead: Bead) -> tuple[str, str]:
    """The texts of a bead that has both sides, each from its first sentence's start to its last one's end."""
    spans = [Span(side.sentences[own[0]].start, side.sentences[own[-1]].end) for side, own in ((source, bead.source), (target, bead.target))]
    return spans[0].of(source.text), spans[1].of(target.text)


def recorded(comparison: Comparison, reference: ReferenceTranslation | None) -> FindEngines:
    """Engines that say again what stands in a record, so that its comparison can be made again without their models."""
    translator = None
    if reference:
        sentences = [span.of(comparison.source.text) for span in comparison.source.sentences]
        translator = Recorded(reference.engine, translations=dict(zip(sentences, reference.sentences, strict=False)))
    judges = []
    for opinion in comparison.opinions:
        pairs = {
            pair_of(comparison.source, comparison.target, bead): shifted(scores, -comparison.target.sentences[bead.target[0]].start)
            for bead, scores in zip(comparison.beads, opinion.scores, strict=False)
            if bead.source and bead.target
        }
        judges.append((Recorded(opinion.judge, scores=pairs), opinion.model))
    engines = Engines(translator, reference.models if reference else (), tuple(judges), comparison.lacking)
    return lambda _language, _progress: engines


def unread_checks(language: str) -> list[str]:
    """One sentence naming the checks that cannot read this source language, if any."""
    silent = [check.name for check in CHECKS if not check.reads(language)]
    return [f"Not checked in {language}: {', '.join(silent)}."] if silent else []


# A text in Latin script that is short, and whose language the model is not sure of, is taken for English.
_SHORT, _UNSURE = 120, 0.9


def pair_languages(source: str, target: str, source_language: str | None = None, target_language: str | None = None) -> tuple[str, str]:
    """The languages of a pair that is handed in the right way.

    Raises:
        InputError: the two are swapped, or the target is not English, or both are.
    """
    left, right = source_language or detect(source).language, target_language or _target_language(target)
    if left == "en" and right not in ("en", "und"):
        raise InputError(f"The two texts look swapped: the first is English, the second is {language_name(right)}; give the original first.")
    if right != "en":
        raise InputError(f"The translation is in {language_name(right)}, not English; only English translations can be compared.")
    if left == "en":
        raise InputError("Both texts are English; give the original in its own language.")
    return left, right


def _target_language(text: str) -> str:
    scripts = script_counts(text)
    found = detect(text)
    short = sum(scripts.values()) < _SHORT and set(scripts) <= {"Latin"}
    return "en" if short and found.confidence < _UNSURE else found.language
