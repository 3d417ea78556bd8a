"""Examining many captures, on all processors. Light to import: every process does so anew."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sourcetrace.provenance.archiving.folder import placed
from sourcetrace.provenance.archiving.ledger import Captured
from sourcetrace.provenance.verification.capture import Examination, examine
from sourcetrace.translate.text import digest

__all__ = ["Seen", "examine_all"]

_FEW = 400  # captures that are done sooner by one process than others are started
_AT_ONCE = 50  # captures handed to a process at once


@dataclass
class Seen:
    """One capture, examined.

    Attributes:
        fault: why it is not the file that the ledger names; empty where it is.
        payloads: digests of what it holds.
    """

    captured: Captured
    fault: str = ""
    examination: Examination = field(default_factory=Examination)
    payloads: frozenset[str] = frozenset()


def examine_all(folder: Path, captured: Sequence[Captured]) -> list[Seen]:
    """Examine captures of an archive, in their order."""
    work = partial(_examined, folder)
    processors = os.cpu_count() or 1
    if len(captured) < _FEW or processors == 1:
        return list(map(work, captured))
    context = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
    with ProcessPoolExecutor(max_workers=processors, mp_context=context) as pool:
        return list(pool.map(work, captured, chunksize=_AT_ONCE))


def _examined(folder: Path, captured: Captured) -> Seen:
    try:
        data = placed(folder, captured.file).read_bytes()
    except (OSError, ValueError):
        return Seen(captured, f"{captured.file} is missing.")
    if digest(data) != captured.digest:
        return Seen(captured, f"{captured.file} has been changed: it has not the digest in the ledger.")
    seen = examine(data)
    payloads = frozenset(seen.held)
    seen.held.clear()  # the bytes themselves would fill the memory
    return Seen(captured, "", seen, payloads)
