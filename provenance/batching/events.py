"""What happens in a batch, as it happens: for a person's progress line, and a line of JSON each for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

__all__ = ["Drained", "Event", "Finished", "Gathered", "Progress", "Queued", "Started", "Tell", "Tried"]


class Queued(msgspec.Struct, frozen=True, tag_field="event", tag="queued"):
    """Inputs were queued: new ones, ones that were known, and new ones that share the trace of another; `left_out` counts files in folders that are no documents."""

    new: int
    known: int
    shared: int
    left_out: int


class Started(msgspec.Struct, frozen=True, tag_field="event", tag="started"):
    """A job was handed to a worker."""

    job: int
    article: str


class Gathered(msgspec.Struct, frozen=True, tag_field="event", tag="gathered"):
    """What a job needs from the web was got."""

    job: int


class Tried(msgspec.Struct, frozen=True, tag_field="event", tag="tried"):
    """A try came to nothing, and another follows."""

    job: int
    how: str
    reason: str
    host: str


class Finished(msgspec.Struct, frozen=True, tag_field="event", tag="finished"):
    """A job ended: with a trace, or set aside."""

    job: int
    outcome: Literal["compared", "not recovered", "set aside"]
    reason: str
    trace: str | None
    seconds: dict[str, float]


class Progress(msgspec.Struct, frozen=True, tag_field="event", tag="progress"):
    """How far it is.

    Attributes:
        rate: jobs a second, of late; None until some are done.
        remaining: seconds, at that rate.
    """

    done: int
    aside: int
    jobs: int
    rate: float | None
    remaining: float | None


class Drained(msgspec.Struct, frozen=True, tag_field="event", tag="drained"):
    """It was interrupted; what was under way was finished, and the rest waits."""

    open: int


Event = Queued | Started | Gathered | Tried | Finished | Progress | Drained
Tell = Callable[[Event], None]
