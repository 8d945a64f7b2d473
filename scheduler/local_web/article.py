"""One article file -> Article: TOML between two lines `+++`, then paragraphs; or all in TOML."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.local_web.errors import SiteFileError

# What the project notes about an article; no skin can reach these keys.
_NOTES = frozenset({"decoy_class", "distinguishing", "expected", "host", "language"})
_SERVED = frozenset({"id", "title", "published", "author", "section", "summary", "slug", "page", "body"})
_TEXTS = frozenset({"title", "author", "section", "summary", "slug", "body"})
_FENCE = "+++"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a heading (written `## …` in the file)."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """What a skin may show of an article file."""

    id: str
    title: str
    published: datetime  # aware, in the zone of the site
    blocks: tuple[Block, ...]
    slug: str
    author: str = ""
    section: str = ""
    summary: str = ""
    page: Mapping[str, Any] = field(default_factory=dict)  # extras of one skin, e.g. a caption
    address: str = ""  # path and query on its site, filled in by the site

    @property
    def lead(self) -> str:
        """The summary, else the first paragraph cut at 160 characters."""
        first = next((block.text for block in self.blocks if not block.heading), "")
        return self.summary or first[:160]


def read_article(file: Path, zone: ZoneInfo) -> Article:
    """Read an article file (`.md` or `.toml`).

    `published` is local to `zone`; a bare date counts as its midnight. Raises SiteFileError.
    """
    front = _front(file)
    _check(front, file)
    given = {key: front[key] for key in ("author", "section", "summary", "page") if key in front}
    return Article(
        id=str(front.get("id") or _id_of(file.stem)),
        title=front["title"],
        published=_local(front["published"], zone, file),
        blocks=blocks_of(front["body"]),
        slug=front.get("slug") or slug_of(front["title"]),
        **given,
    )


def blocks_of(body: str) -> tuple[Block, ...]:
    """Split a body at blank lines; the lines of one paragraph are joined."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", body))
    return tuple(Block(text.removeprefix("## "), heading=text.startswith("## ")) for text in paragraphs if text)


def slug_of(title: str) -> str:
    """Make the part of a URL that tells the title: ASCII letters and digits joined by '-'."""
    bare = unicodedata.normalize("NFKD", title.lower().replace("đ", "d").replace("ß", "ss"))
    words = re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f'\u2019]", "", bare))
    return "-".join(words) or "article"


def _id_of(stem: str) -> str:
    """The number that a file name begins with, else all of it in characters that addresses take."""
    digits = re.match(r"\d+", stem)
    return digits.group() if digits else re.sub(r"\W", "_", stem)


def _front(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".toml":
            return tomllib.loads(text)
        _, front, body = text.split(f"{_FENCE}\n", 2)
        return {**tomllib.loads(front), "body": body}
    except tomllib.TOMLDecodeError as error:
        raise SiteFileError(file, f"not valid TOML: {error}") from error
    except ValueError as error:  # bytes that are not UTF-8, or a fence that is missing
        raise SiteFileError(file, f"needs UTF-8 and two lines of {_FENCE}: {error}") from error


def _check(front: Mapping[str, Any], file: Path) -> None:
    if unknown := sorted(set(front) - _SERVED - _NOTES):
        raise SiteFileError(file, f"unknown key {', '.join(unknown)}")
    if missing := sorted({"title", "published", "body"} - set(front)):
        raise SiteFileError(file, f"missing key {', '.join(missing)}")
    for key in _TEXTS & set(front):
        if not isinstance(front[key], str):
            raise SiteFileError(file, f"{key} must be a text in quotes")


def _local(value: object, zone: ZoneInfo, file: Path) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time.min, zone)
    raise SiteFileError(file, "published must be a TOML date or date-time, without quotes")
