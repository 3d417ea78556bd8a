"""What this program calls itself in what it writes."""

from __future__ import annotations

import functools
from importlib.metadata import version

__all__ = ["software"]


@functools.cache
def software() -> str:
    """Name and version; looking the version up takes most of a millisecond, which tells over ten thousand captures."""
    return f"sourcetrace {version('sourcetrace')}"
