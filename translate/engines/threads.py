"""How many threads an engine may use."""

from __future__ import annotations

import os

__all__ = ["threads_at_most"]


def threads_at_most(most: int) -> int:
    """As many as help, as there are cores, and as `OMP_NUM_THREADS` grants: who starts many processes sets it to 1."""
    granted = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, min(most, os.cpu_count() or 1, int(granted) if granted.isascii() and granted.isdecimal() else most))
