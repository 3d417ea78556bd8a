"""What a person does at the review desk, as it stands in a ledger: who, when, on which trace, and what.

Nothing is ever changed or taken away: what a reviewer takes back is another act (`Undone`). The order of acts is that of their
times, then of their identifiers, so that whoever has the same acts sees the same review, in whatever order they came together.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from sourcetrace.translate.text import Span

__all__ = ["LONGEST_NAME", "MISSED", "Act", "Commented", "Decided", "Missed", "Pairing", "Repaired", "Ruled", "Undone", "well_formed"]

Severity = Literal["critical", "major", "minor", "neutral"]


class _Act(msgspec.Struct, frozen=True, tag_field="event", forbid_unknown_fields=True, omit_defaults=True):
    """What all acts share.

    Attributes:
        act: its identifier, chosen at random.
        trace: digest of the `trace.json` it is about.
        by: the reviewer's name, as given.
        when: RFC 3339 in UTC with microseconds, by the clock of the machine it was done on.
    """

    act: str
    trace: str
    by: str
    when: str


class Decided(_Act, frozen=True, tag="decided"):
    """A person decided on a departure.

    Attributes:
        decision: `confirmed`, `dismissed`, or `open` where an earlier one is withdrawn.
        severity, mqm: as the person corrects them; empty where the machine's stand.
        right: how the English should read.
    """

    departure: str
    decision: Literal["confirmed", "dismissed", "open"]
    severity: Severity | Literal[""] = ""
    mqm: str = ""
    right: str = ""
    note: str = ""


class Commented(_Act, frozen=True, tag="commented"):
    """A person commented on a departure or a bead."""

    on: str
    text: str


class Missed(_Act, frozen=True, tag="missed"):
    """A person marked a departure that no check found; its identifier is `m` and that of the act.

    Attributes:
        bead: in which it lies.
        source, target: offsets into the whole texts; one side may be empty.
    """

    bead: str
    source: tuple[Span, ...]
    target: tuple[Span, ...]
    severity: Severity
    mqm: str
    right: str = ""
    note: str = ""


class Pairing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences that a person put together; one side may be empty."""

    source: tuple[int, ...]
    target: tuple[int, ...]


class Repaired(_Act, frozen=True, tag="repaired"):
    """A person paired sentences anew: the beads of `old` are replaced.

    Attributes:
        old: identifiers of beads.
        new: what takes their place, in reading order; the n-th is called `{act}.{n}`.
        found: what the checks find in the new beads, as JSON: departures of the comparison. A string, for there are fractions in it.
    """

    old: tuple[str, ...]
    new: tuple[Pairing, ...]
    found: str


class Ruled(_Act, frozen=True, tag="ruled"):
    """A person dismissed all departures that are alike.

    Attributes:
        check, kind: of these departures.
        source, target: the words they stand on; empty, both, where any will do.
        words: whether the words must be these.
    """

    check: str
    kind: str
    words: bool
    source: str = ""
    target: str = ""
    note: str = ""


class Undone(_Act, frozen=True, tag="undone"):
    """A person took back an act; that of an `Undone` brings back what it took."""

    undone: str


# How the desk writes them; what is written otherwise could not be put in order, or be called so in other formats.
_NAME = re.compile("[A-Za-z0-9]{1,40}")
_WHEN = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
MISSED = "reviewer"  # the check of what a person marked
LONGEST_NAME = 80  # characters of a reviewer's name


def well_formed(act: Act) -> bool:
    """Whether the desk would write an act so: its name, its time, its reviewer."""
    return bool(_NAME.fullmatch(act.act) and _WHEN.fullmatch(act.when) and 0 < len(act.by) <= LONGEST_NAME and act.by.isprintable())


Act = Decided | Commented | Missed | Repaired | Ruled | Undone
