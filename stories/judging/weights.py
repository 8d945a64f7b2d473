"""What was learned (bench/learn_judge.py): a weight for each figure, a start for each language, pieces of words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from stories.judging.words import Vocabulary

FIGURES = Path(__file__).with_name("weights.toml")
WORDS = Path(__file__).with_name("words.npz")


@dataclass(frozen=True, slots=True)
class Weights:
    """The logit of a story is start + the sum of figures times weights + what its words say times `words`."""

    figures: Mapping[str, float]
    start: Mapping[str, float]  # by language
    words: float


@cache
def weights() -> Weights:
    """The weights that are shipped."""
    document = tomllib.loads(FIGURES.read_text(encoding="utf-8"))
    return Weights(document["figures"], document["start"], document["words"])


@cache
def vocabulary(language: str) -> Vocabulary:
    """The pieces of words that were learned of a language; none of one without stories."""
    with np.load(WORDS, allow_pickle=False) as file:
        if f"{language}.pieces" not in file:
            return Vocabulary({})
        pieces = bytes(file[f"{language}.pieces"]).decode("utf-8").split("\n")
        values = file[f"{language}.weights"].astype(float).tolist()  # (2, pieces): anywhere, at the top
    return Vocabulary(dict(zip(pieces, zip(*values, strict=True), strict=True)))
