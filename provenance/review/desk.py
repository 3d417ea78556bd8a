"""What a reviewer can do with a trace. The desk knows nothing of pages; it checks what is asked for, writes it down, and tells what changed."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import msgspec
from sourcetrace.provenance.archiving.acts import LONGEST_NAME, Act, Commented, Decided, Missed, Pairing, Repaired, Ruled, Severity, Undone
from sourcetrace.provenance.opening import OpenedTrace, open_trace
from sourcetrace.provenance.pipeline import day_of
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.report.view import Rows, reviewed_in_words
from sourcetrace.provenance.review.decisions import new_act
from sourcetrace.provenance.review.repair import checked, merged, split, unlinked
from sourcetrace.provenance.review.state import Review, review, words_of
from sourcetrace.translate.alignment import Bead, Side
from sourcetrace.translate.comparison import Comparison, Context
from sourcetrace.translate.departures import Departure
from sourcetrace.translate.text import InputError, Span

__all__ = [
    "Comment",
    "Decide",
    "Desk",
    "DismissAlike",
    "Mark",
    "Merge",
    "Moment",
    "Redo",
    "Request",
    "Split",
    "Undo",
    "Unlink",
    "reviewer_name",
]

_LONGEST = 10_000  # characters of a note or comment
_TYPE = re.compile(r"[A-Za-z][\w ()/-]{1,98}[\w)]")  # an MQM type: `Accuracy/Mistranslation`
_SHOWN = 3_000  # characters of one side of a passage that the page is given at first


class _Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do"):
    """What all requests share: the name of what is to be done."""


class Decide(_Request, frozen=True, tag="decide"):
    """Confirm, dismiss or reopen a departure; see `acts.Decided`."""

    departure: str
    decision: Literal["confirmed", "dismissed", "open"]
    severity: Severity | Literal[""] = ""
    mqm: str = ""
    right: str = ""
    note: str = ""


class Comment(_Request, frozen=True, tag="comment"):
    """Comment on a departure or a bead."""

    on: str
    text: str


class Mark(_Request, frozen=True, tag="mark"):
    """Mark a departure that no check found.

    Attributes:
        source, target: the words, as offsets into the whole texts; where there are none, they are looked for in the bead.
        source_words, target_words: the words themselves.
    """

    bead: str
    severity: Severity
    mqm: str
    source: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()
    source_words: str = ""
    target_words: str = ""
    right: str = ""
    note: str = ""


class Merge(_Request, frozen=True, tag="merge"):
    """Make beads one; two with one side each are linked so."""

    beads: tuple[str, ...]


class Split(_Request, frozen=True, tag="split"):
    """Make a bead two: its first `source` and `target` sentences, and the rest."""

    bead: str
    source: int
    target: int


class Unlink(_Request, frozen=True, tag="unlink"):
    """Part the two sides of a bead."""

    bead: str


class DismissAlike(_Request, frozen=True, tag="dismiss alike"):
    """Dismiss all departures like one: of its check and kind, and, with `words`, on the same words."""

    departure: str
    words: bool
    note: str = ""


class Undo(_Request, frozen=True, tag="undo"):
    """Take back an act of one's own; the last one where none is named."""

    act: str = ""


class Redo(_Request, frozen=True, tag="redo"):
    """Bring back what one took back last."""


Request = Decide | Comment | Mark | Merge | Split | Unlink | DismissAlike | Undo | Redo


def reviewer_name(name: str) -> str:
    """A reviewer's name as it stands in the record.

    Raises:
        InputError: it is empty, too long, or holds control characters.
    """
    bare = " ".join(unicodedata.normalize("NFC", name).split())
    if not bare or len(bare) > LONGEST_NAME or not bare.isprintable():
        raise InputError("Give a name of 1 to 80 printable characters; it stands beside every decision.")
    return bare


@dataclass(frozen=True)
class Moment:
    """How things stand at one moment; nothing in it changes while an answer is made of it.

    Attributes:
        trace: digest of the record.
        rows: the passages as they are shown.
        changes: the departures that each act changed, in order; None where it changed the passages.
    """

    record: Trace
    trace: str
    review: Review
    rows: Rows
    changes: tuple[frozenset[str] | None, ...]

    @property
    def version(self) -> int:
        """Goes up whenever anybody did something."""
        return len(self.changes)

    def changed_since(self, version: int) -> frozenset[str] | None:
        """The departures that changed since a version; None where the passages did, or the version is not of this desk."""
        later = self.changes[version:]
        if not 0 <= version <= self.version or None in later:
            return None
        return frozenset(name for names in later if names for name in names)


class Desk:
    """A trace open for review. Safe to use from several threads.

    Args:
        path: of the trace folder.

    Raises:
        InputError: there is no trace, nothing to decide on, or its decisions cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        self.opened: OpenedTrace = open_trace(path)
        if self.opened.record.comparison is None:
            raise InputError(f"{path} has no original, so there is nothing to decide on; `sourcetrace export {path} --to html` shows what was tried.")
        if self.opened.decisions is None:
            raise InputError(f"{path} is a file alone; give the trace folder, beside which the decisions are kept.")
        self._base: Comparison = self.opened.record.comparison
        self._decisions = self.opened.decisions
        self._lock = threading.RLock()
        self._acts: list[Act] = []
        first = review(self._base, self._acts)
        self._moment = Moment(self.opened.record, self.opened.digest, first, self._rows(first), ())
        self._decisions.catch_up()
        self._began = len(self._decisions.read())
        self.now()

    # --- reading --------------------------------------------------------------------------------------------------------

    @property
    def review(self) -> Review:
        """How things stand, as far as the desk has seen."""
        return self._moment.review

    def now(self) -> Moment:
        """How things stand, with what others wrote meanwhile."""
        with self._lock:
            acts = self._decisions.read()
            if len(acts) != len(self._acts):
                self._take(acts)
            return self._moment

    def _take(self, acts: list[Act]) -> None:
        before, after = self._moment, review(self._base, acts)
        self._acts = acts
        self._moment = replace(before, review=after, rows=self._rows(after), changes=(*before.changes, _difference(before.review, after)))

    def _rows(self, stands: Review) -> Rows:
        return Rows(stands.comparison, self.opened.record.reference_translation, stands, _SHOWN)

    # --- doing ----------------------------------------------------------------------------------------------------------

    def perform(self, by: str, request: Request) -> Act:
        """Do what a reviewer asks for; it is on the disk when this returns.

        Raises:
            InputError: it cannot be done; nothing was written.
        """
        by = reviewer_name(by)
        with self._lock:
            self.now()
            name = new_act()
            act = self._decisions.add(by, lambda when: self._act(request, name, by, when))
            self._take(self._decisions.read())
            return act

    def _act(self, request: Request, name: str, by: str, when: str) -> Act:
        head = name, self.opened.digest, by, when
        match request:
            case Decide():
                self._departure(request.departure)
                _fit(request.right, request.note)
                return Decided(*head, request.departure, request.decision, request.severity, _mqm(request.mqm, empty=True), request.right, request.note)
            case Comment():
                if not request.text.strip():
                    raise InputError("The comment is empty.")
                _fit(request.text)
                if request.on not in self._beads():
                    self._departure(request.on)
                return Commented(*head, request.on, request.text)
            case Mark():
                return self._missed(request, head)
            case Merge():
                return self._repaired(request.beads, merged(self._named(request.beads)), head)
            case Split():
                return self._repaired((request.bead,), split(self._bead(request.bead), request.source, request.target), head)
            case Unlink():
                return self._repaired((request.bead,), unlinked(self._bead(request.bead)), head)
            case DismissAlike():
                departure = self._departure(request.departure)
                source, target = words_of(departure, self._base) if request.words else ("", "")
                _fit(request.note)
                return Ruled(*head, departure.check, departure.kind, request.words, source, target, request.note)
            case Undo():
                return Undone(*head, self._undoable(by, request.act).act)
            case Redo():
                return Undone(*head, self._redoable(by).act)

    def _departure(self, name: str) -> Departure:
        standing = self.review.standing(name)
        if standing is None:
            raise InputError(f"There is no departure {name[:80]}; somebody may have paired its sentences anew.")
        return standing.departure

    def _beads(self) -> dict[str, Bead]:
        return {bead.id: bead for bead in self.review.comparison.beads}

    def _named(self, names: Sequence[str]) -> list[Bead]:
        known = self._beads()
        lacking = next((name for name in names if name not in known), None)
        if lacking is not None or len(set(names)) < len(names):
            raise InputError(f"There is no passage {(lacking or names[0])[:80]}; somebody may have paired its sentences anew.")
        return [known[name] for name in names]

    def _bead(self, name: str) -> Bead:
        return self._named((name,))[0]

    def _missed(self, request: Mark, head: tuple[str, str, str, str]) -> Missed:
        bead = self._bead(request.bead)
        comparison = self.review.comparison
        source = _found(comparison.source, bead.source, request.source, request.source_words, "original")
        target = _found(comparison.target, bead.target, request.target, request.target_words, "English")
        if not (source or target):
            raise InputError("Select the words concerned in the original, the English or both, or type them.")
        _fit(request.right, request.note)
        return Missed(*head, bead.id, source, target, request.severity, _mqm(request.mqm), request.right, request.note)

    def _repaired(self, old: tuple[str, ...], new: tuple[Pairing, ...], head: tuple[str, str, str, str]) -> Repaired:
        record = self.opened.record
        context = Context(day_of(record.article.published), self._base.glossary)
        found = checked(self.review.comparison, record.reference_translation, old, new, head[0], context)
        return Repaired(*head, old, new, msgspec.json.encode(found).decode("utf-8"))

    def _undoable(self, by: str, name: str) -> Act:
        own = [act for act in self.review.active if act.by == by and not isinstance(act, Undone)]
        wanted = [act for act in own if act.act == name] if name else own[-1:]
        if not wanted:
            raise InputError("That is not yours to undo, or was undone already." if name else "You have done nothing that could be undone.")
        return wanted[0]

    def _redoable(self, by: str) -> Act:
        """What was taken back last and not brought back since, if nothing else was done after it."""
        kinds = {act.act: isinstance(act, Undone) for act in self._acts}
        for act in reversed([act for act in self.review.active if act.by == by]):
            if not isinstance(act, Undone):
                break
            if not kinds.get(act.undone):
                return act
        raise InputError("There is nothing to bring back.")

    # --- ending ---------------------------------------------------------------------------------------------------------

    @property
    def notice(self) -> str:
        """What whoever opens the desk should know of its file; empty where that is nothing."""
        count = self._decisions.of_other_records
        told = f"{count} act{'' if count == 1 else 's'} in {self._decisions.path.name} are on another record than this one, which may have been replaced"
        return f"{told}; they are kept, and count for nothing here." if count else ""

    def merge(self, path: Path) -> str:
        """Take in another reviewer's file; a sentence on what was new, by the names that stand in it."""
        with self._lock:
            known = set(self.review.reviewers)
            fresh = self._decisions.merge(path)
            self.now()
        told = ", ".join(f"{count} by {name}" for name, count in fresh.items())
        same = [name for name in fresh if name in known]
        doubt = f" Acts by {', '.join(same)} were here already: see that it is the same person, for a name is what somebody typed." if same else ""
        return f"{sum(fresh.values())} new from {path}{f': {told}' if told else ''}.{doubt}"

    def closed(self) -> str:
        """Enter everything in the trace's ledger; a sentence on what was done."""
        with self._lock:
            self.now()
            try:
                entered = self._decisions.enter()
            except InputError as error:
                raise InputError(f"{error} Every decision is in {self._decisions.path}, but not entered in the trace's ledger.") from None
            done = len(self._acts) - self._began
            told = reviewed_in_words(self.review) or "Nobody has decided on anything yet."
            where = f"; all of them in {self._decisions.path}" if self._acts else ""
            return f"{told} {done} act{'' if done == 1 else 's'} since the desk was opened, {entered} entered in the ledger{where}."


def _difference(before: Review, after: Review) -> frozenset[str] | None:
    if before.comparison.beads != after.comparison.beads:
        return None
    old = {one.departure.id: one for one in before.standings}
    new = {one.departure.id: one for one in after.standings}
    if set(old) != set(new):
        return None
    return frozenset(name for name, one in new.items() if one != old[name])


def _mqm(text: str, empty: bool = False) -> str:
    if (text == "" and empty) or _TYPE.fullmatch(text):
        return text
    raise InputError("An MQM type is written like Accuracy/Mistranslation: letters, up to 100 of them.")


def _fit(*texts: str) -> None:
    if any(len(text) > _LONGEST for text in texts):
        raise InputError(f"That is too long; {_LONGEST:,} characters are kept.")


def _found(side: Side, own: Sequence[int], spans: tuple[Span, ...], words: str, what: str) -> tuple[Span, ...]:
    """The words that are meant, inside a bead's side."""
    if not spans and not words.strip():
        return ()
    if not own:
        raise InputError(f"The passage has nothing in the {what}.")
    whole = Span(side.sentences[own[0]].start, side.sentences[own[-1]].end)
    if spans:
        if all(whole.start <= span.start < span.end <= whole.end for span in spans):
            return spans
        raise InputError(f"The words marked in the {what} do not lie in this passage alone.")
    at = whole.of(side.text).find(words.strip())
    if at < 0:
        raise InputError(f"These words do not stand in the {what} of this passage.")
    return (Span(whole.start + at, whole.start + at + len(words.strip())),)
