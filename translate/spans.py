"""Where time goes: stretches of work with a name, timed for whoever asks.

The code that is timed knows nothing of who asks: `span` finds the one that was set in this context, as tracing libraries do, so
that no function carries a stopwatch through its arguments. Where nobody asked, it costs a microsecond.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["Spans", "span"]


class Spans:
    """Seconds of wall clock by name; a stretch inside another is named `outer/inner`, and what comes twice is added up."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._path: list[str] = []

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Time a stretch, and what lies inside it."""
        self._path.append(name)
        path, start = "/".join(self._path), time.perf_counter()
        token = _asking.set(self)
        try:
            yield
        finally:
            self.seconds[path] = self.seconds.get(path, 0.0) + time.perf_counter() - start
            self._path.pop()
            _asking.reset(token)


_asking: ContextVar[Spans | None] = ContextVar("spans", default=None)


@contextmanager
def span(name: str) -> Iterator[None]:
    """A stretch of work, timed if somebody asked."""
    spans = _asking.get()
    if spans is None:
        yield
        return
    with spans(name):
        yield
