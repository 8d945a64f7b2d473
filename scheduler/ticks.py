"""What the timetable does at each tick: ask the tables what is due and defer it. No state of its own."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta

from db.digests import has_digest
from db.outbox import due_deliveries, hold_unfinished
from db.pages import forget_pages, hand_back, hand_out_unread
from db.readers import readers
from db.visits import cut_off, due_sources, forget_visits
from scheduler import queue
from scheduler.pace import digest_day
from scheduler.wiring import Wiring

log = logging.getLogger(__name__)

VISITS = timedelta(days=400)  # that the record of a look which saw nothing new is kept


async def tick_visits(wiring: Wiring, only: Collection[str] | None = None) -> None:
    """Defer a visit to every source whose next look has come; of `only` these, if they are named."""
    now = (await wiring.clock())()
    async with wiring.pool.connection() as conn:
        due = await due_sources(conn, now, only)
    for source in due:
        await queue.defer_visit(wiring.queue, source.id, source.host)


async def tick_reads(wiring: Wiring) -> None:
    """Defer pages that were fetched but not read: their worker died, or a retry is due."""
    now = (await wiring.clock())()
    async with wiring.pool.connection() as conn:
        unread = await hand_out_unread(conn, now)
    for item_id in unread:
        await queue.defer_read(wiring.queue, item_id)


async def tick_digests(wiring: Wiring) -> None:
    """Defer the digests that are due by each reader's clock, and deliveries whose next try has come."""
    waiting, due = await due_digests(wiring)
    for digest_id in waiting:
        await queue.defer_delivery(wiring.queue, digest_id)
    for reader_id in due:
        await queue.defer_digest(wiring.queue, reader_id)


async def due_digests(wiring: Wiring) -> tuple[list[int], list[int]]:
    """Which digests wait for delivery, and which readers wait for today's digest."""
    now = (await wiring.clock())()
    async with wiring.pool.connection() as conn:
        await hold_unfinished(conn, now)
        waiting = await due_deliveries(conn, now)
        due = []
        for reader in await readers(conn):
            day = digest_day(reader.timezone, reader.send_at, reader.weekdays, now, reader.added_at)
            if day and not await has_digest(conn, reader.id, day):
                due.append(reader.id)
    return waiting, due


async def tick_stalled(wiring: Wiring) -> None:
    """Free the locks of workers that died, and let what they were at be done again at once."""
    ended = await queue.end_stalled(wiring.queue)
    if ended:
        log.warning("%d jobs of a lost worker were ended; their work is handed out again", len(ended))
        unread = [item for job in ended if isinstance(item := job.task_kwargs.get("item_id"), int)]
        unseen = [source for job in ended if isinstance(source := job.task_kwargs.get("source_id"), str)]
        now = (await wiring.clock())()
        async with wiring.pool.connection() as conn:
            await hand_back(conn, unread, now)
            await cut_off(conn, unseen, now)


async def tick_old_pages(wiring: Wiring) -> None:
    """Forget raw pages that are older than the settings keep them, and looks of long ago that saw nothing new."""
    now = (await wiring.clock())()
    async with wiring.pool.connection() as conn:
        forgotten = await forget_pages(conn, now - timedelta(days=wiring.settings.page_days))
        await forget_visits(conn, now - VISITS)
    if forgotten:
        log.info("%d raw pages forgotten", forgotten)
