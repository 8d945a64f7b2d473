"""Puts the parts together: settings -> database, queue. The only place that knows them all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import procrastinate

from db.clock import Clock, read_clock
from db.connection import PATIENCE, Pool, open_pool
from db.embedded import EmbeddedServer
from db.migrate import migrate
from scheduler.queue import open_queue
from scheduler.settings import Settings


@dataclass(frozen=True, slots=True)
class Wiring:
    """What every role needs: the settings with the real database URL, connections, the queue."""

    settings: Settings
    pool: Pool
    queue: procrastinate.App

    async def clock(self) -> Clock:
        """The database's clock, read now."""
        async with self.pool.connection() as conn:
            return await read_clock(conn)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Settings]:
    """Settings whose `database_url` is set; the embedded server is held while they are in use."""
    if settings.database_url:
        yield settings
        return
    server = EmbeddedServer(settings.home / "postgres")
    url = await asyncio.to_thread(server.attach)
    try:
        yield replace(settings, database_url=url)
    finally:
        await asyncio.to_thread(server.detach)


@asynccontextmanager
async def wired(settings: Settings, *, patience: float = PATIENCE) -> AsyncIterator[Wiring]:
    """Database up and migrated, connections and queue open.

    A server that is coming up is waited for, `patience` seconds at most. Raises DatabaseError.
    """
    async with database(settings) as located:
        url = str(located.database_url)
        await asyncio.to_thread(migrate, url, patience=patience)
        pool = await open_pool(url, patience=patience)
        try:
            async with open_queue(url) as queue:
                yield Wiring(located, pool, queue)
        finally:
            await pool.close()
