from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

from db.connection import connect, open_pool
from db.opinions import Opinion, known_opinion, note_answer, take_request

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
ONE, OTHER = b"\1" * 32, b"\2" * 32


async def take(conn, budget, now=NOON, article=ONE):
    return await take_request(conn, article, "small", budget, now)


async def test_what_was_answered_is_known_of_that_article_alone(database_url):
    async with connect(database_url) as conn:
        assert await known_opinion(conn, ONE) is None
        request = await take(conn, 1)
        assert await known_opinion(conn, ONE) is None
        await note_answer(conn, request, Opinion(True, "A signs with B"), None)
        assert await known_opinion(conn, ONE) == Opinion(True, "A signs with B")
        assert await known_opinion(conn, OTHER) is None


async def test_an_answer_that_does_not_count_is_known_and_a_failure_is_not(database_url):
    async with connect(database_url) as conn:
        await note_answer(conn, await take(conn, 2), Opinion(), "no JSON")
        await note_answer(conn, await take(conn, 2, article=OTHER), None, "500")
        assert await known_opinion(conn, ONE) == Opinion(None, None)
        assert await known_opinion(conn, OTHER) is None


async def test_the_budget_is_that_of_a_day_in_utc_whatever_becomes_of_the_requests(database_url):
    midnight = NOON.replace(hour=0)
    async with connect(database_url) as conn:
        await note_answer(conn, await take(conn, 2, midnight - timedelta(seconds=1)), None, "refused")
        assert await take(conn, 2, midnight - timedelta(seconds=1))
        assert await take(conn, 2, midnight - timedelta(seconds=1)) is None
        in_seoul = midnight.astimezone(timezone(timedelta(hours=9)))
        assert await take(conn, 1, in_seoul)
        assert await take(conn, 1, in_seoul + timedelta(hours=23)) is None
        assert await take(conn, 0) is None


async def test_workers_that_ask_at_once_share_one_budget(database_url):
    pool = await open_pool(database_url, size=8)

    async def worker():
        async with pool.connection() as conn:
            return await take(conn, 5)

    try:
        taken = await asyncio.gather(*(worker() for _ in range(16)))
    finally:
        await pool.close()
    assert len({request for request in taken if request}) == 5
    assert taken.count(None) == 11


async def test_no_letter_of_an_answer_is_too_much_for_the_table(database_url):
    async with connect(database_url) as conn:
        await note_answer(conn, await take(conn, 1), Opinion(False, "a\0b \ud800"), "x" * 5000)
        assert await known_opinion(conn, ONE) == Opinion(False, "ab \ufffd")
