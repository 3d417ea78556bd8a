"""The archive folder: captures and traces under one ledger.

    ledger.jsonl     what came in, in order; see `ledger`
    ledger.head      number and digest of its last line
    captures/        one WACZ each
    traces/          trace folders, each a BagIt bag
    timestamps/      tokens over the ledger's head, with the certificates they need
    incoming/        what is being written
    index.sqlite     what the ledger says, by address and digest; made again where it is missing or behind

Whatever is added is first written whole under `incoming/` and flushed to the disk; then its entry is; then it is moved to its place. A
crash leaves a file without an entry, which the next writer takes away, or an entry whose file still lies under `incoming/`,
which the next writer moves.
"""

from __future__ import annotations

import errno
import itertools
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sourcetrace.provenance.archiving.disk import flush, write_whole
from sourcetrace.provenance.archiving.ledger import SCHEMA, Broken, Captured, Entry, Event, Extracted, Filed, Ledger, Opened, Stamped, Writing, parsed, title_of
from sourcetrace.provenance.archiving.readme import ARCHIVE_README
from sourcetrace.provenance.archiving.wacz import held_in, packed
from sourcetrace.provenance.archiving.warc import Content, Earlier
from sourcetrace.provenance.software import software
from sourcetrace.provenance.wire import now
from sourcetrace.translate.text import InputError, digest

__all__ = ["CAPTURES", "HEAD", "INCOMING", "LEDGER", "TIMESTAMPS", "TRACES", "Added", "Archive", "inside", "is_archive", "placed", "waiting"]

LEDGER = "ledger.jsonl"
HEAD = "ledger.head"
CAPTURES = "captures"
TRACES = "traces"
TIMESTAMPS = "timestamps"
INCOMING = "incoming"
_INDEX = "index.sqlite"
_PARTS = (CAPTURES, TRACES, TIMESTAMPS, INCOMING)


@dataclass(frozen=True)
class Added:
    """What was added to an archive; `revisit` is the capture that had the same bytes already, or empty."""

    capture: str
    url: str
    file: str
    size: int
    revisit: str


def is_archive(folder: Path) -> bool:
    """Whether a folder is an archive of ours."""
    return (folder / LEDGER).is_file() and (folder / CAPTURES).is_dir()


def waiting(folder: Path, file: str) -> Path:
    """Where a file lies until it is moved to its place."""
    return folder / INCOMING / file.replace("/", "!")


def inside(folder: Path, file: str) -> Path:
    """A file that an entry names.

    Raises:
        ValueError: the name could lead elsewhere.
    """
    if not re.fullmatch(r"[\w-]+/[\w.-]+", file) or ".." in file:
        raise ValueError(file)
    return folder / file


def placed(folder: Path, file: str) -> Path:
    """Where a file of an archive lies, in its place or still on the way there.

    Raises:
        ValueError: the name could lead elsewhere.
    """
    place = inside(folder, file)
    return place if place.exists() else waiting(folder, file)


class Archive:
    """An archive folder.

    Args:
        folder: of an archive.
        create: make one where there is nothing yet.

    Raises:
        InputError: there is none, or something else lies there.
    """

    def __init__(self, folder: str | Path, create: bool = False) -> None:
        self.folder = Path(folder)
        self.ledger = Ledger(self.folder / LEDGER)
        try:
            if create:
                self._create()
            elif not is_archive(self.folder):
                raise InputError(f"{self.folder} is no archive; make one with `sourcetrace archive URL|FILE --to {self.folder}`.")
        except OSError as error:
            raise _unwritable(self.folder, error) from None

    def _create(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise InputError(f"{self.folder} is a file; give a folder with --to.")
        ours = {LEDGER, HEAD, _INDEX, "README.txt", *_PARTS}
        there = {p.name for p in self.folder.iterdir()} if self.folder.exists() else set()
        strange = sorted(name for name in there if name not in ours and not name.startswith((f"{_INDEX}-", f".{HEAD}.")))
        if strange:
            raise InputError(f"{self.folder} holds {strange[0]!r}, which no archive does; give another folder with --to.")
        for part in _PARTS:
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        if not (self.folder / "README.txt").exists():
            write_whole(self.folder / "README.txt", ARCHIVE_README.encode())
        with self._locked():
            pass

    # --- reading --------------------------------------------------------------------------------------------------------

    def entries(self) -> Iterator[tuple[Entry, str]]:
        """Every entry of the ledger with the digest of its line.

        Raises:
            InputError: the ledger is broken, or cannot be read.
        """
        try:
            yield from self.ledger.entries()
        except Broken as error:
            raise InputError(f"{self.folder}: {error} `sourcetrace verify {self.folder}` says more.") from None
        except OSError as error:
            raise _unwritable(self.folder, error) from None

    def captures(self) -> list[tuple[Entry, Captured]]:
        """Every capture with its entry, in the order they came."""
        return [(entry, entry.what) for entry, _ in self.entries() if isinstance(entry.what, Captured)]

    def capture(self, name: str) -> tuple[Entry, Captured]:
        """The capture of that identifier, or of the only one that begins so.

        Raises:
            InputError: there is none, or more than one.
        """
        found = [(entry, capture) for entry, capture in self.captures() if capture.capture.startswith(name)]
        exact = [pair for pair in found if pair[1].capture == name]
        if len(exact or found) != 1:
            what = f"{len(found)} captures begin with" if found else "no capture is called"
            raise InputError(f"{what[0].upper()}{what[1:]} {name!r} in {self.folder}; see `sourcetrace archive list {self.folder}`.")
        return (exact or found)[0]

    def path(self, file: str) -> Path:
        """Where a file of the archive lies: in its place, or still on the way there.

        Raises:
            InputError: the ledger names something that could lead elsewhere.
        """
        try:
            return placed(self.folder, file)
        except ValueError:
            raise InputError(f"{self.folder}: the ledger names {file[:200]!r}, which is not inside; `sourcetrace verify` says more.") from None

    # --- writing --------------------------------------------------------------------------------------------------------

    def add(self, content: Content, extraction: str, at: str, asked: str = "") -> Added:
        """Add a capture; it is on the disk, and in the ledger, when this returns.

        Payloads that the archive has already are not written again but pointed to.

        Args:
            content: what it holds.
            extraction: how its text was found; empty where none was.
            at: RFC 3339, the time of the entry.
            asked: the address that was asked for, where it led to another.

        Raises:
            Unkeepable: this content cannot be written to an archive.
            InputError: the archive cannot be written.
        """
        with self._locked() as (writing, index):
            return self._add(writing, index, content, extraction, at, asked)

    def _add(self, writing: Writing, index: sqlite3.Connection, content: Content, extraction: str, at: str, asked: str) -> Added:
        pack = packed(content, lambda payload: self._earlier(index, payload))
        name = f"{re.sub('[^0-9TZ]', '', content.when)}-{digest(pack.data).removeprefix('sha256:')[:12]}"
        known = _row(index, "SELECT file, size, revisit FROM captures WHERE name = ?", name)
        if known:
            if not self.path(str(known[0])).exists():  # somebody took it away; these are its bytes
                write_whole(self.folder / str(known[0]), pack.data)
            return Added(name, content.url, str(known[0]), int(known[1]), str(known[2]))
        revisited = _row(index, "SELECT capture FROM payloads WHERE digest = ?", pack.payload) if pack.revisit else None
        captured = Captured(
            name,
            pack.url,
            content.when,
            f"{CAPTURES}/{name}.wacz",
            digest(pack.data),
            pack.size,
            pack.payload,
            title_of(content.title),
            str(revisited[0]) if revisited else "",
            pack.holds,
            asked if asked != pack.url else "",
        )
        events: list[Event] = [captured]
        if content.reading:
            events.append(Extracted(name, pack.payload, digest(content.reading.text), extraction, software()))
        self._commit(writing, index, {captured.file: pack.data}, events, at)
        return Added(name, pack.url, captured.file, captured.size, captured.revisit)

    def add_files(self, files: Mapping[str, bytes], events: Iterable[Event], at: str) -> None:
        """Add files and the entries that name them.

        Raises:
            InputError: they cannot be written.
        """
        with self._locked() as (writing, index):
            self._commit(writing, index, files, list(events), at)

    def add_trace(self, trace: Path, filed: Filed, at: str) -> bool:
        """Put a copy of a trace folder into the archive; False where it is there already.

        Captures that the archive has are not copied but linked to.

        Raises:
            InputError: it cannot be written.
        """
        with self._locked() as (writing, index):
            known = _row(index, "SELECT path FROM files WHERE digest = ?", filed.manifest)
            if known and _digest_of(self.path(str(known[0])) / "tagmanifest-sha256.txt") == filed.manifest:
                return False
            names = (f"{filed.folder}-{number}" if number > 1 else filed.folder for number in itertools.count(1))
            folder = next(n for n in names if not _row(index, "SELECT 1 FROM files WHERE path = ?", n) and not os.path.lexists(self.folder / n))
            filed = Filed(folder, filed.manifest, filed.head, title_of(filed.title))
            there = waiting(self.folder, folder)
            for path in sorted(p for p in trace.rglob("*") if p.is_file()):
                copy = there / path.relative_to(trace)
                copy.parent.mkdir(parents=True, exist_ok=True)
                self._copy(index, path, copy)
            for inner in [p for p in there.rglob("*") if p.is_dir()] + [there]:
                flush(inner)
            self._commit(writing, index, {}, [filed], at, (folder,))
            return True

    def _copy(self, index: sqlite3.Connection, path: Path, copy: Path) -> None:
        data = path.read_bytes()
        same = _row(index, "SELECT path FROM files WHERE digest = ?", digest(data)) if path.suffix == ".wacz" else None
        if same and _digest_of(self.path(str(same[0]))) == digest(data):
            with suppress(OSError):  # a file system without links: a copy is as good
                os.link(self.path(str(same[0])), copy)
                return
        write_whole(copy, data)

    def _earlier(self, index: sqlite3.Connection, payload: str) -> Earlier | None:
        """The record that holds a payload, if it is really there: what is pointed to is not written again."""
        found = _row(index, "SELECT payloads.url, payloads.at, file FROM payloads JOIN captures ON capture = name WHERE digest = ?", payload)
        if not found:
            return None
        try:
            held = held_in(self.path(str(found[2])).read_bytes(), payload)
        except OSError:  # it is gone, which `verify` tells
            return None
        return Earlier(str(found[0]), str(found[1])) if held else None

    def _commit(
        self, writing: Writing, index: sqlite3.Connection, files: Mapping[str, bytes], events: list[Event], at: str, folders: tuple[str, ...] = ()
    ) -> None:
        for file, data in files.items():
            write_whole(waiting(self.folder, file), data)
        start = writing.head.size
        writing.append(events, at)
        for file in (*files, *folders):
            self._move(file)
        _learn(index, writing.since(start), start)

    def _move(self, file: str) -> None:
        place = self.folder / file
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, f"{file} is there already")
        waiting(self.folder, file).rename(place)
        flush(place.parent)

    @contextmanager
    def _locked(self) -> Iterator[tuple[Writing, sqlite3.Connection]]:
        """The ledger locked, the index up to it, and nothing left of an interrupted run."""
        try:
            with self.ledger.writing() as writing:
                if writing.head.number < 0:
                    writing.append([Opened(SCHEMA, software())], now())
                with closing(self._indexed(writing)) as index:
                    self._tidy(index)
                    yield writing, index
        except Broken as error:
            raise InputError(f"{self.folder}: {error}") from None
        except (OSError, sqlite3.Error) as error:
            raise _unwritable(self.folder, error) from None

    def _tidy(self, index: sqlite3.Connection) -> None:
        for left in sorted((self.folder / INCOMING).iterdir()):
            file = left.name.replace("!", "/")
            if _row(index, "SELECT 1 FROM files WHERE path = ?", file):
                if not os.path.lexists(self.folder / file):
                    self._move(file)  # else it stays: what the ledger names is never deleted
            elif left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()

    def _indexed(self, writing: Writing) -> sqlite3.Connection:
        """The index, brought up to the ledger; made anew where it does not belong to it."""
        path = self.folder / _INDEX
        try:
            return _caught_up(_opened(path), writing)
        except (sqlite3.Error, Broken):  # damaged, or of another ledger
            for name in (_INDEX, f"{_INDEX}-journal"):
                (self.folder / name).unlink(missing_ok=True)
            return _caught_up(_opened(path), writing)


_TABLES = """
CREATE TABLE IF NOT EXISTS state (offset INTEGER NOT NULL, number INTEGER NOT NULL, head TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS captures (name TEXT PRIMARY KEY, url TEXT, at TEXT, file TEXT, size INTEGER, revisit TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS payloads (digest TEXT PRIMARY KEY, url TEXT, at TEXT, capture TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_digest ON files (digest);
"""


def _opened(path: Path) -> sqlite3.Connection:
    index = sqlite3.connect(path, isolation_level=None)
    # It can always be made again from the ledger, so nothing waits for the disk.
    index.execute("PRAGMA synchronous = OFF")
    index.executescript(_TABLES)
    return index


def _row(index: sqlite3.Connection, query: str, *values: str) -> tuple[str | int, ...] | None:
    found: tuple[str | int, ...] | None = index.execute(query, values).fetchone()
    return found


def _state(index: sqlite3.Connection) -> tuple[int, tuple[int, str] | None]:
    found = index.execute("SELECT offset, number, head FROM state").fetchone()
    return (int(found[0]), (int(found[1]), str(found[2]))) if found else (0, None)


def _caught_up(index: sqlite3.Connection, writing: Writing) -> sqlite3.Connection:
    """The index with all that the ledger says.

    Raises:
        Broken: they do not end with the same entry.
        sqlite3.Error: the index is damaged.
    """
    try:
        offset, head = _state(index)
        _learn(index, writing.since(offset), offset, head)
        same = _state(index) == (writing.head.size, (writing.head.number, writing.head.digest))
    except (sqlite3.Error, Broken):
        index.close()
        raise
    if not same:
        index.close()
        raise Broken("The last line does not follow from the others; `sourcetrace verify` says more.")
    return index


def _digest_of(path: Path) -> str | None:
    """The digest of a file; None where it cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return None


def _learn(index: sqlite3.Connection, lines: bytes, offset: int, head: tuple[int, str] | None = None) -> None:
    """Take in what the ledger says from `offset` on.

    Raises:
        Broken: the lines do not follow from what the index knows.
    """
    if head is None and offset:
        head = _state(index)[1]
    index.execute("BEGIN")
    try:
        for entry, line in parsed(lines, *(head or ())):
            _learn_entry(index, entry)
            head = entry.number, line
        if head and lines:
            index.execute("DELETE FROM state")
            index.execute("INSERT INTO state VALUES (?, ?, ?)", (offset + len(lines), *head))
    except BaseException:
        index.execute("ROLLBACK")
        raise
    index.execute("COMMIT")


def _learn_entry(index: sqlite3.Connection, entry: Entry) -> None:
    what = entry.what
    if isinstance(what, Captured):
        index.execute("INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?, ?, ?)", (what.capture, what.url, what.when, what.file, what.size, what.revisit))
        index.execute("INSERT OR IGNORE INTO files VALUES (?, ?)", (what.file, what.digest))
        rows = [(held.digest, held.url, held.when, what.capture) for held in what.holds]
        index.executemany("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?)", rows)
    elif isinstance(what, Stamped):
        index.executemany("INSERT OR IGNORE INTO files VALUES (?, ?)", [(what.file, what.digest), *([(what.chain, what.chain_digest)] if what.chain else [])])
    elif isinstance(what, Filed):
        index.execute("INSERT OR IGNORE INTO files VALUES (?, ?)", (what.folder, what.manifest))


def _unwritable(folder: Path, error: Exception) -> InputError:
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return InputError(f"{folder} cannot be used as an archive ({reason}); what was reported as archived is there.")
