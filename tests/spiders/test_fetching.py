"""What the fetcher does with hosts that mean no good; the servers here are ours and listen on the loopback."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from ipaddress import ip_address, ip_network
from itertools import pairwise
from typing import Any

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.guard import GuardedResolver
from crawler.model import FetchPolicy, Source, Watch
from spiders.fetching import Errand, fetching
from spiders.middlewares import ConnectionGuard
from spiders.settings import crawl_settings
from spiders.trouble import TROUBLE, HostUnreachable, Refused, RobotsForbid, Spent, is_too_large

POLICY = FetchPolicy(
    "pactwatch/0.1 (+mailto:press@example.org)", allow_networks=(ip_network("127.0.0.1/32"),), delay=0.0, timeout=3.0
)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def answer(body: bytes, headers: str = "", status: int = 200) -> bytes:
    head = f"HTTP/1.1 {status} Whatever\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{headers}\r\n"
    return head.encode() + body


class Server:
    """Says what it was told to, and notes the requests."""

    def __init__(self) -> None:
        self.replies: dict[str, bytes] = {}
        self.heads: list[str] = []
        self.port = 0
        self.delay = 0.0
        self.open = self.most_open = 0
        self.times: list[float] = []
        self.closing = asyncio.Event()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.heads if " /robots.txt" not in head]

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.heads.append(head)
        self.times.append(time.monotonic())
        with suppress(TimeoutError):
            await asyncio.wait_for(self.closing.wait(), self.delay)
        self.open -= 1
        writer.write(self.replies.get(head.split(" ")[1], NOT_FOUND))
        writer.close()


@pytest.fixture
def server(in_reactor: Any) -> Iterator[Server]:
    server = Server()

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(server.welcome, "127.0.0.1", 0)

    async def close(listener: asyncio.Server) -> None:
        server.closing.set()
        listener.close()

    listener = in_reactor(listen())
    server.port = listener.sockets[0].getsockname()[1]
    yield server
    in_reactor(close(listener))


@pytest.fixture
def fetch(in_reactor: Any) -> Any:
    async def together(urls: tuple[str, ...], policy: FetchPolicy) -> list[Any]:
        source = Source("s", "S", urls[0], "KR", "Asia/Seoul", (Watch("feed", urls[0]),), delay=0.0)
        async with fetching(policy, source) as fetcher:
            return await asyncio.gather(*map(fetcher.fetch, urls), return_exceptions=True)

    def fetch(*urls: str, policy: FetchPolicy = POLICY) -> list[Any]:
        found = in_reactor(together(urls, policy))
        assert isinstance(found, list)
        return found

    return fetch


@contextmanager
def names(run: Any, known: dict[str, str]) -> Iterator[None]:
    """Let host names have addresses of our choice."""

    async def install(resolver: Any) -> Any:
        from twisted.internet import _resolver, reactor

        def lookup(host: str, port: int, *more: Any) -> Any:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known[host], port))]

        return reactor.installNameResolver(resolver or _resolver.GAIResolver(reactor, getaddrinfo=lookup))

    before = run(install(None))
    yield
    run(install(before))


def test_none_of_eight_pages_that_wait_for_robots_txt_slips_through(server: Server, fetch: Any) -> None:
    server.replies = {"/robots.txt": answer(b"User-agent: *\nDisallow: /"), **{f"/{n}": OK for n in range(8)}}
    server.delay = 0.2
    found = fetch(*(server.url(f"/{n}") for n in range(8)))
    assert [type(one) for one in found] == [RobotsForbid] * 8
    assert server.paths == []
    assert len(server.heads) == 1


def test_all_of_eight_pages_wait_for_a_robots_txt_that_hangs(server: Server, fetch: Any) -> None:
    server.delay = 9.0
    found = fetch(*(server.url(f"/{n}") for n in range(8)), policy=replace(POLICY, timeout=0.3))
    assert [type(one) for one in found] == [HostUnreachable] * 8
    assert server.paths == []


def test_a_crawl_delay_is_kept(server: Server, fetch: Any) -> None:
    server.replies = {"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 0.4"), "/1": OK, "/2": OK}
    started = time.monotonic()
    fetch(server.url("/1"), server.url("/2"))
    assert time.monotonic() - started > 0.8


def test_a_host_has_one_connection_at_a_time(server: Server, fetch: Any) -> None:
    server.replies = {f"/{n}": OK for n in range(6)}
    server.delay = 0.05
    fetch(*(server.url(f"/{n}") for n in range(6)))
    assert len(server.paths) == 6
    assert server.most_open == 1


def test_a_host_has_a_rest_between_two_requests(server: Server, fetch: Any) -> None:
    server.replies = {f"/{n}": OK for n in range(3)}
    fetch(*(server.url(f"/{n}") for n in range(3)), policy=replace(POLICY, delay=0.2))
    assert min(later - earlier for earlier, later in pairwise(server.times)) > 0.19


def test_robots_txt_counts_for_the_target_of_a_redirect(server: Server, fetch: Any) -> None:
    server.replies = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /private"),
        "/1": answer(b"", "Location: /private/2\r\n", 302),
        "/private/2": OK,
    }
    assert isinstance(fetch(server.url("/1"))[0], RobotsForbid)
    assert server.paths == ["/1"]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/",
        "http://169.254.169.254/",
        "http://0x7f.0.0.2:{port}/",
        "http://10.1.2.3/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.2]:{port}/",
        "http://2130706434:{port}/",
        "http://a@127.0.0.1/",
    ],
)
def test_a_redirect_to_an_address_that_is_not_public_is_refused(server: Server, fetch: Any, target: str) -> None:
    server.replies = {"/1": answer(b"", f"Location: {target.format(port=server.port)}\r\n", 302), "/": OK}
    assert isinstance(fetch(server.url("/1"))[0], Refused)
    assert server.paths == ["/1"]


@pytest.mark.parametrize("target", ["file:///etc/hosts", "ftp://127.0.0.1/", "data:text/plain,x"])
def test_a_redirect_to_another_scheme_is_not_followed(server: Server, fetch: Any, target: str) -> None:
    server.replies = {"/1": answer(b"", f"Location: {target}\r\n", 302)}
    assert fetch(server.url("/1"))[0].status == 302


@pytest.mark.parametrize("target", ["javascript:1", "http://127.0.0.1:99999/", "http://[::1/"])
def test_a_redirect_that_makes_no_sense_is_refused(server: Server, fetch: Any, target: str) -> None:
    server.replies = {"/1": answer(b"", f"Location: {target}\r\n", 302)}
    assert isinstance(fetch(server.url("/1"))[0], Refused)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"no http at all\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\nContent-Length: 0\r\n\r\n",
        answer(b"no gzip at all", "Content-Encoding: gzip\r\n"),
        answer(gzip.compress(b"x" * 1000)[:40], "Content-Encoding: gzip\r\n"),
        answer(b"no deflate", "Content-Encoding: deflate\r\n"),
        answer(b"no brotli", "Content-Encoding: br\r\n"),
        answer(b"no zstd", "Content-Encoding: zstd\r\n"),
        answer(b"x", "Location: \xff\r\n", 301),
        answer(b"x", "Content-Type: \x00/;;;\r\n"),
    ],
)
def test_whatever_a_server_says_is_an_answer_or_expected_trouble(server: Server, fetch: Any, reply: bytes) -> None:
    server.replies = {"/": reply}
    assert isinstance(fetch(server.url())[0], (Response, *TROUBLE))


@pytest.mark.parametrize("url", ["file:///etc/hosts", "ftp://127.0.0.1/", "data:text/plain,x", "s3://bucket/key"])
def test_only_http_and_https_are_fetched(fetch: Any, url: str) -> None:
    assert isinstance(fetch(url)[0], Refused)


def test_nothing_on_the_loopback_is_fetched_unless_it_was_opened(server: Server, fetch: Any) -> None:
    server.replies = {"/": OK}
    assert isinstance(fetch(server.url(), policy=replace(POLICY, allow_networks=()))[0], Refused)
    assert server.heads == []
    assert fetch(server.url())[0].body == b"ok"


def test_a_name_with_a_private_address_is_refused(server: Server, fetch: Any, in_reactor: Any) -> None:
    server.replies = {"/": OK}
    with names(in_reactor, {"inside.example.org": "127.0.0.1"}):
        refused = fetch(server.url(host="inside.example.org"), policy=replace(POLICY, allow_networks=()))[0]
        assert isinstance(refused, Refused)
        assert "127.0.0.1" in str(refused)
        assert server.heads == []
        assert fetch(server.url(host="inside.example.org"))[0].body == b"ok"  # the name does lead there


def test_the_address_that_answered_is_looked_at_once_more(in_reactor: Any) -> None:
    async def passes(address: str) -> bool:
        source = Source("s", "S", "http://a.org/", "KR", "Asia/Seoul", (Watch("feed", "http://a.org/"),))
        guard = ConnectionGuard.from_crawler(Crawler(Errand, crawl_settings(POLICY, source)))
        try:
            guard.process_response(
                Request("http://a.org/"), Response("http://a.org/", ip_address=ip_address(address))
            )
        except Refused:
            return False
        return True

    addresses = ("127.0.0.1", "93.184.215.14", "169.254.169.254", "10.0.0.1")
    assert [in_reactor(passes(address)) for address in addresses] == [True, True, False, False]


def test_a_proxy_must_be_at_an_address_that_may_be_connected_to(server: Server, fetch: Any) -> None:
    closed = replace(POLICY, proxy=server.url("").rstrip("/"), allow_networks=())
    for url in ("http://news.example.org/", "https://news.example.org/"):
        assert isinstance(fetch(url, policy=closed)[0], Refused)
    assert server.heads == []


def test_a_name_that_changes_its_address_gets_no_connection_inside(in_reactor: Any) -> None:
    handed_out: list[str] = []

    class Receiver:
        def resolutionBegan(self, resolution: Any) -> None: ...

        def addressResolved(self, address: Any) -> None:
            handed_out.append(address.host)

        def resolutionComplete(self) -> None: ...

    class Flipping:
        asked = 0

        def resolveHostName(self, receiver: Any, host: str, *more: Any) -> None:
            from twisted.internet.address import IPv4Address

            self.asked += 1
            receiver.addressResolved(IPv4Address("TCP", ("93.184.215.14", "169.254.169.254")[self.asked % 2], 80))

    guard = GuardedResolver(Flipping(), ())
    for _ in range(1000):
        guard.resolveHostName(Receiver(), "flip.example.org")
    assert handed_out == ["93.184.215.14"] * 500


def test_no_request_goes_beyond_the_allowance_wherever_it_leads(server: Server, in_reactor: Any) -> None:
    """Redirects across hosts, each with a robots.txt of its own, and retries, all at once."""
    hosts = [f"{letter}.example.org" for letter in "abcde"]
    hops = [server.url("/hop" + host[0], host) for host in hosts]
    for host, target in zip(hosts, [*hops[1:], server.url("/error", hosts[0])], strict=True):
        server.replies["/hop" + host[0]] = answer(b"", f"Location: {target}\r\n", 302)
    server.replies["/error"] = answer(b"", status=500)
    source = Source("s", "S", hops[0], "KR", "Asia/Seoul", (Watch("feed", hops[0]),), delay=0.0)

    async def errand() -> tuple[list[Any], int]:
        async with fetching(POLICY, source, most=12) as fetcher:
            found = await asyncio.gather(*map(fetcher.fetch, hops * 3), return_exceptions=True)
            return found, fetcher.requests

    with names(in_reactor, dict.fromkeys(hosts, "127.0.0.1")):
        found, requests = in_reactor(errand())
    assert len(server.heads) == requests == 12
    assert any(isinstance(each, Spent) for each in found)


def test_a_redirect_loop_ends_after_five(server: Server, fetch: Any) -> None:
    server.replies = {"/1": answer(b"", "Location: /1\r\n", 302)}
    assert isinstance(fetch(server.url("/1"))[0], IgnoreRequest)
    assert len(server.paths) == 6


def test_a_decompression_bomb_is_cut(server: Server, fetch: Any) -> None:
    server.replies = {"/": answer(gzip.compress(b"x" * 20_000_000), "Content-Encoding: gzip\r\n")}
    assert is_too_large(fetch(server.url(), policy=replace(POLICY, max_bytes=1_000_000))[0])


def test_a_body_without_end_is_cut(server: Server, fetch: Any) -> None:
    server.replies = {"/": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 2_000_000}
    assert is_too_large(fetch(server.url(), policy=replace(POLICY, max_bytes=1_000_000))[0])


@pytest.mark.parametrize(("status", "requests"), [(429, 1), (503, 1), (500, 2)])
def test_a_busy_host_is_not_asked_again(server: Server, fetch: Any, status: int, requests: int) -> None:
    server.replies = {"/": answer(b"", status=status)}
    assert fetch(server.url())[0].status == status
    assert len(server.paths) == requests


def test_requests_say_who_asks_and_carry_no_cookie_and_no_referer(server: Server, fetch: Any) -> None:
    server.replies = {
        "/1": answer(b"", "Set-Cookie: a=b\r\nLocation: /2\r\n", 302),
        "/2": answer(b"ok", "Set-Cookie: a=b\r\n"),
    }
    fetch(server.url("/1"), server.url("/2"))
    heads = "".join(server.heads).lower()
    assert heads.count("user-agent: pactwatch/0.1 (+mailto:press@example.org)") == len(server.heads) == 4
    assert "cookie" not in heads
    assert "referer" not in heads
