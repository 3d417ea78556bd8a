"""Writing captures out as they were received, under the names they have in the record."""

from __future__ import annotations

from pathlib import Path

from sourcetrace.provenance.archiving.disk import replacing
from sourcetrace.provenance.recovery.chain import Recovered
from sourcetrace.translate.text import InputError

__all__ = ["require_folder", "save_captures"]


def require_folder(name: str) -> Path:
    """The folder, empty or not there yet.

    Raises:
        InputError: it is a file, holds something, or may not be written.
    """
    folder = Path(name)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"{folder} exists and is not an empty folder; give another --save.")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}.") from None
    return folder


def save_captures(folder: Path, recovered: Recovered) -> list[Path]:
    """Write every capture; each appears whole or not at all.

    Raises:
        InputError: the disk is full, or the folder may not be written.
    """
    return [_written(folder / Path(capture.file).name, recovered.found[capture.id].file) for capture in recovered.captures]


def _written(path: Path, data: bytes) -> Path:
    with replacing(path) as file:
        file.write(data)
    return path
