from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from crawler.model import VisitReport
from db import digests, outbox, stories
from db.connection import connect
from db.readers import readers, remove_reader
from db.sources import record_visit
from stories.model import Dated, DateOrigin, DatePrecision, Party, Place, Reason

DAY = timedelta(days=1)


async def queued(conn, samples):
    reader_id = await samples.add_reader(conn)
    digest_id = await digests.freeze(conn, samples.digest(reader_id))
    assert digest_id is not None
    return digest_id


async def row_of(conn):
    (row,) = await digests.digest_rows(conn)
    return row


async def test_a_story_is_told_once(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        reader_id = await samples.add_reader(conn)
        story_id = await stories.attach(conn, await samples.add_fetched(conn), samples.story(), samples.now)
        (untold,) = await digests.untold_stories(conn, reader_id)
        assert untold.id == story_id
        assert untold.parties == (("A University", "KR"), ("B", None))
        assert untold.places == (("Seoul", "KR"),)
        assert untold.reasons == (Reason("signed", 2.5, "signs with"),)
        assert (untold.source_name, untold.other_sources) == ("Press", 0)
        await digests.freeze(conn, samples.digest(reader_id, (untold.id,)))
        assert await digests.untold_stories(conn, reader_id) == []
        other = await samples.add_reader(conn, "other@example.org")
        assert len(await digests.untold_stories(conn, other)) == 1


async def test_an_article_that_was_old_when_it_was_first_seen_is_stored_but_not_told(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn, tell_archive=False)
        await record_visit(conn, VisitReport("press", "ok"), samples.now, samples.now)  # the baseline is behind it
        reader_id = await samples.add_reader(conn)
        kept = {}
        for name, age in (("1", 8 * DAY), ("2", 6 * DAY)):
            published = Dated(samples.now - age, DatePrecision.DAY, DateOrigin.FEED)
            story = samples.story(url=f"https://press.example/{name}", published=published)
            kept[name] = await stories.attach(conn, await samples.add_fetched(conn, name), story, samples.now)
        assert [story.id for story in await digests.untold_stories(conn, reader_id)] == [kept["2"]]
        assert len(await stories.story_rows(conn)) == 2


async def test_a_story_stored_while_the_last_digest_was_written_is_in_the_next(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        reader_id = await samples.add_reader(conn)
        await digests.freeze(conn, samples.digest(reader_id))
        late = samples.now - timedelta(seconds=5)  # before the end of the digest that did not see it
        await stories.attach(conn, await samples.add_fetched(conn), samples.story(), late)
        assert len(await digests.untold_stories(conn, reader_id)) == 1


async def test_baselines_and_what_was_long_before_the_reader_are_not_told(database_url, samples):
    async with connect(database_url) as conn:
        reader_id = await samples.add_reader(conn)
        await samples.add_source(conn)
        await stories.attach(conn, await samples.add_fetched(conn, "1"), samples.story(), samples.now - 8 * DAY)
        await samples.add_source(conn, tell_archive=False)
        await stories.attach(conn, await samples.add_fetched(conn, "2"), samples.story(), samples.now)
        assert await digests.untold_stories(conn, reader_id) == []


async def test_a_reader_has_one_digest_a_day(database_url, samples):
    async with connect(database_url) as conn:
        reader_id = await samples.add_reader(conn)
        day = samples.now.date()
        assert not await digests.has_digest(conn, reader_id, day)
        assert await digests.last_period_end(conn, reader_id) is None
        assert await digests.freeze(conn, samples.digest(reader_id))
        assert await digests.freeze(conn, samples.digest(reader_id)) is None
        assert await digests.has_digest(conn, reader_id, day)
        assert await digests.last_period_end(conn, reader_id) == samples.now
        assert await digests.freeze(conn, samples.digest(reader_id, day=date(2026, 11, 27)))


async def test_one_of_many_workers_claims_a_digest(database_url, samples):
    async def claim(digest_id):
        async with connect(database_url) as conn:
            return await outbox.claim(conn, digest_id, samples.now)

    async with connect(database_url) as conn:
        digest_id = await queued(conn, samples)
        claims = await asyncio.gather(*(claim(digest_id) for _ in range(8)))
        (won,) = [each for each in claims if each]
        assert (won.email, won.message, won.html) == ("reader@example.org", b"mail", "<p>")
        assert await outbox.due_deliveries(conn, samples.now) == []


async def test_a_sent_digest_is_sent_again_only_when_a_person_asks(database_url, samples):
    async with connect(database_url) as conn:
        digest_id = await queued(conn, samples)
        assert await outbox.due_deliveries(conn, samples.now) == [digest_id]
        await outbox.claim(conn, digest_id, samples.now)
        assert not await outbox.requeue(conn, digest_id, samples.now)  # it is being sent
        await outbox.settle(conn, digest_id, "sent", 250, "2.0.0 Ok", samples.now)
        assert (await row_of(conn)).sent_at == samples.now
        assert await outbox.due_deliveries(conn, samples.now + DAY) == []
        assert await outbox.claim(conn, digest_id, samples.now + DAY) is None
        assert await outbox.requeue(conn, digest_id, samples.now + DAY)
        assert await outbox.due_deliveries(conn, samples.now + DAY) == [digest_id]


async def test_a_skipped_digest_has_nothing_to_send(database_url, samples):
    async with connect(database_url) as conn:
        reader_id = await samples.add_reader(conn)
        digest_id = await digests.freeze(conn, samples.digest(reader_id, state="skipped", message=None, html=None))
        assert await outbox.due_deliveries(conn, samples.now + DAY) == []
        assert not await outbox.requeue(conn, digest_id, samples.now)


async def test_a_deferred_digest_is_tried_after_5_15_30_60_minutes_then_hourly_for_two_days(database_url, samples):
    async with connect(database_url) as conn:
        digest_id = await queued(conn, samples)
        now, waits = samples.now, []
        while await outbox.claim(conn, digest_id, now):
            await outbox.settle(conn, digest_id, "deferred", 451, "later", now)
            row = await (await conn.execute("select next_try_at from digests")).fetchone()
            waits.append(int((row[0] - now).total_seconds()) // 60)
            now = row[0]
        assert waits[:5] == [5, 15, 30, 60, 60]
        assert (await row_of(conn)).state == "bounced"
        assert timedelta(days=2) < now - samples.now < timedelta(days=2, hours=3)


async def test_an_interrupted_delivery_is_held_for_a_person(database_url, samples):
    async with connect(database_url) as conn:
        digest_id = await queued(conn, samples)
        await outbox.claim(conn, digest_id, samples.now)
        assert await outbox.hold_unfinished(conn, samples.now + timedelta(minutes=9)) == 0
        assert await outbox.hold_unfinished(conn, samples.now + timedelta(minutes=11)) == 1
        assert (await row_of(conn)).state == "unknown"
        assert await outbox.due_deliveries(conn, samples.now + DAY) == []
        await outbox.settle(conn, digest_id, "sent", 250, "too late", samples.now)
        assert (await row_of(conn)).state == "unknown"
        assert await outbox.requeue(conn, digest_id, samples.now)


async def test_a_digest_and_its_stories_are_frozen_together_or_not_at_all(database_url, samples):
    async with connect(database_url) as conn:
        reader_id = await samples.add_reader(conn)
        with pytest.raises(Exception, match="foreign key"):
            await digests.freeze(conn, samples.digest(reader_id, (4711,)))
        assert await digests.digest_rows(conn) == []


async def test_a_removed_reader_leaves_nothing(database_url, samples):
    async with connect(database_url) as conn:
        await queued(conn, samples)
        assert await remove_reader(conn, "reader@example.org")
        assert not await remove_reader(conn, "reader@example.org")
        assert await readers(conn) == []
        assert await digests.digest_rows(conn) == []


async def test_a_story_reads_as_it_was_attached(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        story_id = await stories.attach(conn, await samples.add_fetched(conn), samples.story(), samples.now)
        (row,) = await stories.story_rows(conn)
        assert (row.id, row.kind, row.parties, row.places) == (story_id, "mou", "A University; B", "Seoul KR")
        details = await stories.story_details(conn, story_id)
        assert details["party_list"] == [
            {"name": p.name, "country": p.country} for p in (Party("A University", "KR"), Party("B"))
        ]
        assert details["place_list"] == [{"name": p.name, "country": p.country} for p in (Place("Seoul", "KR"),)]
        assert details["article_list"][0]["reasons"][0]["quote"] == "signs with"
        assert await stories.story_details(conn, 0) is None
