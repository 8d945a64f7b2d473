from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from db import items, pages, stories
from db.connection import connect
from db.ledger import balances, dropped
from db.sources import sync_sources
from stories.model import Drop


async def test_an_article_announced_twice_is_one_item(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await items.announce(conn, "press", [samples.entry(), samples.entry()], samples.now)
        wanted = await items.announce(conn, "press", [samples.entry(url="https://press.example/new")], samples.now)
        assert [entry.url for entry in wanted] == ["https://press.example/new"]


async def test_entries_come_back_in_the_order_of_the_source(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        entries = [samples.entry(name, position=place) for place, name in enumerate("cab")]
        assert await items.announce(conn, "press", entries, samples.now) == entries


async def test_two_sources_that_announce_the_same_in_opposite_order_do_not_block_each_other(database_url, samples):
    entries = [samples.entry(str(n)) for n in range(300)]

    async def announce(source_id, announced):
        async with connect(database_url) as conn:
            for _ in range(3):
                await items.announce(conn, source_id, announced, samples.now)

    async with connect(database_url) as conn:
        await sync_sources(conn, [samples.source("a"), samples.source("b")], samples.now)
        await asyncio.gather(announce("a", entries), announce("b", entries[::-1]))
        assert sum(balance.seen for balance in await balances(conn)) == 300


async def test_a_page_comes_back_as_it_was_stored(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        fetched = await pages.load_fetched(conn, item_id)
        assert fetched is not None
        assert (fetched.page, fetched.entry) == (samples.page(), samples.entry())


async def test_a_page_for_an_unknown_item_is_an_error(database_url, samples):
    async with connect(database_url) as conn:
        with pytest.raises(LookupError, match="nowhere"):
            await pages.store_page(conn, "nowhere", samples.page(), samples.now)


async def test_an_item_ends_once(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        assert await stories.attach(conn, item_id, samples.story(), samples.now)
        await items.drop_item(conn, item_id, Drop("late"), samples.now)
        assert await stories.attach(conn, item_id, samples.story(), samples.now) is None
        assert await pages.load_fetched(conn, item_id) is None
        assert (await balances(conn))[0].balanced


async def test_a_failed_attempt_waits_longer_each_time_and_the_last_one_is_told(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        now, waits, spent = samples.now, [], []
        while not spent:
            spent = await items.postpone(conn, [item_id], "no luck", now)
            row = await (await conn.execute("select next_try_at from items")).fetchone()
            assert row is not None
            waits.append(row[0] - now)
            now = row[0]
        assert spent == [item_id]
        assert len(waits) == items.MOST_ATTEMPTS
        assert waits == sorted(set(waits))
        assert sum(waits[:-1], timedelta()) > timedelta(days=1)


async def test_an_unread_page_is_handed_out_when_its_turn_comes_and_then_rests(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        assert await pages.hand_out_unread(conn, samples.now) == []  # the sink has just handed it out
        later = samples.now + timedelta(minutes=11)
        assert await pages.hand_out_unread(conn, later) == [item_id]
        assert await pages.hand_out_unread(conn, later) == []


async def test_only_first_readings_count_as_unread(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        assert await pages.count_unread(conn) == 1
        await items.postpone(conn, [item_id], "a crash", samples.now)
        assert await pages.count_unread(conn) == 0


async def test_the_parts_of_a_bundle_end_one_by_one_and_the_ledger_balances(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        bundle = await samples.add_fetched(conn)
        async with conn.transaction():
            first, second, third = await items.split_item(conn, bundle, 3, samples.now)
            await stories.attach(conn, first, samples.story(), samples.now)
            await stories.attach(conn, second, samples.story(), samples.now)
            await items.drop_item(conn, third, Drop("no_partnership"), samples.now)
        (balance,) = await balances(conn)
        assert (balance.seen, balance.attached, balance.dropped, balance.pending) == (3, 2, 1, 0)
        assert await pages.hand_out_unread(conn, samples.now + timedelta(days=1)) == []
        with pytest.raises(LookupError):
            await items.split_item(conn, bundle, 4, samples.now)


async def test_a_split_that_is_interrupted_leaves_the_bundle_unread(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        bundle = await samples.add_fetched(conn)
        async with conn.transaction(force_rollback=True):
            await items.split_item(conn, bundle, 3, samples.now)
        assert await pages.hand_out_unread(conn, samples.now + timedelta(days=1)) == [bundle]
        assert await pages.load_fetched(conn, bundle) is not None


async def test_a_drop_keeps_its_reason(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        item_id = await samples.add_fetched(conn)
        verdict = samples.story().verdict
        await items.drop_item(conn, item_id, Drop("too_old", "of 1999"), samples.now, "Title", verdict)
        (drop,) = await dropped(conn)
        assert (drop.reason, drop.detail, drop.title) == ("too_old", "of 1999", "Title")


async def test_old_pages_are_forgotten_but_for_unread_ones(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        ended = await samples.add_fetched(conn, "1")
        await samples.add_fetched(conn, "2")
        await items.drop_item(conn, ended, Drop("late"), samples.now)
        assert await pages.forget_pages(conn, samples.now) == 0
        assert await pages.forget_pages(conn, samples.now + timedelta(seconds=1)) == 1


async def test_the_ledger_counts_what_waits(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await samples.add_fetched(conn, "1")
        await items.announce(conn, "press", [samples.entry("2")], samples.now)
        (balance,) = await balances(conn)
        assert (balance.seen, balance.pending, balance.balanced) == (2, 2, True)


@pytest.mark.parametrize(
    "harm",
    [
        "update items set state = 'dropped'",
        "update items set state = 'attached'",
        "insert into drops (item_id, reason, at) select id, 'twice', now() from items",
    ],
)
async def test_the_ledger_shows_an_item_that_was_lost_or_counted_twice(database_url, samples, harm):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await samples.add_fetched(conn)
        await conn.execute(harm)
        assert not (await balances(conn))[0].balanced


async def test_the_same_text_at_two_addresses_of_a_source_is_told_once(database_url, samples):
    async with connect(database_url) as conn:
        await sync_sources(conn, [samples.source(), samples.source("other")], samples.now)
        ids = {}
        for source, name in (("press", "1"), ("press", "2"), ("press", "3"), ("other", "4")):
            await items.announce(conn, source, [samples.entry(name)], samples.now)
            ids[name] = await items.item_id_of(conn, samples.entry(name).identity)
        assert not await items.is_told_already(conn, ids["1"], "Two cities sign.\nA text.")
        assert not await items.is_told_already(conn, ids["1"], "Two cities sign.\nA text.")  # itself is no other
        assert await items.is_told_already(conn, ids["2"], "two  cities sign. A TEXT.")
        assert not await items.is_told_already(conn, ids["3"], "Two cities sign. Another text.")
        assert not await items.is_told_already(conn, ids["4"], "Two cities sign.\nA text.")  # a reprint elsewhere
