"""The sentences of one side, with everything the aligner asks of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import numpy as np
from sourcetrace.translate.encoder import MOST, BlockVectors, Floats, Vectors

__all__ = ["LONGEST", "Part"]

LONGEST = 5  # sentences on one side of a bead

# A sentence that ends so, or whose follower begins in lower case, was cut in the middle of something.
_OPEN_END = frozenset(":;,，；：、")
_OPENERS = " \"'“‘«([-–—„「『（"
_CLOSERS = re.compile(r"[\s\"'”’»)\]」』）】]+$")


class Part:
    """Consecutive sentences of one side.

    Args:
        sentences: their texts.
        language: ISO 639-1 code.
        breaks: 1 where a paragraph ends behind the sentence, else 0; (n,).
        vectors: of all their blocks.
    """

    def __init__(self, sentences: Sequence[str], language: str, breaks: Floats, vectors: BlockVectors) -> None:
        self.sentences = sentences
        self.language = language
        self.breaks = breaks
        self.vectors = vectors
        # What is looked at for words and numbers: as much as the encoder reads, or a sentence of a megabyte would take seconds.
        self.heads = [sentence[:MOST] for sentence in sentences]
        # UTF-8 bytes: a Chinese character weighs three, about what it says in letters.
        self.lengths = np.array([len(s.encode("utf-8", "surrogatepass")) for s in sentences], np.float32)

    def __len__(self) -> int:
        return len(self.sentences)

    def cut(self, start: int, end: int) -> Part:
        """The sentences from `start` to `end`."""
        if (start, end) == (0, len(self)):
            return self
        return Part(self.sentences[start:end], self.language, self.breaks[start:end], self.vectors.part(start, end))

    @functools.cached_property
    def blocks(self) -> list[Vectors]:
        """Vectors of all blocks of 1, 2, … sentences: `blocks[k - 1][i]` is that of k from sentence i."""
        return [self.vectors.blocks(k) for k in range(1, LONGEST + 1)]

    def block_lengths(self, k: int) -> Floats:
        """Bytes of every block of k sentences."""
        return _sums(self.lengths, k, len(self))

    def breaks_inside(self, k: int) -> Floats:
        """Paragraphs that end inside every block of k sentences."""
        return _sums(self.breaks, k - 1, len(self) - 1)

    def open_inside(self, k: int) -> Floats:
        """Sentences cut in the middle of something inside every block of k sentences."""
        return _sums(self._open, k - 1, len(self) - 1)

    @functools.cached_property
    def _open(self) -> Floats:
        """1 where the seam behind the sentence is open, else 0."""
        return np.array([_is_open(a, b) for a, b in zip(self.sentences, self.sentences[1:], strict=False)], np.float32)


def _is_open(sentence: str, following: str) -> bool:
    return following.lstrip(_OPENERS)[:1].islower() or _CLOSERS.sub("", sentence)[-1:] in _OPEN_END


def _sums(values: Floats, k: int, count: int) -> Floats:
    """Sums of every k neighbouring ones of the first `count` values."""
    total = np.concatenate([[0.0], np.cumsum(values[:count], dtype=np.float64)])
    return np.asarray(total[k:] - total[: len(total) - k], np.float32)
