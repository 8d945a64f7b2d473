"""Fetching the pages of wanted entries, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from scrapy.exceptions import IgnoreRequest

from crawler.model import Entry, Page
from crawler.ports import Sink
from crawler.retry_after import retry_after
from spiders.fetching import Fetcher, page_of
from spiders.reserving import Reservations
from spiders.trouble import TROUBLE, RobotsForbid, RobotsUnreachable, is_too_large, sentence
from stories.model import Drop

_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_TEMPORARY = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, *_BUSY)
_PATIENCE = 3  # failures in a row after which the host is left alone


@dataclass(slots=True)
class PageFetcher:
    """Hands pages and drops to a sink."""

    sink: Sink
    clock: Callable[[], datetime]
    fetcher: Fetcher
    fetched: int = 0
    failures: int = 0  # in a row
    retry_after: datetime | None = None

    async def fetch_all(self, entries: Sequence[Entry]) -> str | None:
        """Fetch the page of each entry. Returns why it stopped early, None if it did not.

        Expected trouble of one page is its drop; in temporary trouble the entry is left as it is, still wanted.
        """
        reservations = Reservations(self.fetcher)
        for entry in entries:
            trouble = await self._fetch(entry, reservations)
            if trouble:
                await self.sink.postpone(entry, trouble)
            self.failures = self.failures + 1 if trouble else 0
            if self.retry_after is not None or self.failures == _PATIENCE:
                return f"stopped fetching pages: {entry.url}: {trouble}"
        return None

    async def _fetch(self, entry: Entry, reservations: Reservations) -> str | None:
        """Fetch one page; return what temporary trouble there was."""
        try:
            await reservations.ask(entry.url)
            page = page_of(entry.url, await self.fetcher.fetch(entry.url), self.clock())
        except TROUBLE as error:
            drop = _drop_for(error)
            if drop is None:
                return sentence(error)
            await self.sink.drop(entry, drop)
            return None
        if page.status >= HTTPStatus.INTERNAL_SERVER_ERROR or page.status in _TEMPORARY:
            return self._postponed(page)
        drop = _drop_of(page) or await _reserved(page, reservations)
        if drop:
            await self.sink.drop(entry, drop)
        else:
            await self.sink.page(entry, page)
            self.fetched += 1
        return None

    def _postponed(self, page: Page) -> str:
        if page.status in _BUSY:
            self.retry_after = retry_after(dict(page.headers).get("retry-after"), self.clock())
            self.failures = _PATIENCE - 1  # it asks for quiet, with or without a time
        return f"HTTP {page.status}"


def _drop_for(error: Exception) -> Drop | None:
    """Why a page will never come; None if it may come later."""
    if isinstance(error, RobotsForbid):
        return Drop("robots", str(error))
    if is_too_large(error):
        return Drop("too_large", "the page is larger than the size cap")
    is_passing = isinstance(error, RobotsUnreachable) or not isinstance(error, IgnoreRequest)
    return None if is_passing else Drop("refused", sentence(error))  # the guard, or too many redirects


async def _reserved(page: Page, reservations: Reservations) -> Drop | None:
    why = await reservations.why(page)
    return Drop("reserved", why) if why else None


def _drop_of(page: Page) -> Drop | None:
    """Why an answer is no page; None for one."""
    if 200 <= page.status < 300:
        return None
    if page.status in _GONE:
        return Drop("gone", f"HTTP {page.status}")
    if 300 <= page.status < 400:
        return Drop("refused", f"HTTP {page.status} leads to an address that is not fetched")
    return Drop("forbidden", f"HTTP {page.status}")
