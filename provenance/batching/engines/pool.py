"""Processes on this machine, each with one task at a time, watched: too slow, too large or dead, it is replaced and the others go on.

The executors of the standard library give up all tasks when one process dies and cannot end a single one, and Pebble knows no
limit of memory; so the supervision is ours. A task's limits are kept by the parent, whatever the child is busy with.
"""

from __future__ import annotations

import select
import time

from sourcetrace.provenance.batching.child import Child
from sourcetrace.provenance.batching.engines import Wanted
from sourcetrace.provenance.batching.job import Ended, Ending, Task
from sourcetrace.provenance.wire import now
from sourcetrace.translate.text import InputError

__all__ = ["Pool", "Seat"]

_DEATHS = 5  # of one worker in a row, without a task and without any done in between
_GLANCE = 0.25  # seconds between two looks at what the processes hold


class Seat:
    """A place for one process, and the task it has; a process that is gone is replaced when the next task comes.

    Raises:
        InputError: no process can be started.
    """

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.child = self._started()
        self.task: Task | None = None
        self._until = 0.0
        self._deaths = 0

    def _started(self) -> Child:
        try:
            return Child("work", ["--offline"] if self.wanted.offline else [])
        except OSError as error:
            raise InputError(f"No worker can be started ({(error.strerror or str(error)).lower()}); give fewer --workers.") from None

    def begin(self, task: Task) -> None:
        """Hand it a task."""
        self.task, self._until = task, time.monotonic() + self.wanted.seconds
        if not self.child.send(task):  # it died idle, which is no task's fault
            self.child.close()
            self.child = self._started()
            self.child.send(task)

    def ended(self) -> list[Ended]:
        """What the process says, which it has begun to; its end is one too, if it had a task."""
        said = self.child.received()
        if said is not None:
            if said:
                self.task, self._deaths = None, 0
            return said
        why = self.child.why()
        self._deaths += 1
        if self._deaths > _DEATHS and self.task is None:
            raise InputError(f"Workers do not stay alive. {why}")
        return self._lost("died", why)

    def overdue(self) -> list[Ended]:
        """The end of a task that takes too long or too much."""
        if self.task is None:
            return []
        if time.monotonic() > self._until:
            return self._lost("slow", f"It was not done after {self.wanted.seconds:g} s; give a longer --job-time, and `batch retry`.")
        held = self.child.memory()
        if held > self.wanted.memory:
            return self._lost("large", f"It took {held / 1e6:,.0f} MB, more than a worker may; give a larger --job-memory, and `batch retry`.", held)
        return []

    def _lost(self, how: Ending, reason: str, memory: int = 0) -> list[Ended]:
        task, self.task = self.task, None
        self.child.kill()
        self.child.close()
        self.child = self._started()
        return [Ended(task.number, how, reason, memory=memory, finished=now())] if task else []

    def close(self) -> None:
        """End the process."""
        self.child.kill()
        self.child.close()


class Pool:
    """The engine of processes on this machine."""

    def __init__(self, wanted: Wanted) -> None:
        self._seats = [Seat(wanted) for _ in range(wanted.workers)]
        self._looked = 0.0

    @property
    def room(self) -> int:
        """Processes without a task."""
        return sum(seat.task is None for seat in self._seats)

    def begin(self, task: Task) -> None:
        """Give it to a process that is free."""
        next(seat for seat in self._seats if seat.task is None).begin(task)

    def ended(self, seconds: float) -> list[Ended]:
        """What came to an end within so many seconds."""
        waiting = {seat.child.fileno(): seat for seat in self._seats}
        ready, _, _ = select.select(list(waiting), [], [], min(seconds, _GLANCE))
        found = [ended for handle in ready for ended in waiting[handle].ended()]
        if time.monotonic() - self._looked >= _GLANCE:
            self._looked = time.monotonic()
            found += [ended for seat in self._seats for ended in seat.overdue()]
        return found

    def close(self) -> None:
        """End all processes."""
        for seat in self._seats:
            seat.close()
