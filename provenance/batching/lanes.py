"""A queue for each host: one visitor at a time, in the order in which they came, and none before the host's turn.

Which host may be visited next is found by its time, so that a hundred thousand articles of one host do not hold up the others.
"""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["Backoff", "Lanes"]

T = TypeVar("T")


@dataclass(frozen=True)
class Backoff:
    """How hosts that give trouble are treated.

    Attributes:
        first: seconds to leave a host alone after the first trouble; twice as long after each further one in a row.
        longest: seconds, at most.
        most: troubles in a row after which it is given up for this run.
    """

    first: float = 1.0
    longest: float = 300.0
    most: int = 4

    def wait(self, troubles: int) -> float:
        """Seconds to leave a host alone after so many troubles in a row."""
        return min(self.longest, self.first * 2.0 ** (troubles - 1))


@dataclass
class _Lane(Generic[T]):
    waiting: deque[T] = field(default_factory=deque)
    visited: bool = False
    troubles: int = 0
    rests: float = 0.0


class Lanes(Generic[T]):
    """The queues. Not thread-safe; times are on one monotonic clock.

    Args:
        turn: when a host may be asked again, by whatever else is known of it.
        backoff: how hosts that give trouble are treated.
    """

    def __init__(self, turn: Callable[[str], float], backoff: Backoff | None = None) -> None:
        self._turn = turn
        self._backoff = backoff or Backoff()
        self._lanes: dict[str, _Lane[T]] = {}
        self._due: list[tuple[float, int, str]] = []
        self._asleep: list[tuple[float, int, str, T]] = []
        self._count = itertools.count()
        self.waiting = 0

    def add(self, host: str, visitor: T, until: float = 0.0, first: bool = False) -> None:
        """Queue a visitor, who may wait for a time of their own, at the end or at the head."""
        self.waiting += 1
        if until > 0:
            heapq.heappush(self._asleep, (until, next(self._count), host, visitor))
        else:
            self._enter(host, visitor, first)

    def _enter(self, host: str, visitor: T, first: bool = False) -> None:
        lane = self._lanes.setdefault(host, _Lane())
        if first:
            lane.waiting.appendleft(visitor)
        else:
            lane.waiting.append(visitor)
        if len(lane.waiting) == 1 and not lane.visited:
            self._announce(host)

    def _announce(self, host: str) -> None:
        heapq.heappush(self._due, (self._when(host), next(self._count), host))

    def _when(self, host: str) -> float:
        return max(self._turn(host), self._lanes[host].rests) if host else 0.0

    def take(self, now: float) -> tuple[str, T] | None:
        """The next visitor who may set out, and the host, which is then theirs; `""` is no host and takes any number."""
        while self._asleep and self._asleep[0][0] <= now:
            _, _, host, visitor = heapq.heappop(self._asleep)
            self._enter(host, visitor)
        while self._due and self._due[0][0] <= now:
            _, _, host = heapq.heappop(self._due)
            lane = self._lanes[host]
            if lane.visited or not lane.waiting:
                continue
            when = self._when(host)
            if when > now:  # it has been put off since
                heapq.heappush(self._due, (when, next(self._count), host))
                continue
            visitor = lane.waiting.popleft()
            self.waiting -= 1
            if host:
                lane.visited = True
            elif lane.waiting:
                self._announce(host)
            return host, visitor
        return None

    def next_time(self) -> float | None:
        """When somebody may set out, as far as that is known; None where nobody waits."""
        times = [heap[0][0] for heap in (self._due, self._asleep) if heap]
        return min(times) if times else None

    def leave(self, host: str) -> None:
        """A visit is over."""
        if not host:
            return
        lane = self._lanes[host]
        lane.visited = False
        if lane.waiting:
            self._announce(host)
        elif not lane.troubles:
            del self._lanes[host]

    def went_well(self, host: str) -> None:
        """A host answered as it should."""
        if host in self._lanes:
            self._lanes[host].troubles = 0

    def trouble(self, host: str, now: float) -> tuple[int, float]:
        """A host gave trouble: how often in a row, and until when it is left alone. What comes while it is left alone is the same trouble."""
        lane = self._lanes.setdefault(host, _Lane())
        if now < lane.rests:
            return lane.troubles, lane.rests
        lane.troubles += 1
        lane.rests = now + (0.0 if self.given_up(host) else self._backoff.wait(lane.troubles))
        return lane.troubles, lane.rests

    def given_up(self, host: str) -> bool:
        """Whether it gave trouble too often in a row."""
        lane = self._lanes.get(host)
        return lane is not None and lane.troubles >= self._backoff.most
