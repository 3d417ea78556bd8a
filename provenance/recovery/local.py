"""What is at hand without a network: the user's own file, and captures in earlier traces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sourcetrace.provenance.archiving.folder import TRACES, Archive, is_archive
from sourcetrace.provenance.archiving.wacz import held_in
from sourcetrace.provenance.article import given_file, read_bytes
from sourcetrace.provenance.record import decode
from sourcetrace.provenance.recovery.attempt import Capture, Judgement
from sourcetrace.provenance.recovery.fetch import STORED, FetchFailed, unpacked
from sourcetrace.provenance.recovery.lead import Find, Lead, Received, same_item
from sourcetrace.translate.text import InputError, digest

__all__ = ["TraceArchive", "user_file"]


def user_file(name: str) -> Find:
    """A file that the user gives as the original.

    Raises:
        InputError: it cannot be read.
    """
    name = given_file(name)
    data = read_bytes(name)
    note = "This is a reconstruction, as the file's name says; it is not the page behind the link." if ".reconstruction." in name else ""
    received = Received(data, data, None, "", None, None, name, note=note)
    return Find("user file", Path(name).name, "captured", "A file given by the user.", received=received)


_LARGEST = 200_000_000  # bytes of a record that is looked into
_MOST = 10_000  # records


class TraceArchive:
    """Captures of the same item in an archive of the user's, or in the trace folders that lie in a folder. Each is checked against its digest."""

    kind = "trace archive"
    networked = False

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise InputError(f"{folder} is no folder; give an archive, or the folder in which your traces lie.")
        self._folder = folder
        self._archive = Archive(folder) if is_archive(folder) else None

    def targets(self, lead: Lead) -> list[str]:
        """`folder/capture` of every capture of the item, in the order of their names."""
        return list(self._found(lead))

    def finds(self, lead: Lead, target: str) -> Iterator[Find]:
        """One capture, unless its bytes have changed since."""
        found = self._found(lead).get(target)
        if found is not None:
            yield found.find(self.kind, target)

    def _found(self, lead: Lead) -> dict[str, _Kept]:
        wanted = (lead.url, *lead.known)
        kept = [*(_in_archive(self._archive) if self._archive else ()), *self._in_traces()]
        return {one.name: one for one in kept if any(same_item(one.capture.url or "", url) for url in wanted)}

    def _in_traces(self) -> Iterator[_Kept]:
        inner = self._folder / TRACES if self._archive else self._folder
        paths = [inner / "data" / "trace.json", *sorted(inner.glob("*/data/trace.json"))[:_MOST]]
        for path in paths:
            if not path.is_file() or path.is_symlink() or path.stat().st_size > _LARGEST:
                continue
            try:
                record = decode(path.read_bytes())
            except (OSError, msgspec.DecodeError, UnicodeDecodeError):  # no trace of this version: nothing to be had from it
                continue
            folder = path.parent.parent
            for capture in record.captures:
                if capture.url and capture.judgement.passed:
                    when = next((a.when for a in record.attempts if a.id == capture.attempt), None)
                    yield _Kept(f"{folder.name}/{capture.id}", folder / "data" / Path(capture.file).name, capture, when)


@dataclass(frozen=True)
class _Kept:
    """A capture that lies somewhere; `when` it was made."""

    name: str
    path: Path
    capture: Capture
    when: str | None

    def find(self, kind: str, target: str) -> Find:
        """What it is worth today."""
        capture = self.capture
        try:
            packed = self.path.read_bytes()
            held = held_in(packed, capture.digest)
            if held is None or digest(packed) != capture.file_digest:
                return Find(kind, target, "failed", "The file there is not the one that was captured: its digest differs.")
            encoding = capture.content_encoding or held.content_encoding
            body = unpacked(held.payload, encoding, STORED)
        except OSError as error:
            return Find(kind, target, "failed", f"The file there cannot be read ({(error.strerror or str(error)).lower()}).")
        except FetchFailed as error:
            return Find(kind, target, "failed", str(error))
        received = Received(
            held.payload,
            body,
            capture.content_type or held.content_type,
            encoding,
            capture.url,
            capture.status,
            capture.url or target,
            capture.memento,
            capture.rendered,
            f"Captured {self.when or 'before'} and kept since. {capture.note}".strip(),
            packed=packed,
        )
        return Find(kind, target, "captured", "Found among what was kept; its digest holds.", self.when, received=received)


def _in_archive(archive: Archive) -> Iterator[_Kept]:
    """Captures of an archive that hold their bytes; what only points to one of them is the same page."""
    for _, captured in archive.captures():
        if captured.revisit or not captured.url.startswith(("http://", "https://")):
            continue
        judgement = Judgement(True, True, ())
        capture = Capture(
            captured.capture,
            "",
            captured.file,
            captured.digest,
            "",
            None,
            "",
            captured.payload,
            captured.size,
            captured.url,
            200,
            None,
            False,
            judgement,
            "",
        )
        yield _Kept(f"{archive.folder.name}/{captured.capture}", archive.path(captured.file), capture, captured.when)
