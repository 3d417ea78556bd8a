"""The run: keeps the fetching stage and an engine busy until every job is done or set aside, and writes down each end as it comes."""

from __future__ import annotations

import contextlib
import select
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from sourcetrace.provenance.batching.child import Child
from sourcetrace.provenance.batching.engines import Engine
from sourcetrace.provenance.batching.events import Drained, Finished, Gathered, Progress, Started, Tell, Tried
from sourcetrace.provenance.batching.job import Ended, Manners, Task
from sourcetrace.provenance.batching.store import State, Store
from sourcetrace.translate.text import InputError, NotWritten

__all__ = ["Run"]

_AT_ONCE = 500  # tasks read from the store at once
_LOOK = 0.2  # seconds to wait for an end
_TELLING = 1.0  # seconds between two notes on progress
_LATE = 60.0  # seconds over which the rate is taken
# Ends of which the same job is tried again, and how often at most: a worker may also be large by what it did before.
_AGAIN = {"died": 1_000, "large": 1}
_STILLBORN = 6  # deaths of workers in a row, where none has ever done anything
_DEATHS = 20  # in a row, of workers or of the fetching stage, without anything done in between


class Run:
    """One run over a store that nobody else works on.

    Args:
        store: of the batch.
        engine: makes the traces.
        manners: how hosts and failing jobs are treated.
        tell: told what happens.
        stop: asked now and then: whether no more is to be begun.
        offline: fetch nothing; what waits for the web goes on waiting.
        patience: seconds of silence after which the fetching stage is taken for stuck.
    """

    def __init__(
        self, store: Store, engine: Engine, manners: Manners, tell: Tell, stop: Callable[[], bool], offline: bool = False, patience: float = 600.0
    ) -> None:
        self._store, self._engine, self._retries, self._tell, self._stop = store, engine, manners.retries, tell, stop
        self._offline = offline
        self._fetching = _Fetching(store, manners, patience)
        self._ready: deque[Task] = deque()
        self._running: dict[int, Task] = {}
        counts = store.counts()
        # Kept here, for to count a hundred thousand rows anew after every end would cost a tenth of the work itself.
        self._in: dict[State, int] = {"waiting": counts.waiting, "ready": counts.ready, "done": counts.done, "aside": counts.aside}
        self._pace = _Pace(counts.done + counts.aside)
        self._told = 0.0
        self._deaths = 0
        self._alive = False

    def __call__(self) -> bool:
        """Work until all is done; False where it was stopped before."""
        _sweep(self._store.folder)
        try:
            while self._step():
                pass
        finally:
            self._fetching.close()
            self._engine.close()
        self._progress(at_last=True)
        left = self._store.counts().open
        if left:
            self._tell(Drained(left))
        return not left

    def _step(self) -> bool:
        stopping = self._stop()
        if stopping:
            self._fetching.close()
        elif self._fetchable:
            for ended in self._fetching.step():
                self._of_fetching(ended)
        while not stopping and self._engine.room and (task := self._next()):
            self._running[task.number] = task
            self._tell(Started(task.number, task.article))
            self._engine.begin(task)
        if self._running:
            for ended in self._engine.ended(0.0 if self._fetching.feeding else _LOOK):
                self._of_engine(ended)
        elif not stopping and self._fetchable and not self._fetching.feeding:
            self._fetching.wait(_LOOK)
        self._progress()
        return bool(self._running) or not (stopping or self._in["ready"] + self._fetchable == 0)

    def _next(self) -> Task | None:
        """The first job that is ready and not under way."""
        if not self._ready and self._in["ready"] > len(self._running):
            tasks, _ = self._store.next("ready", 0, _AT_ONCE + len(self._running), self._retries)
            self._ready.extend(task for task in tasks if task.number not in self._running)
        return self._ready.popleft() if self._ready else None

    @property
    def _open(self) -> int:
        return self._in["waiting"] + self._in["ready"]

    @property
    def _fetchable(self) -> int:
        return 0 if self._offline else self._in["waiting"]

    def _move(self, before: State, after: State) -> None:
        self._in[before] -= 1
        self._in[after] += 1

    # --- what comes to an end -------------------------------------------------------------------------------------------

    def _of_fetching(self, ended: Ended) -> None:
        if ended.how == "gathered":
            self._store.gathered(ended.number)
            self._move("waiting", "ready")
            self._tell(Gathered(ended.number))
        elif ended.how == "unwritten":
            raise NotWritten(f"{ended.reason} What is done is kept; mend it, and give the same command again.")
        elif ended.how == "refused" or (ended.how == "died" and self._store.note(ended) > self._retries):
            self._aside(ended, "waiting")
        elif ended.how == "died":
            self._tell(Tried(ended.number, ended.how, ended.reason, ended.host))
        else:
            self._store.note(ended, counted=ended.how == "failed")
            self._tell(Tried(ended.number, ended.how, ended.reason, ended.host))

    def _of_engine(self, ended: Ended) -> None:
        task = self._running.pop(ended.number)
        self._require_life(ended)
        if ended.how == "done":
            self._store.finish(ended)
            self._move("ready", "done")
            Path(task.staged).unlink(missing_ok=True)
            assert ended.told, "what is done has a row"
            outcome = "compared" if ended.told.recovered else "not recovered"
            where = Path(task.out).relative_to(self._store.folder).as_posix()
            self._tell(Finished(ended.number, outcome, ended.told.headline, where, ended.seconds))  # type: ignore[arg-type]
        elif ended.how == "unwritten":
            raise NotWritten(f"{ended.reason} What is done is kept; mend it, and give the same command again.")
        elif ended.how in _AGAIN and self._store.note(ended) <= min(self._retries, _AGAIN[ended.how]):
            self._tell(Tried(ended.number, ended.how, ended.reason, ended.host))
        else:
            self._aside(ended, "ready")

    def _require_life(self, ended: Ended) -> None:
        """One article may be the death of a worker; that all are is no fault of theirs."""
        self._deaths = self._deaths + 1 if ended.how == "died" else 0
        self._alive = self._alive or ended.how != "died"
        if self._deaths >= (_DEATHS if self._alive else _STILLBORN):
            raise InputError(f"One worker after another dies. {ended.reason} What is done is kept; run it again when that is mended.")

    def _aside(self, ended: Ended, before: State) -> None:
        self._store.set_aside(ended)
        self._move(before, "aside")
        self._tell(Finished(ended.number, "set aside", ended.reason, None, ended.seconds))

    def _progress(self, at_last: bool = False) -> None:
        moment = time.monotonic()
        if not at_last and moment - self._told < _TELLING:
            return
        self._told = moment
        rate = self._pace.rate(self._in["done"] + self._in["aside"], moment)
        self._tell(Progress(self._in["done"], self._in["aside"], sum(self._in.values()), rate, self._open / rate if rate else None))


class _Pace:
    """How many jobs come to an end in a second, of late."""

    def __init__(self, over: int) -> None:
        self._seen: deque[tuple[float, int]] = deque([(time.monotonic(), over)])

    def rate(self, over: int, moment: float) -> float | None:
        self._seen.append((moment, over))
        while moment - self._seen[0][0] > _LATE and len(self._seen) > 2:
            self._seen.popleft()
        since, before = self._seen[0]
        return (over - before) / (moment - since) if over > before and moment > since else None


class _Fetching:
    """This end of the fetching stage: started when the first job needs it, and again when it dies.

    When it dies, what was out on a visit is suspected: it is held back until all else is got, and then sent out alone, so that
    a page that crashes a library ends up as what was set aside, and those that were out with it do not.
    """

    def __init__(self, store: Store, manners: Manners, patience: float) -> None:
        self._store, self._manners, self._retries, self._patience = store, manners, manners.retries, patience
        self._heard = 0.0
        self._child: Child | None = None
        self._after = 0
        self._deaths = 0
        self._sent: set[int] = set()  # handed over, and not yet ended
        self._out: set[int] = set()  # on a visit now
        self._held: dict[int, Task] = {}
        self.feeding = False  # whether there may be more to hand over at once

    def step(self) -> Iterator[Ended]:
        """Hand on some jobs that wait, and take what is told of others."""
        child = self._child = self._child or self._started()
        alive = next((False for task in self._next() if not child.send(task)), True)
        while select.select([child], [], [], 0)[0]:  # also of one that is gone: what it still said is true
            said = child.received()
            if said is None:
                alive = False
                break
            self._heard = time.monotonic()
            for ended in said:
                self._note(ended)
                if ended.how not in ("out", "back"):
                    self._deaths = 0
                    yield ended
        if self._out and time.monotonic() - self._heard > self._patience:
            child.kill()
            alive = False
        if not alive:
            yield from self._died(child)

    def _next(self) -> list[Task]:
        tasks, self._after = self._store.next("waiting", self._after, _AT_ONCE, self._retries)
        self.feeding = bool(tasks)
        free = [task for task in tasks if task.number not in self._held]
        if not tasks and not self._sent and self._held:
            free = [self._held.pop(next(iter(self._held)))]
        self._sent.update(task.number for task in free)
        return free

    def _note(self, ended: Ended) -> None:
        if ended.how == "out":
            self._out.add(ended.number)
            return
        self._out.discard(ended.number)
        if ended.how in ("gathered", "refused"):
            self._sent.discard(ended.number)
            self._held.pop(ended.number, None)

    def _started(self) -> Child:
        self._after, self._heard = 0, time.monotonic()
        try:
            return Child("fetching", ["--at-once", str(self._manners.at_once), "--pause", str(self._manners.pause)])
        except OSError as error:
            raise InputError(f"The fetching stage cannot be started ({(error.strerror or str(error)).lower()}); free some memory and run it again.") from None

    def _died(self, child: Child) -> Iterator[Ended]:
        """All it had is handed to the next one; what it had gathered lies on the disk."""
        self._deaths += 1
        why = child.why()
        child.close()
        self._child = None
        suspects, self._out, self._sent = self._out, set(), set()
        if len(suspects) == 1:
            yield Ended(next(iter(suspects)), "died", f"The fetching stage ended while it was fetched. {why}")
        for number in sorted(suspects):  # as far as they still wait
            self._held |= {task.number: task for task in self._store.next("waiting", number - 1, 1, self._retries)[0] if task.number == number}
        if self._deaths > _DEATHS:
            raise InputError(f"The fetching stage ends again and again. {why} What is done is kept; run it again, or give --offline.")

    def wait(self, seconds: float) -> None:
        """Until it has something to say."""
        if self._child is not None:
            select.select([self._child], [], [], seconds)

    def close(self) -> None:
        """End it; what it has not staged is fetched again."""
        self.feeding = False
        if self._child is not None:
            self._child.kill()
            self._child.close()
            self._child = None


def _sweep(folder: Path) -> None:
    """Take away what a process that was killed left under a temporary name."""
    for path in (*folder.glob("traces/*/.*"), *folder.glob("staged/*/.*")):
        with contextlib.suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
