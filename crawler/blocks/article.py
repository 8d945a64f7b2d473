"""Tree -> the lines that are its article, and how much is to be said against them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from crawler.blocks.figures import Known, figures_of
from crawler.blocks.forest import forest
from crawler.blocks.page import Blocks, blocks_of

_LIKELY = 0.45  # chance from which a block is the article's
_LIKELY_HEADING = 0.35, 0.2  # of a heading before such a block, between two
_LIKELY_OUTSIDE = 0.8  # where the family's element holds most of the article; of a block outside it


@dataclass(frozen=True, slots=True)
class Judged:
    """Lines of an article, and doubt: what is undecided against what is the article, 0 is none, 1 and more is all."""

    lines: list[str]
    doubt: float


def judged(tree: HtmlElement, known: Known) -> Judged:
    """Return the blocks of a page that are its article in their order."""
    blocks = blocks_of(tree, known.own)
    if not blocks.texts:
        return Judged([], 1.0)
    names, table = figures_of(blocks, known)
    chances = forest().chances(table)
    weight = np.array([len(text) for text in blocks.texts])
    undecided = float((weight * np.minimum(chances, 1 - chances)).sum())
    chosen = chances >= _bounds(blocks, chances, weight)
    chosen |= (table[:, names.index("is_heading")] > 0) & (chances >= _bounds_of_headings(chosen))
    lines = [text for text, is_chosen in zip(blocks.texts, chosen, strict=True) if is_chosen]
    return Judged(lines, undecided / max(1.0, float((weight * chances).sum())))


def _bounds(blocks: Blocks, chances: NDArray[np.float64], weight: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the chance from which each block is chosen."""
    own = np.array(blocks.frames.own)[blocks.holders]
    likely = np.where(chances >= _LIKELY, weight, 0)
    is_trusted = likely[own].sum() * 2 >= likely.sum() > 0
    return np.where(own | (not is_trusted), _LIKELY, _LIKELY_OUTSIDE)


def _bounds_of_headings(chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the chance from which each block is chosen if it is a heading: what follows it speaks for it."""
    edge, (before_one, between) = np.array([False]), _LIKELY_HEADING
    is_after, is_before = np.concatenate((edge, chosen[:-1])), np.concatenate((chosen[1:], edge))
    return np.where(is_before, np.where(is_after, between, before_one), 1.1)
