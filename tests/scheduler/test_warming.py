from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from crawler.model import Entry, Page, Source, Watch
from crawler.pool import ParsingPool
from scheduler.assess import assess
from scheduler.warming import warm
from spiders.kinds import read_watched

URL = "https://news.example.org/1"
SOURCE = Source("news", "News", URL, "KR", "Asia/Seoul", (Watch("feed", URL),))
PAGE = "<html><body><h1>협약</h1><p>두 도시는 2일 업무협약을 체결했다고 밝혔다.</p></body></html>"
FEED = "<rss><channel><item><title>협약</title><link>https://news.example.org/1</link></item></channel></rss>"


def modules_loaded_by_the_first_jobs() -> list[str]:
    now, warmed = datetime(2026, 11, 5, tzinfo=UTC), set(sys.modules)
    assess(Page(URL, URL, 200, (), PAGE.encode(), now), Entry(URL, URL), SOURCE, now)
    read_watched(Page(URL, URL, 200, (), FEED.encode(), now), SOURCE.watch[0], SOURCE.timezone, now)
    return sorted(name for name in set(sys.modules) - warmed if not name.startswith("encodings"))


def test_the_first_page_and_the_first_feed_of_a_warm_child_load_nothing() -> None:
    async def work() -> list[str]:
        async with ParsingPool(workers=1, warm=warm) as pool:
            return await pool.run(modules_loaded_by_the_first_jobs)

    assert asyncio.run(work()) == []
