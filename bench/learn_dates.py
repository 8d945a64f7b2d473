"""Learn anew how the day of an event is chosen among the days a story names, from gold stories that are not held out.

    PYTHONPATH=. .venv/bin/python bench/learn_dates.py

A choice between none and each day that is named (conditional logit, McFadden 1974), with an L2 penalty; the weights
are shared by all languages. Prints, by language, the share of stories whose day is right: as learned, and by weights
that did not see the story's source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.gold import GoldStory, gold
from stories.facts import facts
from stories.facts.day_figures import figures_of, named_days
from stories.facts.lexicon import lexicon
from stories.facts.telling import tell
from stories.judge import judge

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).resolve().parents[1] / "stories/facts/day_weights.toml"
HEADER = """\
# What was learned (bench/learn_dates.py): logits of a day's figures, against no day. Never edited by hand.

[figures]
"""
PENALTY = 0.5  # of squared weights
FOLDS = 6


@dataclass(frozen=True)
class Choice:
    """A story's days with their figures, and which are right; none is right where the story gives no day."""

    story: GoldStory
    days: tuple[date, ...]
    table: Floats  # (days, figures)
    right: NDArray[np.bool_]

    @property
    def teaches(self) -> bool:
        """Whether what is right can be chosen."""
        return len(self.days) > 0 and (bool(self.right.any()) or self.story.event_date is None)

    def chosen(self, weights: Floats) -> date | None:
        """The day that the weights choose."""
        scores = self.table @ weights
        return self.days[int(scores.argmax())] if len(self.days) and scores.max() > 0 else None


def main() -> None:
    """Read, learn, print, write."""
    stories = [story for story in gold() if story.keep and not story.held_out]
    figures = [_figures(story) for story in stories]
    names = sorted({name for days in figures for _, each in days for name in each})
    choices = [_choice(story, days, names) for story, days in zip(stories, figures, strict=True)]
    weights = learn(choices)
    print("as learned     ", _shares(choices, [weights] * len(choices)))
    print("unseen sources ", _shares(choices, _by_strangers(choices)))
    lines = (f"{name} = {weight:.3f}\n" for name, weight in zip(names, weights, strict=True))
    WEIGHTS.write_text(HEADER + "".join(lines), encoding="utf-8")


def learn(choices: Iterable[Choice]) -> Floats:
    """The weights under which what is right is likeliest."""
    teaching = [choice for choice in choices if choice.teaches]

    def loss(weights: Floats) -> tuple[float, Floats]:
        parts = [_loss(choice, weights) for choice in teaching]
        value = sum(part for part, _ in parts) + PENALTY / 2 * float(weights @ weights)
        return value, np.sum([pull for _, pull in parts], axis=0) + PENALTY * weights

    found: Floats = minimize(loss, np.zeros(teaching[0].table.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def _loss(choice: Choice, weights: Floats) -> tuple[float, Floats]:
    """Minus the log-likelihood of what is right, and its slope; "no day" has a logit of 0."""
    odds = np.exp(np.clip(choice.table @ weights, -50, 50))
    whole = odds.sum() + 1
    right = odds * choice.right if choice.right.any() else np.zeros_like(odds)
    share = right.sum() or 1.0
    return float(np.log(whole / share)), (odds / whole - right / share) @ choice.table


def _figures(story: GoldStory) -> list[tuple[date, dict[str, float]]]:
    words = lexicon(story.language)
    told = tell(words, story.title or "", story.text)
    read = facts(story.article, judge(story.article))
    shown = tuple(sentence for sentence in told.body if sentence.literal == read.evidence)
    told = replace(told, kind=read.kind, main=shown)
    named = named_days(words, told, story.published)
    return [(each.day, figures_of(words, told, read.status, each)) for each in named]


def _choice(story: GoldStory, days: Sequence[tuple[date, dict[str, float]]], names: Sequence[str]) -> Choice:
    table = np.array([[each.get(name, 0.0) for name in names] for _, each in days]).reshape(len(days), len(names))
    right = np.array([day == story.event_date for day, _ in days], dtype=bool)
    return Choice(story, tuple(day for day, _ in days), table, right)


def _by_strangers(choices: Sequence[Choice]) -> list[Floats]:
    """For each story, weights that saw nothing of its source."""
    sources = sorted({(choice.story.language, choice.story.source) for choice in choices})
    fold = {source: number % FOLDS for number, source in enumerate(sources)}
    folds = [fold[choice.story.language, choice.story.source] for choice in choices]
    learned = [learn(c for c, f in zip(choices, folds, strict=True) if f != number) for number in range(FOLDS)]
    return [learned[number] for number in folds]


def _shares(choices: Sequence[Choice], weights: Sequence[Floats]) -> str:
    found = [(c.story.language, c.chosen(w) == c.story.event_date) for c, w in zip(choices, weights, strict=True)]
    groups = {name: [ok for language, ok in found if language == name] for name, _ in found}
    shares = {**groups, "all": [ok for _, ok in found]}
    return "  ".join(f"{name} {sum(oks) / len(oks):.3f}" for name, oks in shares.items())


if __name__ == "__main__":
    main()
