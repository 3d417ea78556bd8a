"""Two texts in, a comparison out: sentences, beads, departures."""

from __future__ import annotations

import datetime
from importlib.metadata import version

import msgspec
from sourcetrace.translate.alignment import ALIGNER, Bead, Pair, Side, align_sides, make_side
from sourcetrace.translate.departures import CHECKS, Departure, Document, checks_signature, find_departures
from sourcetrace.translate.departures.base import measured_signature
from sourcetrace.translate.language import detect, language_name
from sourcetrace.translate.names.tables import tables_digest
from sourcetrace.translate.text import InputError, script_counts

__all__ = ["SCHEMA", "Comparison", "Context", "compare", "pair_languages", "signature", "unread_checks"]

SCHEMA = "sourcetrace/comparison/1"


class Context(msgspec.Struct, frozen=True):
    """What is known beyond the two texts.

    Attributes:
        published: the article's date, for "yesterday" and "this month".
    """

    published: datetime.date | None = None


class Comparison(msgspec.Struct, frozen=True):
    """Both texts with their beads and departures. Offsets are code points into `text`, half-open.

    Attributes:
        notices: what could not be looked at, one sentence each.
        signature: version, encoder, aligner, checks and tables that reproduce it.
    """

    schema: str
    source: Side
    target: Side
    beads: tuple[Bead, ...]
    departures: tuple[Departure, ...]
    pair: Pair
    notices: tuple[str, ...]
    signature: str

    @property
    def flags(self) -> list[Departure]:
        """The departures that are shown and counted."""
        return [d for d in self.departures if d.tier == "flag"]


def signature() -> str:
    """What reproduces a comparison: our version, the encoder's weights, the aligner, the checks, the tables."""
    return "|".join([f"sourcetrace {version('sourcetrace')}", ALIGNER, checks_signature(), f"names@{tables_digest()}", f"precision: {measured_signature()}"])


def compare(
    source: str,
    target: str,
    source_language: str | None = None,
    target_language: str | None = None,
    context: Context | None = None,
) -> Comparison:
    """Align two texts and look for departures.

    Args:
        source: the original.
        target: its English translation.
        source_language: ISO 639-1 code; detected when not given.
        target_language: the same for the target.
        context: what is known beyond the texts.

    Raises:
        InputError: a text is empty or cannot be stored.
    """
    left = make_side(source, source_language or detect(source).language)
    right = make_side(target, target_language or detect(target).language)
    found = align_sides(left, right)
    document = Document(left, right, found.beads, (context or Context()).published)
    departures = find_departures(document, CHECKS)
    return Comparison(SCHEMA, left, right, found.beads, tuple(departures), found.pair, tuple(unread_checks(left.language)), signature())


def unread_checks(language: str) -> list[str]:
    """One sentence naming the checks that cannot read this source language, if any."""
    silent = [check.name for check in CHECKS if check.languages and language not in check.languages]
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
