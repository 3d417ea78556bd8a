"""Departures: passages where the target departs from the source. One file a check, all of them listed here.

A check is a function from a `Passage` (one bead with both sides' text) to `Finding`s. Adding one means adding its file
and a line in `CHECKS`.
"""

from __future__ import annotations

from sourcetrace.translate.departures import addition, date, direction, name, negation, omission, quantity, strength, untranslated, wording
from sourcetrace.translate.departures.base import Check, Departure, Document, Finding, Passage, find_departures

__all__ = ["CHECKS", "Check", "Departure", "Document", "Finding", "Passage", "checks_signature", "find_departures"]

CHECKS: tuple[Check, ...] = (
    quantity.CHECK,
    date.CHECK,
    name.CHECK,
    negation.CHECK,
    direction.CHECK,
    strength.CHECK,
    untranslated.CHECK,
    omission.CHECK,
    addition.CHECK,
    wording.CHECK,
)


def checks_signature() -> str:
    """Names and versions of all checks, for signatures."""
    return "checks:" + ",".join(f"{check.name}{check.version}" for check in CHECKS)
