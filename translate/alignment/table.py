"""One table: two (parts of) texts, small enough that every candidate bead is looked at.

1. With weights that know nothing of the document, all paths are weighed; their likeliest gives the core, the stretch that is linked.
2. How complete the translation is, is read from the document: the share of sentences that stand alone within the core, on either
   side. It sets what a sentence alone is worth, and is read once more with that (one step of expectation–maximisation).
3. The likeliest path gives the beads. Links that cross it by more than a neighbour's place are added between what it left alone.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import msgspec
from sourcetrace.translate.alignment.evidence import Evidence, whole
from sourcetrace.translate.alignment.lattice import Link, Logs, Marginals, Potentials, best_path, forward_backward
from sourcetrace.translate.alignment.lexical import Core
from sourcetrace.translate.alignment.model import AlignmentModel, alignment_model, potentials, weighed
from sourcetrace.translate.alignment.part import Part

__all__ = ["Scored", "align_table", "core_of", "decoded", "shares_of_nulls"]

_FAR = 3.8  # what a link that crosses others must weigh above leaving its sentences alone: of five seen, one wrong at 3.5, the right ones from 4.1
_LONGEST_FAR = 3  # sentences on the longer side of such a link
_LEAST_LINKED = 3  # links from which a core is believed
_READ_AGAIN = 1  # times the share of nulls is read with itself: twice gains .005 on Text+Berg, and loses as much on edited news
# Log-odds of a share of nulls are told from these: .12 is the share at which the weights stay as they are.
_USUAL = 2.0
_ALONE = 0.3  # cosine of two single sentences from which they are a pair: mismatched first sentences of news reach .27 nine times in ten


class Scored(msgspec.Struct, frozen=True):
    """A link, the kind of bead that its probability is calibrated as, and that probability before."""

    link: Link
    kind: str
    probability: float


def align_table(left: Part, right: Part) -> list[Scored]:
    """The links of two parts, neither of them empty; every sentence is in exactly one."""
    only = _only_pair(left, right)
    return only or decoded(left, right, alignment_model())


def _only_pair(left: Part, right: Part) -> list[Scored]:
    """One sentence a side is a pair if the two are alike at all: there is nothing else either could answer."""
    if (len(left), len(right)) != (1, 1):
        return []
    cosine = float(left.blocks[0][0] @ right.blocks[0][0])
    return [Scored(((0,), (0,)), "only", min(max(cosine, 0.0), 1.0))] if cosine >= _ALONE else []


def decoded(left: Part, right: Part, model: AlignmentModel) -> list[Scored]:
    """The links by a model's weights."""
    n, m = len(left), len(right)
    expected = model.expected(left.language, right.language)
    evidence = Evidence(left, right, whole(left, right), expected)
    unknown = potentials(weighed(evidence, model.first), model.first)
    marginals = forward_backward(n, m, unknown)
    core = core_of(best_path(n, m, unknown), n, m)
    if core != evidence.core:
        evidence = Evidence(left, right, core, expected)
    beads = weighed(evidence, model.second)
    for _ in range(_READ_AGAIN + 1):
        known = potentials(beads, model.second, shares_of_nulls(marginals, core))
        marginals = forward_backward(n, m, known)
    path = best_path(n, m, known)
    far = _far_links(path, known)
    taken = [{i for link in far for i in link[side]} for side in (0, 1)]
    kept = [(x, y) for x, y in path if (x and y) or (x and x[0] not in taken[0]) or (y and y[0] not in taken[1])]
    return [_scored(link, marginals) for link in kept] + [Scored(link, "far", _odds(worth)) for link, worth in far.items()]


def core_of(path: Sequence[Link], n: int, m: int) -> Core:
    """From the first to the last sentence that is linked, on either side; everything, where next to nothing is."""
    linked = [link for link in path if link[0] and link[1]]
    sides = [sorted(i for link in linked for i in link[side]) for side in (0, 1)]
    if len(linked) < _LEAST_LINKED:
        return slice(0, n), slice(0, m)
    cuts = [slice(side[0], side[-1] + 1) for side in sides]
    dense = any(2 * len(side) >= cut.stop - cut.start for side, cut in zip(sides, cuts, strict=True))
    return (cuts[0], cuts[1]) if dense else (slice(0, n), slice(0, m))


def shares_of_nulls(marginals: Marginals, core: Core) -> tuple[float, float]:
    """Expected share of sentences of the core that stand alone, on the left and on the right, as log-odds above the usual."""
    return _share(marginals.null[0][core[0]]), _share(marginals.null[1][core[1]])


def _share(alone: Logs) -> float:
    return math.log((alone.sum() + 0.5) / (len(alone) - alone.sum() + 0.5)) + _USUAL


def _far_links(path: Sequence[Link], p: Potentials) -> dict[Link, float]:
    """Links between sentences that the path left alone, wherever they stand, and what each is worth; the worthiest first."""
    lefts = sorted(i for x, y in path if not y for i in x)
    rights = sorted(j for x, y in path if not x for j in y)
    found = []
    for x, y in itertools.product(_runs(lefts), _runs(rights)):
        if min(len(x), len(y)) == 1 and (len(x), len(y)) in p.beads:
            worth = float(p.beads[len(x), len(y)][x[0], y[0]]) - len(x) * p.null[0] - len(y) * p.null[1] - _FAR
            if worth > 0:
                found.append((worth, (x, y)))
    kept: dict[Link, float] = {}
    used: tuple[set[int], set[int]] = (set(), set())
    for worth, (x, y) in sorted(found, key=lambda item: (-item[0], item[1])):
        if used[0].isdisjoint(x) and used[1].isdisjoint(y):
            used[0].update(x)
            used[1].update(y)
            kept[x, y] = worth
    return kept


def _runs(indexes: Sequence[int]) -> list[tuple[int, ...]]:
    """All runs of consecutive numbers among sorted ones."""
    windows = (indexes[k : k + size] for k in range(len(indexes)) for size in range(1, _LONGEST_FAR + 1) if k + size <= len(indexes))
    return [tuple(window) for window in windows if window[-1] - window[0] == len(window) - 1]


def _scored(link: Link, marginals: Marginals) -> Scored:
    x, y = link
    if x and y:
        return Scored(link, "one" if len(x) == len(y) == 1 else "many", float(marginals.beads[len(x), len(y)][x[0], y[0]]))
    return Scored(link, "null", float(marginals.null[0][x[0]] if x else marginals.null[1][y[0]]))


def _odds(worth: float) -> float:
    return 1 / (1 + math.exp(-worth))
