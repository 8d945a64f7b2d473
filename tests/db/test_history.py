from __future__ import annotations

from datetime import timedelta

from crawler.model import VisitReport
from db import items, pages
from db.connection import connect
from db.history import Learned, history_of, needs
from db.sources import record_visit, source_states
from stories.model import Drop

DAY = timedelta(days=1)


async def test_what_a_visit_taught_is_known_before_the_next_one(database_url, samples):
    now, later = samples.now, samples.now + DAY
    report = VisitReport("press", "ok", entries=50, newest=now - DAY, window=7200.0, moved_to="https://b/")
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await record_visit(
            conn, report, now, later, Learned(3, {"rate": 1.5}, {"rate": 1.0}, (0.5, 0.04), "ok", "All is well.")
        )
        await record_visit(
            conn, VisitReport("press", "not_modified"), later, later, Learned(health="ok", health_words="Still.")
        )
        found = await history_of(conn, "press")
        (state,) = await source_states(conn)
        assert await needs(conn) == [(0.5, 0.04)]
    assert (state.window_seconds, found.lessons, found.rhythm_at_new) == (7200.0, {"rate": 1.5}, {"rate": 1.0})
    assert (found.newest_at, found.last_new_at, found.full_at) == (now - DAY, now, now)
    assert (found.health, found.health_since, state.last_success_at) == ("ok", now, later)
    assert (state.health_words, state.moved_to) == ("Still.", None)


async def test_a_health_that_changes_begins_anew(database_url, samples):
    now, later = samples.now, samples.now + DAY
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await record_visit(conn, VisitReport("press", "ok"), now, later, Learned(health="ok", health_words="Well."))
        await record_visit(
            conn, VisitReport("press", "robots"), later, later, Learned(health="robots", health_words="Forbidden.")
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


async def test_the_usual_gap_is_longer_than_nine_of_ten_and_takes_five_to_be_known(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        for days in (0, 1, 2, 3, 4):
            await record_visit(conn, VisitReport("press", "ok"), samples.now + days * DAY, samples.now, Learned(2))
        assert (await history_of(conn, "press")).usual_gap is None
        await record_visit(conn, VisitReport("press", "ok"), samples.now + 5 * DAY, samples.now, Learned(1))
        await record_visit(conn, VisitReport("press", "not_modified"), samples.now + 9 * DAY, samples.now)
        assert (await history_of(conn, "press")).usual_gap == DAY


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
