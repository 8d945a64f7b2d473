"""How many requests an errand may send, and what came of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from crawler.model import Page
from spiders.fetching import Fetcher, page_of


class Spent(IgnoreRequest):
    """The errand has sent as many requests as it may."""


class Allowance:
    """Stands next to the wire, so that robots.txt, redirects and retries count like everything else."""

    def __init__(self, most: int) -> None:
        self.most, self.sent = most, 0

    @property
    def left(self) -> int:
        """Requests that may still be sent."""
        return self.most - self.sent

    def process_request(self, request: Request) -> None:
        """Let the request go on, or raise Spent (Scrapy's protocol of downloader middlewares)."""
        if self.sent >= self.most:
            raise Spent(f"the {self.most} requests that looking for a way may cost were spent")
        self.sent += 1


@dataclass(frozen=True, slots=True)
class Asking:
    """Fetches within an allowance."""

    fetcher: Fetcher
    allowance: Allowance
    clock: Callable[[], datetime]

    @classmethod
    def within(cls, most: int, fetcher: Fetcher, clock: Callable[[], datetime]) -> Asking:
        """Bind an allowance of `most` requests to an open downloader."""
        allowance = Allowance(most)
        fetcher.crawler.engine.downloader.middleware.methods["process_request"].append(allowance.process_request)
        return cls(fetcher, allowance, clock)

    @property
    def left(self) -> int:
        """Requests that may still be sent."""
        return self.allowance.left

    async def page(self, url: str) -> Page:
        """Fetch a page, of whatever status. Raises what spiders.trouble.TROUBLE names."""
        return page_of(url, await self.fetcher.fetch(url), self.clock())
