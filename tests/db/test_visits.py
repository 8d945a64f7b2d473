"""Taking a source for a visit: nothing that goes wrong may have a site asked again and again."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from crawler.model import Validators, VisitReport, Watch
from db import items, pages
from db.connection import connect
from db.history import Learned, history_of
from db.sources import find_source, record_visit, set_paused, source_states, sync_sources
from db.visits import begin_visit, cut_off, due_sources, forget_visits
from stories.model import Drop

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OTHER = (Watch("feed", "https://www.press.example/other"),)


async def is_due(conn, now):
    return [due.id for due in await due_sources(conn, now)] == ["press"]


async def test_a_source_that_is_being_visited_is_not_due_for_five_minutes_whatever_becomes_of_the_visit(
    database_url, samples
):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        assert await begin_visit(conn, "press", samples.now) == (samples.source(), Validators())
        assert await begin_visit(conn, "press", samples.now) is None  # a second job that waited for the host
        assert not await is_due(conn, samples.now + 4 * MINUTE)
        assert await is_due(conn, samples.now + 5 * MINUTE)


async def test_a_source_that_was_paused_or_retired_meanwhile_is_not_visited(database_url, samples):
    async with connect(database_url) as conn:
        await sync_sources(conn, [samples.source("a"), samples.source("b")], samples.now)
        await set_paused(conn, "a", True)
        await sync_sources(conn, [samples.source("a")], samples.now)
        assert await begin_visit(conn, "a", samples.now) is None
        assert await begin_visit(conn, "b", samples.now) is None
        assert await begin_visit(conn, "nobody", samples.now) is None


async def test_a_visit_that_is_cut_off_is_begun_again_at_once_but_not_for_ever(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        for _ in range(3):
            assert await begin_visit(conn, "press", samples.now)
            await cut_off(conn, ["press"], samples.now)
        assert await begin_visit(conn, "press", samples.now)
        await cut_off(conn, ["press"], samples.now)
        assert not await is_due(conn, samples.now + 4 * MINUTE)
        assert await is_due(conn, samples.now + 5 * MINUTE)


async def test_a_time_that_a_wrong_clock_set_is_not_waited_for(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await record_visit(conn, VisitReport("press", "ok"), samples.now, samples.now + DAY)
        assert not await is_due(conn, samples.now)
        await record_visit(conn, VisitReport("press", "ok"), samples.now, samples.now + 5000 * DAY)
        assert await is_due(conn, samples.now)
        assert await begin_visit(conn, "press", samples.now)


async def test_what_was_recorded_while_the_clock_was_wrong_says_nothing(database_url, samples):
    now, wrong = samples.now, samples.now + 5000 * DAY
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await record_visit(conn, VisitReport("press", "ok", sign="mojibake", entries=9), wrong, wrong, Learned(9))
        await record_visit(conn, VisitReport("press", "empty", sign="empty"), now, now)
        found = await history_of(conn, "press", now)
    assert (found.sign, found.empty_looks, found.last_new_at) == ("empty", 1, now)


async def test_a_new_way_of_watching_is_looked_at_at_once_and_its_failures_are_its_own(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        gone = VisitReport("press", "http_error")
        await record_visit(conn, gone, samples.now, samples.now + DAY, Learned(lessons={"rate": 1}))
        await samples.add_source(conn, note="Nothing that matters.")
        assert not await is_due(conn, samples.now)
        await samples.add_source(conn, watch=OTHER)
        assert await is_due(conn, samples.now)
        found = await history_of(conn, "press")
        assert (found.failures, found.lessons) == (0, None)


async def test_a_visit_to_what_the_file_no_longer_names_teaches_nothing(database_url, samples):
    seen = Validators('"1"', None, "abc")
    report = VisitReport("press", "ok", validators=seen)
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        old, _ = await begin_visit(conn, "press", samples.now)
        await samples.add_source(conn, watch=OTHER)  # while the visit runs
        await record_visit(conn, report, samples.now, samples.now + DAY, visited=old)
        assert (await find_source(conn, "press"))[1] == Validators()
        assert await is_due(conn, samples.now)
        new, _ = await begin_visit(conn, "press", samples.now)
        await record_visit(conn, report, samples.now, samples.now + DAY, visited=new)
        assert (await find_source(conn, "press"))[1] == seen


async def test_an_empty_list_is_an_answer_and_no_failure_in_a_row(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        for outcome in ("unreachable", "empty", "empty"):
            await record_visit(conn, VisitReport("press", outcome), samples.now, samples.now)
        assert (await history_of(conn, "press")).failures == 0
        assert (await source_states(conn))[0].last_success_at is None


async def test_of_two_workers_one_gets_the_visit(database_url, samples):
    async with connect(database_url) as one, connect(database_url) as other:
        await samples.add_source(one)
        async with one.transaction():
            assert await begin_visit(one, "press", samples.now)
            await other.execute("set lock_timeout to '50ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                await begin_visit(other, "press", samples.now)
        assert await begin_visit(other, "press", samples.now) is None


async def test_looks_of_long_ago_are_forgotten_unless_they_brought_something(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        for days, fresh in ((0, 0), (0, 2), (9, 0)):
            await record_visit(
                conn, VisitReport("press", "ok"), samples.now + days * DAY, samples.now, Learned(fresh)
            )
        assert await forget_visits(conn, samples.now + DAY) == 1
        rows = await (await conn.execute("select fresh from visits order by id")).fetchall()
        assert [row[0] for row in rows] == [2, 0]


async def test_a_page_does_not_wait_for_a_time_that_a_wrong_clock_set(database_url, samples):
    now, wrong = samples.now, samples.now + 5000 * DAY
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await items.announce(conn, "press", [samples.entry()], now)
        item = await items.item_id_of(conn, samples.entry().identity)
        await items.postpone(conn, [item], "HTTP 503", now)
        assert await items.announce(conn, "press", [samples.entry()], now) == []
        await items.postpone(conn, [item], "HTTP 503", wrong)
        assert len(await items.announce(conn, "press", [samples.entry()], now)) == 1
        await pages.store_page(conn, samples.entry().identity, samples.page(), wrong)
        assert await pages.hand_out_unread(conn, now) == [item]


async def test_what_is_reserved_is_not_kept_even_if_the_feed_carried_it(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        entries = [samples.entry(name, content="The text.") for name in "12"]
        await items.announce(conn, "press", entries, samples.now)
        for entry, reason in zip(entries, ("reserved", "too_short"), strict=True):
            item = await items.item_id_of(conn, entry.identity)
            await items.drop_item(conn, item, Drop(reason, None), samples.now)
        rows = await (await conn.execute("select content from items order by id")).fetchall()
        assert [row[0] for row in rows] == [None, "The text."]


async def test_a_host_that_asks_for_quiet_means_all_of_its_sources(database_url, samples):
    there = [samples.source(name, watch=(Watch("feed", f"https://press.example/{name}"),)) for name in "abc"]
    busy = VisitReport("a", "http_error", retry_after=samples.now + DAY / 2)
    async with connect(database_url) as conn:
        await sync_sources(conn, [*there, samples.source("elsewhere")], samples.now)
        for name in ("b", "elsewhere"):
            await record_visit(conn, VisitReport(name, "ok"), samples.now, samples.now + MINUTE)
        await record_visit(conn, busy, samples.now, samples.now + DAY / 2)
        later = samples.now + 2 * MINUTE
        assert {due.id for due in await due_sources(conn, later)} == {"c", "elsewhere"}  # c was due at that moment
        assert {due.id for due in await due_sources(conn, samples.now + DAY)} == {"a", "b", "c", "elsewhere"}
