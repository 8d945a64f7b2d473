"""The kinds of watching: all they have in common is everything but what is asked for and how the answer is read."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from crawler.entries import Announced, FeedError
from crawler.feeds import feed_entries
from crawler.lists.listings import list_entries
from crawler.lists.templates import WORTH_WATCHING, article_templates
from crawler.measuring import Measured, hint, measured
from crawler.model import Entry, Page, Watch
from crawler.signs import Sign, sign_of
from crawler.sitemaps import newest_first, sitemap
from crawler.wp_json import post_entries, posts_address


class Parsing(Protocol):
    """Runs a function on what came from outside where it can do no harm (crawler.pool.ParsingPool)."""

    def run(self, function: Any, *args: Any) -> Awaitable[Any]:
        """Return `function(*args)`; raises crawler.pool.ParseTimeout and ParseCrash, and what the function raises."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a watched page says, and what it shows of the source's health."""

    announced: Announced = field(default_factory=Announced)
    sign: Sign | None = None
    measured: Measured | None = None
    hint: float | None = None  # seconds
    trouble: str | None = None  # why it cannot be read; one sentence


def address_of(watch: Watch) -> str:
    """Return what to ask for."""
    return posts_address(watch.url) if watch.kind == "wp-json" else watch.url


async def announced_by(page: Page, watch: Watch, parsing: Parsing) -> Announced:
    """Return what the watched page announces. Raises crawler.entries.FeedError, ParseTimeout, ParseCrash."""
    announced: Announced = await parsing.run(announced_in, page, watch)
    return announced


def read_watched(page: Page, watch: Watch, timezone: str, now: datetime) -> Reading:
    """Read the answer to a look at a source in `timezone` (IANA); work for the parsing pool."""
    wish = hint(dict(page.headers), page.body, now)
    try:
        announced = announced_in(page, watch)
    except FeedError as error:
        return Reading(sign=sign_of(page, watch.kind, 0), hint=wish, trouble=str(error))
    sign = sign_of(page, watch.kind, len(announced.entries) + len(announced.sitemaps))
    if watch.item and watch.kind == "listing" and not announced.entries and sign is None:
        announced, sign = _learned(page, watch.item)
    return Reading(announced, sign, measured(announced.entries, timezone, now), wish)


def announced_in(page: Page, watch: Watch) -> Announced:
    """Return what the watched page announces, as the source's block says. Raises crawler.entries.FeedError."""
    where = (page.body, page.final_url, page.content_type)
    if watch.kind == "sitemap":
        return sitemap(*where, watch.item or ".*")
    if watch.kind == "listing":
        return Announced(tuple(list_entries(*where, watch.item, watch.link)))
    return Announced(tuple((post_entries if watch.kind == "wp-json" else feed_entries)(*where)))


def put_together(entries: Iterable[Entry], timezone: str, now: datetime) -> Reading:
    """Read what the sitemaps of an index announce as one; work for the parsing pool."""
    found = tuple(newest_first(entries))
    return Reading(Announced(found), measured=measured(found, timezone, now))


def _learned(page: Page, item: str) -> tuple[Announced, Sign | None]:
    """Learn anew which links of a list are articles when what the source's block says fits none any more."""
    found = article_templates(page.body, page.final_url, page.content_type)
    best = next(iter(found), None)
    if best is None or not best.entries or best.score < WORTH_WATCHING:
        return Announced(), None
    return Announced(best.entries), Sign("switched", f"item matches nothing ({item}); learned {best.item}")
