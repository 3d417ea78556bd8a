"""The job store: SQLite in WAL mode, one file beside the traces.

An *input* is a row of what the user gave; a *job* is a trace to be made, and is known by the digest of what it is made from and
of the settings it is made with: two inputs with the same bytes share one, and what is done stays done. Which job is under way is
kept nowhere: whoever holds the lock on the folder is the only one at work, so after a crash everything unfinished simply waits.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

import msgspec
from sourcetrace.provenance.addresses import is_address
from sourcetrace.provenance.batching.job import Ended, Item, Settings, Task, Told
from sourcetrace.provenance.wire import now
from sourcetrace.translate.text import InputError, NotWritten

__all__ = ["Counts", "Done", "Fate", "Queued", "State", "Store", "Trouble", "chunks", "is_batch"]

T = TypeVar("T")

FILE = "batch.sqlite"
_SCHEMA = 1
# waiting: for the fetching stage; ready: for an engine; done; aside: poison, with its reason; left: no input asks for it any more.
State = Literal["waiting", "ready", "done", "aside", "left"]
_LARGEST = 500_000_000  # bytes of a file that is looked into
_MOMENT = 0.5  # seconds to wait for the folder's lock
_PATIENCE = 30.0  # seconds to wait for another process's write

_WAKE = "UPDATE jobs SET state = CASE WHEN told IS NOT NULL THEN 'done' WHEN networked THEN 'waiting' ELSE 'ready' END WHERE number=?"
_MEANT = """
SELECT number FROM jobs
WHERE (state='aside' OR (? AND state='done' AND told ->> 'recovered_by' IS NULL))
  AND (? OR number IN (SELECT job FROM inputs WHERE id IN (SELECT value FROM json_each(?))))
"""
_AGAIN = """
UPDATE jobs SET state = CASE WHEN networked THEN 'waiting' ELSE 'ready' END,
  tries=0, reason='', told=NULL, seconds=NULL, finished='', round = round + (state='done')
WHERE number=?
"""

_TABLES = """
CREATE TABLE settings (digest TEXT PRIMARY KEY, settings BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE jobs (
  number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, article TEXT NOT NULL, source TEXT, digests TEXT NOT NULL, settings TEXT NOT NULL REFERENCES settings,
  networked INTEGER NOT NULL, state TEXT NOT NULL, round INTEGER NOT NULL DEFAULT 1, tries INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '', told BLOB, seconds BLOB, memory INTEGER NOT NULL DEFAULT 0, finished TEXT NOT NULL DEFAULT '');
CREATE INDEX jobs_by_state ON jobs (state, number);
CREATE TABLE inputs (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, article TEXT NOT NULL, source TEXT NOT NULL, page TEXT NOT NULL, job INTEGER NOT NULL REFERENCES jobs,
  UNIQUE (article, source, id, page));
CREATE INDEX inputs_by_job ON inputs (job);
CREATE TABLE tries (job INTEGER NOT NULL REFERENCES jobs, at TEXT NOT NULL, how TEXT NOT NULL, reason TEXT NOT NULL, host TEXT NOT NULL);
CREATE INDEX tries_by_job ON tries (job);
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Queued:
    """What came of queueing: inputs that were new, that were known, and that share the trace of another."""

    new: int = 0
    known: int = 0
    shared: int = 0

    def __add__(self, other: Queued) -> Queued:
        return Queued(self.new + other.new, self.known + other.known, self.shared + other.shared)


class Counts(msgspec.Struct, frozen=True):
    """Jobs by state; `inputs` counts what the user gave."""

    inputs: int
    waiting: int
    ready: int
    done: int
    aside: int

    @property
    def jobs(self) -> int:
        """All that are asked for."""
        return self.waiting + self.ready + self.done + self.aside

    @property
    def open(self) -> int:
        """Those still to be worked on."""
        return self.waiting + self.ready


class Trouble(msgspec.Struct, frozen=True):
    """A try that came to nothing.

    Attributes:
        at: RFC 3339 in UTC.
        how: see `job.Ending`.
        host: which was in the way; empty where none was.
    """

    at: str
    how: str
    reason: str
    host: str


class Fate(msgspec.Struct, frozen=True):
    """What became of an input, with every try that came to nothing on the way."""

    id: str
    state: str
    reason: str
    trace: str | None
    tries: tuple[Trouble, ...]


@dataclass(frozen=True)
class Done:
    """An input, and what became of its job."""

    item: Item
    number: int
    key: str
    state: State
    reason: str
    trace: str | None
    told: Told | None
    seconds: dict[str, float]
    finished: str


def is_batch(folder: Path) -> bool:
    """Whether a batch was begun in a folder."""
    return (folder / FILE).is_file()


class Store:
    """The store of a batch.

    Args:
        folder: of the batch.
        create: make one where there is none.
        read_only: look only; the folder may be one that cannot be written to.

    Raises:
        InputError: there is none, it cannot be used, or it was made by a later version.
    """

    def __init__(self, folder: Path, create: bool = False, read_only: bool = False) -> None:
        self.folder = Path(os.path.abspath(folder))
        path = self.folder / FILE
        if not create and not path.is_file():
            raise InputError(f"{folder} holds no batch; begin one with `sourcetrace batch INPUT... --out {folder}`.")
        try:
            if create:
                self._require_own(folder, path)
                self.folder.mkdir(parents=True, exist_ok=True)
            if read_only and not os.access(self.folder, os.W_OK):
                self._db = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
                return
            self._db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")  # whole after a power cut; what the last moments wrote is done again
            self._prepare()
        except OSError as error:
            raise InputError(f"{folder} cannot be used ({(error.strerror or str(error)).lower()}); give another --out.") from None
        except sqlite3.Error as error:
            raise InputError(f"{path} cannot be used as a job store ({str(error).lower()}); give another --out.") from None

    def _require_own(self, folder: Path, path: Path) -> None:
        if not path.exists() and self.folder.is_dir() and any(self.folder.iterdir()):
            raise InputError(f"{folder} exists already and holds no batch; give another --out.")

    def _prepare(self) -> None:
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            with self.writing():
                if self._db.execute("PRAGMA user_version").fetchone()[0] == 0:
                    for statement in filter(str.strip, _TABLES.split(";")):
                        self._db.execute(statement)
                    self._db.execute(f"PRAGMA user_version={_SCHEMA}")
        elif found != _SCHEMA:
            raise InputError(f"{self.folder / FILE} was made by another version of Sourcetrace (store {found}, not {_SCHEMA}); give another --out.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give it up."""
        self._db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All of it, or nothing."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                with suppress(sqlite3.Error):  # it may have been rolled back already
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise NotWritten(
                f"{self.folder / FILE} cannot be written ({str(error).lower()}). What is done is kept; mend it, and give the same command again."
            ) from None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One run at a time on a folder; the lock goes with the process, however it ends.

        Raises:
            InputError: another one is at work.
        """
        until = time.monotonic() + _MOMENT
        while (handle := self._lock()) is None and time.monotonic() < until:  # `status` holds it for a moment
            time.sleep(0.05)
        if handle is None:
            raise InputError(f"Another run is at work on {self.folder}; wait for it, or look with `sourcetrace batch status {self.folder}`.")
        try:
            yield
        finally:
            os.close(handle)

    def _lock(self) -> int | None:
        """A handle that holds the lock; None where another process does."""
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return handle

    def busy(self) -> bool:
        """Whether a run is at work on the folder."""
        if not os.access(self.folder, os.W_OK):
            return False
        handle = self._lock()
        if handle is not None:
            os.close(handle)
        return handle is None

    # --- queueing -------------------------------------------------------------------------------------------------------

    def add(self, items: Sequence[Item], settings: Settings) -> Queued:
        """Queue some items; what is known already stays as it is.

        A file that has changed since is another article: its input then asks for a new job.
        """
        with self.writing():
            self._db.execute("INSERT OR IGNORE INTO settings VALUES (?, ?)", (settings.digest, msgspec.json.encode(settings)))
            return sum((self._add(item, settings) for item in items), Queued())

    def _add(self, item: Item, settings: Settings) -> Queued:
        article, source = absolute(item.article), absolute(item.source) if item.source else None
        digests = tuple("" if name is None or is_address(name) else self._digest(name) for name in (article, source))
        key = _key((article, source), digests, settings)
        name = item.id or item.article
        row = self._db.execute("SELECT number, state FROM jobs WHERE key=?", (key,)).fetchone()
        if row is None:
            networked = _needs_network(article, source, settings)
            job = self._db.execute(
                "INSERT INTO jobs (key, article, source, digests, settings, networked, state) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (key, article, source, " ".join(digests), settings.digest, networked, "waiting" if networked else "ready"),
            ).lastrowid
        else:
            job = row[0]
            if row[1] != "done":  # the file may have moved since, or another with the same bytes may be there still
                self._db.execute("UPDATE jobs SET article=?, source=? WHERE number=?", (article, source, job))
            if row[1] == "left":
                self._db.execute(_WAKE, (job,))
        known = self._db.execute(
            "SELECT number, job FROM inputs WHERE article=? AND source=? AND id=? AND page=?", (article, source or "", name, item.page or "")
        ).fetchone()
        if known is None:
            self._db.execute("INSERT INTO inputs (id, article, source, page, job) VALUES (?, ?, ?, ?, ?)", (name, article, source or "", item.page or "", job))
            return Queued(new=1, shared=int(row is not None))
        if known[1] != job:
            self._db.execute("UPDATE inputs SET job=? WHERE number=?", (job, known[0]))
            self._db.execute("UPDATE jobs SET state='left' WHERE number=? AND NOT EXISTS (SELECT 1 FROM inputs WHERE job=jobs.number)", (known[1],))
            return Queued(new=1)
        return Queued(known=1)

    def _digest(self, path: str) -> str:
        """Of a file's bytes, remembered as long as its size and time stay; empty of what cannot be read."""
        try:
            found = os.stat(path)  # noqa: PTH116, a hundred thousand times
            known = self._db.execute("SELECT digest FROM files WHERE path=? AND size=? AND changed=?", (path, found.st_size, found.st_mtime_ns)).fetchone()
            if known:
                return str(known[0])
            if not os.path.isfile(path) or found.st_size > _LARGEST:  # noqa: PTH113, likewise
                return ""
            with open(path, "rb") as file:  # noqa: PTH123, likewise
                made = hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError):  # the job will say why
            return ""
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (path, found.st_size, found.st_mtime_ns, made))
        return made

    # --- working --------------------------------------------------------------------------------------------------------

    def next(self, state: Literal["waiting", "ready"], after: int, count: int, retries: int) -> tuple[list[Task], int]:
        """Jobs in a state, in their order: at most `count` after a number, and the number to go on from."""
        rows = self._db.execute(
            "SELECT number, key, round, article, source, digests, settings, tries FROM jobs WHERE state=? AND number>? ORDER BY number LIMIT ?",
            (state, after, count),
        ).fetchall()
        return [self._task(row, retries) for row in rows], rows[-1][0] if rows else after

    def _task(self, row: tuple[Any, ...], retries: int) -> Task:
        number, key, turn, article, source, digests, settings, tries = row
        first, _, second = digests.partition(" ")
        return Task(
            number,
            article,
            source,
            str(self.staged(key)),
            str(self.folder / trace_path(key, turn)),
            self._settings(settings),
            (first, second),
            max(0, retries - tries),
        )

    def _settings(self, found: str) -> Settings:
        row = self._db.execute("SELECT settings FROM settings WHERE digest=?", (found,)).fetchone()
        return msgspec.json.decode(row[0], type=Settings)

    def staged(self, key: str) -> Path:
        """Where the fetching stage leaves what it gathered."""
        return self.folder / "staged" / key[:2] / key

    def gathered(self, number: int) -> None:
        """What lies on the web was got: the job may be worked on."""
        with self.writing():
            self._db.execute("UPDATE jobs SET state='ready', tries=0 WHERE number=?", (number,))

    def finish(self, ended: Ended) -> None:
        """A trace lies there."""
        with self.writing():
            self._db.execute(
                "UPDATE jobs SET state='done', reason='', told=?, seconds=?, memory=?, finished=? WHERE number=?",
                (msgspec.json.encode(ended.told), msgspec.json.encode(ended.seconds), ended.memory, ended.finished, ended.number),
            )

    def set_aside(self, ended: Ended) -> None:
        """The input cannot be worked on; the others go on."""
        with self.writing():
            self._try(ended)
            self._db.execute(
                "UPDATE jobs SET state='aside', reason=?, seconds=?, memory=?, finished=? WHERE number=?",
                (ended.reason, msgspec.json.encode(ended.seconds), ended.memory, ended.finished or now(), ended.number),
            )

    def note(self, ended: Ended, counted: bool = True) -> int:
        """A try came to nothing, or a host put us off, which is not counted; how many tries of the job did so far."""
        with self.writing():
            self._try(ended)
            row = self._db.execute("UPDATE jobs SET tries=tries+? WHERE number=? RETURNING tries", (int(counted), ended.number)).fetchone()
        return int(row[0])

    def _try(self, ended: Ended) -> None:
        self._db.execute("INSERT INTO tries VALUES (?, ?, ?, ?, ?)", (ended.number, now(), ended.how, ended.reason, ended.host))

    def retry(self, ids: Sequence[str] = (), unrecovered: bool = False) -> int:
        """Queue again what was set aside, and what was not recovered where that is wished, all or by the inputs' ids; how many.

        A trace that is there stays: the next one lies beside it.
        """
        with self.writing():
            numbers = self._db.execute(_MEANT, (unrecovered, not ids, json.dumps(list(ids)))).fetchall()
            for (number,) in numbers:
                self._db.execute(_AGAIN, (number,))
                settings = self._settings(self._db.execute("SELECT settings FROM jobs WHERE number=?", (number,)).fetchone()[0])
                # A file that was mended meanwhile is another article.
                for row in self._db.execute("SELECT article, source, id, page FROM inputs WHERE job=?", (number,)).fetchall():
                    self._add(Item(row[0], row[1] or None, row[2], row[3] or None), settings)
        return len(numbers)

    # --- telling --------------------------------------------------------------------------------------------------------

    def outdated(self) -> str | None:
        """The version that open jobs were queued with, where it is not this one."""
        rows = self._db.execute("SELECT DISTINCT settings FROM jobs WHERE state IN ('waiting', 'ready')").fetchall()
        return next((found for row in rows if (found := self._settings(row[0]).software) != version("sourcetrace")), None)

    def counts(self) -> Counts:
        """How far the batch is."""
        by_state = dict(self._db.execute("SELECT state, count(*) FROM jobs GROUP BY state").fetchall())
        inputs = self._db.execute("SELECT count(*) FROM inputs").fetchone()[0]
        return Counts(inputs, *(by_state.get(state, 0) for state in ("waiting", "ready", "done", "aside")))

    def rows(self) -> Iterator[Done]:
        """Every input that is done or set aside, in the order in which they were given."""
        found = self._db.execute(
            "SELECT i.id, i.article, i.source, i.page, j.number, j.key, j.round, j.state, j.reason, j.told, j.seconds, j.finished "
            "FROM inputs i JOIN jobs j ON j.number=i.job WHERE j.state IN ('done', 'aside') ORDER BY i.number"
        )
        for name, article, source, page, number, key, turn, state, reason, told, seconds, finished in found:
            yield Done(
                Item(article, source or None, name, page or None),
                number,
                key,
                state,
                reason,
                trace_path(key, turn) if state == "done" else None,
                msgspec.json.decode(told, type=Told) if told and state == "done" else None,
                msgspec.json.decode(seconds, type=dict[str, float]) if seconds else {},
                finished,
            )

    def aside(self, most: int) -> list[tuple[str, str]]:
        """(id, reason) of inputs that were set aside, the last first."""
        return self._db.execute(
            "SELECT i.id, j.reason FROM jobs j JOIN inputs i ON i.job=j.number WHERE j.state='aside' ORDER BY j.number DESC LIMIT ?", (most,)
        ).fetchall()

    def fates(self, ids: Sequence[str]) -> list[Fate]:
        """What became of some inputs, by their ids, so far."""
        rows = self._db.execute(
            "SELECT i.id, j.number, j.key, j.round, j.state, j.reason FROM inputs i JOIN jobs j ON j.number=i.job "
            "WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY i.number",
            (json.dumps(list(ids)),),
        ).fetchall()
        return [
            Fate(name, state, reason, trace_path(key, turn) if state == "done" else None, self._troubles(number))
            for name, number, key, turn, state, reason in rows
        ]

    def _troubles(self, number: int) -> tuple[Trouble, ...]:
        rows = self._db.execute("SELECT at, how, reason, host FROM tries WHERE job=? ORDER BY rowid", (number,))
        return tuple(Trouble(*row) for row in rows)


def _key(names: tuple[str, str | None], digests: tuple[str, ...], settings: Settings) -> str:
    """Of what a trace is made from: bytes, or addresses. The suffix counts, for it may decide how bytes are read."""
    parts = [f"{found}{Path(name).suffix.lower()}" if name and found else name or "" for name, found in zip(names, digests, strict=True)]
    return hashlib.sha256("\n".join([*parts, settings.digest]).encode("utf-8")).hexdigest()[:32]


def trace_path(key: str, turn: int) -> str:
    """Where a trace lies in the batch's folder; by the beginning of its key, for a hundred thousand folders in one are slow to list."""
    return f"traces/{key[:2]}/{key[:16]}{'' if turn == 1 else f'-{turn}'}.trace"


def absolute(name: str) -> str:
    """A path as another process finds it; an address as it is."""
    return name if is_address(name) else os.path.abspath(name)


def _needs_network(article: str, source: str | None, settings: Settings) -> bool:
    """Whether the fetching stage has to see it first: not where everything is at hand, or no connection is permitted."""
    if settings.offline:
        return False
    return is_address(article) or source is None or is_address(source) or settings.all_captures


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """So many at a time."""
    held: list[T] = []
    for item in items:
        held.append(item)
        if len(held) >= size:
            yield held
            held = []
    if held:
        yield held
