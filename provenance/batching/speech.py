"""The other end of a `Child`: tasks come in a line each, their ends go out."""

from __future__ import annotations

import os
import queue
import sys
import threading

import msgspec
from sourcetrace.provenance.batching.job import Ended, Task

__all__ = ["Speech"]


class Speech:
    """What a child hears and says. Nothing else it prints gets in between: standard output becomes standard error."""

    def __init__(self) -> None:
        self._out = os.dup(1)
        os.dup2(2, 1)
        self._saying = threading.Lock()
        self.tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        for line in sys.stdin.buffer:
            self.tasks.put(msgspec.json.decode(line, type=Task))
        # Nobody is there to say anything to: what was written is whole or under a temporary name.
        os._exit(0)

    def say(self, ended: Ended) -> None:
        """Tell how a task ended."""
        line = memoryview(msgspec.json.encode(ended) + b"\n")
        with self._saying:
            while line:
                line = line[os.write(self._out, line) :]
