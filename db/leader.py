"""At most one timetable per database: the leader holds an advisory lock as long as its connection lives."""

from __future__ import annotations

from psycopg import AsyncConnection


async def lead(conn: AsyncConnection) -> bool:
    """Try to become the leader; the lock falls with the connection, so a killed leader is replaced."""
    cursor = await conn.execute("select pg_try_advisory_lock(hashtext('pactwatch.leader'))")
    row = await cursor.fetchone()
    return bool(row and row[0])
