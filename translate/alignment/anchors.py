"""Long texts, cut where neighbouring anchors agree, so that time and memory stay near linear."""

from __future__ import annotations

import bisect
import itertools

import numpy as np
from sourcetrace.translate.encoder import Vectors

__all__ = ["WIDEST", "Corner", "anchors", "tables"]

Corner = tuple[int, int]  # sentences before it on the left and on the right

_SIMILARITY, _GAP = 0.45, 0.10  # of an anchor, and how far it is ahead of the second best
_BLOCK = 64  # sentences between two cuts
_TABLE = 600  # sentences a side that are aligned in one table
WIDEST = 800  # no table is larger, whatever the anchors say


def tables(left: Vectors, right: Vectors) -> list[tuple[Corner, Corner]]:
    """Corners of the tables a pair of texts is aligned in: one for ordinary articles, many for long texts.

    Args:
        left: vectors of single sentences.
        right: the same of the other side.
    """
    n, m = len(left), len(right)
    if max(n, m) <= _TABLE:
        return [((0, 0), (n, m))]
    chain = anchors(left, right)
    sure, cuts = set(chain), [(0, 0)]
    for i, j in chain:
        # Cut behind an anchor whose successor is an anchor too: both agree that a sentence ends here on both sides.
        if (i + 1, j + 1) in sure and i + 1 - cuts[-1][0] >= _BLOCK:
            cuts.append((i + 1, j + 1))
    cuts.append((n, m))
    return [table for corners in itertools.pairwise(cuts) for table in _halved(*corners)]


def _halved(start: Corner, end: Corner) -> list[tuple[Corner, Corner]]:
    """A table no wider than the limit; one that no anchor divides is cut along its diagonal."""
    parts = max(-(-(end[0] - start[0]) // WIDEST), -(-(end[1] - start[1]) // WIDEST), 1)
    corners = [(start[0] + (end[0] - start[0]) * k // parts, start[1] + (end[1] - start[1]) * k // parts) for k in range(parts + 1)]
    return list(itertools.pairwise(corners))


def anchors(left: Vectors, right: Vectors) -> list[Corner]:
    """Sure 1-1 pairs that keep the order: the heaviest increasing chain of clear mutual nearest neighbours.

    Sentences that a text repeats word for word are one when neighbours are looked for; then each is paired with the repetition that
    stands nearest to its own place.
    """
    own, other = _distinct(left), _distinct(right)
    found = _mutual_pairs(left[[places[0] for places in own]], right[[places[0] for places in other]])
    slope = len(right) / len(left)
    pairs = {pair: value for u, v, value in found for pair in _placed(own[u], other[v], slope)}
    return _heaviest_chain(list(pairs), list(pairs.values()))


def _distinct(vectors: Vectors) -> list[list[int]]:
    """The places of every distinct row, in order."""
    places: dict[bytes, list[int]] = {}
    for place, row in enumerate(vectors):
        places.setdefault(row.tobytes(), []).append(place)
    return list(places.values())


def _placed(lefts: list[int], rights: list[int], slope: float) -> list[Corner]:
    """Each place of a sentence with the nearest place of what answers it."""
    return [(i, _nearest(rights, i * slope)) for i in lefts]


def _nearest(places: list[int], wanted: float) -> int:
    at = bisect.bisect_left(places, wanted)
    return min(places[max(0, at - 1) : at + 1], key=lambda place: (abs(place - wanted), place))


def _mutual_pairs(left: Vectors, right: Vectors, chunk: int = 1024) -> list[tuple[int, int, float]]:
    """Mutual nearest neighbours that are alike and clearly ahead of the second best, with their cosine; O(chunk · m) memory."""
    n, m = len(left), len(right)
    row_best, row_value, row_second = np.zeros(n, int), np.zeros(n, np.float32), np.zeros(n, np.float32)
    column_best, column_value, column_second = np.zeros(m, int), np.full(m, -2, np.float32), np.full(m, -2, np.float32)
    for start in range(0, n, chunk):
        block = left[start : start + chunk] @ right.T
        rows, columns = np.arange(len(block)), np.arange(m)
        best, top = block.argmax(1), block.argmax(0)
        value, high = block[rows, best], block[top, columns]
        block[top, columns] = -2
        second = block.max(0)
        block[top, columns] = high
        block[rows, best] = -2
        row_best[start : start + chunk], row_value[start : start + chunk], row_second[start : start + chunk] = best, value, block.max(1)
        wins = high > column_value
        column_second = np.where(wins, np.maximum(column_value, second), np.maximum(column_second, high))
        column_best[wins] = top[wins] + start
        column_value = np.maximum(column_value, high)
    gap = row_value - np.maximum(row_second, column_second[row_best])
    sure = np.flatnonzero((column_best[row_best] == np.arange(n)) & (row_value > _SIMILARITY) & (gap > _GAP))
    return [(int(i), int(row_best[i]), float(row_value[i])) for i in sure]


def _heaviest_chain(pairs: list[Corner], weights: list[float]) -> list[Corner]:
    """The strictly increasing chain of greatest total weight, in O(k log k) with a Fenwick tree of maxima."""
    if not pairs:
        return []
    size = max(j for _, j in pairs) + 2
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    total, previous = [0.0] * len(pairs), [-1] * len(pairs)
    for k in sorted(range(len(pairs)), key=lambda k: (pairs[k][0], -pairs[k][1])):
        at, best = pairs[k][1], (0.0, -1)
        while at > 0:
            best = max(best, tree[at])
            at -= at & -at
        total[k], previous[k] = best[0] + weights[k], best[1]
        at = pairs[k][1] + 1
        while at <= size:
            tree[at] = max(tree[at], (total[k], k))
            at += at & -at
    k = max(range(len(pairs)), key=total.__getitem__)
    chain = []
    while k >= 0:
        chain.append(pairs[k])
        k = previous[k]
    return chain[::-1]
