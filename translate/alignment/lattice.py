"""All ways to pair two texts in order, and what each is worth.

A path goes from the beginning of both texts to their end. Its steps are beads; swaps, two neighbouring beads that cross; and sentences
left alone, in runs that cost something to open, those of the left side first. Potentials are natural logarithms of weights, so that a
path's probability is its weight's part of all paths' weights: a linear-chain conditional random field (Lafferty et al. 2001), with
the forward–backward algorithm for the probability of every step, and Viterbi's for the likeliest path.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import msgspec
import numpy as np
import numpy.typing as npt
from sourcetrace.translate.alignment.evidence import Shape

__all__ = ["Link", "Logs", "Marginals", "Potentials", "best_path", "forward_backward", "swaps"]

Logs = npt.NDArray[np.float64]
Link = tuple[tuple[int, ...], tuple[int, ...]]  # sentences of the left and of the right that answer each other; one may be empty
Swap = tuple[int, int, int, int]  # sentences of the first and second bead on the left, then of the first and second block on the right

_NEVER = -1e9
# Blocks of one or two sentences may change places; the first on the left answers the second on the right.
SWAPS: tuple[Swap, ...] = tuple((a, b, c, d) for a, b, c, d in itertools.product((1, 2), repeat=4) if a + b + c + d <= 6)


class Potentials(msgspec.Struct, frozen=True):
    """What every step of a path weighs, as a logarithm.

    Attributes:
        beads: by shape, (starts on the left, starts on the right).
        null: of a sentence left alone, left and right.
        opening: of the first sentence of a run of such, further; left and right.
        swap: of two beads' crossing, further.
        both: of runs on both sides in one place, further: something left out and something put in where it stood.
    """

    beads: Mapping[Shape, Logs]
    null: tuple[float, float]
    opening: tuple[float, float]
    swap: float
    both: float = 0.0


class Marginals(msgspec.Struct, frozen=True):
    """How likely each step is over all paths.

    Attributes:
        total: logarithm of the weight of all paths.
        beads: probability of every bead, also within a swap.
        null: probability that a sentence is left alone, for the left and for the right side.
        openings: expected number of runs of such sentences, left and right.
        swaps: expected number of swaps.
        both: expected number of places with runs on both sides.
    """

    total: float
    beads: Mapping[Shape, Logs]
    null: tuple[Logs, Logs]
    openings: tuple[float, float]
    swaps: float
    both: float


class _Step(msgspec.Struct, frozen=True):
    """A bead or a swap of a given shape, and its potentials by where it starts."""

    shape: Shape
    parts: tuple[tuple[Shape, int, int], ...]  # shape of each bead, and how far behind the start it lies on either side
    weight: Logs


def swaps(swap: Swap) -> tuple[tuple[Shape, int, int], tuple[Shape, int, int]]:
    """The two beads of a swap: shape, and how far behind its start they lie on the left and on the right."""
    first, second, before, behind = swap
    return ((first, behind), 0, before), ((second, before), first, 0)


def _steps(n: int, m: int, potentials: Potentials) -> list[_Step]:
    steps = [_Step(shape, ((shape, 0, 0),), weight) for shape, weight in potentials.beads.items()]
    for swap in SWAPS:
        a, b = swap[0] + swap[1], swap[2] + swap[3]
        if a <= n and b <= m:
            parts = swaps(swap)
            pieces = [potentials.beads[shape][i : i + n - a + 1, j : j + m - b + 1] for shape, i, j in parts]
            steps.append(_Step((a, b), parts, pieces[0] + pieces[1] + potentials.swap))
    return steps


def _reduced(rows: Logs) -> Logs:
    """Logarithm of the sum of exponentials over the first axis."""
    top = np.maximum(rows.max(0), _NEVER)
    return np.asarray(top + np.log(np.exp(rows - top).sum(0)))


class _Forward(msgspec.Struct, frozen=True):
    """Logarithms of the weight of all paths to each corner, by what came last: a bead, a sentence alone on the left, on the right."""

    bead: Logs
    left: Logs
    right: Logs
    any: Logs


def _forward(n: int, m: int, steps: list[_Step], p: Potentials) -> _Forward:
    bead, left, right, every = (np.full((n + 1, m + 1), _NEVER) for _ in range(4))
    alone = np.arange(m + 1) * p.null[1]  # what the first j sentences of the right weigh when all are left alone
    bead[0, 0] = 0
    for i in range(n + 1):
        if i:
            bead[i] = _reduced(_candidates(i, m, steps, every))
            left[i] = np.logaddexp(bead[i - 1] + p.opening[0], left[i - 1]) + p.null[0]
        before = np.logaddexp(bead[i], left[i] + p.both)
        right[i, 1:] = np.logaddexp.accumulate(before - alone)[:-1] + p.opening[1] + alone[1:]
        every[i] = np.logaddexp(np.logaddexp(bead[i], left[i]), right[i])
    return _Forward(bead, left, right, every)


def _candidates(i: int, m: int, steps: list[_Step], value: Logs) -> Logs:
    """For each step that ends behind the i-th sentence of the left: the value of the paths that it ends, by the end on the right."""
    rows = np.full((len(steps) + 1, m + 1), _NEVER)
    for row, step in zip(rows, steps, strict=False):
        a, b = step.shape
        if a <= i and b <= m:
            np.add(value[i - a, : m + 1 - b], step.weight[i - a], out=row[b:])
    return rows


def forward_backward(n: int, m: int, potentials: Potentials) -> Marginals:
    """The probability of every step; O(n · m · shapes) time.

    Args:
        n: sentences of the left side.
        m: sentences of the right side.
        potentials: of the steps.
    """
    p, steps = potentials, _steps(n, m, potentials)
    forward = _forward(n, m, steps, p)
    total = float(forward.any[n, m])
    after_bead, after_left, after_right = (np.full((n + 1, m + 1), _NEVER) for _ in range(3))
    alone = (m - np.arange(m + 1)) * p.null[1]
    beads = {shape: np.zeros_like(weight) for shape, weight in p.beads.items()}
    crossed = 0.0
    for i in range(n, -1, -1):
        rows = np.full((len(steps) + 1, m + 1), _NEVER)
        rows[-1, m] = 0 if i == n else _NEVER
        for row, step in zip(rows, steps, strict=False):
            a, b = step.shape
            if i + a <= n and b <= m:
                np.add(after_bead[i + a, b:], step.weight[i], out=row[: m + 1 - b])
                likely = np.exp(forward.any[i, : m + 1 - b] + row[: m + 1 - b] - total)
                for shape, down, along in step.parts:
                    beads[shape][i + down, along : along + len(likely)] += likely
                crossed += float(likely.sum()) if len(step.parts) > 1 else 0.0
        next_step = _reduced(rows)
        after_right[i] = np.logaddexp.accumulate((next_step - alone)[::-1])[::-1] + alone
        to_right = np.full(m + 1, _NEVER)
        to_right[:-1] = after_right[i, 1:] + p.null[1] + p.opening[1]
        after_bead[i], after_left[i] = np.logaddexp(next_step, to_right), np.logaddexp(next_step, to_right + p.both)
        if i < n:
            more = after_left[i + 1] + p.null[0]
            after_bead[i], after_left[i] = np.logaddexp(after_bead[i], more + p.opening[0]), np.logaddexp(after_left[i], more)
    opened_left = forward.bead[:-1] + p.opening[0] + p.null[0] + after_left[1:] - total
    into_right = p.opening[1] + p.null[1] + after_right[:, 1:] - total
    both = forward.left[:, :-1] + p.both + into_right
    opened_right = np.logaddexp(forward.bead[:, :-1] + into_right, both)
    null_left = np.exp(np.logaddexp(opened_left, forward.left[:-1] + p.null[0] + after_left[1:] - total)).sum(1)
    null_right = np.exp(np.logaddexp(opened_right, forward.right[:, :-1] + p.null[1] + after_right[:, 1:] - total)).sum(0)
    return Marginals(
        total, beads, (null_left, null_right), (float(np.exp(opened_left).sum()), float(np.exp(opened_right).sum())), crossed, float(np.exp(both).sum())
    )


def best_path(n: int, m: int, potentials: Potentials) -> list[Link]:
    """The links of the path of greatest weight; sentences left alone are links with an empty side."""
    p, steps = potentials, _steps(n, m, potentials)
    bead, left, right, every = (np.full((n + 1, m + 1), 2 * _NEVER) for _ in range(4))
    taken = np.zeros((n + 1, m + 1), np.int16)
    alone = np.arange(m + 1) * p.null[1]
    bead[0, 0] = 0
    for i in range(n + 1):
        if i:
            rows = _candidates(i, m, steps, every)
            taken[i] = rows.argmax(0)
            bead[i] = rows[taken[i], np.arange(m + 1)]
            left[i] = np.maximum(bead[i - 1] + p.opening[0], left[i - 1]) + p.null[0]
        before = np.maximum(bead[i], left[i] + p.both)
        right[i, 1:] = np.maximum.accumulate(before - alone)[:-1] + p.opening[1] + alone[1:]
        every[i] = np.maximum(np.maximum(bead[i], left[i]), right[i])
    links: list[Link] = []
    i, j, state = n, m, _likeliest(bead[n, m], left[n, m], right[n, m])
    while i or j:
        if state == "right":
            j -= 1
            links.append(((), (j,)))
            opened = _likeliest(bead[i, j], left[i, j] + p.both, -np.inf)
            state = "right" if right[i, j] > max(bead[i, j], left[i, j] + p.both) + p.opening[1] else opened
        elif state == "left":
            i -= 1
            links.append(((i,), ()))
            state = "left" if left[i, j] > bead[i, j] + p.opening[0] else "bead"
        else:
            step = steps[taken[i, j]]
            i, j = i - step.shape[0], j - step.shape[1]
            links += [(tuple(range(i + x, i + x + a)), tuple(range(j + y, j + y + b))) for (a, b), x, y in step.parts]
            state = _likeliest(bead[i, j], left[i, j], right[i, j])
    return links[::-1]


def _likeliest(bead: float, left: float, right: float) -> str:
    """What came last on the best path to a corner."""
    return "bead" if bead >= max(left, right) else "left" if left >= right else "right"
