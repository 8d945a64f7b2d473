"""The day it happened, chosen among the days a story names by weights that were learned (bench/learn_dates.py)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from stories.facts.choice import weighed
from stories.facts.date_words import date_words
from stories.facts.dated import days_written
from stories.facts.day_figures import figures_of, named_days
from stories.facts.lexicon import Lexicon
from stories.facts.telling import Telling
from stories.model import Dated, DatePrecision, Status


def event_date(
    words: Lexicon, told: Telling, status: Status | None, published: Dated | None
) -> tuple[date | None, DatePrecision | None]:
    """The day and its precision, (None, None) when the text gives none; without publication only a whole date."""
    known = published.at.date() if published and published.precision is not DatePrecision.MONTH else None
    scored = ((score(figures_of(words, told, status, named)), named.day) for named in named_days(words, told, known))
    best, day = max(scored, key=lambda each: each[0], default=(0.0, None))
    return (day, DatePrecision.DAY) if best > 0 else (None, None)


def score(figures: Mapping[str, float]) -> float:
    """How much more likely than none a day is the one it happened on, as a logit."""
    return weighed(figures, day_weights())


def has_date(words: Lexicon, text: str) -> bool:
    """Whether a text names a day of its own, not only by another's: "the same day"."""
    return any(written.leaning is None for written in days_written(date_words(words.language), text))


@cache
def day_weights() -> Mapping[str, float]:
    """The weights that are shipped, by the name of a figure."""
    document = tomllib.loads(files("stories.facts").joinpath("day_weights.toml").read_text(encoding="utf-8"))
    weights: Mapping[str, float] = document["figures"]
    return weights
