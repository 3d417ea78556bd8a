"""In this process, one after another: for a debugger, and to compare with. Nothing limits a task's time and memory here."""

from __future__ import annotations

from sourcetrace.provenance.batching.engines import Wanted
from sourcetrace.provenance.batching.job import Ended, Task
from sourcetrace.provenance.batching.work import Worker

__all__ = ["Here"]


class Here:
    """The engine without processes."""

    def __init__(self, wanted: Wanted) -> None:
        del wanted
        self._work = Worker()
        self._task: Task | None = None

    @property
    def room(self) -> int:
        """One at a time."""
        return int(self._task is None)

    def begin(self, task: Task) -> None:
        """Keep it until somebody asks."""
        self._task = task

    def ended(self, seconds: float) -> list[Ended]:
        """Do it now."""
        del seconds
        task, self._task = self._task, None
        return [self._work(task)] if task else []

    def close(self) -> None:
        """Nothing to end."""
