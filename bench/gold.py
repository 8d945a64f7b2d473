"""The gold set: stories written for this project with what is true of them (seeds/gold/README.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from stories.model import Article, Dated, DateOrigin, DatePrecision

FOLDER = Path(__file__).resolve().parents[1] / "seeds/gold"


@dataclass(frozen=True, slots=True)
class GoldStory:
    """A story, the verdict it ought to have, and its facts (empty for what is dropped)."""

    id: str
    language: str
    source: str  # the name of its file
    published: date
    title: str | None
    text: str
    keep: bool
    why: str | None = None  # what a dropped one is: a word of docs/drops.md, or other_news
    hard: bool = False  # dropped although it has words of partnership
    kind: str | None = None
    status: str | None = None
    parties: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()  # name, ISO 3166-1 alpha-2
    event_date: date | None = None
    sectors: tuple[str, ...] = ()
    evidence: str | None = None
    home_country: str | None = None  # ISO 3166-1 alpha-2 of the source; None where it works across borders

    @property
    def held_out(self) -> bool:
        """Whether it only measures: its source or its year is held out."""
        split = _split()
        return self.source in split["sources"].get(self.language, ()) or self.published.year in split["years"]

    @property
    def article(self) -> Article:
        """As reading would hand it to the judge."""
        at = Dated(datetime.combine(self.published, time.min, UTC), DatePrecision.DAY, DateOrigin.FEED)
        url = f"https://gold.example/{self.id}"
        return Article(url, self.title, self.text, self.language, at, home_country=self.home_country)


@cache
def gold(language: str | None = None) -> tuple[GoldStory, ...]:
    """All stories, or those of a language, by file and in the order they stand."""
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir() and language in (None, path.name))
    return tuple(story for folder in folders for file in sorted(folder.glob("*.toml")) for story in _stories(file))


def _stories(file: Path) -> Iterator[GoldStory]:
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    for block in document["story"]:
        yield _story(block, document, file.stem)


def _story(block: Mapping[str, Any], header: Mapping[str, Any], source: str) -> GoldStory:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in block.items()}
    values["places"] = tuple((name, country) for name, country in block.get("places", ()))
    values.setdefault("title", None)
    return GoldStory(language=header["language"], source=source, home_country=header.get("country"), **values)


@cache
def _split() -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / "held_out.toml").read_text(encoding="utf-8"))
