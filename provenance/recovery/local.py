"""What is at hand without a network: the user's own file, and captures in earlier traces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from sourcetrace.provenance.article import given_file, read_bytes
from sourcetrace.provenance.record import Trace, decode
from sourcetrace.provenance.recovery.attempt import Capture
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
    """Captures of the same item in the trace folders that lie in a folder of the user's. Each is checked against its digest."""

    kind = "trace archive"
    networked = False

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise InputError(f"{folder} is no folder; give the folder in which your traces lie.")
        self._folder = folder

    def targets(self, lead: Lead) -> list[str]:
        """`folder/capture` of every capture of the item, in the order of their names."""
        return [f"{folder.name}/{capture.id}" for folder, capture, _ in self._captures(lead)]

    def finds(self, lead: Lead, target: str) -> Iterator[Find]:
        """One capture, unless its bytes have changed since."""
        for folder, capture, record in self._captures(lead):
            if f"{folder.name}/{capture.id}" == target:
                yield self._find(folder, capture, record, target)
                return

    def _find(self, folder: Path, capture: Capture, record: Trace, target: str) -> Find:
        try:
            raw = (folder / "data" / Path(capture.file).name).read_bytes()
            if digest(raw) != capture.digest:
                return Find(self.kind, target, "failed", "The file in that trace is not the one that was captured: its digest differs.")
            body = unpacked(raw, capture.content_encoding, STORED)
        except OSError as error:
            return Find(self.kind, target, "failed", f"The file in that trace cannot be read ({(error.strerror or str(error)).lower()}).")
        except FetchFailed as error:
            return Find(self.kind, target, "failed", str(error))
        when = next((a.when for a in record.attempts if a.id == capture.attempt), None)
        note = f"Captured {when or 'before'} for an earlier trace. {capture.note}".strip()
        received = Received(
            raw,
            body,
            capture.content_type,
            capture.content_encoding,
            capture.url,
            capture.status,
            capture.url or target,
            capture.memento,
            capture.rendered,
            note,
        )
        return Find(self.kind, target, "captured", "Found in an earlier trace; its digest holds.", when, received=received)

    def _captures(self, lead: Lead) -> Iterator[tuple[Path, Capture, Trace]]:
        paths = [self._folder / "data" / "trace.json", *sorted(self._folder.glob("*/data/trace.json"))[:_MOST]]
        for path in paths:
            if not path.is_file() or path.is_symlink() or path.stat().st_size > _LARGEST:
                continue
            try:
                record = decode(path.read_bytes())
            except (OSError, msgspec.DecodeError, UnicodeDecodeError):  # no trace of this version: nothing to be had from it
                continue
            for capture in record.captures:
                if capture.url and capture.judgement.passed and any(same_item(capture.url, url) for url in (lead.url, *lead.known)):
                    yield path.parent.parent, capture, record
