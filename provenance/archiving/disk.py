"""Getting bytes onto the disk for good."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sourcetrace.translate.text import NotWritten

__all__ = ["below", "flush", "locked", "replacing", "write_whole"]


def below(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Everything below a folder, by its path from there, with what it is; links are not followed. In no order."""
    pending = [""]
    while pending:
        prefix = pending.pop()
        with os.scandir(folder / prefix) as entries:
            for entry in entries:
                name = f"{prefix}{entry.name}"
                yield name, entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    pending.append(f"{name}/")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file and flush it, and the folder that names it."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    flush(path.parent)


def flush(path: Path) -> None:
    """Flush a file or folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One program at a time for what lies in a folder, of those that ask."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when it is whole.

    Raises:
        NotWritten: it cannot be; nothing is left behind.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        umask = os.umask(0)
        os.umask(umask)
        os.fchmod(handle, 0o666 & ~umask)
        with open(handle, "wb") as file:  # noqa: PTH123, it is open already
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
        flush(path.parent)
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
