"""What every request passes on its way, each redirect anew: the guard and robots.txt."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.guard import install, is_allowed, refusal
from crawler.robots import Robots, read_robots
from spiders.host_memory import HostMemory, lifetime
from spiders.settings import MOST, POLICY, SENT
from spiders.trouble import TROUBLE, HostUnreachable, Refused, RobotsForbid, RobotsUnreachable, Spent, sentence


class AddressGuard:
    """Refuses addresses by their looks, before anything is asked of their host; sends the rest through the proxy."""

    def __init__(self, crawler: Crawler) -> None:
        self._policy = crawler.settings[POLICY]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        """Make the middleware (Scrapy's protocol)."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise Refused, or let the request go on."""
        if why := refusal(request.url, self._policy.allow_networks):
            raise Refused(f"{request.url} is refused: {why}")
        if self._policy.proxy:
            # Twisted connects to a proxy that is given as an address without asking the resolver.
            if why := refusal(self._policy.proxy, self._policy.allow_networks):
                raise Refused(f"the proxy {self._policy.proxy} is refused: {why}; see allow_networks")
            request.meta["proxy"] = self._policy.proxy


class MostRequests:
    """Ends an errand that has sent as many requests as it may: robots.txt, redirects and retries count, too."""

    def __init__(self, crawler: Crawler) -> None:
        self._stats = crawler.stats
        self._most = crawler.settings[MOST]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> MostRequests:
        """Make the middleware (Scrapy's protocol)."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise Spent, or let the request go on: to be counted, and onto the wire."""
        if self._most is not None and self._stats.get_value(SENT, 0) >= self._most:
            raise Spent(f"the {self._most} requests that this may cost were spent")


class ConnectionGuard:
    """Next to the wire: refuses what came from an address that must not be connected to."""

    def __init__(self, crawler: Crawler) -> None:
        from twisted.internet import reactor

        self._allow = crawler.settings[POLICY].allow_networks
        self._resolver = install(reactor, self._allow)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ConnectionGuard:
        """Make the middleware (Scrapy's protocol)."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Look once more at the address that answered."""
        if response.ip_address is not None and not is_allowed(ip_address(response.ip_address), self._allow):
            raise Refused(f"{request.url} is refused: {response.ip_address} is not public")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Tell a name whose addresses were withheld from one that does not exist."""
        if isinstance(exception, CannotResolveHostError):
            host = urlsplit(request.meta.get("proxy") or request.url).hostname or ""
            if address := self._resolver.refused.get(host):
                raise Refused(f"{request.url} is refused: {host} is at {address}, which is not public")


class Decompression(HttpCompressionMiddleware):
    """Scrapy's own; a body that cannot be unpacked is trouble of the download and no mistake of ours."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Unpack the body."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest:
            raise  # too large
        except Exception as error:  # each of the optional decompressors has exceptions of its own
            raise DownloadFailedError(f"the body of {request.url} cannot be unpacked") from error


class ObeyRobots:
    """robots.txt as RFC 9309 has it, and Crawl-delay; what a host answered is kept in the spider's HostMemory.

    In place of Scrapy's own: that one lets requests through which wait for a robots.txt that others asked for, and
    takes a robots.txt that cannot be had for permission.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = crawler.settings[POLICY].user_agent.partition("/")[0]
        self._asked: dict[str, asyncio.Task[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ObeyRobots:
        """Make the middleware (Scrapy's protocol)."""
        return cls(crawler)

    @property
    def _memory(self) -> HostMemory:
        spider: Any = self._crawler.spider  # a spiders.fetching.Errand
        memory: HostMemory = spider.memory
        return memory

    async def process_request(self, request: Request) -> None:
        """Raise RobotsForbid, RobotsUnreachable or HostUnreachable, or let the request go on."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        robots = await self._robots_of(origin)
        if robots.trouble:
            words = f"{origin}/robots.txt {robots.trouble}; until it is readable nothing is fetched"
            raise RobotsUnreachable(words, robots.retry_after)
        if not robots.allows(request.url):
            raise RobotsForbid(f"{origin}/robots.txt forbids {parts.path or '/'}")
        self._slow_down(parts.hostname or "", robots.delay)

    async def _robots_of(self, origin: str) -> Robots:
        kept = self._memory.robots.get(origin)
        if kept is not None:
            return kept
        if origin not in self._asked:
            self._asked[origin] = asyncio.ensure_future(self._ask(origin))
        # Shielded: a request that is given up must not take the answer from the others.
        return await asyncio.shield(self._asked[origin])

    async def _ask(self, origin: str) -> Robots:
        request = Request(f"{origin}/robots.txt", callback=NO_CALLBACK, meta={"dont_obey_robotstxt": True})
        try:
            response = await self._crawler.engine.download_async(request)
        except Refused:
            raise
        except TROUBLE as error:
            raise HostUnreachable(f"{origin}/robots.txt cannot be had: {sentence(error)}") from error
        wait, keep = (_header(response, name) for name in ("Retry-After", "Cache-Control"))
        robots = await asyncio.to_thread(
            read_robots, response.status, response.body, self._agent
        )  # long ones take 80 ms
        robots = replace(robots, retry_after=wait)
        if robots.trouble is None:
            for each in {origin, *_redirected(response)}:
                self._memory.robots.keep(each, robots, lifetime(keep), len(response.body))
        return robots

    def _slow_down(self, host: str, delay: float) -> None:
        downloader = self._crawler.engine.downloader
        usual = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        if delay > usual:
            # Both: a slot that was idle for a minute is thrown away and made again from the settings.
            downloader.per_slot_settings[host] = {"delay": delay}
            if slot := downloader.slots.get(host):
                slot.delay = delay


def _header(response: Response, name: str) -> str | None:
    return (response.headers.get(name) or b"").decode("latin-1") or None


def _redirected(response: Response) -> set[str]:
    """Return the origins whose robots.txt led to this answer: it is theirs, too (RFC 9309 section 2.3.1.2)."""
    chain = [urlsplit(url) for url in (*response.meta.get("redirect_urls", ()), response.url)]
    return {f"{parts.scheme}://{parts.netloc}" for parts in chain if parts.path == "/robots.txt" and not parts.query}
