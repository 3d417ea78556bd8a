"""Where traces are made: one file an engine, all behind one seam. An engine is added by adding its file and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sourcetrace.provenance.batching.job import Ended, Task

__all__ = ["ENGINES", "Engine", "Wanted", "engine_of"]


@dataclass(frozen=True)
class Wanted:
    """What the user wants of an engine.

    Attributes:
        workers: processes; of a cluster that is there already, its own number counts.
        offline: processes open no connection.
        seconds: most that one article may take.
        memory: most bytes that a worker may hold.
        scheduler: address of a cluster's scheduler; None to start one here.
        chunk: articles that go to a cluster's worker together.
    """

    workers: int
    offline: bool = False
    seconds: float = 600.0
    memory: int = 2_000_000_000
    scheduler: str | None = None
    chunk: int = 8


class Engine(Protocol):
    """Makes the traces of tasks, side by side.

    Every task that was begun comes back as ended, once, whatever becomes of the process that had it.
    """

    @property
    def room(self) -> int:
        """How many more tasks it would take now."""
        ...

    def begin(self, task: Task) -> None:
        """Start on a task, or keep it for the next worker that is free."""
        ...

    def ended(self, seconds: float) -> list[Ended]:
        """The tasks that came to an end; waits so long for the first."""
        ...

    def close(self) -> None:
        """End all processes; what is under way is lost."""
        ...


def _process(wanted: Wanted) -> Engine:
    from sourcetrace.provenance.batching.engines.pool import Pool

    return Pool(wanted)


def _here(wanted: Wanted) -> Engine:
    from sourcetrace.provenance.batching.engines.here import Here

    return Here(wanted)


def _dask(wanted: Wanted) -> Engine:
    from sourcetrace.provenance.batching.engines.cluster import Cluster

    return Cluster(wanted)


ENGINES: dict[str, Callable[[Wanted], Engine]] = {"processes": _process, "in-process": _here, "dask": _dask}


def engine_of(name: str, wanted: Wanted) -> Engine:
    """The engine of a name.

    Raises:
        InputError: it cannot be had here.
    """
    return ENGINES[name](wanted)
