from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from digest.model import DigestStory, Reader
from stories.headlines import headlines
from stories.model import DatePrecision, Facts, Kind, Party, Place, Reason, Status


@pytest.fixture(scope="session")
def five() -> tuple[DigestStory, ...]:
    document = tomllib.loads((Path(__file__).parent / "stories.toml").read_text(encoding="utf-8"))
    return tuple(_story(block) for block in document["story"])


def _story(block: dict) -> DigestStory:
    empty = dict.fromkeys(("event_date", "date_precision", "published_at", "published_precision"))
    pairs = {key: tuple((name, country) for name, country in block[key]) for key in ("parties", "places")}
    reasons = tuple(Reason(*each) for each in block["reasons"])
    story = DigestStory(**(empty | block | pairs | {"reasons": reasons}))
    return replace(story, headline=headlines(_facts(story), story.language))


def _facts(story: DigestStory) -> Facts:
    parties = tuple(Party(name, country) for name, country in story.parties)
    places = tuple(Place(name, country) for name, country in story.places)
    precision = DatePrecision(story.date_precision) if story.date_precision else None
    when = (story.event_date, precision)
    return Facts(Kind(story.kind), Status(story.status or ""), parties, places, *when, (), (), story.evidence)


@pytest.fixture(scope="session")
def many(five: tuple[DigestStory, ...]) -> Callable[[int], tuple[DigestStory, ...]]:
    """Any number of stories: the five over and over, of every kind and status, no two with the same link."""

    def make(number: int) -> tuple[DigestStory, ...]:
        kinds, states = list(Kind), list(Status)
        return tuple(
            replace(
                five[at % 5],
                id=at + 1,
                kind=kinds[at % len(kinds)],
                status=states[at % len(states)],
                url=f"{five[at % 5].url}?n={at}.",
                score=0.99 - at / 1000,
            )
            for at in range(number)
        )

    return make


@pytest.fixture(scope="session")
def reader() -> Callable[[str], Reader]:
    zones = {"en": "Europe/London", "ko": "Asia/Seoul", "de": "Europe/Berlin", "vi": "Asia/Ho_Chi_Minh"}

    def make(locale: str) -> Reader:
        return Reader("reader@example.org", None, locale, zones[locale])

    return make
