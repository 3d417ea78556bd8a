"""The file of decisions: a ledger of its own beside the trace folder, or the archive's ledger where the trace lies in an archive.

Each act is on the disk before anybody is told, under a lock that other programs respect: two desks on one trace lose nothing of
each other. What is done is entered in the trace's own ledger as well (`enter`), so that a folder handed on carries its decisions
with it, and a token over that ledger dates them.
"""

from __future__ import annotations

import datetime
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sourcetrace.provenance.archiving.acts import Act
from sourcetrace.provenance.archiving.folder import Archive, is_archive
from sourcetrace.provenance.archiving.ledger import Broken, Ledger, Opened, parsed
from sourcetrace.provenance.software import software
from sourcetrace.provenance.wire import now
from sourcetrace.translate.text import InputError

__all__ = ["SCHEMA", "Decisions", "acts_in", "beside", "in_order", "new_act"]

SCHEMA = "sourcetrace/decisions/1"
_LONGEST_NAME = 80  # characters of a reviewer's name


def beside(folder: Path) -> Path:
    """Where the decisions on a trace folder are kept."""
    place = Path(os.path.abspath(folder))
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
        self._lock = threading.Lock()

    def read(self) -> list[Act]:
        """All acts so far."""
        with self._lock:
            return self._read()

    def _read(self) -> list[Act]:
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
            for entry, line in parsed(whole, self._head[0], *([self._head[1]] if self._offset else [])):
                self._head = entry.number, line
                if isinstance(entry.what, Act) and entry.what.trace == self._trace:
                    _require_sound(entry.what, self._path)
                    self._acts.append(entry.what)
        except Broken as error:
            raise InputError(f"{self._path} is not as it was written: {error} Put back the file as it was, or move it away to begin anew.") from None
        self._offset += len(whole)
        return list(self._acts)


# How we write them; what is written otherwise could not be put in order, or called so in other formats.
_NAME = re.compile("[A-Za-z0-9]{1,40}")
_WHEN = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def _require_sound(act: Act, path: Path) -> None:
    if not (_NAME.fullmatch(act.act) and _WHEN.fullmatch(act.when) and 0 < len(act.by) <= _LONGEST_NAME and act.by.isprintable()):
        raise InputError(f"{path} holds an act whose name, time or reviewer is none that the desk writes; it was made or changed by something else.")


class Decisions:
    """The acts on one trace.

    Args:
        folder: of the trace.
        trace: digest of its `trace.json`.
    """

    def __init__(self, folder: Path, trace: str) -> None:
        self.folder, self.trace = folder, trace
        above = Path(os.path.abspath(folder)).resolve().parent.parent
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

    def merge(self, path: Path) -> int:
        """Take in the acts of another reviewer's file, with who did them and when; the number that were new.

        Raises:
            InputError: it is no file of decisions, or of another trace.
        """
        if not path.is_file():
            raise InputError(f"There is no file of decisions at {path}; it is called like the trace folder, with .decisions.jsonl.")
        theirs = list(acts_in(path, self.trace))
        if not theirs:
            raise InputError(f"{path} holds no decision on this trace; decisions belong to one trace.json, byte for byte.")
        known = {act.act for act in self.read()}
        fresh = [act for act in in_order(theirs) if act.act not in known]
        self._append(fresh)
        return len(fresh)

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
            from sourcetrace.provenance.custody import amend

            amend(self.folder, fresh)
            self._tails[-1] = _Tail(self.folder / "data" / "ledger.jsonl", self.trace)
        return len(fresh)

    def _append(self, acts: list[Act]) -> None:
        if self._archive:
            self._archive.add_files({}, acts, now())
            return
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
