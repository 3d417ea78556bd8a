"""The model that tells a clause that stands alone: two small logistic regressions a side, written by `benchmarks/coverage.py`."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from importlib.resources import files

import msgspec
from sourcetrace.translate.coverage.features import SideName

__all__ = ["PRODUCT", "CoverageModel", "Language", "SideModel", "Sides", "Weights", "coverage_model", "standardised"]

PRODUCT = " × "  # between the names of two features whose product is a feature
_FARTHEST = 4.0  # standard deviations: a value further off counts as this


class Weights(msgspec.Struct, frozen=True):
    """A logistic regression over standardised features and products of two of them, by name."""

    intercept: float
    means: dict[str, float]
    scales: dict[str, float]
    weights: dict[str, float]

    def score(self, values: Mapping[str, float]) -> float:
        """The log of the odds."""
        known = standardised(values, self.means, self.scales)
        return self.intercept + sum(weight * math.prod(known[part] for part in name.split(PRODUCT)) for name, weight in self.weights.items())


def standardised(values: Mapping[str, float], means: Mapping[str, float], scales: Mapping[str, float]) -> dict[str, float]:
    """The features that have a mean, in standard deviations from it."""
    return {name: max(-_FARTHEST, min(_FARTHEST, (values[name] - mean) / scales[name])) for name, mean in means.items()}


class SideModel(msgspec.Struct, frozen=True):
    """What is known of the clauses of one side.

    Attributes:
        screen: over the features of the first look.
        kept: score of the first look from which a clause gets the second.
        weigh: over all features.
        flag: score from which it is flagged.
        hint: score from which it is hinted at.
    """

    screen: Weights
    kept: float
    weigh: Weights
    flag: float
    hint: float


class Sides(msgspec.Struct, frozen=True):
    """The models of both sides; None where its clauses cannot be told.

    Attributes:
        source: clauses of the original.
        target: clauses of the English.
        with_reference: clauses of the original, where a machine translation of it is at hand.
    """

    source: SideModel | None
    target: SideModel | None
    with_reference: SideModel | None = None

    def of(self, side: SideName, reference: bool = False) -> SideModel | None:
        """The model of one side."""
        if side == "target":
            return self.target
        return self.with_reference if reference and self.with_reference else self.source


class Language(msgspec.Struct, frozen=True):
    """A source language.

    Attributes:
        expected: the mean log of English characters over the length of the original.
        model: name of the model that reads it.
        raised: what its clauses must score above the model's thresholds, by side; nothing for a side that is not named.
    """

    expected: float
    model: str
    raised: dict[SideName, float] = {}


class CoverageModel(msgspec.Struct, frozen=True):
    """What the benchmark wrote.

    Attributes:
        signature: the data and the encoder it was trained with.
        languages: by source language; in others clauses are not looked at.
        models: by name.
    """

    signature: str
    languages: dict[str, Language]
    models: dict[str, Sides]


@functools.cache
def coverage_model() -> CoverageModel:
    """The model that ships."""
    return msgspec.json.decode((files("sourcetrace.translate.data") / "coverage.json").read_bytes(), type=CoverageModel)
