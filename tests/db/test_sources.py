from __future__ import annotations

from datetime import timedelta

from crawler.model import Validators, VisitReport, Watch
from db import items, pages
from db.connection import connect
from db.history import history_of
from db.sources import (
    find_source,
    make_due,
    record_visit,
    set_paused,
    source_states,
    sync_sources,
)
from db.visits import due_sources

HOUR = timedelta(hours=1)


async def test_a_source_comes_back_as_its_file_says(database_url, samples):
    source = samples.source(languages=("ko", "en"), delay=0.5)
    async with connect(database_url) as conn:
        await sync_sources(conn, [source], samples.now)
        assert await find_source(conn, "press") == (source, Validators())
        assert await find_source(conn, "nobody") is None


async def test_one_web_site_is_one_host_however_it_is_written(database_url, samples):
    plain = samples.source("plain", watch=(Watch("feed", "https://press.example:8443/rss"),))
    async with connect(database_url) as conn:
        await sync_sources(conn, [samples.source(), plain], samples.now)
        assert {due.host for due in await due_sources(conn, samples.now)} == {"press.example"}


async def test_a_source_that_left_the_files_is_retired_and_may_come_back(database_url, samples):
    async with connect(database_url) as conn:
        await sync_sources(conn, [samples.source("a"), samples.source("b")], samples.now)
        await sync_sources(conn, [samples.source("a")], samples.now)
        assert [due.id for due in await due_sources(conn, samples.now)] == ["a"]
        await sync_sources(conn, [samples.source("a"), samples.source("b")], samples.now)
        assert len(await source_states(conn)) == 2


async def test_a_visit_sets_the_next_look_and_counts_failures_in_a_row(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        bad = VisitReport("press", "unreachable")
        for _ in range(2):
            await record_visit(conn, bad, samples.now, samples.now + HOUR)
        assert (await history_of(conn, "press")).failures == 2
        assert await due_sources(conn, samples.now) == []
        await record_visit(conn, VisitReport("press", "ok"), samples.now, samples.now + HOUR)
        assert (await history_of(conn, "press")).failures == 0


async def test_validators_wait_until_every_page_has_been_fetched(database_url, samples):
    seen = Validators('"1"', None, "abc")
    report = VisitReport("press", "ok", validators=seen)
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await items.announce(conn, "press", [samples.entry()], samples.now)
        await record_visit(conn, report, samples.now, samples.now)
        assert (await find_source(conn, "press"))[1] == Validators()
        await pages.store_page(conn, samples.entry().identity, samples.page(), samples.now)
        await record_visit(conn, report, samples.now, samples.now)
        assert (await find_source(conn, "press"))[1] == seen


async def test_an_unchanged_answer_keeps_the_validators_and_only_a_new_way_of_watching_forgets_them(
    database_url, samples
):
    seen = Validators('"1"', "Thu, 26 Nov 2026 07:00:00 GMT", "abc")
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await record_visit(conn, VisitReport("press", "ok", validators=seen), samples.now, samples.now)
        await record_visit(conn, VisitReport("press", "not_modified"), samples.now, samples.now)
        await record_visit(conn, VisitReport("press", "unreachable"), samples.now, samples.now)
        assert (await find_source(conn, "press"))[1] == seen
        await samples.add_source(conn, delay=9.0, note="Slow.")
        assert (await find_source(conn, "press"))[1] == seen
        await samples.add_source(conn, watch=(Watch("feed", "https://www.press.example/other"),))
        assert (await find_source(conn, "press"))[1] == Validators()


async def test_the_first_sight_is_a_baseline_unless_the_file_tells_the_archive(database_url, samples):
    async def baselines(conn):
        rows = await (await conn.execute("select baseline from items order by id")).fetchall()
        return [row[0] for row in rows]

    async with connect(database_url) as conn:
        await samples.add_source(conn, tell_archive=False)
        await items.announce(conn, "press", [samples.entry("old")], samples.now)
        await record_visit(conn, VisitReport("press", "ok"), samples.now, samples.now)
        await items.announce(conn, "press", [samples.entry("old"), samples.entry("new")], samples.now)
        assert await baselines(conn) == [True, False]
        await sync_sources(conn, [samples.source("archive")], samples.now)
        await items.announce(conn, "archive", [samples.entry("told")], samples.now)
        assert await baselines(conn) == [True, False, False]


async def test_all_or_named_sources_become_due_unless_they_are_paused(database_url, samples):
    async with connect(database_url) as conn:
        await sync_sources(conn, [samples.source("a"), samples.source("b")], samples.now + HOUR)
        assert await set_paused(conn, "b", True)
        assert not await set_paused(conn, "nobody", True)
        assert await make_due(conn, samples.now, None) == ["a"]
        assert await make_due(conn, samples.now, ("a", "b", "nobody")) == ["a"]
        assert await make_due(conn, samples.now, []) == []
