"""Pages that are reserved against text and data mining are neither read nor kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.model import Entry, Source, Watch
from spiders.fetching import fetching
from spiders.host_memory import HostMemory
from spiders.pages import PageFetcher

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
HOME = "https://news.example.kr"
FILE = '[[page]]\npath = "/.well-known/tdmrep.json"\nskin = "tdmrep.json"\ncontent_type = "application/json"\n'


def serve(site: Any, *titles: str, rules: str | None = None, more: str = "", **skins: str) -> None:
    site.write(*titles, more=more + (FILE if rules is not None else ""), **skins)
    if rules is not None:
        (site.folder / "news.example.kr" / "skin" / "tdmrep.json").write_text(rules)


def fetch_pages(site: Any, count: int, memory: HostMemory | None = None, **policy: Any) -> None:
    async def errand() -> None:
        urls = [f"{HOME}/news/articleView.html?idxno={number}" for number in range(1, count + 1)]
        source = Source("news", "News", HOME, "KR", "Asia/Seoul", (Watch("feed", HOME),), delay=0.0)
        async with fetching(replace(site.policy, **policy), source, memory) as fetcher:
            await PageFetcher(site.sink, lambda: NOW, fetcher).fetch_all([Entry(url, url) for url in urls])

    site.run(errand())


def reasons(site: Any) -> list[tuple[str, str | None]]:
    return [(drop.reason, drop.detail) for drop in site.sink.drops.values()]


def asked_for_file(site: Any) -> int:
    return sum(exchange.url.endswith("tdmrep.json") for exchange in site.web.requests)


@pytest.mark.parametrize("name", ["tdm-reservation", "robots"])
def test_a_page_that_is_reserved_is_dropped_and_not_kept(site: Any, name: str) -> None:
    tag = f'<meta name="{name}" content="{"1" if name == "tdm-reservation" else "noai"}">'
    serve(site, "Agreement", article=f"<html><head>{tag}</head><body>Text</body></html>")
    fetch_pages(site, 1)
    assert [reason for reason, _ in reasons(site)] == ["reserved"]
    assert not site.sink.pages


def test_a_site_that_reserves_everything_is_asked_once_and_its_pages_are_dropped(site: Any) -> None:
    serve(site, "First", "Second", rules='[{"location": "/", "tdm-reservation": 1}]')
    fetch_pages(site, 2)
    assert reasons(site) == [("reserved", "/.well-known/tdmrep.json reserves /")] * 2
    assert asked_for_file(site) == 1


def test_a_page_that_gives_itself_free_is_kept_although_its_site_is_reserved(site: Any) -> None:
    free = '<html><head><meta name="tdm-reservation" content="0"></head><body>Text</body></html>'
    serve(site, "Agreement", rules='[{"location": "/", "tdm-reservation": 1}]', article=free)
    fetch_pages(site, 1)
    assert len(site.sink.pages) == 1


def test_a_site_that_reserves_other_pages_is_read(site: Any) -> None:
    serve(site, "Agreement", rules='[{"location": "/archive/", "tdm-reservation": 1}]')
    fetch_pages(site, 1)
    assert len(site.sink.pages) == 1


@pytest.mark.parametrize("fault", ["status = 404", "status = 503", "drop = true"])
def test_a_file_that_cannot_be_had_reserves_nothing_and_is_asked_for_once(site: Any, fault: str) -> None:
    serve(site, "First", "Second", more=f'[[fault]]\npath = "/.well-known/*"\n{fault}\n')
    fetch_pages(site, 2)
    assert len(site.sink.pages) == 2
    assert asked_for_file(site) <= 3  # a cut connection is tried again by Twisted and by Scrapy, for the one question


def test_the_file_is_remembered_between_visits_unless_it_was_in_trouble(site: Any) -> None:
    memory = HostMemory()
    serve(site, "Agreement", more='[[fault]]\npath = "/.well-known/*"\nstatus = 503\n')
    fetch_pages(site, 1, memory)
    serve(site, "Agreement", rules="[]")
    for _ in range(3):
        fetch_pages(site, 1, memory)
    assert asked_for_file(site) == 2


def test_nothing_is_asked_and_everything_is_kept_where_reservations_are_not_honoured(site: Any) -> None:
    serve(site, "Agreement", rules='[{"location": "/", "tdm-reservation": 1}]')
    fetch_pages(site, 1, honour_reservations=False)
    assert len(site.sink.pages) == 1
    assert asked_for_file(site) == 0
