"""The kinds of watching: all they have in common is everything but what is asked for and how the answer is read."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Protocol

from crawler.entries import Announced
from crawler.feeds import feed_entries
from crawler.listings import list_entries
from crawler.model import Entry, Page, Watch
from crawler.sitemaps import sitemap
from crawler.wp_json import post_entries, posts_address


class Parsing(Protocol):
    """Runs a function on what came from outside where it can do no harm (crawler.pool.ParsingPool)."""

    def run(self, function: Any, *args: Any) -> Awaitable[Any]:
        """Return `function(*args)`; raises crawler.pool.ParseTimeout and ParseCrash, and what the function raises."""


def address_of(watch: Watch) -> str:
    """Return what to ask for."""
    return posts_address(watch.url) if watch.kind == "wp-json" else watch.url


async def announced_by(page: Page, watch: Watch, parsing: Parsing) -> Announced:
    """Return what the watched page announces. Raises crawler.entries.FeedError, ParseTimeout, ParseCrash."""
    where = (page.body, page.final_url, page.content_type)
    if watch.kind == "sitemap":
        announced: Announced = await parsing.run(sitemap, *where, watch.item or ".*")
        return announced
    if watch.kind == "listing":
        found: list[Entry] = await parsing.run(list_entries, *where, watch.item or ".*")
    else:
        found = await parsing.run(post_entries if watch.kind == "wp-json" else feed_entries, *where)
    return Announced(tuple(found))
