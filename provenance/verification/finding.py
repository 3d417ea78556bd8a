"""What a check says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

__all__ = ["Finding", "State", "Verification", "failures", "summed"]

State = Literal["pass", "fail", "not checked"]


class Finding(msgspec.Struct, frozen=True):
    """One check's answer."""

    check: str
    state: State
    message: str


class Verification(msgspec.Struct, frozen=True):
    """All answers.

    Attributes:
        kind: what lies there: `trace`, `archive` or `capture`.
        ok: no check failed.
        proven: what follows from the checks that passed.
        not_proven: what no check of this kind can prove, or what was not checked.
    """

    path: str
    kind: str
    ok: bool
    findings: tuple[Finding, ...]
    proven: tuple[str, ...]
    not_proven: tuple[str, ...]


def failures(check: str, faults: Iterable[str]) -> Iterator[Finding]:
    """A failed finding for each fault."""
    return (Finding(check, "fail", fault) for fault in faults)


def summed(check: str, faults: list[str], passed: str) -> Iterator[Finding]:
    """The faults, or the one sentence that there are none."""
    yield from failures(check, faults)
    if not faults:
        yield Finding(check, "pass", passed)
