"""Fetching within an allowance: so many requests, and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from crawler.model import FetchPolicy, Page, Source
from spiders.fetching import Fetcher, fetching, page_of
from spiders.trouble import Spent

BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


@dataclass(slots=True)
class Asking:
    """An open downloader that sends at most `most` requests of whatever kind; robots.txt counts, too.

    A site that says it is busy is asked for nothing more.
    """

    fetcher: Fetcher
    most: int
    clock: Callable[[], datetime]
    busy: str | None = None  # what a busy site said

    @property
    def left(self) -> int:
        """Requests that may still be sent."""
        return 0 if self.busy else self.most - self.sent

    @property
    def sent(self) -> int:
        """Requests that were sent."""
        return self.fetcher.requests

    async def page(self, url: str) -> Page:
        """Fetch a page, of whatever status. Raises what spiders.trouble.TROUBLE names, Spent among it."""
        if self.busy:
            raise Spent(self.busy)
        page = page_of(url, await self.fetcher.fetch(url), self.clock())
        if page.status in BUSY:
            self.busy = f"HTTP {page.status}: the site wants to be left alone"
        return page


@asynccontextmanager
async def asking(
    most: int, policy: FetchPolicy, source: Source, clock: Callable[[], datetime]
) -> AsyncIterator[Asking]:
    """Open a downloader with an allowance; needs the running loop to be the reactor's."""
    async with fetching(policy, source, most=most) as fetcher:
        yield Asking(fetcher, most, clock)
