"""Checking what people decided on a trace: the file beside it, and what of it stands in the trace's own ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sourcetrace.provenance.archiving.acts import Act
from sourcetrace.provenance.archiving.ledger import Broken, Entry, Ledger, ends_as_noted, noted, noted_head
from sourcetrace.provenance.review.decisions import beside
from sourcetrace.provenance.verification.finding import Finding, summed
from sourcetrace.translate.text import digest

__all__ = ["check_decisions"]


def check_decisions(folder: Path, entries: list[Entry]) -> Iterator[Finding]:
    """The file of decisions beside a trace folder is whole, and says what the trace's ledger says; what either lacks is told. Nothing where there is none.

    Args:
        folder: of the trace.
        entries: of its ledger.
    """
    file = beside(folder)
    if not file.is_file():
        return
    try:
        lines = list(Ledger(file).entries())
    except Broken as error:
        yield Finding("decisions", "fail", f"{file.name}: {error}")
        return
    except OSError as error:
        yield Finding("decisions", "fail", f"{file.name} cannot be read: {error.strerror}.")
        return
    theirs = [entry.what for entry, _ in lines]
    trace = digest((folder / "data" / "trace.json").read_bytes())
    acts = {act.act: act for act in theirs if isinstance(act, Act) and act.trace == trace}
    others = sum(isinstance(act, Act) and act.trace != trace for act in theirs)
    entered = {act.act: act for act in (entry.what for entry in entries) if isinstance(act, Act)}
    note = noted(file)
    faults = []
    if note and not ends_as_noted(note, lines):
        faults.append(f"{file.name} does not end with the line that was noted in {noted_head(file).name}: its last lines were changed or taken away.")
    if any(name in acts and acts[name] != act for name, act in entered.items()):
        faults.append(f"{file.name} has another decision than the trace's ledger in the place of one.")
    lacking = sum(name not in acts for name in entered)
    later = len(acts) - (len(entered) - lacking)
    told = f"{file.name} holds {len(acts)} act{'' if len(acts) == 1 else 's'} of reviewers on this trace"
    where = f", of which {later} are not in the trace's ledger yet" if later else ", all of them in its ledger"
    yield from summed("decisions", faults, f"{told}{where if acts else ''}.")
    if not note:
        yield Finding("decisions", "not checked", f"The last line of {file.name} is noted nowhere: whether lines were taken away at its end is not known.")
    if lacking:
        yield Finding("decisions", "not checked", f"The trace's ledger has {lacking} that {file.name} lacks; the desk takes them in when it is opened next.")
    if others:
        yield Finding("decisions", "not checked", f"{file.name} holds {others} on another record, such as one that was replaced; they count for nothing here.")
