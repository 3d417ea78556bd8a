"""Where a text came from, and how to keep it so that a stranger can check it later.

Names are loaded when first used; see `sourcetrace.translate`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sourcetrace.provenance.article import Document, read
    from sourcetrace.provenance.batching.batch import batch, batch_report
    from sourcetrace.provenance.batching.collection import Collection
    from sourcetrace.provenance.batching.job import Manners, Settings
    from sourcetrace.provenance.custody import Archived, Mark, archive, stamp
    from sourcetrace.provenance.opening import OpenedTrace, open_trace
    from sourcetrace.provenance.origin import Origin, find_origin
    from sourcetrace.provenance.pipeline import Recovery, recover, trace
    from sourcetrace.provenance.record import Trace
    from sourcetrace.provenance.recovery.attempt import Attempt, Capture
    from sourcetrace.provenance.recovery.chain import Options
    from sourcetrace.provenance.recovery.fetch import Limits
    from sourcetrace.provenance.references import Reference, find_references
    from sourcetrace.provenance.verification.finding import Verification
    from sourcetrace.provenance.verification.verify import verify

__all__ = [
    "Archived",
    "Attempt",
    "Capture",
    "Collection",
    "Document",
    "Limits",
    "Manners",
    "Mark",
    "OpenedTrace",
    "Options",
    "Origin",
    "Recovery",
    "Reference",
    "Settings",
    "Trace",
    "Verification",
    "archive",
    "batch",
    "batch_report",
    "find_origin",
    "find_references",
    "open_trace",
    "read",
    "recover",
    "stamp",
    "trace",
    "verify",
]

_HOMES = {
    "article": ("Document", "read"),
    "batching.batch": ("batch", "batch_report"),
    "batching.collection": ("Collection",),
    "batching.job": ("Manners", "Settings"),
    "custody": ("Archived", "Mark", "archive", "stamp"),
    "opening": ("OpenedTrace", "open_trace"),
    "origin": ("Origin", "find_origin"),
    "pipeline": ("Recovery", "recover", "trace"),
    "record": ("Trace",),
    "recovery.attempt": ("Attempt", "Capture"),
    "recovery.chain": ("Options",),
    "recovery.fetch": ("Limits",),
    "references": ("Reference", "find_references"),
    "verification.finding": ("Verification",),
    "verification.verify": ("verify",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
