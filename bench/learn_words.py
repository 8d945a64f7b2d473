"""Learn what pieces of words weigh in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack

from bench.lessons import Lesson, importance_of, truth_of
from bench.logistic import Floats, fit
from stories.judging.words import Vocabulary

TRUST = 30.0  # in the stories, against small weights
FEWEST = 2  # stories in which a piece must stand
MOST = 6_000  # pieces of a language
FOLDS = 5

Columns = NDArray[np.intp]


@dataclass(frozen=True)
class Standing:
    """Which piece (column) stands in which story (row): anywhere, and at the top."""

    pieces: tuple[str, ...]
    anywhere: csr_matrix
    at_the_top: csr_matrix

    def table(self, columns: Columns) -> csr_matrix:
        """What is weighed: both halves, each row divided by its Euclidean length."""
        both = hstack([self.anywhere[:, columns], self.at_the_top[:, columns]]).tocsr()
        lengths = np.sqrt(np.maximum(1, np.asarray(both.sum(axis=1)).ravel()))
        return (diags(1 / lengths) @ both).tocsr()

    def rows(self, rows: Sequence[int]) -> Standing:
        """The same of some stories."""
        return Standing(self.pieces, self.anywhere[rows], self.at_the_top[rows])


@dataclass(frozen=True)
class Weighed:
    """Some pieces with their weights (2, pieces) and the start that belongs to them."""

    columns: Columns
    weights: Floats
    start: float

    def said(self, standing: Standing) -> Floats:
        """What the words of each story say."""
        found: Floats = standing.table(self.columns) @ self.weights.ravel() + self.start
        return found


def standing_of(lessons: Sequence[Lesson]) -> Standing:
    """Count the pieces of stories of one language."""
    names = sorted({piece for each in lessons for piece in each.pieces})
    place = {piece: n for n, piece in enumerate(names)}
    rows = np.repeat(np.arange(len(lessons)), [len(each.pieces) for each in lessons])
    columns = np.array([place[piece] for each in lessons for piece in each.pieces], dtype=np.intp)
    top = np.array([found.at_the_top for each in lessons for found in each.pieces.values()], dtype=float)
    shape = (len(lessons), len(names))
    at_the_top = csr_matrix((top, (rows, columns)), shape=shape)
    at_the_top.eliminate_zeros()
    return Standing(tuple(names), csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape), at_the_top)


def weigh(standing: Standing, lessons: Sequence[Lesson]) -> Weighed:
    """Weigh the frequent pieces, keep the heaviest, and weigh those again."""
    stories = np.asarray((standing.anywhere > 0).sum(axis=0)).ravel()
    found = _fitted(standing, lessons, np.flatnonzero(stories >= FEWEST))
    heaviest = np.argsort(-np.abs(found.weights).max(axis=0), kind="stable")[:MOST]
    return _fitted(standing, lessons, np.sort(found.columns[heaviest]))


def said_by_strangers(standing: Standing, lessons: Sequence[Lesson]) -> Floats:
    """What the words of each story say by weights that were learned from other sources."""
    said = np.zeros(len(lessons))
    folds = np.array([crc32(each.source.encode()) % FOLDS for each in lessons])
    for fold in range(FOLDS):
        strange, known = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        if len(strange) and len(known):
            found = weigh(standing.rows(known), [lessons[n] for n in known])
            said[strange] = found.said(standing.rows(strange))
    return said


def vocabulary_of(standing: Standing, weighed: Weighed) -> Vocabulary:
    """The weights as the judge reads them, with the precision in which they are shipped."""
    halves = weighed.weights.astype(np.float16).astype(float).T.tolist()
    return Vocabulary({standing.pieces[n]: (a, t) for n, (a, t) in zip(weighed.columns, halves, strict=True)})


def _fitted(standing: Standing, lessons: Sequence[Lesson], columns: Columns) -> Weighed:
    weights, start = fit(standing.table(columns), truth_of(lessons), TRUST, importance=importance_of(lessons))
    return Weighed(columns, weights.reshape(2, -1), start)
