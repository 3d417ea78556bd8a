"""Verification of what we keep: a trace folder, an archive, a ZIP file of either, or a capture alone. No network, no trust.

It ends with what is proven and what is not.
"""

from __future__ import annotations

import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from sourcetrace.provenance.archiving.folder import is_archive
from sourcetrace.provenance.archiving.signature import read_public_key
from sourcetrace.provenance.archiving.timestamp import read_certificates
from sourcetrace.provenance.formats import Unreadable
from sourcetrace.provenance.formats.zipped import kind_of
from sourcetrace.provenance.verification.archive import check_archive, check_trace_folder
from sourcetrace.provenance.verification.capture import CHECKS, examine, repacked
from sourcetrace.provenance.verification.chain import Trust
from sourcetrace.provenance.verification.finding import Finding, Verification, summed
from sourcetrace.translate.text import InputError

__all__ = ["verify"]

_WHAT = "give the folder that `sourcetrace trace` or `archive` wrote, a ZIP file of it, or a .wacz"
_LARGEST = 500_000_000  # bytes of a WACZ that is read at once
_UNPACKED = 10_000_000_000  # bytes of a ZIP file of a folder, unpacked
_FILES = 200_000


def verify(path: str | Path, *, trust: Sequence[str | Path] = (), signer: str | Path | None = None, deep: bool = False) -> Verification:
    """Check what lies at `path`.

    Args:
        path: a trace folder, an archive, a ZIP file of either, or a WACZ.
        trust: PEM files with roots of time-stamping authorities, beside the common store.
        signer: PEM file with the public key that must have signed.
        deep: of an archive, read every capture again and compare the text.

    Raises:
        InputError: there is nothing of ours at `path`, or it cannot be read.
    """
    place = Path(path)
    trusted = Trust(tuple(map(Path, trust)), read_public_key(Path(signer)) if signer else None)
    for file in trusted.roots:
        read_certificates(file)  # one that holds none is refused before the work
    try:
        if place.is_dir():
            return _folder(place, str(place), trusted, deep)
        if place.is_file():
            return _file(place, trusted, deep)
    except OSError as error:
        raise InputError(f"{place} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    raise InputError(f"There is no folder or file at {place}; {_WHAT}.")


def _folder(folder: Path, name: str, trust: Trust, deep: bool) -> Verification:
    if is_archive(folder):
        findings = list(check_archive(folder, trust, deep))
        return _told(name, "archive", findings, trust.signer is not None)
    if (folder / "bagit.txt").is_file() or (folder / "data").is_dir():
        return _told(name, "trace", check_trace_folder(folder, trust)[0], trust.signer is not None)
    raise InputError(f"{name} is no trace folder and no archive; {_WHAT}.")


def _file(file: Path, trust: Trust, deep: bool) -> Verification:
    with file.open("rb") as opened:
        if opened.read(4) != b"PK\x03\x04":
            raise InputError(f"{file} is no ZIP file; {_WHAT}.")
    if file.suffix.lower() == ".wacz" or (file.stat().st_size <= _LARGEST and _is_wacz(file)):
        if file.stat().st_size > _LARGEST:
            raise InputError(f"{file} has {file.stat().st_size / 10**6:,.0f} MB, more than is read at once; unzip it and verify its captures.")
        return _told(str(file), "capture", list(_capture(file.read_bytes())))
    with _unzipped(file) as folder:
        return _folder(folder, str(file), trust, deep)


def _is_wacz(file: Path) -> bool:
    try:
        return kind_of(file.read_bytes()) == "application/wacz"
    except Unreadable:
        return False


def _capture(data: bytes) -> Iterator[Finding]:
    """A WACZ alone: what it says of itself."""
    seen = examine(data)
    passed = {
        "package": "Its parts have the digests in datapackage.json, and that the one in datapackage-digest.json.",
        "records": f"All {seen.records:,} WARC records have the {seen.digests:,} digests they carry.",
        "index": "The index is that of the records." if seen.ours else "Every line of the index leads to a record.",
        "pages": "The list of pages names pages that are there.",
    }
    for check in CHECKS:
        if check == "records" and not seen.digests and not seen.of(check):
            yield Finding(check, "not checked", f"None of the {seen.records:,} WARC records carries a digest.")
        else:
            yield from summed(check, seen.of(check), passed[check])
    if seen.revisits and not set(seen.revisits) <= set(seen.held):
        yield Finding("revisits", "not checked", "It points to bytes that lie in an earlier capture, which is not here.")
    if seen.ours and not seen.faults:
        same = repacked(data) == data
        yield Finding("container", "pass" if same else "fail", f"{'Nothing lies' if same else 'Something lies'} between or around its parts.")
    elif not seen.ours:
        yield Finding("container", "not checked", "Another tool made it; whether something lies between its parts is not known.")


@contextmanager
def _unzipped(file: Path) -> Iterator[Path]:
    """The folder in a ZIP file, unpacked beside nothing of the user's."""
    folder = Path(tempfile.mkdtemp(prefix="sourcetrace-"))
    try:
        with zipfile.ZipFile(file) as archive:
            _unpack(archive, folder, file)
        inner = list(folder.iterdir())
        yield inner[0] if len(inner) == 1 and inner[0].is_dir() and inner[0].name != "data" else folder
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(f"{file} is no whole ZIP file ({str(error)[:100].lower()}); get it again.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(archive: zipfile.ZipFile, folder: Path, file: Path) -> None:
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    if len(infos) > _FILES or total > _UNPACKED or total > 200 * max(1_000_000, file.stat().st_size):
        raise InputError(f"{file} grows to {len(infos):,} files of {total:,} bytes; unzip it yourself and verify the folder.")
    seen: set[str] = set()
    for info in infos:
        parts = PurePosixPath(info.filename).parts
        link = stat.S_ISLNK(info.external_attr >> 16)
        if not parts or parts[0] == "/" or ".." in parts or "\\" in info.filename or "\0" in info.filename or link or info.filename in seen:
            raise InputError(f"{file} holds {info.filename[:200]!r}, which no ZIP file of a trace does; it was not unpacked.")
        seen.add(info.filename)
        place = folder.joinpath(*parts)
        if info.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as source, place.open("xb") as target:
            shutil.copyfileobj(source, target)


# --- what follows ---------------------------------------------------------------------------------------------------------


def _told(name: str, kind: str, findings: list[Finding], signer: bool = False) -> Verification:
    ok = all(f.state != "fail" for f in findings)
    return Verification(name, kind, ok, tuple(findings), tuple(_proven(kind, findings)) if ok else (), tuple(_not_proven(kind, findings, signer)))


def _proven(kind: str, findings: list[Finding]) -> Iterator[str]:
    """What follows from the checks that passed; a check that could not be made proves nothing."""
    passed = {f.check for f in findings if f.state == "pass"} - {f.check for f in findings if f.state != "pass"}
    if kind == "trace":
        yield "The files are those that the manifests in this folder name, byte for byte."
        if {"record", "entries", "ledger", "article", "article text", "coherence"} <= passed:
            yield "The record belongs to these files: their digests, their texts, the references, the summary and the ledger follow from them."
        if "report" in passed:
            yield "The report shows what the record says."
        if "comparison" in passed:
            yield "The beads and departures are what this version finds in these two texts."
    elif kind == "archive":
        yield "The captures, traces and tokens are those that the ledger names, byte for byte, and the ledger's lines follow from one another."
    else:
        yield "The records, the index and the list of pages are those that the file's own digests name."
    if "memento" in passed:
        yield "What a web archive gave has the digest that its own index gave."
    yield from (f"{f.message.rstrip('.')}; everything up to there is at least as old." for f in findings if f.check == "time" and f.state == "pass")
    yield from (f"{f.message}" for f in findings if f.check == "signature" and f.state == "pass")


def _not_proven(kind: str, findings: list[Finding], signer: bool) -> Iterator[str]:
    passed = {f.check for f in findings if f.state == "pass"}
    keep = {"trace": "tagmanifest-sha256.txt", "archive": "the last line of ledger.jsonl", "capture": "this file"}[kind]
    undated = [f.message for f in findings if f.check == "time" and f.message.startswith("The last ")]
    yield from (f"When the last was made: {told[0].lower()}{told[1:]}" for told in undated)
    if "time" not in passed:
        yield f"When it was made: no clock that is trusted here has signed it. `sourcetrace archive stamp` asks for that; or keep the digest of {keep} elsewhere."
    if "signature" not in passed:
        yield "Who made it: nobody has signed it."
    elif not signer:
        yield "Whose key signed it: anybody can sign with a key of their own; name the one that it must be with --signer."
    yield "That nothing was changed before it was signed or stamped, nor lines taken away after that: whoever changes a file can also write new digests."
    yield "That a server really sent what was captured: a TLS connection leaves no proof behind, and digests show change, not authorship."
    if kind == "trace":
        yield "That the original is the page behind the link, where a file was given: the bytes are what was given."
        if "comparison" not in passed:
            yield "That beads and departures are what the program found: they were not computed again."
    if any(f.check == "texts" and f.state == "not checked" for f in findings):
        yield "That the texts named in the ledger are those of the captures: they were not read again."
