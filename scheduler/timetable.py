"""The timetable: APScheduler as a metronome. Due times live in the tables, so nothing is lost with it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from procrastinate.exceptions import ConnectorException

from db.errors import LOST
from scheduler import ticks
from scheduler.wiring import Wiring

log = logging.getLogger(__name__)

Tick = Callable[[Wiring], Awaitable[None]]
Rows = tuple[tuple[Tick, int], ...]
READING: Rows = ((ticks.tick_stalled, 10), (ticks.tick_reads, 15), (ticks.tick_old_pages, 6 * 3600))
WATCHING: Rows = ((ticks.tick_visits, 15), *READING)
TELLING: Rows = ((ticks.tick_digests, 30),)


def timetable(wiring: Wiring, rows: Rows) -> AsyncIOScheduler:
    """A timetable of ticks, each with its seconds; all tick once at the start. Not yet started."""
    table = AsyncIOScheduler(
        timezone=UTC,
        # APScheduler's default grace of one second drops late ticks silently
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for tick, seconds in rows:
        add_tick(table, wiring, tick, seconds)
    return table


def _calm(tick: Tick) -> Tick:
    """A tick that is cut off by the end or by a lost database says one line; the next one makes up for it."""

    async def calm(wiring: Wiring) -> None:
        try:
            await tick(wiring)
        except asyncio.CancelledError:
            log.debug("%s was cut off", tick.__name__)
        except (*LOST, ConnectorException) as error:
            log.warning("%s: the database is away: %s", tick.__name__, error.__cause__ or error)

    return calm


def add_tick(table: AsyncIOScheduler, wiring: Wiring, tick: Tick, seconds: int) -> None:
    """Add one tick, the first at once."""
    begin = datetime.now(UTC)
    table.add_job(_calm(tick), "interval", seconds=seconds, args=[wiring], id=tick.__name__, next_run_time=begin)
