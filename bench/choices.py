"""Choices that were made rightly -> the weights to choose by (stories/facts/choice.py).

A conditional logit, with an L2 penalty and an L1 penalty that leaves out what hardly speaks, so that the weights can
be read: each weight is the difference of two that are not negative (L-BFGS-B).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from stories.facts.choice import ANY, Figures

FEWEST = 3  # choices in which a figure must stand to be weighed
SPARSE = 2.0  # how much a weight costs for being there

Row = dict[tuple[str, str], float]  # (table, figure) -> value
Floats = np.ndarray


@dataclass(frozen=True)
class Choice:
    """Candidates, each as a row of figures; which of them are right; how often the choice counts."""

    rows: tuple[Row, ...]
    right: tuple[bool, ...]
    importance: float = 1.0


def named_choice(story: Figures, own: Mapping[str, Figures], right: str | None, importance: float = 1.0) -> Choice:
    """A choice among named candidates, with the figures of the story and their own."""
    return Choice(
        tuple(
            {**{(name, key): v for key, v in story.items()}, **{(ANY, key): v for key, v in figures.items()}}
            for name, figures in own.items()
        ),
        tuple(name == right for name in own),
        importance,
    )


def nameless_choice(candidates: Sequence[Figures], right: Sequence[bool], importance: float = 1.0) -> Choice:
    """A choice among candidates that only their figures tell apart."""
    return Choice(tuple({(ANY, key): v for key, v in each.items()} for each in candidates), tuple(right), importance)


def learn(choices: Sequence[Choice], sparse: float = SPARSE) -> dict[str, dict[str, float]]:
    """Tables of weights, ANY and one for each named candidate; choices without a right candidate are left out."""
    usable = [each for each in choices if any(each.right)]
    seen = Counter(column for each in usable for column in {c for row in each.rows for c, v in row.items() if v})
    columns = sorted(column for column, times in seen.items() if times >= FEWEST)
    found = _fit(usable, _table(usable, columns), sparse)
    tables: dict[str, dict[str, float]] = {ANY: {}}
    for (table, figure), weight in zip(columns, found, strict=True):
        if abs(weight) >= 0.005:
            tables.setdefault(table, {})[figure] = round(float(weight), 2)
    return tables


def _table(choices: Sequence[Choice], columns: Sequence[tuple[str, str]]) -> csr_matrix:
    place = {column: n for n, column in enumerate(columns)}
    rows = [row for each in choices for row in each.rows]
    entries = [(n, place[c], value) for n, row in enumerate(rows) for c, value in row.items() if value and c in place]
    at, column, value = zip(*entries, strict=True)
    return csr_matrix((value, (at, column)), shape=(len(rows), len(columns)))


def _fit(choices: Sequence[Choice], table: csr_matrix, sparse: float) -> Floats:
    width = table.shape[1]
    loss = _Loss(choices, table)

    def of_both(halves: Floats) -> tuple[float, Floats]:
        value, slope = loss(halves[:width] - halves[width:])
        return value + sparse * float(halves.sum()), np.concatenate([slope + sparse, sparse - slope])

    bounds = [(0.0, None)] * (2 * width)
    options = {"maxiter": 500}
    found = minimize(of_both, np.zeros(2 * width), jac=True, method="L-BFGS-B", bounds=bounds, options=options).x
    return found[:width] - found[width:]


class _Loss:
    """How far weights are from the right choices, and the slope of that."""

    def __init__(self, choices: Sequence[Choice], table: csr_matrix) -> None:
        sizes = [len(each.rows) for each in choices]
        self._table, self._turned = table, table.T.tocsr()
        self._starts = np.cumsum([0, *sizes[:-1]])
        self._of = np.repeat(np.arange(len(choices)), sizes)
        self._right = np.array([right for each in choices for right in each.right], dtype=float)
        self._times = np.array([each.importance for each in choices])

    def __call__(self, weights: Floats) -> tuple[float, Floats]:
        sums = self._table @ weights
        sums = np.exp(sums - np.maximum.reduceat(sums, self._starts)[self._of])
        right = sums * self._right
        all_, ok = np.add.reduceat(sums, self._starts), np.add.reduceat(right, self._starts) + 1e-300
        value = float(self._times @ (np.log(all_) - np.log(ok)))
        pull = self._times[self._of] * (sums / all_[self._of] - right / ok[self._of])
        return value + 0.5 * float(weights @ weights), self._turned @ pull + weights
