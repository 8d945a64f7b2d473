"""What people say about articles: kept with its text, the newest counts, nothing is overwritten."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from crawler.identity import identity_of
from db import digests, items, stories
from db.connection import connect
from db.markable import MarkedText, item_at, item_of_story, page_of, text_of
from db.marks import add_mark, count_marked_no, listed_stories, mark_rows, marks_of_story
from db.pages import forget_pages, load_fetched
from stories.model import Dated, DateOrigin, DatePrecision, Drop

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = MarkedText("https://press.example/1", "A lends to B", "The bank lends.", "en", "2026-11-25")


async def kept(conn, samples, name="1", **changes):
    """An article of a new story; its item and the story."""
    item_id = await samples.add_fetched(conn, name)
    return item_id, await stories.attach(conn, item_id, samples.story(**changes), samples.now)


async def test_the_newest_mark_counts_and_the_older_ones_stay(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id, story_id = await kept(conn, samples)
        await add_mark(conn, item_id, False, "a loan", TEXT, samples.now)
        await add_mark(conn, item_id, True, None, TEXT, samples.now + HOUR)
        (row,) = await mark_rows(conn)
        assert (row.story, row.keep, row.note, row.verdict) == (story_id, True, None, "kept")
        assert (row.identity, row.title, row.text, row.published) == (
            "press.example/1",
            "A lends to B",
            "The bank lends.",
            "2026-11-25",
        )
        said = await marks_of_story(conn, story_id)
        assert [(mark["keep"], mark["note"]) for mark in said] == [(True, None), (False, "a loan")]


async def test_a_story_marked_no_is_listed_only_when_asked_for_until_a_yes_takes_it_back(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id, story_id = await kept(conn, samples)
        _, other = await kept(conn, samples, "2")
        await add_mark(conn, item_id, False, None, TEXT, samples.now)
        assert [(row.id, row.mark) for row in await listed_stories(conn, 9)] == [(other, None)]
        every = await listed_stories(conn, 9, marked_no=True)
        assert {(row.id, row.mark) for row in every} == {(story_id, "no"), (other, None)}
        assert await count_marked_no(conn) == 1
        assert [row.id for row in await listed_stories(conn, 1)] == [other]
        await add_mark(conn, item_id, True, None, TEXT, samples.now)
        assert {(row.id, row.mark) for row in await listed_stories(conn, 9)} == {(story_id, "yes"), (other, None)}
        assert await count_marked_no(conn) == 0


async def test_a_story_marked_no_is_not_told_and_one_marked_yes_is(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        reader_id = await samples.add_reader(conn)
        item_id, story_id = await kept(conn, samples)
        await add_mark(conn, item_id, False, None, TEXT, samples.now)
        assert await digests.untold_stories(conn, reader_id) == []
        await add_mark(conn, item_id, True, None, TEXT, samples.now)
        assert [story.id for story in await digests.untold_stories(conn, reader_id)] == [story_id]


async def test_a_mark_of_an_item_holds_for_the_story_that_it_becomes_later(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        await add_mark(conn, item_id, False, None, TEXT, samples.now)
        story_id = await stories.attach(conn, item_id, samples.story(), samples.now)
        assert await listed_stories(conn, 9) == []
        assert [mark["keep"] for mark in await marks_of_story(conn, story_id)] == [False]


@pytest.mark.parametrize(
    ("precision", "published"),
    [
        (DatePrecision.DAY, "2026-11-26"),
        (DatePrecision.MONTH, "2026-11-26"),
        (DatePrecision.MINUTE, "2026-11-25T15:00:00+00:00"),
    ],
)
async def test_the_text_of_a_story_is_that_of_its_article_and_a_day_is_its_sources(
    database_url, samples, precision, published
):
    midnight_in_seoul = samples.now.replace(hour=15) - DAY
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id, story_id = await kept(conn, samples, published=Dated(midnight_in_seoul, precision, DateOrigin.FEED))
        assert (await item_of_story(conn, story_id)).id == item_id
        text = await text_of(conn, item_id)
        assert text == MarkedText("https://press.example/1", "A signs with B", "A signs with B.", "en", published)


async def test_the_text_of_a_drop_is_that_of_its_last_mark(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        await items.drop_item(conn, item_id, Drop("loan"), samples.now)
        assert await text_of(conn, item_id) is None
        await add_mark(conn, item_id, True, None, TEXT, samples.now)
        assert await text_of(conn, item_id) == TEXT


async def test_an_article_is_found_at_every_address_that_is_the_same(database_url, samples):
    url = "https://www.press.example/news/articleView.html?idxno=1234"
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await items.announce(conn, "press", [samples.entry(url=url, identity=identity_of(url))], samples.now)
        found = await item_at(conn, url.replace("https://www.", "http://m.") + "#comments")
        assert (found.url, found.verdict, found.story, found.part) == (url, "announced", None, None)
        assert await item_at(conn, "https://press.example/news/articleView.html?idxno=1235") is None
        assert await item_at(conn, "no address") is None


async def test_an_article_that_has_a_key_of_older_rules_is_found_at_its_own_address(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await items.announce(conn, "press", [samples.entry(identity="an older key")], samples.now)
        assert await item_at(conn, "https://press.example/1")


async def test_the_parts_of_a_bundle_are_found_by_their_numbers_and_share_its_page(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        whole = await samples.add_fetched(conn)
        _, second = await items.split_item(conn, whole, 2, samples.now)
        await items.drop_item(conn, second, Drop("loan"), samples.now)
        found = await item_at(conn, "https://press.example/1#2")
        assert (found.id, found.part, found.verdict) == (second, 2, "loan")
        assert (await item_at(conn, "https://press.example/1")).id == whole
        assert (await page_of(conn, second)).entry == samples.entry()


async def test_a_page_is_found_whatever_became_of_its_item_until_it_is_forgotten(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        waiting = await load_fetched(conn, item_id)
        await items.drop_item(conn, item_id, Drop("loan"), samples.now)
        assert await page_of(conn, item_id) == waiting
        await add_mark(conn, item_id, True, None, TEXT, samples.now)
        await forget_pages(conn, samples.now + DAY)
        assert await page_of(conn, item_id) is None
        assert [row.text for row in await mark_rows(conn)] == [TEXT.text]


async def test_an_item_that_is_marked_cannot_be_deleted_by_mistake(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        await add_mark(conn, item_id, True, None, TEXT, samples.now)
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            await conn.execute("delete from items where id = %s", (item_id,))


async def test_no_letter_of_a_note_is_too_much_for_the_table(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id, _ = await kept(conn, samples)
        await add_mark(conn, item_id, False, "a\0b \ud800 협약", TEXT, samples.now)
        assert [row.note for row in await mark_rows(conn)] == ["ab � 협약"]
