from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from db.clock import read_clock
from db.cluster import free_port
from db.connection import connect, open_pool
from db.embedded import EmbeddedServer
from db.errors import DatabaseError
from db.leader import lead, still_leads
from db.migrate import migrate


async def test_a_pool_commits_by_itself_in_utc(database_url):
    pool = await open_pool(database_url)
    try:
        async with pool.connection() as conn:
            await conn.execute("create table t (at timestamptz)")
            await conn.execute("insert into t values ('9999-12-31 20:00+00')")
        async with pool.connection() as conn:
            row = await (await conn.execute("select at from t")).fetchone()
        assert row == (datetime(9999, 12, 31, 20, tzinfo=UTC),)
    finally:
        await pool.close()


async def test_a_pool_replaces_connections_that_a_restart_cut(database_url):
    pool = await open_pool(database_url, size=1)
    try:
        async with pool.connection() as conn:
            pid = conn.info.backend_pid
        with psycopg.connect(database_url, autocommit=True) as other:
            other.execute("select pg_terminate_backend(%s, 1000)", (pid,))
        async with pool.connection() as conn:
            assert conn.info.backend_pid != pid
    finally:
        await pool.close()


async def test_an_unreachable_server_is_one_clear_sentence_without_the_password():
    url = f"postgresql://someone:s3cret@127.0.0.1:{free_port()}/news"
    for attempt in (lambda: open_pool(url, patience=0), lambda: asyncio.to_thread(migrate, url, patience=0)):
        with pytest.raises(
            DatabaseError, match=r"127\.0\.0\.1:\d+/news cannot be reached \(Connection refused\)"
        ) as told:
            await attempt()
        assert "s3cret" not in str(told.value)
        assert "\n" not in str(told.value)


def test_a_wrong_password_or_name_is_told_at_once(server_url):
    begun = time.monotonic()
    with pytest.raises(DatabaseError, match="password authentication failed"):
        migrate(server_url.replace("pactwatch:", "pactwatch:x"))
    with pytest.raises(DatabaseError, match='"nowhere" does not exist'):
        migrate(server_url.rpartition("/")[0] + "/nowhere")
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "url", ["postgresql://someone:s3/cret@host/news", "postgresql://someone:s3%zz@host/news", "s3"]
)
def test_a_broken_address_is_told_without_its_parts(url):
    with pytest.raises(DatabaseError, match="not valid") as told:
        migrate(url)
    assert "s3" not in str(told.value)


def test_a_server_that_is_coming_up_is_waited_for(open_folder):
    server = EmbeddedServer(open_folder / "postgres", {"fsync": "off"}, shelter=open_folder / "shelter")
    url = server.attach()
    server.stop()
    restart = threading.Timer(1.0, server.attach)
    restart.start()
    try:
        assert "0001_initial.sql" in migrate(url)
    finally:
        restart.join()
        server.stop()
        server.detach()


async def test_one_of_many_leads_and_another_follows_when_it_dies(database_url):
    async with connect(database_url) as second:
        async with connect(database_url) as first:
            assert await lead(first)
            assert not await lead(second)
            assert await still_leads(first)
            await second.execute("select pg_terminate_backend(%s, 5000)", (first.info.backend_pid,))
            assert not await still_leads(first)
        assert await lead(second)


async def test_the_clock_is_the_databases_and_goes_on(database_url):
    async with connect(database_url) as conn:
        clock = await read_clock(conn)
        row = await (await conn.execute("select clock_timestamp()")).fetchone()
        assert abs(clock() - row[0]) < timedelta(seconds=1)
        assert clock().utcoffset() == timedelta(0)
