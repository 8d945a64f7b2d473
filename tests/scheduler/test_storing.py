"""What becomes of read pages in the ledger: a real database."""

from __future__ import annotations

from dataclasses import replace

from crawler.model import Entry, Page, Source, Watch
from db import items, pages
from db.ledger import balances, dropped
from db.sources import sync_sources
from scheduler.jobs import _store
from scheduler.settings import Settings
from scheduler.wiring import wired
from stories.model import Article, Facts, Kind, Party, Status, Story, Verdict

POST = Source(
    "post", "Post", "https://post.example/", "DE", "Europe/Berlin", (Watch("feed", "https://post.example/f"),)
)
ARTICLE = Article("https://post.example/1", "Two cities sign", "Two cities signed a memorandum on Monday.", "en")
FACTS = Facts(Kind.MOU, Status.SIGNED, (Party("A"), Party("B")), (), None, None, (), (), None)
STORY = Story(ARTICLE, Verdict(True, 0.9, "en", ()), FACTS)


async def fetched(conn, name, now):
    url = f"https://post.example/{name}"
    await items.announce(conn, "post", [Entry(url, f"post.example/{name}")], now)
    return await pages.store_page(conn, f"post.example/{name}", Page(url, url, 200, (), b"<p>", now), now)


async def test_an_article_at_two_addresses_of_its_source_is_one_story_and_one_drop(database_url, tmp_path):
    async with wired(Settings(home=tmp_path, database_url=database_url)) as wiring:
        now = (await wiring.clock())()
        async with wiring.pool.connection() as conn:
            await sync_sources(conn, [POST], now)
            first, second = await fetched(conn, "1", now), await fetched(conn, "print-1", now)
        await _store(wiring, first, (STORY,), now)
        await _store(
            wiring, second, (replace(STORY, article=replace(ARTICLE, url="https://post.example/print-1")),), now
        )
        async with wiring.pool.connection() as conn:
            (balance,) = await balances(conn)
            (drop,) = await dropped(conn)
    assert (balance.attached, balance.dropped, balance.balanced) == (1, 1, True)
    assert drop.reason == "same_text"
