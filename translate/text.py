"""Text, offsets and scripts: the words both wings share about a string.

Offsets are Unicode code points into the text as stored, half-open. Nothing here normalises what is stored; comparing
folds a copy (`fold`).
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

__all__ = ["CONTROL", "InputError", "NotWritten", "Span", "digest", "fold", "lone_surrogate", "script_counts", "stretches", "trim", "visible"]


class InputError(ValueError):
    """What the user handed in cannot be worked on; the message is one sentence that says what to do."""


class NotWritten(InputError):  # noqa: N818, told to the user
    """What should be kept could not be: no fault of the input's."""


class Span(msgspec.Struct, frozen=True, order=True):
    """A half-open range of code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The part of `text` this span covers."""
        return text[self.start : self.end]

    def shift(self, offset: int) -> Span:
        """The same range, `offset` code points further on."""
        return Span(self.start + offset, self.end + offset)

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


def digest(data: bytes | memoryview | str) -> str:
    """`sha256:` + hex of the bytes (of the UTF-8 form, for text)."""
    raw = data.encode("utf-8") if isinstance(data, str) else data
    return "sha256:" + hashlib.sha256(raw).hexdigest()


# Letters that do not decompose into a base letter and a mark (Unicode has no such mapping for them).
_UNDECOMPOSED = str.maketrans(
    {"đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)


def fold(text: str) -> str:
    """A copy for comparing Latin names: lower case, no diacritics, straight apostrophes."""
    bare = unicodedata.normalize("NFD", text.translate(_UNDECOMPOSED).replace("’", "'"))
    return "".join(c for c in bare if not unicodedata.combining(c)).lower()


def trim(text: str, spans: Iterable[tuple[int, int]]) -> list[Span]:
    """Spans without the white space at their ends; empty ones are dropped."""
    kept = []
    for start, end in spans:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            kept.append(Span(start, end))
    return kept


# Characters that would change how a page or a document reads around them: controls, and marks of direction.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text with control and direction-changing characters shown by number."""
    return CONTROL.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def stretches(whole: Span, spans: Sequence[Span]) -> Iterator[tuple[Span, list[int]]]:
    """A span cut wherever one of others begins or ends: each stretch with the places of those that cover it, in order.

    Args:
        whole: what is cut.
        spans: they may overlap, be empty, or reach beyond it.
    """
    opening: dict[int, list[int]] = defaultdict(list)
    closing: dict[int, list[int]] = defaultdict(list)
    for place, span in enumerate(spans):
        start, end = max(span.start, whole.start), min(span.end, whole.end)
        if start < end:
            opening[start].append(place)
            closing[end].append(place)
    edges = sorted({whole.start, whole.end, *opening, *closing})
    covering: set[int] = set()
    for start, end in itertools.pairwise(edges):
        covering.difference_update(closing[start])
        covering.update(opening[start])
        yield Span(start, end), sorted(covering)


_SURROGATE = re.compile("[\ud800-\udfff]")


def lone_surrogate(text: str) -> int | None:
    """Where the first lone surrogate stands (such a string has no UTF-8 form), or None."""
    found = _SURROGATE.search(text)
    return found.start() if found else None


# Ranges of the scripts that languages are told apart by (Unicode blocks, letters only).
_SCRIPTS = {
    "Han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々",
    "Kana": "\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9d",
    "Hangul": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Latin": "A-Za-zªº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a",
    "Cyrillic": "\u0400-\u052f",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc",
    "Hebrew": "\u05d0-\u05ea",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Devanagari": "\u0904-\u0939\u0958-\u0961",
    "Thai": "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46",
}
_SCRIPT_PATTERNS = {name: re.compile(f"[{ranges}]+") for name, ranges in _SCRIPTS.items()}


def script_counts(text: str) -> dict[str, int]:
    """Letters per script, most first; scripts without a letter are left out."""
    counts = {name: sum(len(run) for run in pattern.findall(text)) for name, pattern in _SCRIPT_PATTERNS.items()}
    return {name: n for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n}
