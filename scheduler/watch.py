"""`run` and `crawl`: the timetable says what is due, workers carry it. Both go the same way; `crawl` ends."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from procrastinate.exceptions import ConnectorException

from db.connection import connect
from db.errors import LOST
from db.leader import lead, still_leads
from db.pages import count_unread
from db.sources import SourceState, make_due, source_states
from scheduler.errors import Busy, RoundError, UsageError
from scheduler.queue import unfinished
from scheduler.settings import Settings
from scheduler.source_folder import SourceFolder, sync
from scheduler.supervisor import workers
from scheduler.ticks import due_digests, tick_digests, tick_visits
from scheduler.timetable import READING, TELLING, WATCHING, add_tick, timetable
from scheduler.wiring import Wiring, wired
from scheduler.worker import stop_event

log = logging.getLogger(__name__)

LOOK = 0.25  # seconds between two looks at how far a round is
HEARTBEAT = 5.0  # seconds between two checks that the leader still leads
MOST_FAILURES = 3  # of a worker to start, one after the other
PATIENCE = 900.0  # seconds without any change before a round is given up; a visit has 600
FILES = 30  # seconds between two looks at whether the source files have changed
PAUSE = 5.0  # seconds before the service looks for a lost database again


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is: sources looked at of all, items ended of all that were announced in it."""

    visited: int
    sources: int
    unread: int


async def serve(settings: Settings) -> int:
    """Run the service until SIGTERM or SIGINT. A lost database is waited for, not died of.

    Returns the exit code. Raises Busy if another instance leads, and DatabaseError if the first start fails.
    """
    _ = settings.fetch_policy
    stop = stop_event()
    await _term(settings, stop)
    while not stop.is_set():
        try:
            await _pause(stop, PAUSE)
            await _term(settings, stop)
        except (*LOST, ConnectorException) as error:
            log.error("the database is away, trying again: %s", error)
    return 0


async def _term(settings: Settings, stop: asyncio.Event) -> None:
    """Lead until told to stop or until the connection that holds the leadership is lost."""
    async with wired(settings) as wiring, connect(str(wiring.settings.database_url)) as conn:
        if not await lead(conn):
            raise Busy("another `pactwatch run` serves this database; use `pactwatch worker` to help it")
        files = SourceFolder()
        await files.begin(wiring)
        table = timetable(wiring, WATCHING + TELLING)
        add_tick(table, wiring, files.tick_sources, FILES)
        async with workers(wiring.settings, settings.workers):
            table.start()
            log.info("the service is up")
            try:
                while not stop.is_set() and await still_leads(conn):
                    await _pause(stop, HEARTBEAT)
            finally:
                _end(table)
    log.info("the service has stopped" if stop.is_set() else "the database was lost")


async def crawl(
    settings: Settings,
    source_ids: Sequence[str] | None = None,
    show: Callable[[Progress], None] = lambda _: None,
    *,
    tell: bool = False,
) -> list[SourceState]:
    """Look at the named sources (None: all that are not paused) once, now, and read what they announce.

    With `tell`, the digests that are due are then composed and delivered. Returns the sources' states.
    Raises UsageError for an id that no file names, RoundError if nothing moves any more.
    """
    async with wired(settings) as wiring:
        await sync(wiring)
        wanted = await _make_due(wiring, source_ids)
        async with _watching(wiring, wanted) as (table, stall):
            states = await _until_done(wiring, wanted, show, stall)
            if tell:
                add_tick(table, wiring, tick_digests, 30)
                await _until_told(wiring, stall)
            return states


@asynccontextmanager
async def _watching(wiring: Wiring, wanted: set[str]) -> AsyncIterator[tuple[AsyncIOScheduler, _Stall]]:
    async def visits_of_the_round(wiring: Wiring) -> None:
        await tick_visits(wiring, wanted)

    table = timetable(wiring, ((visits_of_the_round, 15), *READING))
    async with workers(wiring.settings, 1, most_failures=MOST_FAILURES, quiet=True) as check:
        table.start()
        try:
            yield table, _Stall(check)
        finally:
            _end(table)


def _end(table: AsyncIOScheduler) -> None:
    table.pause()  # shutdown alone would cancel ticks that run
    table.shutdown(wait=False)


async def _make_due(wiring: Wiring, source_ids: Sequence[str] | None) -> set[str]:
    async with wiring.pool.connection() as conn:
        paused = {state.id: state.paused for state in await source_states(conn)}
        for wanted in sorted(source_ids or ()):
            if wanted not in paused:
                raise UsageError(f"no source '{wanted}'; `pactwatch sources list` shows them all")
            if paused[wanted]:
                raise UsageError(f"'{wanted}' is paused; `pactwatch sources resume {wanted}` goes on with it")
        return set(await make_due(conn, (await wiring.clock())(), source_ids))


async def _until_done(
    wiring: Wiring, wanted: set[str], show: Callable[[Progress], None], stall: _Stall
) -> list[SourceState]:
    begun = (await wiring.clock())()
    while True:
        async with wiring.pool.connection() as conn:
            states = [state for state in await source_states(conn) if state.id in wanted]
            unread = await count_unread(conn)
        seen = sum(1 for state in states if state.last_checked_at and state.last_checked_at >= begun)
        waiting = await unfinished(wiring.queue)
        show(Progress(seen, len(wanted), unread))
        if seen == len(wanted) and not unread and not waiting:
            return states
        stall.check((seen, unread, waiting))
        await asyncio.sleep(LOOK)


async def _until_told(wiring: Wiring, stall: _Stall) -> None:
    while any(open_work := (*await due_digests(wiring), await unfinished(wiring.queue))):
        stall.check(open_work)
        await asyncio.sleep(LOOK)


class _Stall:
    """Notices that nothing moves any more."""

    def __init__(self, workers_start: Callable[[], None]) -> None:
        self._workers_start = workers_start
        self._state: object = None
        self._since = time.monotonic()

    def check(self, state: object) -> None:
        """Note how things are now. Raises RoundError if they have been so for too long, or no worker starts."""
        self._workers_start()
        if state != self._state:
            self._state, self._since = state, time.monotonic()
        elif time.monotonic() - self._since > PATIENCE:
            raise RoundError("nothing moves any more; what the worker wrote above says why")


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
