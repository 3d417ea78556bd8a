"""How a batch stands, in a moment: counts from an index, and the last troubles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from sourcetrace.provenance.batching.store import Counts, Fate, Store
from sourcetrace.translate.text import InputError

__all__ = ["Status", "status_of"]

_LAST = 10  # troubles that are told


class Status(msgspec.Struct, frozen=True):
    """How far a batch is.

    Attributes:
        counts: of jobs.
        running: whether a run is at work on it now.
        aside: (id, reason) of the inputs set aside last.
        inputs: those that were asked for by their ids.
    """

    counts: Counts
    running: bool
    aside: tuple[tuple[str, str], ...]
    inputs: tuple[Fate, ...] = ()


def status_of(folder: Path, ids: Sequence[str] = ()) -> Status:
    """The state of a batch; a run may be at work on it.

    Args:
        folder: of the batch.
        ids: of inputs whose fate is wanted.

    Raises:
        InputError: there is none, or it has no input of an id.
    """
    with Store(folder, read_only=True) as store:
        fates = store.fates(ids)
        missing = next((name for name in ids if name not in {fate.id for fate in fates}), None)
        if missing is not None:
            raise InputError(f"{folder} has no input with the id {missing}; without an id in the table, it is the article as it was given.")
        return Status(store.counts(), store.busy(), tuple(store.aside(_LAST)), tuple(fates))
