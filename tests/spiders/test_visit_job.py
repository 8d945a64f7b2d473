"""The job of a visit when the database misbehaves in the middle of it: a real one, with triggers that say no."""

from __future__ import annotations

from ipaddress import ip_network
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.model import Source
from db.connection import Connection
from db.sources import source_states, sync_sources
from db.visits import due_sources
from scheduler.jobs import visit
from scheduler.settings import Settings
from scheduler.wiring import wired
from scheduler.worker_wiring import WorkerWiring

SAY_NO = """
create function say_no() returns trigger language plpgsql as
$$ begin raise exception 'no' using errcode = '{code}'; end $$;
create trigger say_no before insert or update on {table} for each row when ({when}) execute function say_no()
"""
DISK_FULL, OUT_OF_RANGE = "53100", "22003"  # of which the first passes


@pytest.fixture
def work(site: Any, database_url: str, tmp_path: Any) -> Any:
    """Run a test's coroutine with the wiring of a worker that watches the site, as a job would be run."""
    site.write("A", "B")

    async def prepared(test: Any) -> None:
        settings = Settings(
            home=tmp_path,
            database_url=database_url,
            contact="press@example.org",
            proxy=site.web.address,
            ca_file=site.web.ca_file,
            allow_networks=(ip_network("127.0.0.1/32"),),
            delay=0.0,
        )
        async with wired(settings) as bare, bare.pool.connection() as conn:
            wiring = WorkerWiring(bare.settings, bare.pool, bare.queue, site.parsing)
            source = Source("news", "News", "https://news.example.kr/", "KR", "Asia/Seoul", (site.feed,))
            await sync_sources(conn, [source], (await wiring.clock())())
            context: Any = SimpleNamespace(additional_context={"wiring": wiring})
            await test(conn, lambda: visit.func(context, "news"))

    return lambda test: site.run(prepared(test))


async def is_due(conn: Connection) -> bool:
    cursor = await conn.execute("select clock_timestamp()")
    row = await cursor.fetchone()
    assert row is not None
    return bool(await due_sources(conn, row[0]))


async def visits(conn: Connection) -> list[str]:
    return [row[0] for row in await (await conn.execute("select outcome from visits order by id")).fetchall()]


def test_a_job_that_waited_while_its_source_was_looked_at_asks_for_nothing(site: Any, work: Any) -> None:
    async def twice(conn: Connection, look: Any) -> None:
        await look()
        asked = len(site.web.requests)
        await look()
        assert await visits(conn) == ["ok"]
        assert len(site.web.requests) == asked

    work(twice)


def test_a_visit_that_the_database_cut_off_is_no_mistake_and_is_not_repeated_for_ever(site: Any, work: Any) -> None:
    async def cut_off(conn: Connection, look: Any) -> None:
        await conn.execute(SAY_NO.format(code=DISK_FULL, table="items", when="true"))
        for _ in range(3):
            await look()
            assert await is_due(conn)
        for _ in range(3):  # as ticks would have it
            await look()
            assert not await is_due(conn)
        assert await visits(conn) == []
        assert (await source_states(conn))[0].health is None
        assert len([path for path in site.fetched if path.startswith("/rss")]) == 4

    work(cut_off)


def test_a_visit_that_cannot_be_stored_still_sets_the_next_look(work: Any) -> None:
    async def unstorable(conn: Connection, look: Any) -> None:
        when = "new.lessons is not null"
        await conn.execute(SAY_NO.format(code=OUT_OF_RANGE, table="sources", when=when))
        await look()
        (state,) = await source_states(conn)
        assert (state.outcome, state.health, state.failures) == ("failed", "failed", 1)
        assert "no" in str(state.detail)
        assert state.last_checked_at is not None
        assert (state.next_check_at - state.last_checked_at).total_seconds() >= 300
        assert await visits(conn) == ["failed"]

    work(unstorable)
