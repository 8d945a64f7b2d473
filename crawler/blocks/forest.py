"""A forest of decision trees that was learned elsewhere (bench/learn_blocks.py): figures of blocks -> chances.

Every tree is full: node n has the children 2n+1 and 2n+2, those after the last inner node are leaves. So all blocks
walk all trees at once, one level a step. Friedman, Greedy Function Approximation, 2001 (gradient boosting).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("weights.npz")
_FIRST = 24  # trees that are asked of all blocks
_HOPELESS = -1.7  # log-odds after those; of 20,000 blocks none below became part of an article


@dataclass(frozen=True, slots=True)
class Forest:
    """`figure`, `limit` are (trees, inner nodes), `leaf` (trees, leaves): what is above the limit goes right."""

    names: tuple[str, ...]
    figure: NDArray[np.intp]
    limit: NDArray[np.float32]
    leaf: NDArray[np.float32]

    def chances(self, table: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return for each row of (blocks, figures) the chance that it belongs to the article, from 0 to 1."""
        odds = self._odds(table, slice(0, _FIRST))
        hopeful = np.flatnonzero(odds > _HOPELESS)
        odds[hopeful] += self._odds(table[hopeful], slice(_FIRST, None))
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
        return chances

    def _odds(self, table: NDArray[np.float32], trees: slice) -> NDArray[np.float64]:
        figure, limit, leaf = self.figure[trees], self.limit[trees], self.leaf[trees]
        count, inner = figure.shape
        values, row = table.ravel(), np.arange(len(table), dtype=np.intp)[:, None] * table.shape[1]
        first = np.arange(count, dtype=np.intp)[None, :] * inner  # of each tree in the arrays of all
        node = np.zeros((len(table), count), dtype=np.intp)
        for _ in range((inner + 1).bit_length() - 1):
            asked = first + node
            above = values.take(row + figure.take(asked)) > limit.take(asked)
            node = 2 * node + 1 + above
        first = np.arange(count, dtype=np.intp)[None, :] * (inner + 1) - inner
        odds: NDArray[np.float64] = leaf.take(first + node).sum(axis=1, dtype=np.float64)
        return odds


@cache
def forest() -> Forest:
    """Load the weights that are shipped."""
    with np.load(WEIGHTS, allow_pickle=False) as file:
        return Forest(tuple(map(str, file["names"])), file["figure"].astype(np.intp), file["limit"], file["leaf"])
