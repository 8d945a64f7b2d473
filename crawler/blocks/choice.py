"""Chances of blocks -> which of them are the article. Neighbours count where a chance is middling."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crawler.blocks.figures import Figures

LIKELY = 0.45  # chance from which a block is the article's
_OUTSIDE = 0.8  # of a block outside the family's element, where that holds most of the article
_HEADING = 0.35, 0.2  # of a heading before a chosen block, between two
_NEXT = 0.3  # of a paragraph after a chosen one that looks like it
_LINKED = 0.1  # of such a paragraph at most

Chances = NDArray[np.float64]
Chosen = NDArray[np.bool_]


def chosen(figures: Figures, chances: Chances, weight: NDArray[np.int64], is_own: Chosen) -> Chosen:
    """Tell of each block whether it is the article's.

    `weight` is its length, `is_own` tells whether it is in the element where the page's family has its text.
    """
    found: Chosen = chances >= _bounds(chances, weight, is_own)
    found = _with_next(found, figures, chances)
    is_heading = figures["is_heading"] > 0
    both: Chosen = found | (is_heading & (chances >= _bounds_of_headings(found)))
    return both


def _bounds(chances: Chances, weight: NDArray[np.int64], is_own: Chosen) -> Chances:
    likely = np.where(chances >= LIKELY, weight, 0)
    is_trusted = likely[is_own].sum() * 2 >= likely.sum() > 0
    return np.where(is_own | (not is_trusted), LIKELY, _OUTSIDE)


def _with_next(found: Chosen, figures: Figures, chances: Chances) -> Chosen:
    """Add paragraphs that go on where a chosen one ended: same holder, same looks, whole sentences, no link."""
    alike = (figures["same_holder-1"] > 0) & (figures["alike_mass"] == figures["alike_mass-1"])
    told = (figures["is_p"] > 0) & (figures["closed"] > 0) & (figures["linked"] < _LINKED)
    for place in np.flatnonzero(alike & told & (chances >= _NEXT) & ~found):
        found[place] = found[place - 1]
    return found


def _bounds_of_headings(found: Chosen) -> Chances:
    """Return the chance from which each block is chosen if it is a heading: what follows it speaks for it."""
    edge, (before_one, between) = np.array([False]), _HEADING
    is_after, is_before = np.concatenate((edge, found[:-1])), np.concatenate((found[1:], edge))
    return np.where(is_before, np.where(is_after, between, before_one), 1.1)
