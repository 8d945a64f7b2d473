"""The kinds of watching: what a feed and a listing have in common is everything but how their entries are read."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Protocol

from crawler.feeds import feed_entries
from crawler.listings import list_entries
from crawler.model import Entry, Page, Watch


class Parsing(Protocol):
    """Runs a function on what came from outside where it can do no harm (crawler.pool.ParsingPool)."""

    def run(self, function: Any, *args: Any) -> Awaitable[Any]:
        """Return `function(*args)`; raises crawler.pool.ParseTimeout and ParseCrash, and what the function raises."""


async def entries_of(page: Page, watch: Watch, parsing: Parsing) -> list[Entry]:
    """Return what the watched page announces. Raises crawler.feeds.FeedError, ParseTimeout, ParseCrash."""
    where = (page.body, page.final_url, page.content_type)
    if watch.kind == "feed":
        found: list[Entry] = await parsing.run(feed_entries, *where)
    else:
        found = await parsing.run(list_entries, *where, watch.item or ".*")
    return found
