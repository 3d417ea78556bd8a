"""Train the small logistic regressions that ship, for the benchmarks that write them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sourcetrace.translate.logistic import Logistic

Array = npt.NDArray[np.float64]


def fitted(values: Array, labels: Array, ridge: float) -> tuple[Array, float]:
    """Ridge-penalised logistic regression by Newton's method: weights and intercept; features are standardised."""
    design = np.hstack([values, np.ones((len(values), 1))])
    penalty = np.diag([ridge] * values.shape[1] + [0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (p - labels) + penalty @ weights
        step = np.linalg.solve((design * (p * (1 - p))[:, None]).T @ design + penalty + 1e-9 * np.eye(len(weights)), gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights[:-1], float(weights[-1])


def model_of(rows: list[dict[str, float]], labels: Array, names: list[str], ridge: float) -> Logistic:
    """Train on features by name."""
    names = [name for name in names if len({row[name] for row in rows}) > 1]  # what never changes tells nothing
    values = np.array([[row[name] for name in names] for row in rows])
    means, scales = values.mean(axis=0), values.std(axis=0)
    weights, intercept = fitted((values - means) / scales, labels, ridge)
    numbers = [dict(zip(names, (float(f"{x:.6g}") for x in column), strict=True)) for column in (means, scales, weights)]
    return Logistic(round(intercept, 5), *numbers)
