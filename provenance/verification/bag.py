"""Checking a BagIt bag: plain files, every digest, nothing added and nothing taken away."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sourcetrace.provenance.archiving.disk import below
from sourcetrace.provenance.verification.finding import Finding, summed

__all__ = ["check_bag"]

_LARGEST = 200_000_000  # bytes of one file; a record of the longest text that is read has a fifth
_FOLDERS = frozenset({"data", "timestamps"})
_REQUIRED = frozenset({"bagit.txt", "README.txt", "bag-info.txt", "manifest-sha256.txt", "data/trace.json", "data/report.html", "data/ledger.jsonl"})


def check_bag(folder: Path) -> Iterator[Finding]:
    """All checks of the bag; what is no plain file is not read, and then nothing is."""
    plain = _plain_files(folder)
    yield plain
    if plain.state == "fail":
        return  # a pipe would block, a link would lead out of the folder
    yield _declaration(folder)
    for name, payload in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        yield from _manifest(folder, name, payload)
    yield _nothing_else(folder)


def _plain_files(folder: Path) -> Finding:
    """Only plain files of moderate size, and no folder but those of a trace."""
    for name, mode in sorted(below(folder)):
        if stat.S_ISDIR(mode.st_mode):
            if name not in _FOLDERS:
                return Finding("files", "fail", f"{name!r} is a folder that does not belong here.")
        elif not stat.S_ISREG(mode.st_mode):
            return Finding("files", "fail", f"{name!r} is no plain file.")
        elif mode.st_size > _LARGEST:
            return Finding("files", "fail", f"{name!r} has {mode.st_size / 10**6:,.0f} MB, more than any file of a trace.")
    return Finding("files", "pass", "The folder holds plain files only.")


def _declaration(folder: Path) -> Finding:
    expected = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    try:
        found = (folder / "bagit.txt").read_bytes()
    except OSError as error:
        return Finding("bag", "fail", f"bagit.txt cannot be read: {error.strerror}.")
    if found not in (expected, expected.replace(b"0.97", b"1.0")):
        return Finding("bag", "fail", "bagit.txt is not the declaration of a BagIt bag.")
    return Finding("bag", "pass", "The folder declares itself a BagIt bag.")


# bagit writes two spaces in the payload's manifest, as sha256sum does, and one in the tag files'.
_LINE = re.compile(r"([0-9a-f]{64})  ?([^\n ][^\n]*)")


def _entries(folder: Path, name: str) -> dict[str, str]:
    """Path → digest, from a manifest in exactly the form we write."""
    text = (folder / name).read_text(encoding="utf-8")
    lines = [_LINE.fullmatch(line) for line in text.removesuffix("\n").split("\n")]
    entries = {line[2]: line[1] for line in lines if line}
    if not text.endswith("\n") or not all(lines) or len(entries) != len(lines):
        raise ValueError
    return entries


def _manifest(folder: Path, name: str, payload: bool) -> Iterator[Finding]:
    what = "payload" if payload else "tag files"
    try:
        entries = _entries(folder, name)
    except OSError as error:
        yield Finding(what, "fail", f"{name} cannot be read: {error.strerror}.")
        return
    except ValueError:  # not UTF-8, or a line that is none of ours
        yield Finding(what, "fail", f"{name} is not a list of digests and paths.")
        return
    faults = [fault for path, expected in entries.items() if (fault := _fault(folder, name, path, expected))]
    yield from summed(what, faults, f"All {len(entries)} files in {name} have the digest given there.")


def _fault(folder: Path, manifest: str, path: str, expected: str) -> str | None:
    parts = PurePosixPath(path).parts
    inside = parts and ".." not in parts and path == "/".join(parts) and (parts[0] == "data") == (manifest == "manifest-sha256.txt")
    if not inside:
        return f"{manifest} names {path!r}, which is not inside the folder's own part."
    file = folder / path
    if not file.is_file():
        return f"{path} is missing, which {manifest} names."
    with file.open("rb") as data:
        found = hashlib.file_digest(data, "sha256").hexdigest()
    return None if found == expected else f"{path} has been changed, or {manifest}: it has not the digest given there."


def _nothing_else(folder: Path) -> Finding:
    listed = {"tagmanifest-sha256.txt"}
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        try:
            listed |= set(_entries(folder, name))
        except (OSError, ValueError):
            return Finding("completeness", "fail", f"{name} cannot be read, so nothing tells which files belong here.")
    there = sorted(name for name, mode in below(folder) if not stat.S_ISDIR(mode.st_mode))
    unlisted = [path for path in there if path not in listed]
    required = _REQUIRED - listed
    if unlisted:
        return Finding("completeness", "fail", f"{unlisted[0]!r} is in the folder but in no manifest.")
    if required:
        return Finding("completeness", "fail", f"{min(required)} is in no manifest.")
    return Finding("completeness", "pass", "Every file in the folder is in a manifest.")
