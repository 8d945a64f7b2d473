"""Invented short news in four languages: the same seed tells the same stories. Nothing and nobody in them is real."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

_WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "news_words.toml").read_text(encoding="utf-8"))
_GENERIC = 10  # sentences that any story may have, after the two of its own


@dataclass(frozen=True, slots=True)
class Story:
    """One invented story, newest first in a list of them."""

    title: str
    published: datetime  # naive, local to the site
    paragraphs: tuple[str, ...]


def stories(language: str, count: int, seed: str, now: datetime, every: float) -> list[Story]:
    """Return `count` stories of different titles, the newest some hours before `now`, about `every` hours apart."""
    chance = random.Random(f"{seed}/{language}")
    titles: set[str] = set()
    moment = now.replace(second=0, microsecond=0)
    told = []
    for title, paragraphs in _told(language, chance):
        if title in titles:
            continue
        titles.add(title)
        moment -= timedelta(minutes=int(60 * every * chance.uniform(0.6, 1.4)) + 1)
        told.append(Story(title, moment, paragraphs))
        if len(told) == count:
            return told
    raise AssertionError("the words never run out")


def words(language: str) -> dict[str, Any]:
    """Return what a page of this language has around its articles: labels, and fillers for side bars."""
    return dict(_WORDS[language]["page"])


def headline(language: str, seed: str) -> str:
    """Return one title, for noise: of an event, of another site's article."""
    return next(_told(language, random.Random(f"headline/{seed}")))[0]


def _told(language: str, chance: random.Random) -> Iterator[tuple[str, tuple[str, ...]]]:
    table = _WORDS[language]
    while True:
        topic = chance.choice(table["topic"])
        slots = {name: chance.choice(values) for name, values in table["slots"].items()}
        slots |= {"n": str(chance.randint(12, 980)), "m": str(chance.randint(3, 11)), "k": str(chance.randint(2, 9))}
        sentences = [*topic["own"], *chance.sample(table["generic"], _GENERIC)]
        filled = [sentence.format(**slots) for sentence in sentences]
        title = topic["title"].format(**slots)
        yield title[0].upper() + title[1:], tuple(" ".join(filled[at : at + 3]) for at in range(0, len(filled), 3))
