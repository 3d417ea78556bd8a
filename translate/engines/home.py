"""Where models lie on this machine, and how something gets there whole."""

from __future__ import annotations

import datetime
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sourcetrace.translate.text import InputError

__all__ = ["alone", "argos_folders", "cache_folder", "home", "making", "now"]


def home() -> Path:
    """Our own folder for models: `SOURCETRACE_HOME`, else `sourcetrace` where the system keeps programs' data."""
    named = os.environ.get("SOURCETRACE_HOME")
    return Path(named) if named else _data_home() / "sourcetrace"


def cache_folder() -> Path:
    """What may be thrown away: under `SOURCETRACE_HOME` if that is given, else where the system keeps caches."""
    named = os.environ.get("SOURCETRACE_HOME")
    return Path(named) / "cache" if named else Path(os.environ.get("XDG_CACHE_HOME") or _user() / ".cache") / "sourcetrace"


def argos_folders() -> list[Path]:
    """Folders with packages of an Argos Translate that is installed beside us; read, never written."""
    folders = [os.environ.get("ARGOS_PACKAGES_DIR"), os.environ.get("ARGOS_TRANSLATE_PACKAGE_DIR"), _data_home() / "argos-translate" / "packages"]
    found = dict.fromkeys(Path(folder) for folder in folders if folder)
    return [folder for folder in found if folder.is_dir()]


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or _user() / ".local" / "share")


def _user() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        raise InputError("This user has no home folder to keep models in; name a folder in SOURCETRACE_HOME.") from None


def now() -> str:
    """RFC 3339, in UTC."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@contextmanager
def making(target: Path) -> Iterator[Path]:
    """A folder to fill, which appears under its name only when it is whole; what was there before is replaced.

    Raises:
        InputError: it cannot be written; nothing is left behind.
    """
    scratch: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        scratch.chmod(0o755)
        yield scratch
        for path in scratch.rglob("*"):
            _flush(path)
        with alone(target.parent):
            _put(scratch, target)
    except OSError as error:
        raise InputError(f"{target} cannot be written ({(error.strerror or str(error)).lower()}); free some space, or name another SOURCETRACE_HOME.") from None
    finally:
        if scratch is not None:
            with suppress(OSError):
                shutil.rmtree(scratch)


def _put(scratch: Path, target: Path) -> None:
    """Let a folder take its name; what bore it before has it again if that fails."""
    old = scratch.with_name(scratch.name + ".old")
    if target.exists():
        target.rename(old)
    try:
        scratch.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    _flush(target.parent)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One program at a time exchanges what lies in a folder."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
