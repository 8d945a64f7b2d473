"""Stories with the verdict they ought to have, counted: what the judge learns from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stories.judging.figures import figures
from stories.judging.lexicon import lexicon
from stories.judging.lines import lines
from stories.judging.marks import marked
from stories.judging.words import Found, found_pieces
from stories.model import Article


@dataclass(frozen=True)
class Lesson:
    """A story, counted, with the verdict it ought to have."""

    id: str
    language: str
    source: str  # stories of one source are never asked about each other
    keep: bool
    importance: float  # how often it counts
    figures: Mapping[str, float]
    pieces: Mapping[str, Found]


def lesson(article: Article, language: str, source: str, keep: bool, importance: float = 1.0) -> Lesson:
    """Count a story's figures and pieces of words."""
    story, words = lines(article), lexicon(language)
    counted = {key: figure.value for key, figure in figures(marked(story, words), words).items()}
    return Lesson(article.url, language, f"{language}/{source}", keep, importance, counted, found_pieces(story))


def truth_of(lessons: Sequence[Lesson]) -> NDArray[np.bool_]:
    """Whether each is to be kept."""
    return np.array([each.keep for each in lessons], dtype=bool)


def importance_of(lessons: Sequence[Lesson]) -> NDArray[np.float64]:
    """How often each counts."""
    return np.array([each.importance for each in lessons], dtype=float)
