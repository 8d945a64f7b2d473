"""Choosing by what was learned: of several candidates the one whose figures, weighed, add up to the most.

A conditional logit (McFadden 1974): the chance of a candidate is the exponential of its sum, shared out among all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.toml")
ANY = "any"  # the table of weights that all candidates share

Figures = Mapping[str, float]
Tables = Mapping[str, Figures]


@cache
def weights(choice: str) -> Tables:
    """What was learned for a choice (bench/learn_facts.py): weights in tables, ANY and one a named candidate."""
    tables: Tables = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))[choice]
    return tables


def weighed(figures: Figures, table: Figures) -> float:
    """The sum of figures times weights; a figure without a weight says nothing."""
    return sum(table.get(name, 0.0) * value for name, value in figures.items())


def chosen(story: Figures, own: Mapping[str, Figures], tables: Tables) -> str:
    """The best of named candidates, the first of equals: what the story says for each, and what is its own."""
    return max(own, key=lambda name: weighed(story, tables.get(name, {})) + weighed(own[name], tables[ANY]))


def ranked(candidates: Sequence[Figures], tables: Tables) -> list[int]:
    """Nameless candidates by their places, the best first, the earlier first of equals."""
    sums = [weighed(figures, tables[ANY]) for figures in candidates]
    return sorted(range(len(sums)), key=lambda n: -sums[n])


def spoken(story: Figures, own: Figures, tables: Tables, name: str) -> list[tuple[str, float]]:
    """Which figures spoke for or against a candidate and how much, the heaviest first: why it was chosen or not."""
    said = [*_said(story, tables.get(name, {})), *_said(own, tables[ANY])]
    return sorted(said, key=lambda each: -abs(each[1]))


def _said(figures: Figures, table: Figures) -> Iterable[tuple[str, float]]:
    return ((name, table[name] * value) for name, value in figures.items() if table.get(name) and value)
