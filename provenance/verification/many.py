"""Examining many captures, on all processors. Light to import: every process does so anew."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
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
        payloads: digests of what it holds, with their sizes.
    """

    captured: Captured
    fault: str
    examination: Examination
    payloads: dict[str, int]


def examine_all(folder: Path, captured: Sequence[Captured]) -> list[Seen]:
    """Examine captures of an archive, in their order."""
    work = partial(_examined, folder)
    processors = os.cpu_count() or 1
    if len(captured) < _FEW or processors == 1:
        return [Seen(one, *work(one)) for one in captured]
    # A fork starts at once, but copies the locks that other threads hold; where there are any, processes begin anew.
    alone = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if alone else "spawn")
    with ProcessPoolExecutor(max_workers=processors, mp_context=context) as pool:
        return [Seen(one, *seen) for one, seen in zip(captured, pool.map(work, captured, chunksize=_AT_ONCE), strict=True)]


def _examined(folder: Path, captured: Captured) -> tuple[str, Examination, dict[str, int]]:
    """What `Seen` has beside the capture, which need not be sent back."""
    try:
        data = placed(folder, captured.file).read_bytes()
    except (OSError, ValueError):
        return f"{captured.file} is missing.", Examination(), {}
    if digest(data) != captured.digest:
        return f"{captured.file} has been changed: it has not the digest in the ledger.", Examination(), {}
    seen = examine(data)
    payloads = {digest_: len(held.payload) for digest_, held in seen.held.items()}
    seen.held.clear()  # the bytes themselves would fill the memory
    return "", seen, payloads
