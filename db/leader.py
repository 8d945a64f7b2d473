"""At most one timetable per database: the leader holds an advisory lock as long as its connection lives."""

from __future__ import annotations

import psycopg
from psycopg import AsyncConnection

# A machine that loses its power says no farewell: after a minute of silence the server gives its lock away.
_KEEPALIVE = "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3"


async def lead(conn: AsyncConnection) -> bool:
    """Try to become the leader; the lock falls with the connection, so a killed leader is replaced.

    The connection must be the caller's own for as long as he leads.
    """
    await conn.execute(_KEEPALIVE)
    cursor = await conn.execute("select pg_try_advisory_lock(hashtext('pactwatch.leader'))")
    row = await cursor.fetchone()
    return bool(row and row[0])


async def still_leads(conn: AsyncConnection) -> bool:
    """Whether the leader's connection, and so its lock, still lives."""
    try:
        await conn.execute("select")
    except (psycopg.OperationalError, psycopg.InterfaceError):
        return False
    return True
