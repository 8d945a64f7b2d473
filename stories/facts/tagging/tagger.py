"""A linear-chain conditional random field: columns -> how probably each unit begins or goes on with a party's name.

Source: J. Lafferty, A. McCallum, F. Pereira: Conditional Random Fields, ICML 2001. Learned by bench/learn_parties.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stories.facts.tagging.columns import Columns
from stories.facts.tagging.units import Text

FILE = Path(__file__).with_name("weights.npz")
OUTSIDE, BEGINS, GOES_ON = range(3)
LABELS = ("O", "B", "I")
Floats = NDArray[np.float64]


@dataclass(eq=False)
class Tagger:
    """Weights of one way of writing: each value of a column has a row of `emitted` (values, 3); row 0 is zero."""

    rows: Mapping[str, Mapping[str, int]]
    emitted: Floats
    passed: Floats  # (3, 3), from label to label
    _sums: dict[tuple[str, tuple[str, ...]], Floats] = field(default_factory=dict)

    def marginals(self, text: Text, seen: Columns) -> Floats:
        """For each unit the probabilities of OUTSIDE, BEGINS and GOES_ON, shape (units, 3)."""
        scores = self._scores(text.language, seen, len(text.units))
        return _forward_backward(scores, [len(line.units) for line in text.lines], self.passed)

    def _scores(self, language: str, seen: Columns, units: int) -> Floats:
        named = [(own_name(language, name), values) for name, values in seen.own.items()] + [*seen.shared.items()]
        known = [(self.rows[name], values) for name, values in named if name in self.rows]
        rows = chain.from_iterable(map(column.get, values, repeat(0)) for column, values in known)
        places = np.fromiter(rows, np.intp, len(known) * units).reshape(len(known), units)
        scores: Floats = self.emitted[places].sum(axis=0)
        for name, sets in seen.sets.items():
            if name in self.rows:
                scores += self._sums_of(name, sets)
        return scores

    def _sums_of(self, name: str, sets: Sequence[tuple[str, ...]]) -> Floats:
        """What each set of a column says, each different one looked up once."""
        different = {members: row for row, members in enumerate(dict.fromkeys(sets))}
        said = np.array([self._sum(name, members) for members in different])
        sums: Floats = said[[different[members] for members in sets]]
        return sums

    def _sum(self, name: str, members: tuple[str, ...]) -> Floats:
        """What the members of a set say together; the same sets come again and again."""
        found = self._sums.get((name, members))
        if found is None:
            known = self.rows[name]
            found = self.emitted[[known.get(member, 0) for member in members]].sum(axis=0)
            if len(self._sums) < _REMEMBERED:
                self._sums[name, members] = found
        return found


_REMEMBERED = 50_000
_UNITS_UNSCALED = 8


def own_name(language: str, column: str) -> str:
    """The name of a column whose values are words of a language."""
    return f"{language} {column}"


def _forward_backward(scores: Floats, lengths: Iterable[int], passed: Floats) -> Floats:
    """All lines at once, and both ways at once: backwards is forwards over turned lines, with the steps turned."""
    units = np.array(list(lengths), np.intp)[:, None]
    if not units.size:
        return scores
    at = np.arange(units.max())
    inside, turned = at < units, np.where(at < units, units - 1 - at, at)[:, :, None]
    emitted = np.ones((*inside.shape, len(LABELS)))
    emitted[inside] = np.exp(scores - scores.max(axis=1, keepdims=True))
    step = np.exp(passed - passed.max())
    reached = _reached(np.stack([emitted, np.take_along_axis(emitted, turned, axis=1)]), np.stack([step, step.T]))
    both = (reached[0] * emitted * np.take_along_axis(reached[1], turned, axis=1))[inside]
    marginals: Floats = both / both.sum(axis=1, keepdims=True)
    return marginals


def _reached(emitted: Floats, steps: Floats) -> Floats:
    """How surely each label of each unit is reached from those before; what is behind a line's end says nothing."""
    along = np.ascontiguousarray(emitted.transpose(2, 0, 1, 3))
    reached = np.ones_like(along)
    for at in range(1, len(along)):
        left = reached[at - 1] * along[at - 1]
        if at % _UNITS_UNSCALED == 0:  # only ratios count: numbers must not run out of range
            left /= left.sum(axis=-1, keepdims=True)
        np.matmul(left, steps, out=reached[at])
    return reached.transpose(1, 2, 0, 3)


@cache
def tagger(writing: str) -> Tagger:
    """What is shipped for a way of writing. Raises KeyError when there is none."""
    with np.load(FILE, allow_pickle=False) as file:
        names = json.loads(bytes(file[f"{writing}.values"]).decode("utf-8"))
        emitted, passed = file[f"{writing}.emitted"].astype(float), file[f"{writing}.passed"].astype(float)
    rows: dict[str, dict[str, int]] = {}
    at = 1
    for column, values in names.items():
        rows[column] = {value: at + index for index, value in enumerate(values)}
        at += len(values)
    return Tagger(rows, np.vstack([np.zeros(len(LABELS)), emitted]), passed)
