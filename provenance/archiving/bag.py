"""Writing a trace folder: a BagIt bag (RFC 8493), whole or not at all."""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sourcetrace.provenance.archiving.disk import flush
from sourcetrace.provenance.software import software
from sourcetrace.translate.text import InputError, NotWritten

__all__ = ["require_free", "write_bag"]


def write_bag(folder: Path, files: Mapping[str, bytes], date: str, description: str, overwrite: bool = False) -> None:
    """Write a bag.

    It is made under a temporary name beside `folder`, flushed to the disk, and then renamed: `folder` is never half
    written. What is replaced is first renamed to a hidden name beside it; a power cut in that moment leaves it there.

    Args:
        folder: where it shall lie; must not exist, unless it is a bag and `overwrite` is given.
        files: by path; what does not begin with `data/` is a tag file.
        date: the day of bagging, YYYY-MM-DD.
        description: one sentence for `bag-info.txt`.
        overwrite: replace a bag that lies there.

    Raises:
        InputError: the folder exists.
        NotWritten: it cannot be written.
    """
    folder = Path(os.path.abspath(folder))
    require_free(folder, overwrite)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise NotWritten(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}.") from None
    try:
        _fill(temporary, files, date, description)
        _put_in_place(temporary, folder)
    except OSError as error:
        raise NotWritten(f"{folder} could not be written ({(error.strerror or str(error)).lower()}); nothing was left behind.") from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def require_free(folder: Path, overwrite: bool) -> None:
    """Refuse a place that is taken: by anything but a trace, always; by a trace, unless it may be replaced.

    Raises:
        InputError: the place is taken.
    """
    try:
        if not os.path.lexists(folder):
            return
        ours = not folder.is_symlink() and _is_trace(folder)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}; give another --out.") from None
    if not ours:
        raise InputError(f"{folder} exists already and is no trace folder; give another --out.")
    if not overwrite:
        raise InputError(f"{folder} exists already; give --overwrite to replace it, or another --out.")


def _is_trace(folder: Path) -> bool:
    """Whether a folder is one that we wrote and holds nothing else: only such a one is ever replaced."""
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir() or p.is_symlink()}
    needed = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "data/trace.json"}
    allowed = needed | {"data/report.html", "data/ledger.jsonl", "README.txt"}
    return all(name in allowed or _OURS.fullmatch(name) for name in names) and needed <= names


_OURS = re.compile(r"data/(?:article|original|capture-\d+)(?:\.[a-z0-9]{1,8}){1,2}|timestamps/[\w.-]+")


def _fill(temporary: Path, files: Mapping[str, bytes], date: str, description: str) -> None:
    import bagit

    payload = {name.removeprefix("data/"): data for name, data in files.items() if name.startswith("data/")}
    for name, data in payload.items():
        (temporary / name).write_bytes(data)
    logging.getLogger("bagit").setLevel(logging.ERROR)
    information = {
        "Bagging-Date": date,
        "Bag-Software-Agent": software(),
        "External-Description": " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", description).split()),
    }
    try:
        bag = bagit.make_bag(str(temporary), bag_info=information, checksums=["sha256"])
        for name, data in files.items():
            if not name.startswith("data/"):
                (temporary / name).parent.mkdir(exist_ok=True)
                (temporary / name).write_bytes(data)
        bag.save()
    except bagit.BagError as error:
        raise OSError(str(error)) from error
    for path in sorted(temporary.rglob("*")):
        if path.is_file():
            flush(path)
    umask = os.umask(0)
    os.umask(umask)
    for path in (*(p for p in temporary.iterdir() if p.is_dir()), temporary):
        path.chmod(0o777 & ~umask)  # mkdtemp, which bagit uses too, makes folders private; the user's own umask decides
        flush(path)


def _put_in_place(temporary: Path, folder: Path) -> None:
    old = Path(f"{temporary}.old")
    replacing = folder.exists()
    if replacing:
        folder.rename(old)
    try:
        temporary.rename(folder)
    except OSError:
        if replacing:
            old.rename(folder)
        raise
    flush(folder.parent)
    if replacing:
        shutil.rmtree(old)
