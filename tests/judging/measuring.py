"""How right the judge is on stories it never learned from, beside a plain keyword list."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.gold import GoldStory, gold
from stories.judge import judge

KEYWORDS = Path(__file__).with_name("keywords.toml")
BAND = (0.8, 0.9)  # scores whose share of kept stories says whether scores mean what they say

Figures = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold story with what was made of it."""

    story: GoldStory
    keep: bool
    score: float
    keyword: bool
    drop_reason: str | None


def judged(stories: Iterable[GoldStory]) -> list[Judged]:
    """Judge stories as the service would, with their language known."""
    return [_judged(story) for story in stories]


def held_out() -> list[GoldStory]:
    """The stories that only measure."""
    return [story for story in gold() if story.held_out]


def figures(found: Sequence[Judged]) -> Figures:
    """By language and of all: F1, precision and recall of the judge, F1 of the keyword list."""
    languages = sorted({each.story.language for each in found})
    groups = {name: [each for each in found if each.story.language == name] for name in languages}
    return {name: _figures(group) for name, group in {**groups, "all": found}.items()}


def calibration(found: Sequence[Judged]) -> list[tuple[float, int, float]]:
    """For each tenth of the score: where it begins, how many stories fall into it, and the share to be kept."""
    rows = []
    for tenth in range(10):
        those = [each for each in found if min(9, int(each.score * 10)) == tenth]
        rows.append((tenth / 10, len(those), sum(e.story.keep for e in those) / len(those) if those else 0.0))
    return rows


def has_keyword(language: str, title: str | None, text: str) -> bool:
    """Whether a plain keyword list would keep the story."""
    return bool(_keywords()[language].search(f"{title or ''}\n{text}"))


def f1(found: Sequence[Judged], said: Callable[[Judged], bool]) -> tuple[float, float, float]:
    """F1, precision and recall of an answer. An answer that keeps nothing has none of them."""
    right = sum(said(each) and each.story.keep for each in found)
    kept, true = sum(map(said, found)), sum(each.story.keep for each in found)
    precision, recall = right / kept if kept else 0.0, right / true if true else 0.0
    return 2 * right / (kept + true) if kept + true else 0.0, precision, recall


def _figures(found: Sequence[Judged]) -> dict[str, float]:
    score, precision, recall = f1(found, lambda each: each.keep)
    return {
        "f1": score,
        "precision": precision,
        "recall": recall,
        "keywords": f1(found, lambda each: each.keyword)[0],
    }


def _judged(story: GoldStory) -> Judged:
    verdict = judge(story.article)
    keyword = has_keyword(story.language, story.title, story.text)
    return Judged(story, verdict.keep, verdict.score, keyword, verdict.drop_reason)


@cache
def _keywords() -> Mapping[str, re.Pattern[str]]:
    lists = tomllib.loads(KEYWORDS.read_text(encoding="utf-8"))
    return {language: re.compile("|".join(words), re.IGNORECASE) for language, words in lists.items()}
