"""Checking what people decided on a trace: the file beside it, and what of it stands in the trace's own ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sourcetrace.provenance.archiving.acts import Act
from sourcetrace.provenance.archiving.ledger import Broken, Entry, Ledger
from sourcetrace.provenance.review.decisions import beside
from sourcetrace.provenance.verification.finding import Finding, summed
from sourcetrace.translate.text import digest

__all__ = ["check_decisions"]


def check_decisions(folder: Path, entries: list[Entry]) -> Iterator[Finding]:
    """The file of decisions beside a trace folder belongs to it and lacks nothing that the trace's ledger has; nothing is told where there is none.

    Args:
        folder: of the trace.
        entries: of its ledger.
    """
    file = beside(folder)
    if not file.is_file():
        return
    try:
        theirs = [entry.what for entry, _ in Ledger(file).entries()]
    except Broken as error:
        yield Finding("decisions", "fail", f"{file.name}: {error}")
        return
    except OSError as error:
        yield Finding("decisions", "fail", f"{file.name} cannot be read: {error.strerror}.")
        return
    trace = digest((folder / "data" / "trace.json").read_bytes())
    acts = {act.act: act for act in theirs if isinstance(act, Act)}
    entered = {act.act: act for act in (entry.what for entry in entries) if isinstance(act, Act)}
    faults = [f"{file.name} holds decisions on another trace." for act in acts.values() if act.trace != trace][:1]
    faults += [
        f"{file.name} lacks a decision that the trace's ledger has, or has another in its place." for name in entered if acts.get(name) != entered[name]
    ][:1]
    later = len(acts) - len(entered)
    told = f"{file.name} holds {len(acts)} act{'' if len(acts) == 1 else 's'} of reviewers on this trace"
    yield from summed(
        "decisions", faults, f"{told}{f', of which the last {later} are not in the trace’s ledger yet' if later else ', all of them in its ledger'}."
    )
