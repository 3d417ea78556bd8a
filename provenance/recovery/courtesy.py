"""How hosts are treated: one request after another with a pause between, few connections at once, and none where a host asked us to stop.

One `Courtesy` is shared by all clients of a run, each in a thread of its own, so that a host meets one visitor however many
articles lead to it.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

__all__ = ["Closed", "Courtesy", "host_key"]

_RULES = 2000  # origins whose robots.txt is remembered
_DAY = 86_400.0  # seconds; longer than that no host is taken at its word


@dataclass(frozen=True)
class Closed:
    """A host that asked us to stop: what is said of it, and until when (monotonic clock; infinity: in this run)."""

    sentence: str
    until: float


def host_key(url: str) -> str:
    """What is paced as one host: its name, with the port where that is one's own choice; empty of what is no address."""
    try:
        parts = urlsplit(url)
        name, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:  # whoever requests it will say why
        return ""
    return name if port in (None, 80, 443) else f"{name}:{port}"


class Courtesy:
    """Pauses, closed hosts and rules of a run. Thread-safe.

    Args:
        at_once: connections open at once, to all hosts together; None for any number.
        reopens: seconds after which a host that asked us to stop, and did not say for how long, is asked again, and rules that
            could not be had are asked for again; None for not in this run.
    """

    def __init__(self, at_once: int | None = None, reopens: float | None = None) -> None:
        self._lock = threading.Lock()
        self._flights = threading.BoundedSemaphore(at_once) if at_once else None
        self._reopens = reopens
        self._own: dict[str, threading.Lock] = {}
        self._next: dict[str, float] = {}
        self._closed: dict[str, Closed] = {}
        self._rules: dict[str, Protego | str] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Alone with a host, from when it may be asked. Whoever asks says `rest` before leaving."""
        with self._lock:
            own = self._own.setdefault(host, threading.Lock())
        with own:
            while (wait := self._next.get(host, 0.0) - time.monotonic()) > 0:  # it may be put off meanwhile
                time.sleep(wait)
            yield

    def rest(self, host: str, until: float) -> None:
        """A host may not be asked again until a moment on the monotonic clock."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), until)

    def next_turn(self, host: str) -> float:
        """When a host may be asked again, on the monotonic clock; of one that was given up, when it could have been."""
        with self._lock:
            closed = self._closed.get(host)
            return max(self._next.get(host, 0.0), closed.until if closed and closed.until < math.inf else 0.0)

    @contextmanager
    def flight(self) -> Iterator[None]:
        """A connection that is open."""
        if self._flights is None:
            yield
            return
        with self._flights:
            yield

    def close(self, host: str, asked: float | None) -> str:
        """A host asked us to stop, perhaps for some seconds; what is said of it."""
        told = f", to wait {asked:,.0f} s" if asked else ""
        name = host.partition(":")[0]
        if self._reopens is None:
            closed = Closed(f"{name} has asked us to stop (429{told}); it is not asked again in this run.", math.inf)
        else:
            wait = min(asked or self._reopens, _DAY)
            closed = Closed(f"{name} has asked us to stop (429{told}); it is asked again after {wait:,.0f} s.", time.monotonic() + wait)
        with self._lock:
            self._closed[host] = closed
        return closed.sentence

    def give_up(self, host: str, sentence: str) -> None:
        """A host is not asked again in this run."""
        with self._lock:
            self._closed[host] = Closed(sentence, math.inf)

    def closed(self, host: str) -> Closed | None:
        """What a host asked of us, as long as it holds."""
        with self._lock:
            found = self._closed.get(host)
            if found and found.until <= time.monotonic():
                del self._closed[host]
                return None
            return found

    def rules(self, origin: str, ask: Callable[[], Protego | str]) -> Protego | str:
        """The robots.txt of an origin, or the sentence that says why there is none to go by; asked for where it is not known."""
        with self._lock:
            known = self._rules.get(origin)
        if known is not None:
            return known
        found = ask()
        if isinstance(found, str) and self._reopens is not None:
            return found
        with self._lock:
            self._rules[origin] = found
            while len(self._rules) > _RULES:
                del self._rules[next(iter(self._rules))]
        return found
