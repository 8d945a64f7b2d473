"""Invented stories in eight languages, and the words that stand around an article on such sites."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = ("de", "en", "es", "fr", "ja", "ko", "vi", "zh")
_MARKS = {"## ": "h", "- ": "li"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a story."""

    kind: str  # "p" | "h" (subheading) | "li" (list item)
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story before it becomes a page."""

    id: str  # also the readable part of its address
    title: str
    author: str
    date: datetime  # aware, in the zone of the place
    paragraphs: tuple[Paragraph, ...]
    caption: str
    tags: tuple[str, ...]
    modified: datetime | None = None

    @property
    def text(self) -> str:
        """What a reader of the page must find: all paragraphs, a line each."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def lead(self) -> str:
        """The start of the story as lists of other stories show it."""
        first = self.paragraphs[0].text
        return first if len(first) <= 70 else first[:70].rstrip() + "…"


@cache
def stories_in(language: str) -> tuple[Story, ...]:
    """All stories of a language (ISO 639-1), in the order of the file."""
    return tuple(_story(table) for table in _table("stories", language)["story"])


@cache
def words_in(language: str) -> dict[str, Any]:
    """What stands around articles, by name: lists of variants, and `locale`, `country`, `timezone` of the sites.

    Words may have {author} and {site} in them, which the skins fill in.
    """
    return _table("words", language)


def _story(table: dict[str, Any]) -> Story:
    parts = {"paragraphs": tuple(map(_paragraph, table["paragraphs"])), "tags": tuple(table["tags"])}
    return Story(**{**table, **parts})


def _paragraph(line: str) -> Paragraph:
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return Paragraph(kind, line.removeprefix(mark))
    return Paragraph("p", line)


def _table(folder: str, language: str) -> dict[str, Any]:
    return tomllib.loads((HERE / folder / f"{language}.toml").read_text(encoding="utf-8"))
