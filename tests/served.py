"""A review desk in a process of its own, as a user starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Served:
    """The desk's address and its process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout
        self.url = process.stdout.readline().removeprefix("Review: ").strip()
        assert self.url.startswith("http://127.0.0.1:"), self.url

    def interrupt(self) -> str:
        """Ctrl-C; what it says at the end."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=30)[0]

    def kill(self) -> None:
        """As a crash would."""
        self.process.kill()
        self.process.wait(10)


@contextmanager
def served(trace: Path, *arguments: str, **environment: str) -> Iterator[Served]:
    """Start the desk, and end it however the test went."""
    program = Path(sys.executable).with_name("sourcetrace")
    process = subprocess.Popen(
        [str(program), "review", str(trace), "--no-open", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        yield Served(process)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        if process.stdout:
            process.stdout.close()
