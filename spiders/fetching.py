"""Fetching for as long as a visit lasts: Scrapy's downloader with all its middlewares, as one awaitable function."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.guard import refusal
from crawler.model import FetchPolicy, Page, Source
from spiders.host_memory import HostMemory
from spiders.settings import POLICY, SENT, crawl_settings
from spiders.trouble import Refused


class Errand(scrapy.Spider):
    """Keeps the engine open until `done`; what is fetched in between is asked for from outside.

    The crawl is never stopped from outside: that leaves one which is still starting hanging for ever (Scrapy 2.19).
    """

    name = "errand"

    def __init__(self, opened: asyncio.Event, done: asyncio.Event, memory: HostMemory, **more: Any) -> None:
        super().__init__(**more)
        self.opened, self.done, self.memory = opened, done, memory

    async def start(self) -> AsyncIterator[Any]:
        """Say that the engine runs, and wait."""
        self.opened.set()
        await self.done.wait()
        return
        yield  # makes this the generator that Scrapy asks for


@dataclass(frozen=True, slots=True)
class Fetcher:
    """The open downloader of one visit."""

    crawler: Crawler
    memory: HostMemory

    @property
    def policy(self) -> FetchPolicy:
        """How this installation fetches."""
        policy: FetchPolicy = self.crawler.settings[POLICY]
        return policy

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return the response after redirects, of whatever status.

        Raises what spiders.trouble.TROUBLE names.
        """
        # Before Scrapy makes a tidy address of it: what looks odd is refused, not repaired.
        if why := refusal(url, self.policy.allow_networks):
            raise Refused(f"{url} is refused: {why}")
        request = Request(url, headers=dict(headers or {}), callback=NO_CALLBACK, dont_filter=True)
        try:
            return await self.crawler.engine.download_async(request)
        except ValueError as error:  # a redirect to what Scrapy cannot make a request of
            raise Refused(f"{url} leads to an address that makes no sense: {error}") from error

    @property
    def requests(self) -> int:
        """Requests sent so far, robots.txt, redirects and retries included."""
        return int(self.crawler.stats.get_value(SENT, 0))


def page_of(url: str, response: Response, now: datetime) -> Page:
    """Keep a response as it came: bytes before any decoding, header names in lower case, repeated ones in order."""
    pairs = ((name, value) for name in response.headers for value in response.headers.getlist(name))
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in pairs)
    return Page(url, response.url, response.status, headers, response.body, now)


@asynccontextmanager
async def fetching(
    policy: FetchPolicy, source: Source, memory: HostMemory | None = None, most: int | None = None
) -> AsyncIterator[Fetcher]:
    """Open the downloader for a visit to `source`; needs the running loop to be the reactor's.

    With the `memory` of the process a host is asked for its robots.txt once a day, without one at every visit. With
    `most` requests sent, robots.txt, redirects and retries included, every further one raises Spent.
    """
    memory = memory or HostMemory()
    runner = AsyncCrawlerRunner(crawl_settings(policy, source, most))
    crawler = runner.create_crawler(Errand)
    opened, done = asyncio.Event(), asyncio.Event()
    crawl = runner.crawl(crawler, opened=opened, done=done, memory=memory)
    opening = asyncio.ensure_future(opened.wait())
    try:
        await asyncio.wait((crawl, opening), return_when=asyncio.FIRST_COMPLETED)
        if not opened.is_set():
            await crawl  # raises what kept it from starting
            raise RuntimeError("the crawl ended before it began")
        yield Fetcher(crawler, memory)
    finally:
        opening.cancel()
        done.set()
        await crawl
