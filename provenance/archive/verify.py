"""Verification of a trace folder: an ordered list of small checks, each pass, fail or not checked, with one sentence.

It needs no network, and it ends with what is proven and what is not.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec
from sourcetrace.provenance.article import Document, read
from sourcetrace.provenance.pipeline import caveat_of, summary_of
from sourcetrace.provenance.record import Article, Original, Trace, decode, encode
from sourcetrace.provenance.recovery.fetch import STORED, FetchFailed, packed_suffix, unpacked
from sourcetrace.provenance.references import find_references
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.sentences import segment
from sourcetrace.translate.text import InputError, digest

__all__ = ["Finding", "Verification", "verify"]

State = Literal["pass", "fail", "not checked"]


class Finding(msgspec.Struct, frozen=True):
    """One check's answer."""

    check: str
    state: State
    message: str


class Verification(msgspec.Struct, frozen=True):
    """All answers.

    Attributes:
        ok: no check failed.
        proven: what follows from the checks that passed.
        not_proven: what no check of this kind can prove.
    """

    path: str
    ok: bool
    findings: tuple[Finding, ...]
    proven: tuple[str, ...]
    not_proven: tuple[str, ...]


_NOT_PROVEN = (
    "That nothing was changed since the folder was made: whoever changes a file can also write new manifests. Keep the digest of tagmanifest-sha256.txt elsewhere.",
    "When the folder was made: no independent clock has signed it.",
    "That beads and departures are what the program found: they are not computed again.",
    "That the original is the page behind the link: the bytes are what was given.",
    "That whoever made the folder did not make it so: digests show change, not authorship.",
)


def verify(path: str | Path) -> Verification:
    """Check a trace folder.

    Raises:
        InputError: there is no folder at `path`, or it is no trace folder.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder; give the folder that `sourcetrace trace` wrote.")
    if not (folder / "bagit.txt").is_file() and not (folder / "data").is_dir():
        raise InputError(f"{folder} is no trace folder: it has no bagit.txt and no data folder; give the folder that `sourcetrace trace` wrote.")
    findings = list(_findings(folder))
    ok = all(f.state != "fail" for f in findings)
    return Verification(str(folder), ok, tuple(findings), tuple(_proven(findings)) if ok else (), _NOT_PROVEN)


def _proven(findings: list[Finding]) -> Iterator[str]:
    """What follows from the checks that passed; a check that could not be made proves nothing."""
    passed = {f.check for f in findings if f.state == "pass"}
    yield "The files are those that the manifests in this folder name, byte for byte."
    if {"record", "article", "article text", "coherence"} <= passed:
        yield "The record belongs to these files: their digests, their texts, the references and the summary follow from them."
    if "report" in passed:
        yield "The report shows what the record says."


_LARGEST = 200_000_000  # bytes of one file; a record of the longest text that is read has a fifth


def _findings(folder: Path) -> Iterator[Finding]:
    plain = _plain_files(folder)
    yield plain
    if plain.state == "fail":
        return  # what is no plain file is not read: a pipe would block, a link would lead out of the folder
    yield _declaration(folder)
    for name, payload in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        yield from _manifest(folder, name, payload)
    yield _nothing_else(folder)
    record = _record(folder)
    if isinstance(record, Finding):
        yield record
        return
    yield Finding("record", "pass", "trace.json fits its schema, and is written as we write it.")
    yield from _document(folder, record.article, "article")
    if record.original:
        yield from _document(folder, record.original.article, "original")
    coherent = _coherence(folder, record)
    yield coherent
    if coherent.state == "pass":
        yield _report(folder, record)


def _plain_files(folder: Path) -> Finding:
    """Only plain files of moderate size, and no folder but `data`."""
    for path in sorted(folder.rglob("*")):
        name, mode = path.relative_to(folder).as_posix(), path.lstat()
        if stat.S_ISDIR(mode.st_mode):
            if name != "data":
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
    faults = [fault for path, expected in entries.items() if (fault := _fault(folder, path, expected, payload))]
    yield from (Finding(what, "fail", fault) for fault in faults)
    if not faults:
        yield Finding(what, "pass", f"All {len(entries)} files in {name} have the digest given there.")


def _fault(folder: Path, path: str, expected: str, payload: bool) -> str | None:
    parts = PurePosixPath(path).parts
    inside = parts and ".." not in parts and path == "/".join(parts) and (parts[0] == "data") == payload
    if not inside:
        return f"A manifest names {path!r}, which is not inside the folder's own part."
    file = folder / path
    if not file.is_file():
        return f"{path} is missing."
    with file.open("rb") as data:
        found = hashlib.file_digest(data, "sha256").hexdigest()
    return None if found == expected else f"{path} has been changed: its digest is {found[:12]}…, not {expected[:12]}…."


def _nothing_else(folder: Path) -> Finding:
    listed = {"tagmanifest-sha256.txt"}
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        try:
            listed |= set(_entries(folder, name))
        except (OSError, ValueError):
            return Finding("completeness", "fail", f"{name} cannot be read, so nothing tells which files belong here.")
    extra = [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if (p.is_symlink() or not p.is_dir())]
    unlisted = [path for path in extra if path not in listed]
    required = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "data/trace.json", "data/report.html"} - listed
    if unlisted:
        return Finding("completeness", "fail", f"{unlisted[0]!r} is in the folder but in no manifest.")
    if required:
        return Finding("completeness", "fail", f"{min(required)} is in no manifest.")
    return Finding("completeness", "pass", "Every file in the folder is in a manifest.")


def _record(folder: Path) -> Trace | Finding:
    try:
        data = (folder / "data" / "trace.json").read_bytes()
        record = decode(data)
    except OSError as error:
        return Finding("record", "fail", f"trace.json cannot be read: {error.strerror}.")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:  # ValidationError is one
        return Finding("record", "fail", f"trace.json is not a record of this version: {error}.")
    if encode(record) != data:
        return Finding("record", "fail", "trace.json holds more than the record, or is written otherwise than we write it.")
    return record


def _document(folder: Path, article: Article, what: str) -> Iterator[Finding]:
    """The bytes are those of the record, and reading them again gives the text of the record."""
    if not re.fullmatch(r"data/[\w.-]+", article.file):
        yield Finding(what, "fail", f"The record names {article.file!r} as the {what}, which is not inside the folder.")
        return
    try:
        data = (folder / article.file).read_bytes()
    except OSError as error:
        yield Finding(what, "fail", f"{article.file} cannot be read: {error.strerror}.")
        return
    if digest(data) != article.digest or len(data) != article.size:
        yield Finding(what, "fail", f"{article.file} is not the {what} that the record was made from.")
        return
    yield Finding(what, "pass", f"{article.file} is the {what} that the record was made from.")
    try:
        again = _read_again(data, article)
    except (InputError, FetchFailed) as error:
        yield Finding(f"{what} text", "fail", f"Reading {article.file} again failed: {error}")
        return
    facts = ("media_type", "title", "author", "published", "site", "url", "encoding", "extraction")
    told = next((fact for fact in facts if getattr(again, fact) != getattr(article, fact)), None)
    if told:
        yield Finding(what, "fail", f"The record gives another {told.replace('_', ' ')} of the {what} than {article.file} does.")
    same = digest(again.text) == article.text_digest == digest(article.text)
    yield Finding(
        f"{what} text", "pass" if same else "fail", f"Reading {article.file} again gives {'the' if same else 'another text than the'} text in the record."
    )


def _coherence(folder: Path, record: Trace) -> Finding:
    """The parts of the record belong together: nothing in it speaks of what is not there."""
    fault = next(_faults(folder, record), None)
    return Finding("coherence", "fail", fault) if fault else Finding("coherence", "pass", "The parts of the record belong together.")


def _faults(folder: Path, record: Trace) -> Iterator[str]:
    payload = {"data/trace.json", "data/report.html", record.article.file, *(c.file for c in record.captures)}
    if {p.relative_to(folder).as_posix() for p in (folder / "data").iterdir()} != payload:
        yield "The files in data are not those that the record names."
    if (record.original is None) != (record.comparison is None):
        yield "The record has an original without a comparison, or the reverse."
    yield from _capture_faults(folder, record)
    if record.summary != summary_of(list(record.references), record.origin, record.comparison, record.attempts):
        yield "The summary is not that of the record."
    document = _read_again((folder / record.article.file).read_bytes(), record.article)
    if list(record.references) != find_references(document):
        yield "The references are not those of the article."
    if record.original and record.comparison:
        yield from _original_faults(record, record.original, record.comparison)


def _capture_faults(folder: Path, record: Trace) -> Iterator[str]:
    """Every capture is the file it names, and what its attempt says was received."""
    attempts = {a.id: a for a in record.attempts}
    for capture in record.captures:
        path = folder / capture.file
        if not re.fullmatch(r"data/[\w.-]+", capture.file) or not path.is_file() or digest(path.read_bytes()) != capture.digest:
            yield f"{capture.file} is not what capture {capture.id} says it is."
        attempt = attempts.get(capture.attempt)
        if attempt is None or attempt.capture != capture.id:
            yield f"Capture {capture.id} belongs to no attempt of the record."
        elif attempt.exchanges and not capture.rendered and capture.digest not in {e.digest for e in attempt.exchanges}:
            yield f"Capture {capture.id} is not among what attempt {attempt.id} says it received."


def _read_again(data: bytes, article: Article) -> Document:
    """Read the bytes as they were read when the record was made."""
    payload = unpacked(data, article.content_encoding, STORED)
    name = article.file.removesuffix(packed_suffix(article.content_encoding)) if article.content_encoding else article.file
    return read(payload, article.url, _named_encoding(article), name, article.content_type)


def _named_encoding(article: Article) -> str | None:
    return article.encoding.name if article.encoding.how == "given" else None


def _original_faults(record: Trace, original: Original, comparison: Comparison) -> Iterator[str]:
    captures = [c for c in record.captures if c.id == original.capture]
    same = ("file", "digest", "size", "content_type", "content_encoding")
    if [[getattr(c, name) for name in same] for c in captures] != [[getattr(original.article, name) for name in same]]:
        yield "The original is not the capture that the record names."
    if original.caveat != caveat_of(captures[0] if captures else None):
        yield "What the record says of its original is not what the capture says."
    for side, article, what in ((comparison.source, original.article, "original"), (comparison.target, record.article, "article")):
        if side.text != article.text or side.sha256 != article.text_digest:
            yield f"The comparison is not of the {what} in the record."
        if list(side.sentences) != segment(side.text, side.language):
            yield f"The sentences of the {what} are not those of its text."
    yield from _bead_faults(comparison)


def _bead_faults(comparison: Comparison) -> Iterator[str]:
    for side, own in (
        (comparison.source, [i for b in comparison.beads for i in b.source]),
        (comparison.target, [j for b in comparison.beads for j in b.target]),
    ):
        if sorted(own) != list(range(len(side.sentences))):
            yield "The beads do not hold every sentence once."
    beads = {b.id for b in comparison.beads}
    for departure in comparison.departures:
        inside = all(
            0 <= span.start < span.end <= len(side.text)
            for side, spans in ((comparison.source, departure.source), (comparison.target, departure.target))
            for span in spans
        )
        if departure.bead not in beads or not inside:
            yield f"Departure {departure.id} stands on nothing in the texts."


def _report(folder: Path, record: Trace) -> Finding:
    if record.environment.sourcetrace != version("sourcetrace"):
        return Finding("report", "not checked", f"The report was made by version {record.environment.sourcetrace}; only the same version can make it again.")
    from sourcetrace.provenance.report import render

    try:
        same = (folder / "data" / "report.html").read_bytes() == render(record).encode("utf-8")
    except OSError as error:
        return Finding("report", "fail", f"report.html cannot be read: {error.strerror}.")
    return Finding("report", "pass" if same else "fail", f"report.html is {'' if same else 'not '}what the record gives.")
