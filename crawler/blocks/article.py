"""Tree -> the lines that are its article, and how much is to be said against them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from lxml.html import HtmlElement

from crawler.blocks.choice import chosen
from crawler.blocks.figures import Known, figures_of, table_of
from crawler.blocks.forest import forest
from crawler.blocks.page import blocks_of


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
    figures = figures_of(blocks, known)
    chances = forest().chances(table_of(figures))
    weight = np.array([len(text) for text in blocks.texts])
    undecided = float((weight * np.minimum(chances, 1 - chances)).sum())
    is_own = np.array(blocks.frames.own)[blocks.holders]
    picked = chosen(figures, chances, weight, is_own)
    lines = [text for text, is_picked in zip(blocks.texts, picked, strict=True) if is_picked]
    return Judged(lines, undecided / max(1.0, float((weight * chances).sum())))
