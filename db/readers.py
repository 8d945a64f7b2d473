"""The people who get the digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class NewReader:
    """What is known of a reader before the table gives it an id."""

    email: str
    name: str | None
    locale: str
    timezone: str  # IANA
    send_at: time  # local, in `timezone`
    weekdays: list[int]  # ISO: 1 is Monday
    on_empty: str  # "short" | "skip"


@dataclass(frozen=True, slots=True)
class ReaderRow(NewReader):
    """A stored reader."""

    id: int
    added_at: datetime


async def add_reader(conn: AsyncConnection, reader: NewReader, now: datetime) -> bool:
    """Store a reader; False if the address is already there."""
    cursor = await conn.execute(
        "insert into readers (email, name, locale, timezone, send_at, weekdays, on_empty, added_at)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (email) do nothing",
        (
            reader.email,
            reader.name,
            reader.locale,
            reader.timezone,
            reader.send_at,
            reader.weekdays,
            reader.on_empty,
            now,
        ),
    )
    return cursor.rowcount == 1


async def remove_reader(conn: AsyncConnection, email: str) -> bool:
    """Delete a reader with the digests sent to it; False if no such reader."""
    cursor = await conn.execute("delete from readers where email = %s", (email,))
    return cursor.rowcount == 1


async def readers(conn: AsyncConnection) -> list[ReaderRow]:
    """All readers by address."""
    async with conn.cursor(row_factory=class_row(ReaderRow)) as cursor:
        await cursor.execute("select * from readers order by email")
        return await cursor.fetchall()
