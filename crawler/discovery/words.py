"""The words by which discovery tells links apart; they stand in words.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.toml")
Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of words.toml, compiled. `menu_strong` and `menu_weak` are in order of promise."""

    feed_address: Patterns
    feed_text: Patterns
    feed_not_address: Patterns
    feed_index: Patterns
    feed_usual: tuple[str, ...]
    feed_section: Patterns
    feed_other: Patterns
    sitemap_news: Patterns
    sitemap_other: Patterns
    menu_strong: Patterns
    menu_weak: Patterns
    menu_address: Patterns
    menu_never: Patterns
    page_home: Patterns
    page_parked: Patterns
    page_building: Patterns
    page_calendar: Patterns


@cache
def words() -> Words:
    """Return the words."""
    said = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    feed, last = said["feed"], said["feed"]["last"]
    lists = {f"feed_{name}": feed[name] for name in ("address", "text", "not_address", "index")}
    lists |= {"feed_section": last["section"], "feed_other": last["other"]}
    for table in ("sitemap", "menu", "page"):
        lists |= {f"{table}_{name}": found for name, found in said[table].items()}
    return Words(feed_usual=tuple(feed["usual"]), **{name: _compiled(found) for name, found in lists.items()})


def hits(patterns: Patterns, *texts: str) -> bool:
    """Tell whether any pattern is found in any text."""
    return any(pattern.search(text) for pattern in patterns for text in texts)


def place(patterns: Patterns, text: str) -> int | None:
    """Return which pattern is the first to be found in `text`, None if none is."""
    return next((number for number, pattern in enumerate(patterns) if pattern.search(text)), None)


def _compiled(found: list[str]) -> Patterns:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in found)
