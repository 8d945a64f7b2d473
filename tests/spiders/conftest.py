"""A reactor for the session, small sites on the local web, and visits to them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from crawler.model import Entry, FetchPolicy, Page, Source, Validators, VisitReport, Watch
from crawler.pool import ParsingPool
from scheduler.local_web import LocalWeb, running
from spiders.reactor import run_with_reactor
from spiders.visit import visit
from stories.model import Drop
from tests.spiders.small_city import Small

Run = Callable[[Awaitable[Any]], Any]
HOST = "news.example.kr"
NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
POLICY = FetchPolicy(
    "pactwatch/0.1 (+mailto:press@example.org)", allow_networks=(ip_network("127.0.0.1/32"),), delay=0.0, timeout=3.0
)
FEED = """<?xml version="1.0" encoding="{{ 'euc-kr' if site.charset == 'cp949' else site.charset }}"?>
<rss version="2.0"><channel><title>{{ site.name }}</title>
{% for article in articles %}<item><title>{{ article.title }}</title>
<link>{{ site.scheme }}://{{ site.host }}{{ article.address }}</link>
<pubDate>{{ article.published.strftime('%Y-%m-%d %H:%M:%S') }}</pubDate></item>
{% endfor %}</channel></rss>
"""
LIST = """<html><body><ul>{% for article in articles %}
<li><a href="{{ article.address }}">{{ article.title }}</a>
<span>{{ article.published.strftime('%Y.%m.%d') }}</span></li>
{% endfor %}</ul></body></html>
"""
SITE = """name = "News"
timezone = "Asia/Seoul"
scheme = "{scheme}"
charset = "{charset}"
content_type = "text/html"
articles = ["/news/articleView.html?idxno={{id}}"]
{more}
[[page]]
path = "/rss/allArticle.xml"
skin = "feed.xml"
content_type = "text/xml"
[[page]]
path = "/news/articleList.html"
skin = "list.html"
[[page]]
path = "/robots.txt"
skin = "robots.txt"
content_type = "text/plain"
"""


@dataclass
class Recorder:
    """A sink that keeps everything in memory: what was announced stays wanted until it has ended."""

    announced: dict[str, Entry] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    drops: dict[str, Drop] = field(default_factory=dict)
    postponed: dict[str, str] = field(default_factory=dict)

    async def announce(self, entries: Sequence[Entry]) -> list[Entry]:
        self.announced |= {entry.identity: entry for entry in entries}
        return [e for key, e in self.announced.items() if key not in self.pages and key not in self.drops]

    async def page(self, entry: Entry, page: Page) -> None:
        self.pages[entry.identity] = page

    async def postpone(self, entry: Entry, why: str) -> None:
        self.postponed[entry.identity] = why

    async def drop(self, entry: Entry, drop: Drop) -> None:
        self.drops[entry.identity] = drop


@dataclass
class Site:
    """A news site on the local web, a sink, and the way to visit the one for the other."""

    folder: Path
    run: Run
    parsing: ParsingPool
    web: LocalWeb | None = None
    sink: Recorder = field(default_factory=Recorder)

    def write(
        self,
        *titles: str,
        robots: str = "",
        charset: str = "utf-8",
        scheme: str = "https",
        more: str = "",
        **skins: str,
    ) -> None:
        home = self.folder / HOST
        for name in ("skin", "articles"):
            (home / name).mkdir(parents=True, exist_ok=True)
        (home / "site.toml").write_text(SITE.format(charset=charset, scheme=scheme, more=more))
        pages = {
            "feed": FEED,
            "list": LIST,
            "robots": robots,
            "article": "<p>{{ article.title }}</p>",
            "error": "error",
        }
        suffixes = {"feed": ".xml", "robots": ".txt"}
        for name, text in (pages | skins).items():
            (home / "skin" / f"{name}{suffixes.get(name, '.html')}").write_text(text)
        for number, title in enumerate(titles, 1):
            text = f'+++\ntitle = "{title}"\npublished = 2026-03-0{number}T10:00:00\n+++\nText.\n'
            (home / "articles" / f"{number}.md").write_text(text)

    @property
    def feed(self) -> Watch:
        return Watch("feed", f"https://{HOST}/rss/allArticle.xml")

    @property
    def listing(self) -> Watch:
        item = rf"https://{HOST}/news/articleView\.html\?idxno=\d+"
        return Watch("listing", f"https://{HOST}/news/articleList.html", item)

    @property
    def policy(self) -> FetchPolicy:
        assert self.web is not None
        return replace(POLICY, proxy=self.web.address, ca_file=self.web.ca_file)

    @property
    def fetched(self) -> list[str]:
        """What was asked for, without host; what hosts say about visits (robots.txt, tdmrep.json) left out."""
        assert self.web is not None
        paths = [exchange.url.partition(HOST)[2] for exchange in self.web.requests]
        return [path for path in paths if path not in ("/robots.txt", "/.well-known/tdmrep.json")]

    def visit(self, *watch: Watch, **given: Any) -> VisitReport:
        report = self.run(self.visiting(*watch, **given))
        assert isinstance(report, VisitReport)
        return report

    async def visiting(
        self,
        *watch: Watch,
        validators: Validators | None = None,
        policy: FetchPolicy | None = None,
        deadline: float = 20.0,
        audit: bool = False,
    ) -> VisitReport:
        source = Source("news", "News", f"https://{HOST}/", "KR", "Asia/Seoul", watch or (self.feed,), delay=0.0)
        kept = validators or Validators()
        return await visit(source, self.sink, kept, lambda: NOW, policy or self.policy, self.parsing, deadline, audit)


@pytest.fixture(scope="session")
def in_reactor() -> Iterator[Run]:
    """Runs a coroutine in the reactor, which starts once per process and lives in a thread of its own here."""
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def main() -> int:
        stop = asyncio.Event()
        started.set_result((asyncio.get_running_loop(), stop))
        await stop.wait()
        return 0

    thread = threading.Thread(target=run_with_reactor, args=(main,), daemon=True)
    thread.start()
    loop, stop = started.result(10)

    async def awaited(work: Awaitable[Any]) -> Any:
        return await work

    yield lambda work: asyncio.run_coroutine_threadsafe(awaited(work), loop).result(30)
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)


@pytest.fixture(scope="session")
def parsing(in_reactor: Run) -> Iterator[ParsingPool]:
    pool = ParsingPool(workers=1, warm=None)
    yield pool
    in_reactor(pool.close())


@pytest.fixture
def site(tmp_path: Path, in_reactor: Run, parsing: ParsingPool) -> Iterator[Site]:
    with running(tmp_path) as web:
        yield Site(tmp_path, in_reactor, parsing, web)


@pytest.fixture
def policy() -> FetchPolicy:
    return POLICY


@pytest.fixture
def small(tmp_path: Path, in_reactor: Run, parsing: ParsingPool) -> Iterator[Small]:
    with running(tmp_path) as web:
        yield Small(tmp_path, in_reactor, parsing, replace(POLICY, proxy=web.address, ca_file=web.ca_file), web)
