"""A cluster of dask.distributed: articles go out in chunks, and only rows come back; the traces lie in the batch's folder, which every worker must see.

A worker of dask's leads processes of ours, one a thread, with the same limits as on one machine: dask carries tasks to machines
and brings them elsewhere when one of those is gone, and ours end what hangs or grows.
"""

from __future__ import annotations

import queue
import select
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from sourcetrace.provenance.batching.engines import Wanted
from sourcetrace.provenance.batching.engines.pool import Seat
from sourcetrace.provenance.batching.job import Ended, Task
from sourcetrace.provenance.wire import now
from sourcetrace.translate.text import InputError

__all__ = ["Cluster"]

_AHEAD = 2  # chunks that wait for every thread of the cluster, so that none idles
_PATIENCE = 30.0  # seconds for the scheduler to answer, and for a first worker to be there
_IDLE = 0.2  # seconds after which a chunk that is not full goes out


class Cluster:
    """The engine of a cluster.

    Raises:
        InputError: dask.distributed is not installed, or no scheduler answers, or it has no worker.
    """

    def __init__(self, wanted: Wanted) -> None:
        try:
            import distributed
        except ImportError:
            raise InputError('The engine dask needs `pip install "sourcetrace[cluster]"`.') from None
        if wanted.offline:
            raise InputError("--offline forbids the connections of a cluster; use the engine of processes, which needs none.")
        self._wanted = wanted
        self._local: Any = None
        if wanted.scheduler is None:
            self._local = distributed.LocalCluster(n_workers=wanted.workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1")
        self._client = self._connected(wanted.scheduler or self._local.scheduler_address)
        self._kept: deque[Task] = deque()
        self._since = 0.0
        self._counted, self._threads = 0.0, 1
        self._out: dict[Any, list[Task]] = {}
        self._told: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def _connected(self, address: str) -> Any:
        import distributed

        try:
            client = distributed.Client(address, timeout=_PATIENCE, name="sourcetrace")
            client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            raise InputError(
                f"No cluster answers at {address} ({str(error)[:160] or 'no worker came'}); start `dask scheduler` and `dask worker`, and see docs/scale.md."
            ) from None
        return client

    @property
    def room(self) -> int:
        """As many as keep every thread busy until the next look."""
        if time.monotonic() - self._counted > 1.0:  # workers come and go
            with self._answering():
                self._counted, self._threads = time.monotonic(), sum(self._client.nthreads().values()) or 1
        return max(0, self._threads * _AHEAD * self._wanted.chunk - sum(map(len, self._out.values())) - len(self._kept))

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """For whatever asks the scheduler, which may be gone."""
        try:
            yield
        except (OSError, RuntimeError, TimeoutError) as error:
            told = str(error)[:160] or type(error).__name__
            raise InputError(f"The cluster's scheduler is gone ({told}). What is done is kept; start it, and give the same command again.") from None

    def begin(self, task: Task) -> None:
        """Keep it until a chunk is full."""
        if not self._kept:
            self._since = time.monotonic()
        self._kept.append(task)
        while len(self._kept) >= self._wanted.chunk:
            self._send(list(islice(self._kept, self._wanted.chunk)))
            for _ in range(self._wanted.chunk):
                self._kept.popleft()

    def _send(self, tasks: list[Task]) -> None:
        with self._answering():
            future = self._client.submit(work_on, msgspec.json.encode(tasks), msgspec.json.encode(_limits(self._wanted)), pure=False)
        self._out[future.key] = tasks
        future.add_done_callback(self._told.put)

    def ended(self, seconds: float) -> list[Ended]:
        """What came back; a chunk that a worker died of too often comes back one by one."""
        if self._kept and time.monotonic() - self._since > _IDLE:
            self._send(list(self._kept))
            self._kept.clear()
        found: list[Ended] = []
        try:
            future = self._told.get(timeout=min(seconds, _IDLE))
            while True:
                found += self._ends(future)
                future = self._told.get_nowait()
        except queue.Empty:
            return found

    def _ends(self, future: Any) -> Iterable[Ended]:
        tasks = self._out.pop(future.key)
        lost = ""
        if future.status == "finished":
            try:
                return msgspec.json.decode(future.result(timeout=_PATIENCE), type=list[Ended])
            except (OSError, RuntimeError, TimeoutError, KeyError) as error:  # who had it is gone
                lost = str(error)
        if len(tasks) > 1:
            for task in tasks:
                self._send([task])
            return []
        why = lost or str(future.exception() if future.status == "error" else future.status)
        reason = f"The cluster gave it up ({why[:200]})."
        return [Ended(tasks[0].number, "died", reason, finished=now())]

    def close(self) -> None:
        """Leave the cluster; what is under way there ends by itself."""
        with suppress(OSError, TimeoutError):  # it may be gone already
            self._client.close()
        if self._local is not None:
            self._local.close()


# --- on a worker ------------------------------------------------------------------------------------------------------------


def _limits(wanted: Wanted) -> dict[str, float]:
    return {"seconds": wanted.seconds, "memory": wanted.memory}


def work_on(tasks: bytes, limits: bytes) -> bytes:
    """Make the traces of a chunk, on a worker; how each ended."""
    wanted = Wanted(1, **msgspec.json.decode(limits))
    with _Borrowed(wanted) as seat:
        found = [_refused(task) or _done(seat, task) for task in msgspec.json.decode(tasks, type=list[Task])]
    return msgspec.json.encode(found)


def _refused(task: Task) -> Ended | None:
    """A folder that this machine does not see."""
    home = Path(task.out).parents[2]
    if (home / "batch.sqlite").is_file():
        return None
    return Ended(task.number, "refused", f"A worker of the cluster does not see {home}; it must be on a file system that all share.", finished=now())


def _done(seat: Seat, task: Task) -> Ended:
    seat.begin(task)
    while True:
        ready, _, _ = select.select([seat.child.fileno()], [], [], 0.25)
        found: list[Ended] = [*(seat.ended() if ready else ()), *seat.overdue()]
        if found:
            return found[0]


class _Borrowed:
    """A process of ours for as long as a chunk takes; it stays with dask's worker, so that its models are loaded once."""

    def __init__(self, wanted: Wanted) -> None:
        from distributed import get_worker

        worker: Any = get_worker()
        self._free: queue.SimpleQueue[Seat] = worker.__dict__.setdefault("_sourcetrace", queue.SimpleQueue())
        self._wanted = wanted

    def __enter__(self) -> Seat:
        try:
            self._seat = self._free.get_nowait()
            self._seat.wanted = self._wanted
        except queue.Empty:
            self._seat = Seat(self._wanted)
        return self._seat

    def __exit__(self, *_: object) -> None:
        self._free.put(self._seat)
