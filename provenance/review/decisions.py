"""The file of decisions: a ledger of its own beside the trace folder, or the archive's ledger where the trace lies in an archive.

Each act is on the disk before anybody is told, under a lock that other programs respect: two desks on one trace lose nothing of
each other. What is done is entered in the trace's own ledger as well (`enter`), so that a folder handed on carries its decisions
with it, and a token over that ledger dates them.
"""

from __future__ import annotations

import datetime
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sourcetrace.provenance.archiving.acts import Act, well_formed
from sourcetrace.provenance.archiving.folder import Archive, is_archive
from sourcetrace.provenance.archiving.ledger import Broken, Ledger, Opened, ends_as_noted, note_head, noted, noted_head, parsed
from sourcetrace.provenance.software import software
from sourcetrace.provenance.wire import now
from sourcetrace.translate.text import InputError, digest

__all__ = ["SCHEMA", "Decisions", "acts_in", "beside", "in_order", "new_act"]

SCHEMA = "sourcetrace/decisions/1"


def beside(folder: Path) -> Path:
    """Where the decisions on a trace folder are kept; by whatever way it is named."""
    place = folder.resolve()
    return place.with_name(f"{place.name}.decisions.jsonl")


def new_act() -> str:
    """An identifier for an act."""
    return secrets.token_hex(8)


def in_order(acts: Iterable[Act]) -> list[Act]:
    """Acts as they follow one another: by time, then by identifier; each once."""
    return sorted({act.act: act for act in acts}.values(), key=lambda act: (act.when, act.act))


def acts_in(ledger: Path, trace: str) -> Iterator[Act]:
    """The acts on one trace that a ledger holds; none where there is no such file.

    Raises:
        InputError: it is broken, or cannot be read.
    """
    yield from _Tail(ledger, trace).read()


class _Tail:
    """Reads a ledger that grows, each line once."""

    def __init__(self, path: Path, trace: str) -> None:
        self._path, self._trace = path, trace
        self._offset, self._head = 0, (-1, "")
        self._acts: list[Act] = []
        self.others = 0  # acts on other records
        self._lock = threading.Lock()

    def read(self) -> list[Act]:
        """All acts so far."""
        with self._lock:
            return self._read()

    def note(self) -> None:
        """Note the last line beside a file that came without the note: what a colleague hands on is often the one file."""
        self.read()
        if self._offset and not noted_head(self._path).exists():
            note_head(self._path, *self._head)

    def _read(self) -> list[Act]:
        note = "" if self._offset else noted(self._path)  # before the lines, which are written before it
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                data = file.read()
        except FileNotFoundError:
            return list(self._acts)
        except OSError as error:
            raise InputError(f"{self._path} cannot be read: {(error.strerror or str(error)).lower()}.") from None
        whole = data[: data.rfind(b"\n") + 1]
        try:
            entries = list(parsed(whole, self._head[0], *([self._head[1]] if self._offset else [])))
        except Broken as error:
            raise self._broken(str(error)) from None
        if note and not ends_as_noted(note, entries):
            raise self._broken("The line that was noted as its last is not in it: its last lines were changed or taken away.")
        acts = [entry.what for entry, _ in entries if isinstance(entry.what, Act)]
        if not all(map(well_formed, acts)):
            raise InputError(f"{self._path} holds an act whose name, time or reviewer is none that the desk writes; it was made or changed by something else.")
        own = [act for act in acts if act.trace == self._trace]
        self._acts += own
        self.others += len(acts) - len(own)
        if entries:
            self._offset, self._head = self._offset + len(whole), (entries[-1][0].number, entries[-1][1])
        return list(self._acts)

    def _broken(self, why: str) -> InputError:
        aside = f"{self._path.name} and {noted_head(self._path).name}"
        return InputError(f"{self._path} is not as it was written: {why} Put back the file as it was, or move {aside} away to begin anew.")


class Decisions:
    """The acts on one trace.

    Args:
        folder: of the trace.
        trace: digest of its `trace.json`.
    """

    def __init__(self, folder: Path, trace: str) -> None:
        folder = folder.resolve()
        self.folder, self.trace = folder, trace
        above = folder.parent.parent
        self._archive = Archive(above) if is_archive(above) else None
        self.path = self._archive.ledger.path if self._archive else beside(folder)
        self._tails = [_Tail(self.path, trace)]
        if not self._archive:
            self._tails.append(_Tail(folder / "data" / "ledger.jsonl", trace))

    def read(self) -> list[Act]:
        """Every act, in order, wherever it was written.

        Raises:
            InputError: a ledger is broken, or cannot be read.
        """
        return in_order(act for tail in self._tails for act in tail.read())

    def add(self, by: str, make: Callable[[str], Act]) -> Act:
        """Write an act; it is on the disk when this returns.

        Args:
            by: whose act it is.
            make: given the time, which is later than that of all this reviewer did before.

        Raises:
            InputError: it cannot be written.
        """
        last = max((act.when for act in self.read() if act.by == by), default="")
        act = make(_after(last))
        self._append([act])
        return act

    @property
    def of_other_records(self) -> int:
        """Acts in the file that are about another record, such as one that was replaced; they count for nothing here."""
        return 0 if self._archive else self._tails[0].others

    def catch_up(self) -> None:
        """Write into the file what only the trace's ledger has: a folder that came back from a colleague brings what was decided there.

        Raises:
            InputError: it cannot be written.
        """
        if not self._archive and self.path.exists():
            own = {act.act for act in self._tails[0].read()}
            self._append([act for act in self.entered() if act.act not in own])

    def merge(self, path: Path) -> Counter[str]:
        """Take in the acts of another reviewer's file, with who did them and when; how many were new, by reviewer.

        Raises:
            InputError: it is no file of decisions, or of another trace.
        """
        try:
            there = path.is_file()
        except OSError:  # such as a name that is too long
            there = False
        if not there:
            raise InputError(f"There is no file of decisions at {path}; it is called like the trace folder, with .decisions.jsonl.")
        theirs = list(acts_in(path, self.trace))
        if not theirs:
            raise InputError(f"{path} holds no decision on this trace; decisions belong to one trace.json, byte for byte.")
        known = {act.act for act in self.read()}
        fresh = [act for act in in_order(theirs) if act.act not in known]
        self._append(fresh)
        return Counter(act.by for act in fresh)

    def entered(self) -> list[Act]:
        """What stands in the ledger of the trace, or of its archive."""
        return self._tails[-1].read()

    def enter(self) -> int:
        """Write into the trace's own ledger what it does not have yet; the number of acts. An archive's has them all.

        Raises:
            InputError: the folder is no whole trace, or cannot be written.
        """
        known = {act.act for act in self.entered()}
        fresh = [act for act in self.read() if act.act not in known]
        if fresh:
            if digest((self.folder / "data" / "trace.json").read_bytes()) != self.trace:
                raise InputError(f"{self.folder} was replaced by another trace meanwhile.")
            from sourcetrace.provenance.custody import amend

            amend(self.folder, fresh)
            self._tails[-1] = _Tail(self.folder / "data" / "ledger.jsonl", self.trace)
        return len(fresh)

    def _append(self, acts: list[Act]) -> None:
        if not acts:
            return
        if self._archive:
            self._archive.add_files({}, acts, now())
            return
        self._tails[0].note()
        try:
            with Ledger(self.path).writing() as writing:
                # A folder that was handed on without this file has its decisions in its own ledger; the new file has them all again.
                begin = [Opened(SCHEMA, software()), *self.entered()] if writing.head.number < 0 else []
                writing.append([*begin, *acts], now())
        except Broken as error:
            raise InputError(f"{self.path}: {error}") from None
        except OSError as error:
            raise InputError(f"{self.path} cannot be written ({(error.strerror or str(error)).lower()}); nothing more is kept until it can.") from None


def _after(last: str) -> str:
    """The time, later than `last` even where the clock was put back."""
    moment = datetime.datetime.now(datetime.UTC)
    try:
        moment = max(moment, datetime.datetime.fromisoformat(last) + datetime.timedelta(microseconds=1)) if last else moment
    except (ValueError, OverflowError):
        raise InputError(f"The last act of this reviewer has a time that there is not ({last}); decide under another name.") from None
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
