"""What speaks for every candidate bead of two (parts of) texts.

Similarities are normalised twice: each by how similar its two blocks are to everything (a margin, as in Artetxe & Schwenk 2019),
and then by the scale of the document itself, on which its typical true pair stands at 1 and a random one at 0. What is taken from the
document is taken from its core, the stretch that was linked at first, so that a foreign passage before or behind changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
import numpy as np
import numpy.typing as npt
from sourcetrace.translate.alignment.lexical import Core, Glosses, Numbers, Spelling, glossed_side
from sourcetrace.translate.alignment.part import LONGEST, Part
from sourcetrace.translate.encoder import Floats

__all__ = ["FEATURES", "SHAPES", "Evidence", "Shape", "whole"]

Shape = tuple[int, int]  # sentences on either side of a bead

_TOTAL = 6  # sentences on both sides of a bead together: larger ones are one in two hundred of Text+Berg's
SHAPES: tuple[Shape, ...] = tuple((a, b) for a in range(1, LONGEST + 1) for b in range(1, LONGEST + 1) if a + b <= _TOTAL)
# Beads of one size are alike whichever side is the longer, so that swapping the two texts mirrors the result.
_SIZES = sorted({(min(shape), max(shape)) for shape in SHAPES})

FEATURES: tuple[str, ...] = (
    "relative",  # normalised similarity on the document's own scale
    "relative × size",
    "hardly relative",  # how much the normalised similarity lacks to half of a true pair's: below it, a pair is hardly ever right
    "hardly alike",  # the same of the cosine, to .3
    "cosine",
    "neighbours",  # cosine with what stands just before and behind the other block: a bead should be better than these (Bertalign's margin)
    "length",  # log₂(1 + shorter / longer)
    "length, log",  # |log of the ratio|
    "length, difference",  # |difference| over the root of the sum, as a Gaussian length model has it
    "paragraphs",  # that end inside the bead
    "open seams",  # inside the bead: a sentence cut at a colon, or followed by lower case
    "numbers shared",
    "numbers alone",
    "gloss",
    "gloss share",
    "gloss share × size",
    "said share",  # of the Chinese words, by the English
    "said share × size",
    "spelling",
    "spelling × size",
    "gain",  # over the best of the beads that are smaller by one sentence
    "no gain",  # how much of a least gain is lacking
    *(f"{a} and {b}" for a, b in _SIZES),
)

_BLOCKS = 4  # sizes of blocks that a side's mean is taken over
_COSINE = 0.15  # the plain cosine's part of a similarity; the margin has the rest
_SURE = 0.45  # cosine from which a mutual nearest neighbour tells of lengths
_RATIO_PAIRS = 3.0  # sure pairs that the ratio of lengths usual for the two languages counts for
# The scale where a document says little of it, and how many pairs, and random pairs, it counts for.
_TRUE, _RANDOM = 0.6, 0.0
_TRUE_PAIRS, _RANDOM_PAIRS = 4, 60
_LEAST_STRETCH = 0.1
_HALF, _ALIKE = 0.5, 0.3
_LEAST_GAIN, _MOST_GAIN = 0.05, 0.3


class _Scale(msgspec.Struct, frozen=True):
    """What a document tells of its own scores.

    Attributes:
        left: mean vector of the left side's blocks.
        right: the same of the right side's.
        ratio: bytes of the left side per byte of the right, in sure pairs.
    """

    left: Floats
    right: Floats
    ratio: float


def whole(left: Part, right: Part) -> Core:
    """The core that is everything."""
    return slice(0, len(left)), slice(0, len(right))


class Evidence:
    """Features of every candidate bead.

    Args:
        left: one side; not empty.
        right: the other side; not empty.
        core: where the document's own statistics are taken from.
        expected: logarithm of the left side's bytes per byte of the right, as is usual for the two languages.
    """

    def __init__(self, left: Part, right: Part, core: Core, expected: float) -> None:
        self.left, self.right, self.core = left, right, core
        self.shapes = [(a, b) for a, b in SHAPES if a <= len(left) and b <= len(right)]
        self._cosine = {(a, b): left.blocks[a - 1] @ right.blocks[b - 1].T for a, b in self.shapes}
        self._scale = self._measured(expected)
        self._similarity = {shape: self._normalised(shape) for shape in self.shapes}
        self._typical, self._random = self._levels()
        self._numbers = Numbers(left, right, core)
        self._glosses = Glosses(left, right, core) if glossed_side(left, right) else None
        self._spelling = None if self._glosses else Spelling(left, right, core)

    def of(self, shape: Shape) -> Floats:
        """The features of all beads of a shape, in the order of `FEATURES`: (blocks of the left, blocks of the right, features)."""
        columns = dict(self._columns(shape))
        none = np.zeros_like(self._similarity[shape])
        return np.stack([np.asarray(columns.get(name, 0.0), np.float32) + none for name in FEATURES], -1)

    def weighed(self, shape: Shape, weights: Mapping[str, float]) -> Floats:
        """The weighed sum of the features of all beads of a shape: (blocks of the left, blocks of the right)."""
        total = np.zeros_like(self._similarity[shape])
        for name, column in self._columns(shape):
            total += np.float32(weights[name]) * column
        return total

    def _columns(self, shape: Shape) -> Iterator[tuple[str, Floats | float]]:
        """The features that are not nought."""
        a, b = shape
        similarity, cosine = self._similarity[shape], self._cosine[shape]
        relative = (similarity - self._random) / max(self._typical - self._random, _LEAST_STRETCH)
        yield "relative", relative
        yield "relative × size", relative * ((a + b) / 2)
        yield "hardly relative", np.maximum(0, _HALF - relative)
        yield "hardly alike", np.maximum(0, _ALIKE - cosine)
        yield "cosine", cosine
        yield "neighbours", self._neighbours(shape)
        # Both in the geometric mean of the two sides' bytes, so that it is the same whichever side comes first.
        half = np.float32(np.sqrt(self._scale.ratio))
        left, right = self.left.block_lengths(a)[:, None] / half, self.right.block_lengths(b)[None, :] * half
        longer, shorter = np.maximum(np.maximum(left, right), 1e-9), np.minimum(left, right)
        yield "length", np.log2(1 + shorter / longer)
        yield "length, log", np.abs(np.log((left + 10) / (right + 10)))
        yield "length, difference", np.abs(left - right) / np.sqrt(left + right + 20) / 5
        yield "paragraphs", self.left.breaks_inside(a)[:, None] + self.right.breaks_inside(b)[None, :]
        yield "open seams", self.left.open_inside(a)[:, None] + self.right.open_inside(b)[None, :]
        yield from zip(("numbers shared", "numbers alone"), self._numbers(a, b), strict=True)
        if self._glosses:
            names = ("gloss", "gloss share", "gloss share × size", "said share", "said share × size")
            yield from zip(names, self._glosses(a, b), strict=True)
        if self._spelling:
            yield from zip(("spelling", "spelling × size"), self._spelling(a, b), strict=True)
        if a + b > 2:
            gain = np.clip(similarity - self._best_part(shape), -_MOST_GAIN, _MOST_GAIN)
            yield "gain", gain
            yield "no gain", np.maximum(0, _LEAST_GAIN - gain)
        yield f"{min(shape)} and {max(shape)}", 1.0

    def _measured(self, expected: float) -> _Scale:
        means = []
        for part, cut in zip((self.left, self.right), self.core, strict=True):
            blocks = [part.blocks[k - 1][cut.start : max(cut.start, cut.stop - k + 1)] for k in range(1, _BLOCKS + 1)]
            means.append(np.concatenate(blocks).mean(0))
        rows, columns = self._mutual(self._cosine[1, 1])
        sure = self._cosine[1, 1][rows, columns] > _SURE
        logs = np.log((self.left.lengths[rows[sure]] + 1) / (self.right.lengths[columns[sure]] + 1))
        total = float(np.median(logs)) * len(logs) if len(logs) else 0.0
        return _Scale(means[0], means[1], float(np.exp((total + expected * _RATIO_PAIRS) / (len(logs) + _RATIO_PAIRS))))

    def _mutual(self, table: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Rows and columns of the core that are each other's best."""
        inner = table[self.core]
        columns = inner.argmax(1)
        rows = np.flatnonzero(inner.argmax(0)[columns] == np.arange(len(inner)))
        return rows + self.core[0].start, columns[rows] + self.core[1].start

    def _normalised(self, shape: Shape) -> Floats:
        """Cosine and margin, mixed."""
        cosine = self._cosine[shape]
        left, right = self.left.blocks[shape[0] - 1], self.right.blocks[shape[1] - 1]
        distance = (1 - left @ self._scale.right)[:, None] + (1 - right @ self._scale.left)[None, :]
        return np.asarray(_COSINE * cosine + (1 - _COSINE) * (1 - 2 * (1 - cosine) / (distance + 1e-9)), np.float32)

    def _levels(self) -> tuple[float, float]:
        """The similarity of a typical true pair and of a random one."""
        ones = self._similarity[1, 1]
        pairs, inner = ones[self._mutual(ones)], ones[self.core]
        true = (float(np.median(pairs)) * len(pairs) + _TRUE * _TRUE_PAIRS) / (len(pairs) + _TRUE_PAIRS)
        random = (float(np.median(inner)) * inner.size + _RANDOM * _RANDOM_PAIRS) / (inner.size + _RANDOM_PAIRS)
        return true, random

    def _best_part(self, shape: Shape) -> Floats:
        """The best similarity among the beads that lack one outer sentence of this one."""
        a, b = shape
        rows, columns = self._similarity[shape].shape
        best = np.full((rows, columns), -1.0, np.float32)
        if a > 1:
            part = self._similarity[a - 1, b]
            best = np.maximum(best, np.maximum(part[:rows], part[1 : rows + 1]))
        if b > 1:
            part = self._similarity[a, b - 1]
            best = np.maximum(best, np.maximum(part[:, :columns], part[:, 1 : columns + 1]))
        return best

    def _neighbours(self, shape: Shape) -> Floats:
        """Mean cosine of either block with the sentences just before and behind the other."""
        a, b = shape
        # A bead of one sentence on a side is a candidate whatever the other side's size, so these tables are there.
        return np.asarray((_beside(self._cosine[a, 1], b) + _beside(self._cosine[1, b].T, a).T) / 2, np.float32)


def _beside(singles: Floats, k: int) -> Floats:
    """For each block of the rows and each block of k columns: the mean of the row's values at the columns just before and behind."""
    columns = singles.shape[1]
    starts = np.arange(columns - k + 1)
    before, behind = starts > 0, starts + k < columns
    total = np.zeros((len(singles), len(starts)), np.float32)
    total[:, before] += singles[:, starts[before] - 1]
    total[:, behind] += singles[:, starts[behind] + k]
    return np.asarray(total / np.maximum(1, before.astype(np.float32) + behind), np.float32)
