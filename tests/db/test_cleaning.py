from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pytest

from db import items, pages, stories
from db.cleaning import clean, clean_identity, clean_json, clean_moment
from db.connection import connect
from stories.model import Dated, DateOrigin, DatePrecision, Drop, Reason, Verdict

POISON = "a\0b \ud800 \udfff c"


def test_nul_and_lone_surrogates_go_and_pairs_are_joined():
    assert clean("a\0b") == "ab"
    assert clean("\ud83d\ude00") == "\U0001f600"
    assert clean("x\ud800y") == "x\ufffdy"
    assert clean("체결 Đại học") == "체결 Đại học"


def test_json_has_no_poison_at_any_depth():
    poison = {"a\0": ["\ud800", {"b": float("nan")}, (float("inf"), 1.5, True, None)]}
    assert json.loads(json.dumps(clean_json(poison), allow_nan=False)) == {
        "a": ["\ufffd", {"b": None}, [None, 1.5, True, None]]
    }


@pytest.mark.parametrize(
    "moment",
    [
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))),
        datetime(9999, 12, 31, 23, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9))),
    ],
)
def test_a_moment_at_the_end_of_the_calendar_is_none(moment):
    assert clean_moment(moment) is None


def test_an_overlong_identity_stays_one_of_its_own():
    one, other = "x" * 5000, "x" * 5001
    assert clean_identity(one) == clean_identity(one) != clean_identity(other)
    assert len(clean_identity(one)) < 300
    assert clean_identity("press.example/1") == "press.example/1"


async def test_poison_among_a_thousand_loses_nothing(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        entries = [samples.entry(str(n), position=n) for n in range(1000)]
        entries[500] = samples.entry(POISON, published=POISON, content=POISON, position=500)
        entries[501] = samples.entry("".join(chr(0x4E00 + n) for n in range(9000)), position=501)
        wanted = await items.announce(conn, "press", entries, samples.now)
        assert len(wanted) == 1000
        assert await items.announce(conn, "press", entries, samples.now) == wanted
        for entry in (wanted[500], entries[501]):  # found under the name that came and the one that went back
            page = samples.page(headers=(("x-poison", POISON),))
            assert await pages.store_page(conn, entry.identity, page, samples.now)


async def test_a_poisonous_story_is_stored_and_can_be_read(database_url, samples):
    far = Dated(
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))), DatePrecision.SECOND, DateOrigin.FEED
    )
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        story = samples.story(title=POISON, text=POISON, author=POISON, published=far, modified_at=far.at)
        story_id = await stories.attach(conn, item_id, story, samples.now)
        assert story_id
        details = await stories.story_details(conn, story_id)
        (row,) = await stories.story_rows(conn)
        assert details is not None
        assert row.published_at is None
        assert row.title == clean(POISON)


async def test_a_poisonous_drop_is_stored(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        verdict = Verdict(False, 0.1, None, (Reason(POISON, float("nan"), POISON),))
        await items.drop_item(conn, item_id, Drop(POISON, POISON), samples.now, POISON, verdict)
        await items.postpone(conn, [item_id], POISON, samples.now)


async def test_a_connection_that_does_not_clean_refuses_poison(database_url):
    """The cleaning is what saves the tests above."""
    with psycopg.connect(database_url) as conn, pytest.raises(psycopg.DataError):
        conn.execute("select %s::text", ("\0",))


async def test_sql_in_a_text_stays_a_text(database_url, samples):
    hostile = "'; drop table items; --"
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        (wanted,) = await items.announce(conn, "press", [samples.entry(title=hostile, identity=hostile)], samples.now)
        assert wanted.title == wanted.identity == hostile
