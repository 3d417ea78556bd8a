"""How a batch stands, in a moment: counts from an index, and the last troubles."""

from __future__ import annotations

from pathlib import Path

import msgspec
from sourcetrace.provenance.batching.store import Counts, Store

__all__ = ["Status", "status_of"]

_LAST = 10  # troubles that are told


class Status(msgspec.Struct, frozen=True):
    """How far a batch is.

    Attributes:
        counts: of jobs.
        running: whether a run is at work on it now.
        aside: (id, reason) of the inputs set aside last.
    """

    counts: Counts
    running: bool
    aside: tuple[tuple[str, str], ...]


def status_of(folder: Path) -> Status:
    """The state of a batch; a run may be at work on it.

    Raises:
        InputError: there is none.
    """
    with Store(folder, read_only=True) as store:
        return Status(store.counts(), store.busy(), tuple(store.aside(_LAST)))
