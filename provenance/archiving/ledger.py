"""The ledger: what was done, one line an entry, each holding the digest of the one before.

A line is canonical JSON (RFC 8785), so that whoever makes the same entry gets the same bytes; its digest is the SHA-256 of the
line without its end. Whoever knows the digest of the last line, its *head*, knows all of them: a token of an authority over
the head dates everything above it.

The last line holds no other up, so its number and digest are noted in a file beside the ledger; it may lag behind by what was
written last when the machine went down, but never names a line that is not there.

Entries are only ever appended, under a lock that other programs respect, and flushed to the disk before anybody is told. A line
that a power cut left unfinished is no entry: the next writer takes it away.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from sourcetrace.provenance.archiving.acts import Act
from sourcetrace.provenance.archiving.disk import replacing
from sourcetrace.translate.text import digest

__all__ = [
    "FIRST",
    "SCHEMA",
    "Aligned",
    "Broken",
    "Captured",
    "Entry",
    "Event",
    "Extracted",
    "Failed",
    "Filed",
    "Held",
    "Ledger",
    "Opened",
    "Published",
    "Recorded",
    "Signed",
    "Stamped",
    "chained",
    "ends_as_noted",
    "line_of",
    "note_head",
    "noted",
    "noted_head",
    "parsed",
    "title_of",
]

SCHEMA = "sourcetrace/ledger/1"
FIRST = "sha256:" + "0" * 64  # what the first entry holds where others hold the digest of the one before
_TAIL = 65_536  # bytes from the end in which the last line is looked for first
_TITLE = 500  # characters of a title in an entry


class _Event(msgspec.Struct, frozen=True, tag_field="event", forbid_unknown_fields=True, omit_defaults=True):
    """What all events share: nothing but the name of their kind."""


class Opened(_Event, frozen=True, tag="opened"):
    """The ledger was begun."""

    schema: str
    software: str


class Held(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A payload that a capture holds in full: of a page, a redirect, an image."""

    url: str
    when: str
    digest: str


class Captured(_Event, frozen=True, tag="captured"):
    """Bytes came in.

    Attributes:
        capture: its identifier here.
        url: where from; what a file is called in the archive.
        when: when it was asked for.
        file: where it lies, as a path in this folder.
        digest: of that file.
        size: bytes of the page as received.
        payload: digest of these bytes.
        title: of the page.
        revisit: the capture that holds the same payload, where this one only points to it.
        holds: the payloads that lie in it and nowhere before.
        asked: the address that was asked for, where it led to another.
    """

    capture: str
    url: str
    when: str
    file: str
    digest: str
    size: int
    payload: str
    title: str = ""
    revisit: str = ""
    holds: tuple[Held, ...] = ()
    asked: str = ""


class Extracted(_Event, frozen=True, tag="extracted"):
    """A text was read from bytes: payload → text, by which means."""

    capture: str
    payload: str
    text: str
    extraction: str
    software: str


class Aligned(_Event, frozen=True, tag="aligned"):
    """Two texts were aligned and compared: `comparison` is the digest of its canonical JSON, `signature` of what made it."""

    source: str
    target: str
    comparison: str
    signature: str


class Recorded(_Event, frozen=True, tag="recorded"):
    """The record of a trace was written: the digest of a file."""

    file: str
    digest: str


class Filed(_Event, frozen=True, tag="filed"):
    """A trace was put into the archive: its folder, the digest of its tag manifest, the head of its own ledger."""

    folder: str
    manifest: str
    head: str
    title: str = ""


class Failed(_Event, frozen=True, tag="failed"):
    """Something was to be captured, and was not."""

    url: str
    when: str
    reason: str


class Stamped(_Event, frozen=True, tag="stamped"):
    """An authority signed the head of that time.

    Attributes:
        head: digest of the line that was the last.
        kind: a token of RFC 3161, or a proof of OpenTimestamps.
        authority: its address.
        file, digest: its whole answer.
        chain, chain_digest: the certificates that the answer needs.
        time: as the authority states it.
    """

    head: str
    kind: Literal["rfc3161", "opentimestamps"]
    authority: str
    file: str
    digest: str
    chain: str = ""
    chain_digest: str = ""
    time: str = ""


class Signed(_Event, frozen=True, tag="signed"):
    """A person signed the head of that time with an Ed25519 key."""

    head: str
    public_key: str
    signature: str


class Published(_Event, frozen=True, tag="published"):
    """A public archive was asked to make a copy of its own, and what came of it."""

    url: str
    archive: str
    outcome: Literal["published", "failed"]
    reason: str
    memento: str = ""


Event = Opened | Captured | Extracted | Aligned | Recorded | Filed | Failed | Act | Stamped | Signed | Published


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the ledger.

    Attributes:
        number: from 0.
        at: RFC 3339 in UTC, by the clock of the machine that wrote it, which proves nothing.
        previous: digest of the line before.
    """

    number: int
    at: str
    previous: str
    what: Event


class Broken(Exception):  # noqa: N818, what a chain is
    """The ledger is not as it was written; the message says where."""


def title_of(text: str | None) -> str:
    """A title as it stands in an entry."""
    return (text or "")[:_TITLE]


def line_of(entry: Entry) -> bytes:
    """An entry as it is written, without the end of the line: canonical JSON, for there are no fractions in it."""
    return msgspec.json.encode(entry, order="sorted")


def chained(events: Iterable[Event], at: str, number: int = 0, previous: str = FIRST) -> Iterator[tuple[Entry, bytes]]:
    """Entries for events, each holding the digest of the one before, with their lines."""
    for event in events:
        entry = Entry(number, at, previous, event)
        line = line_of(entry)
        yield entry, line
        number, previous = number + 1, digest(line)


_DECODER = msgspec.json.Decoder(Entry)


def parsed(data: bytes, before: int = -1, previous: str = FIRST) -> Iterator[tuple[Entry, str]]:
    """Every entry with the digest of its line. An unfinished line at the end is none.

    Args:
        data: lines of a ledger.
        before: number of the entry before the first of them.
        previous: digest of that entry.

    Raises:
        Broken: a line is no entry, is not written as we write it, or does not hold the digest of the one before.
    """
    lines = data.split(b"\n")[:-1]
    for number, line in enumerate(lines, before + 1):
        try:
            entry = _DECODER.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Broken(f"Line {number + 1} of the ledger is no entry.") from None
        if line_of(entry) != line:
            raise Broken(f"Line {number + 1} of the ledger is written otherwise than we write it.")
        if entry.number != number or entry.previous != previous:
            raise Broken(f"Line {number + 1} of the ledger does not follow from the one before: lines were changed, moved or taken away.")
        previous = digest(line)
        yield entry, previous


@dataclass(frozen=True)
class Head:
    """The last entry: its number, and the digest of its line. Number -1 where there is none."""

    number: int
    digest: str
    size: int


class Ledger:
    """A ledger in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> Iterator[tuple[Entry, str]]:
        """Every entry with the digest of its line.

        Raises:
            Broken: the chain does not hold.
            OSError: the file cannot be read.
        """
        yield from parsed(self.path.read_bytes())

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Nobody writes meanwhile.

        Raises:
            OSError: the file cannot be read.
        """
        handle = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Append under a lock that other writers wait for.

        Raises:
            Broken: the end of the file is no ledger's.
            OSError: the file cannot be written.
        """
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            head = _head(handle)
            _require_noted(self.path, head)
            yield Writing(handle, head, self.path)
        finally:
            os.close(handle)  # which gives up the lock


class Writing:
    """The ledger's file, locked."""

    def __init__(self, handle: int, head: Head, path: Path) -> None:
        self._handle, self.head, self._path = handle, head, path

    def append(self, events: Iterable[Event], at: str) -> list[tuple[Entry, str]]:
        """Write entries and flush them to the disk; they are there when this returns. A line left unfinished is taken away."""
        made = list(chained(events, at, self.head.number + 1, self.head.digest))
        lines = b"".join(line + b"\n" for _, line in made)
        os.ftruncate(self._handle, self.head.size)
        os.lseek(self._handle, self.head.size, os.SEEK_SET)
        view = memoryview(lines)
        while view:
            view = view[os.write(self._handle, view) :]
        os.fsync(self._handle)
        if made:
            self.head = Head(made[-1][0].number, digest(made[-1][1]), self.head.size + len(lines))
            note_head(self._path, self.head.number, self.head.digest)
        return [(entry, digest(line)) for entry, line in made]

    def since(self, offset: int) -> bytes:
        """What was written from a place on, up to the last whole line."""
        return os.pread(self._handle, max(0, self.head.size - offset), offset)


def _require_noted(ledger: Path, head: Head) -> None:
    """See that the line that was noted as the last is still there, before another one hides that it is not.

    Raises:
        Broken: it is not.
    """
    try:
        number, _, noted = noted_head(ledger).read_text("ascii").strip().partition(" ")
    except FileNotFoundError:
        number, noted = "0", ""
    except UnicodeDecodeError:
        number, noted = "", ""
    same = noted == head.digest or (not noted and head.number <= 0) or (number.isdecimal() and int(number) < head.number)
    if not same or (not noted and head.number > 0):
        raise Broken("Its last lines are not those that were noted: they were changed or taken away; see what `sourcetrace verify` says.")


def note_head(ledger: Path, number: int, line: str) -> None:
    """Note the number and digest of a ledger's last line beside it."""
    with replacing(noted_head(ledger)) as note:
        note.write(f"{number} {line}\n".encode())


def noted(ledger: Path) -> str:
    """Number and digest of a ledger's last line, as they were noted beside it; empty where they were not. It may lag behind the ledger."""
    try:
        return noted_head(ledger).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def ends_as_noted(note: str, entries: Iterable[tuple[Entry, str]]) -> bool:
    """Whether the line that was noted as the last is there."""
    return note in {f"{entry.number} {line}" for entry, line in entries}


def noted_head(ledger: Path) -> Path:
    """Where the number and digest of a ledger's last line are noted."""
    return ledger.with_suffix(".head")


def _head(handle: int) -> Head:
    """The last whole line, without reading the rest."""
    size = os.fstat(handle).st_size
    start = size
    tail, end = b"", -1
    while start and tail.rfind(b"\n", 0, max(end, 0)) < 0:  # until two ends of lines are seen
        start = max(0, size - max(_TAIL, 4 * len(tail)))
        tail = os.pread(handle, size - start, start)
        end = tail.rfind(b"\n")
    if end < 0:
        return Head(-1, FIRST, 0)
    line = tail[tail.rfind(b"\n", 0, end) + 1 : end]
    try:
        entry = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Broken("The last line of the ledger is no entry; verify the archive before adding to it.") from None
    return Head(entry.number, digest(line), start + end + 1)
