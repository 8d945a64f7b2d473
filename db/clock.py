"""One clock for all machines: the database's, read once per unit of work."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import AsyncConnection


@dataclass(frozen=True, slots=True)
class Clock:
    """The database's time at one moment, carried on by this machine's monotonic clock."""

    read_at: datetime
    monotonic: float

    def __call__(self) -> datetime:
        """The time now, aware."""
        return self.read_at + timedelta(seconds=time.monotonic() - self.monotonic)


async def read_clock(conn: AsyncConnection) -> Clock:
    """Read the database's clock."""
    cursor = await conn.execute("select clock_timestamp()")
    row = await cursor.fetchone()
    assert row is not None  # a select without a table has one row
    return Clock(row[0], time.monotonic())
