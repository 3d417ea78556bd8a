"""A logistic regression small enough to read: named features, their weights, and nothing else."""

from __future__ import annotations

import math

import msgspec

__all__ = ["Logistic"]


class Logistic(msgspec.Struct, frozen=True):
    """Weights of standardised features, by name."""

    intercept: float
    means: dict[str, float]
    scales: dict[str, float]
    weights: dict[str, float]

    def probability(self, values: dict[str, float]) -> float:
        """1 / (1 + exp(−z)) of one passage's features; those that are missing count as average."""
        z = self.intercept + sum(w * (values.get(name, self.means[name]) - self.means[name]) / self.scales[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-min(max(z, -30.0), 30.0)))
