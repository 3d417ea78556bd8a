"""What is an address, and the one that archives of the web are asked at first."""

from __future__ import annotations

import re

__all__ = ["WAYBACK", "is_address"]

WAYBACK = "https://web.archive.org"


def is_address(name: str) -> bool:
    """Whether what the user gave is an address and not a path."""
    return bool(re.match(r"https?://", name, re.IGNORECASE))
