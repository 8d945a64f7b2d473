"""What servers were seen to do, one sentence each; the traps of what they send are in tests/crawler/test_traps.py."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from scrapy.http import Response

from crawler.model import Entry, Page, Source, Watch
from spiders.fetching import Fetcher, fetching, page_of
from spiders.pages import PageFetcher
from spiders.trouble import RobotsForbid, sentence

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
HOME = "https://news.example.kr"
PAGE = f"{HOME}/news/articleView.html?idxno=1"


def visit(site: Any, errand: Callable[[Fetcher], Awaitable[Any]], **policy: Any) -> Any:
    async def work() -> Any:
        source = Source("news", "News", HOME, "KR", "Asia/Seoul", (Watch("feed", HOME),), delay=0.0)
        async with fetching(replace(site.policy, **policy), source) as fetcher:
            return await errand(fetcher)

    return site.run(work())


def fetch(site: Any, url: str = PAGE, **policy: Any) -> Page | Exception:
    async def errand(fetcher: Fetcher) -> Page | Exception:
        try:
            return page_of(url, await fetcher.fetch(url), NOW)
        except Exception as error:
            return error

    found: Page | Exception = visit(site, errand, **policy)
    return found


@pytest.mark.parametrize(
    "said",
    [
        "120",
        " 120 ",
        "0120",
        "Wed, 01 Apr 2026 09:02:00 GMT",
        "Wednesday, 01-Apr-26 09:02:00 GMT",
        "Wed Apr  1 09:02:00 2026",
        "Wed, 01 Apr 2026 18:02:00 +0900",
        "01 Apr 2026 09:02:00 GMT",
    ],
)
def test_a_busy_host_is_believed_in_whatever_form_it_says_when(site: Any, said: str) -> None:
    assert busy_until(site, said) == NOW + timedelta(minutes=2)


@pytest.mark.parametrize("said", ["9999999", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_a_busy_host_is_believed_for_a_day_at_most(site: Any, said: str) -> None:
    assert busy_until(site, said) == NOW + timedelta(days=1)


def busy_until(site: Any, said: str) -> datetime | None:
    fault = f'[[fault]]\npath = "/news/*"\nstatus = 429\nretry_after = "{said}"\n'
    site.write("First", "Second", more=fault)

    async def errand(fetcher: Fetcher) -> datetime | None:
        pages = PageFetcher(site.sink, lambda: NOW, fetcher)
        await pages.fetch_all([Entry(PAGE, "1"), Entry(PAGE[:-1] + "2", "2")])
        return pages.retry_after

    until: datetime | None = visit(site, errand)
    assert site.fetched == ["/news/articleView.html?idxno=1"]
    return until


def test_a_page_that_moved_for_good_is_known_to_have_moved(site: Any) -> None:
    site.write(
        "Agreement", more='[[fault]]\npath = "/old"\nstatus = 301\nredirect = "/news/articleView.html?idxno=1"\n'
    )

    async def errand(fetcher: Fetcher) -> Any:
        return await fetcher.fetch(f"{HOME}/old")

    response = visit(site, errand)
    assert (response.status, response.url) == (200, PAGE)
    assert response.meta["redirect_urls"] == [f"{HOME}/old"]
    assert response.meta["redirect_reasons"] == [301]


def test_a_missing_article_may_lead_to_another_place_which_the_page_remembers(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/news/articleView*"\nredirect = "/news/articleList.html"\n')
    page = fetch(site)
    assert isinstance(page, Page)
    assert (page.url, page.final_url) == (PAGE, f"{HOME}/news/articleList.html")


def test_a_wildcard_in_robots_txt_counts(site: Any) -> None:
    site.write("Agreement", robots="User-agent: *\nDisallow: /*articleView\n")
    assert isinstance(fetch(site), RobotsForbid)
    assert isinstance(fetch(site, f"{HOME}/rss/allArticle.xml"), Page)


def test_a_web_page_in_place_of_robots_txt_forbids_nothing(site: Any) -> None:
    site.write("Agreement", robots="<!DOCTYPE html><html><body>Disallow: /</body></html>")
    assert isinstance(fetch(site), Page)


def test_a_wrong_chain_of_certificates_is_said_to_be_one(site: Any) -> None:
    site.write("Agreement")
    error = fetch(site, ca_file=None)
    assert isinstance(error, Exception)
    assert "the certificate is not trusted" in sentence(error)
    assert site.fetched == []


def test_a_repeated_header_keeps_all_its_values() -> None:
    response = Response(PAGE, headers={"X-Robots-Tag": ["otherbot: noindex", "noai"]})
    page = page_of(PAGE, response, NOW)
    assert page.headers == (("x-robots-tag", "otherbot: noindex"), ("x-robots-tag", "noai"))
