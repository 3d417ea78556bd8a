"""Text from outside, safe to print in a terminal, and as wide as it is there."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clipped", "shown", "width"]

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """Text from outside, with escape sequences and direction marks made visible and line breaks folded."""
    return _UNSAFE.sub(lambda found: f"\\x{ord(found.group()):02x}", text.replace("\n", " ").replace("\t", " "))


def width(text: str) -> int:
    """Columns a text takes in a terminal; East Asian wide characters take two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def clipped(text: str, columns: int) -> str:
    """The text, cut to a number of columns."""
    if width(text) <= columns:
        return text
    kept, used = "", 0
    for c in text:
        used += width(c)
        if used > columns - 1:
            break
        kept += c
    return kept + "…"
