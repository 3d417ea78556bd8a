"""A process of ours that works on tasks, and is watched: whatever becomes of it, what it was working on is known.

Its tasks go in and their ends come out as lines of JSON. When whoever started it is gone, its input ends, and so does it, at
once. It shares nothing else with its parent, so that a program that uses us needs no guard around its main part.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence

import msgspec
import psutil
from sourcetrace.provenance.batching.job import Ended, Task

__all__ = ["Child"]

# Libraries that would each start a thread a core, in every one of many processes.
_TAMED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS")
_BLOCK = 1 << 16
_LAST = 2_000  # bytes of what it wrote to standard error that are looked at


class Child:
    """A process that runs a module of this package.

    Args:
        module: under `sourcetrace.provenance.batching`.
        arguments: of its command line.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, module: str, arguments: Sequence[str] = ()) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115, closed with the child
        self._held = b""
        # Not from the folder one happens to be in, which may hold a queue.py or anything else of somebody's.
        command = [sys.executable, "-P", "-m", f"sourcetrace.provenance.batching.{module}", *arguments]
        # A group of its own: Ctrl-C is for the parent, which lets it come to an end.
        self._process = subprocess.Popen(  # noqa: S603, our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, process_group=0, env={**os.environ, **dict.fromkeys(_TAMED, "1")}
        )
        assert self._process.stdin, "it is a pipe"
        assert self._process.stdout, "it is a pipe"
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        self._seen = psutil.Process(self._process.pid)

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def fileno(self) -> int:
        """What can be waited for: it has said something, or is gone."""
        return self._out

    def send(self, task: Task) -> bool:
        """Hand it a task; False where it is gone."""
        line = memoryview(msgspec.json.encode(task) + b"\n")
        try:
            while line:
                line = line[os.write(self._in, line) :]
        except OSError:
            return False
        return True

    def received(self) -> list[Ended] | None:
        """What it has said since; None where it is gone and has nothing left to say. Waits until there is either."""
        block = os.read(self._out, _BLOCK)
        if not block:
            return None
        *lines, self._held = (self._held + block).split(b"\n")
        return [msgspec.json.decode(line, type=Ended) for line in lines]

    def memory(self) -> int:
        """Bytes that it holds now."""
        try:
            return int(self._seen.memory_info().rss)
        except psutil.Error:
            return 0

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()

    def why(self) -> str:
        """Why it ended, in a sentence; waits for its end."""
        code = self._process.wait()
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - _LAST))
        last = self._errors.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        how = f"was ended by signal {-code}" if code < 0 else f"ended with {code}"
        told = re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", last)[:300]
        return f"Its process {how}{f' ({told})' if told else ''}."

    def close(self) -> None:
        """Let it end, and give it up."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()
        self._errors.close()
