"""Opening a trace that lies on the disk: its record, and what people decided on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
from sourcetrace.provenance.record import Trace, decode
from sourcetrace.provenance.review.decisions import Decisions
from sourcetrace.provenance.review.state import Review, review
from sourcetrace.provenance.verification.trace import readable_faults
from sourcetrace.translate.text import InputError, digest

__all__ = ["OpenedTrace", "open_trace"]

_WHAT = "give the folder that `sourcetrace trace` wrote, or its trace.json"
_LARGEST = 1_000_000_000  # bytes of a record


@dataclass(frozen=True)
class OpenedTrace:
    """A trace on the disk.

    Attributes:
        name: of the folder or file.
        record: as it stands in `trace.json`; people's decisions change nothing in it.
        decisions: what people did; None for a file outside of a trace folder, which has no place for it.
    """

    name: str
    digest: str
    record: Trace
    decisions: Decisions | None

    def review(self) -> Review | None:
        """How things stand; None where there is no comparison to decide on.

        Raises:
            InputError: the file of decisions is broken, or cannot be read.
        """
        if self.record.comparison is None:
            return None
        return review(self.record.comparison, self.decisions.read() if self.decisions else [])


def _vouched(folder: Path, mark: str) -> bool:
    """Whether the folder's manifest names this record; a folder without one says nothing, and `verify` says that."""
    try:
        lines = (folder / "manifest-sha256.txt").read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return not (folder / "bagit.txt").exists()
    return any(line.split() == [mark.removeprefix("sha256:"), "data/trace.json"] for line in lines)


def open_trace(path: str | Path) -> OpenedTrace:
    """Open a trace folder, or the record alone.

    Raises:
        InputError: there is no trace, or its record is damaged.
    """
    place = Path(path)
    try:
        folder = place if place.is_dir() else None
        file = place / "data" / "trace.json" if folder else place
        if file.stat().st_size > _LARGEST:
            raise InputError(f"{file} has more than {_LARGEST // 10**6:,} MB, which no record has; {_WHAT}.")
        data = file.read_bytes()
        record = decode(data)
    except FileNotFoundError:
        raise InputError(f"There is no trace at {place}; {_WHAT}.") from None
    except OSError as error:
        raise InputError(f"{place} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{file} is no record of this version ({str(error)[:200]}); {_WHAT}.") from None
    mark = digest(data)
    if folder and not _vouched(folder, mark):
        raise InputError(f"{file} is not what the manifest beside it says: it was changed since it was written; `sourcetrace verify {place}` says more.")
    fault = next(readable_faults(record), None)
    if fault:
        raise InputError(f"{file} is damaged: {fault[0].lower()}{fault[1:]} `sourcetrace verify {place}` says more.")
    if folder is None and file.name == "trace.json" and (file.parent.parent / "bagit.txt").is_file():
        folder = file.parent.parent
    name = (folder or file).resolve().name
    return OpenedTrace(name, mark, record, Decisions(folder, mark) if folder else None)
