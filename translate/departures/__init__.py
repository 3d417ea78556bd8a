"""Departures: passages where the target departs from the source. One file a check, all of them listed here.

A check is a function from a `Passage` (one bead with both sides' text), or from the whole `Document`, to `Finding`s. Adding one means
adding its file and a line in `CHECKS`.
"""

from __future__ import annotations

from sourcetrace.translate.departures import (
    addition,
    attribution,
    consistency,
    date,
    direction,
    glossary,
    name,
    negation,
    omission,
    pronoun,
    quantity,
    residue,
    strength,
    untranslated,
    wording,
)
from sourcetrace.translate.departures.base import Check, Departure, Document, Finding, Passage, find_departures

__all__ = ["CHECKS", "Check", "Departure", "Document", "Finding", "Passage", "checks_signature", "find_departures"]

CHECKS: tuple[Check, ...] = (
    quantity.CHECK,
    date.CHECK,
    name.CHECK,
    glossary.CHECK,
    negation.CHECK,
    direction.CHECK,
    strength.CHECK,
    pronoun.CHECK,
    attribution.CHECK,
    untranslated.CHECK,
    residue.CHECK,
    omission.CHECK,
    addition.CHECK,
    consistency.CHECK,
    wording.CHECK,
)


def checks_signature() -> str:
    """Names and versions of all checks, for signatures."""
    return "checks:" + ",".join(f"{check.name}{check.version}" for check in CHECKS)
