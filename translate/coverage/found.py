"""What stands on one side alone: clauses of passages that have both sides, and whole sentences without a counterpart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from sourcetrace.translate.alignment import Bead
from sourcetrace.translate.coverage.features import Pair, SideName, screened, weighed
from sourcetrace.translate.coverage.model import coverage_model
from sourcetrace.translate.encoder import encode
from sourcetrace.translate.text import Span

__all__ = ["Alone", "Clauses", "Standing", "Standings", "clauses_alone", "standings"]


# Cosine from which a sentence may be one of several that were put into one.
_MERGED = 0.45


class Alone(msgspec.Struct, frozen=True):
    """A clause that the other side of its passage does not say.

    Attributes:
        span: within its side of the passage.
        sure: whether its score reaches that of a flag.
        likeness: cosine with the nearest stretch of the other side.
    """

    span: Span
    sure: bool
    likeness: float


class Standing(msgspec.Struct, frozen=True):
    """How like a sentence without a counterpart is to the other side.

    Attributes:
        elsewhere: cosine with the nearest sentence there that has a counterpart; 0 if there is no such sentence.
        unclaimed: the same of those that have none either, and are not more like another sentence of this side.
    """

    elsewhere: float
    unclaimed: float


Clauses = Mapping[tuple[int, SideName], list[Alone]]
Standings = Mapping[tuple[SideName, int], Standing]


def clauses_alone(pairs: Sequence[Pair], language: str) -> Clauses:
    """The clauses that the other side does not say, in order, by place of the passage and side; none where the language was not measured.

    Args:
        pairs: all passages of a document that have both sides.
        language: of its source.
    """
    known = coverage_model().languages.get(language)
    if known is None:
        return {}
    sides = coverage_model().models[known.model]

    def keep(side: SideName, values: Mapping[str, float]) -> bool:
        own = sides.of(side)
        return own is not None and own.screen.score(values) >= own.kept

    suspects = screened(pairs, known.expected, keep)
    found: dict[tuple[int, SideName], list[Alone]] = defaultdict(list)
    for suspect, values in zip(suspects, weighed(suspects, pairs, known.expected), strict=True):
        own = sides.of(suspect.side, pairs[suspect.pair].reference is not None)
        score = own.weigh.score(values) - known.raised.get(suspect.side, 0.0) if own else float("-inf")
        if own and score >= own.hint:
            found[suspect.pair, suspect.side].append(Alone(suspect.span, score >= own.flag, values["nearest stretch"]))
    return found


def standings(source: Sequence[str], target: Sequence[str], beads: Sequence[Bead]) -> Standings:
    """How every sentence without a counterpart stands to the other side, by side and place of the sentence."""
    free: dict[SideName, list[int]] = {
        "source": [i for bead in beads if not bead.target for i in bead.source],
        "target": [j for bead in beads if not bead.source for j in bead.target],
    }
    likeness = encode(source) @ encode(target).T
    found: dict[tuple[SideName, int], Standing] = {}
    looks: tuple[tuple[SideName, SideName, npt.NDArray[np.float32]], ...] = (("source", "target", likeness), ("target", "source", likeness.T))
    for side, other, table in looks:
        unclaimed = np.zeros(table.shape[1], bool)
        unclaimed[free[other]] = True
        nearest = table[free[side]].max(axis=0, initial=0)
        for sentence in free[side]:
            row = table[sentence]
            open_to_it = unclaimed & ((row >= nearest) | (row >= _MERGED))
            found[side, sentence] = Standing(float(row[~unclaimed].max(initial=0)), float(row[open_to_it].max(initial=0)))
    return found
