"""What is remembered of hosts between visits, and for how long."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.model import Source, Watch
from spiders.fetching import fetching
from spiders.host_memory import LONGEST, SHORTEST, HostMemory, Kept, lifetime

HOUR = 3600.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def visit(site: Any, memory: HostMemory | None, **headers: str) -> tuple[int, int, str | None]:
    """Ask for the feed as a visit does; return status, requests sent, ETag."""

    async def errand() -> tuple[int, int, str | None]:
        source = Source("news", "News", site.feed.url, "KR", "Asia/Seoul", (Watch("feed", site.feed.url),), delay=0.0)
        async with fetching(site.policy, source, memory) as fetcher:
            response = await fetcher.fetch(site.feed.url, headers)
            etag = response.headers.get("ETag")
            return response.status, fetcher.requests, etag.decode() if etag else None

    found: tuple[int, int, str | None] = site.run(errand())
    return found


def asked(site: Any) -> list[str]:
    return [exchange.url.rpartition("/")[2] for exchange in site.web.requests]


def test_an_idle_poll_is_one_request_that_is_answered_304(site: Any) -> None:
    site.write("Agreement")
    memory = HostMemory(Clock())
    _, first, etag = visit(site, memory)
    assert first == 2
    assert visit(site, memory, **{"If-None-Match": str(etag)})[:2] == (304, 1)
    assert asked(site) == ["robots.txt", "allArticle.xml", "allArticle.xml"]


def test_without_a_memory_each_visit_asks_for_robots_txt(site: Any) -> None:
    site.write("Agreement")
    assert [visit(site, None)[1] for _ in range(2)] == [2, 2]


def test_robots_txt_is_asked_for_again_after_a_day(site: Any) -> None:
    site.write("Agreement")
    clock = Clock()
    memory = HostMemory(clock)
    counts = []
    for clock.now in (0.0, 23 * HOUR, 24 * HOUR, 25 * HOUR):
        counts.append(visit(site, memory)[1])
    assert counts == [2, 1, 2, 1]


def test_a_rule_that_is_remembered_is_followed(site: Any) -> None:
    site.write("Agreement", robots="User-agent: *\nDisallow: /news\n")
    memory = HostMemory(Clock())
    visit(site, memory)
    robots = memory.robots.get("https://news.example.kr")
    assert robots is not None
    assert not robots.allows("https://news.example.kr/news/articleView.html?idxno=1")
    assert robots.allows(site.feed.url)


def test_trouble_is_not_remembered(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/robots.txt"\nstatus = 503\n')
    memory = HostMemory(Clock())
    with pytest.raises(Exception, match=r"robots\.txt answers 503"):
        visit(site, memory)
    site.write("Agreement")
    assert visit(site, memory)[:2] == (200, 2)


def test_no_robots_txt_is_an_answer_that_is_remembered(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/robots.txt"\nstatus = 404\n')
    memory = HostMemory(Clock())
    assert [visit(site, memory)[1] for _ in range(2)] == [2, 1]


@pytest.mark.parametrize(
    ("cache_control", "seconds"),
    [
        (None, LONGEST),
        ("public", LONGEST),
        ("max-age=7200", 7200.0),
        ("public, MAX-AGE=7200, must-revalidate", 7200.0),
        ("max-age=0", SHORTEST),
        ("max-age=99999999", LONGEST),
        ("no-cache", SHORTEST),
        ("no-store, max-age=7200", SHORTEST),
        ("s-maxage=60", LONGEST),
    ],
)
def test_cache_control_shortens_the_time(cache_control: str | None, seconds: float) -> None:
    assert lifetime(cache_control) == seconds


def test_what_was_not_asked_for_longest_is_forgotten_first() -> None:
    kept = Kept[str](Clock(), most=2)
    kept.keep("a", "1", HOUR, 9)
    kept.keep("b", "2", HOUR, 9)
    kept.get("a")
    kept.keep("c", "3", HOUR, 9)
    assert [kept.get(origin) for origin in "abc"] == ["1", None, "3"]
    assert len(kept) == 2


def test_long_answers_of_many_hosts_do_not_fill_the_memory() -> None:
    kept = Kept[str](Clock(), most_bytes=1000)
    for origin in "abc":
        kept.keep(origin, "long", HOUR, 400)
    assert [kept.get(origin) for origin in "abc"] == [None, "long", "long"]
    kept.keep("d", "longer than all that may be kept", HOUR, 1001)
    assert len(kept) == 0
