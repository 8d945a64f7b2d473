from __future__ import annotations

from datetime import timedelta

from crawler.model import VisitReport
from db import items, pages
from db.connection import connect
from db.history import Learned, history_of
from db.sources import record_visit, source_states
from stories.model import Drop

DAY = timedelta(days=1)


async def test_what_a_visit_taught_is_known_before_the_next_one(database_url, samples):
    now, later = samples.now, samples.now + DAY
    report = VisitReport(
        "press", "ok", entries=50, newest=now - DAY, window=7200.0, hint=600.0, moved_to="https://b/"
    )
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await record_visit(conn, report, now, later, Learned(3, {"rate": 1.5}, "ok", "All is well."))
        await record_visit(conn, VisitReport("press", "not_modified"), later, later, Learned(0, None, "ok", "Still."))
        found = await history_of(conn, "press")
        (state,) = await source_states(conn)
    assert (found.window_seconds, found.hint_seconds, found.rhythm) == (7200.0, None, {"rate": 1.5})
    assert (found.newest_at, found.last_new_at, found.full_at) == (now - DAY, now, now)
    assert (found.health, found.health_since, found.last_success_at) == ("ok", now, later)
    assert (state.health_words, state.moved_to) == ("Still.", None)


async def test_a_health_that_changes_begins_anew(database_url, samples):
    now, later = samples.now, samples.now + DAY
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await record_visit(conn, VisitReport("press", "ok"), now, later, Learned(0, None, "ok", "Well."))
        await record_visit(
            conn, VisitReport("press", "robots"), later, later, Learned(0, None, "robots", "Forbidden.")
        )
        found = await history_of(conn, "press")
    assert (found.health, found.health_since, found.failures) == ("robots", later, 1)


async def test_only_the_latest_looks_in_a_row_count_as_empty(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        for hours, entries in enumerate((0, 5, 0, 0)):
            report = VisitReport("press", "ok" if entries else "empty", entries=entries)
            await record_visit(conn, report, samples.now + timedelta(hours=hours), samples.now)
        assert (await history_of(conn, "press")).empty_looks == 2


async def test_the_share_of_drops_is_that_of_the_latest_pages(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        entries = [samples.entry(str(number)) for number in range(12)]
        await items.announce(conn, "press", entries, samples.now)
        for number, entry in enumerate(entries):
            item = await pages.store_page(conn, entry.identity, samples.page(), samples.now)
            await items.drop_item(conn, item, Drop("soft_404" if number > 8 else "too_short", None), samples.now)
        found = await history_of(conn, "press")
    assert (found.recent_pages, found.recent_drops) == (10, {"soft_404": 3, "too_short": 7})


async def test_what_was_announced_before_is_told_from_what_was_not(database_url, samples):
    old, new = samples.entry("1"), samples.entry("2")
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await items.announce(conn, "press", [old], samples.now)
        assert await items.never_announced(conn, [new, old, new]) == [new]


async def test_nobody_has_no_history(database_url):
    async with connect(database_url) as conn:
        assert await history_of(conn, "nobody") is None
