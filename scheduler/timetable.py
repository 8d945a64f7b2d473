"""The timetable: APScheduler as a metronome. Due times live in the tables, so nothing is lost with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler import ticks
from scheduler.wiring import Wiring

Tick = Callable[[Wiring], Awaitable[None]]
WATCHING: tuple[tuple[Tick, int], ...] = (
    (ticks.tick_stalled, 10),
    (ticks.tick_visits, 15),
    (ticks.tick_reads, 60),
    (ticks.tick_old_pages, 6 * 3600),
)
TELLING: tuple[tuple[Tick, int], ...] = ((ticks.tick_digests, 30),)


def timetable(wiring: Wiring, rows: tuple[tuple[Tick, int], ...]) -> AsyncIOScheduler:
    """A timetable of ticks, each with its seconds; all tick once at the start. Not yet started."""
    table = AsyncIOScheduler(
        timezone=UTC,
        # APScheduler's default grace of one second drops late ticks silently
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for tick, seconds in rows:
        add_tick(table, wiring, tick, seconds)
    return table


def add_tick(table: AsyncIOScheduler, wiring: Wiring, tick: Tick, seconds: int) -> None:
    """Add one tick, the first at once."""
    table.add_job(tick, "interval", seconds=seconds, args=[wiring], id=tick.__name__, next_run_time=datetime.now(UTC))
