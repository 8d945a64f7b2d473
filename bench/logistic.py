"""Logistic regression with a bound for each weight: L2 penalty, L-BFGS-B (Byrd, Lu, Nocedal, Zhu, 1995)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Bound = tuple[float | None, float | None]


def fit(
    table: csr_matrix,
    truth: NDArray[np.bool_],
    trust: float,
    bounds: Sequence[Bound] | None = None,
    importance: Floats | None = None,
    known: Floats | None = None,
) -> tuple[Floats, float]:
    """Weights of the columns and the start. `trust`: how much the stories count against small weights.

    `table` is (stories, columns), `importance` how often each story counts. `known` are logits that other weights
    give already: then what is found is added to those, and the start stays as it is. A start has no penalty.
    """
    columns = table.shape[1]
    side = np.where(truth, 1.0, -1.0)
    times = np.ones(len(truth)) if importance is None else importance
    given = np.zeros(len(truth)) if known is None else known

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = side * (table @ weights[:-1] + weights[-1] + given)
        pull = -side * times / (1 + np.exp(np.clip(margin, -500, 500)))
        value = trust * float(times @ np.logaddexp(0, -margin)) + 0.5 * float(weights[:-1] @ weights[:-1])
        return value, np.append(trust * (table.T @ pull) + weights[:-1], trust * pull.sum())

    of_start: Bound = (None, None) if known is None else (0.0, 0.0)
    limits = [*(bounds or [(None, None)] * columns), of_start]
    found = minimize(
        loss, np.zeros(columns + 1), jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 500}
    )
    return found.x[:-1], float(found.x[-1])
