"""The aligner's numbers: what evidence weighs, and how often a bead of some probability is right. `benchmarks/training_alignment.py` writes them."""

from __future__ import annotations

import functools
import math
from importlib.resources import files

import msgspec
import numpy as np
from sourcetrace.translate.alignment.evidence import Evidence, Shape
from sourcetrace.translate.alignment.lattice import Logs, Potentials
from sourcetrace.translate.text import digest

__all__ = ["AlignmentModel", "Calibration", "Weights", "alignment_model", "model_digest", "potentials", "weighed"]


class Weights(msgspec.Struct, frozen=True):
    """A conditional random field's weights; both sides have the same.

    Attributes:
        bead: of each of `FEATURES`.
        null: of a sentence left alone.
        null_by_share: the same, times the document's share of such sentences on that side (`share_of_nulls`).
        opening: of the first of a run of such sentences, further.
        opening_by_share: the same, times the share.
        swap: of two neighbouring beads' crossing.
        both: of sentences alone on both sides in one place.
    """

    bead: dict[str, float]
    null: float
    null_by_share: float
    opening: float
    opening_by_share: float
    swap: float
    both: float


class Calibration(msgspec.Struct, frozen=True):
    """From log-odds to log-odds, so that a score is the share of right beads (Platt 1999)."""

    slope: float
    intercept: float

    def __call__(self, probability: float) -> float:
        """The share of beads of this probability that are right."""
        bounded = min(max(probability, 1e-6), 1 - 1e-6)
        return 1 / (1 + math.exp(-(self.slope * math.log(bounded / (1 - bounded)) + self.intercept)))


class AlignmentModel(msgspec.Struct, frozen=True):
    """All numbers of the aligner.

    Attributes:
        signature: data and encoder they were trained with.
        first: weights that do not know the document's shares of nulls yet.
        second: weights that do.
        calibrations: by kind of bead: `one` sentence a side, `many`, `null`, `far` (a crossing link), `only` (nothing else to choose).
        lengths: logarithm of the bytes of a text per byte of its English, by language.
    """

    signature: str
    first: Weights
    second: Weights
    calibrations: dict[str, Calibration]
    lengths: dict[str, float] = {}

    def expected(self, left: str, right: str) -> float:
        """Logarithm of the bytes of one language per byte of another."""
        return self.lengths.get(left, 0.0) - self.lengths.get(right, 0.0)


@functools.cache
def alignment_model() -> AlignmentModel:
    """The numbers that ship."""
    return msgspec.json.decode(_stored(), type=AlignmentModel)


@functools.cache
def model_digest() -> str:
    """Short digest of the numbers that ship, for signatures."""
    return digest(_stored())[:19]


def _stored() -> bytes:
    return (files("sourcetrace.translate.data") / "alignment.json").read_bytes()


def potentials(beads: dict[Shape, Logs], weights: Weights, shares: tuple[float, float] = (0.0, 0.0)) -> Potentials:
    """What every step through a table weighs.

    Args:
        beads: what every bead weighs (`weighed`).
        weights: of the other steps.
        shares: how many sentences stand alone on the left and on the right, as log-odds.
    """
    null = [weights.null + weights.null_by_share * share for share in shares]
    opening = [weights.opening + weights.opening_by_share * share for share in shares]
    return Potentials(beads, (null[0], null[1]), (opening[0], opening[1]), weights.swap, weights.both)


def weighed(evidence: Evidence, weights: Weights) -> dict[Shape, Logs]:
    """What every bead of a table weighs, as a logarithm."""
    return {shape: evidence.weighed(shape, weights.bead).astype(np.float64) for shape in evidence.shapes}
