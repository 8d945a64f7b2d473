"""The people who get the digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, time
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb


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
    interests: Mapping[str, Any] = field(default_factory=dict, kw_only=True)  # a stories.profile.Profile, checked


@dataclass(frozen=True, slots=True)
class ReaderRow(NewReader):
    """A stored reader."""

    id: int
    added_at: datetime


async def add_reader(conn: AsyncConnection, reader: NewReader, now: datetime) -> bool:
    """Store a reader; False if the address is already there."""
    cursor = await conn.execute(
        "insert into readers (email, name, locale, timezone, send_at, weekdays, on_empty, interests, added_at)"
        " values (%(email)s, %(name)s, %(locale)s, %(timezone)s, %(send_at)s, %(weekdays)s, %(on_empty)s,"
        " %(interests)s, %(now)s) on conflict (email) do nothing",
        asdict(reader) | {"interests": Jsonb(reader.interests), "now": now},
    )
    return cursor.rowcount == 1


async def set_interests(conn: AsyncConnection, email: str, profile: Mapping[str, Any]) -> bool:
    """Give a reader a checked profile in place of the one before; False if no such reader."""
    cursor = await conn.execute("update readers set interests = %s where email = %s", (Jsonb(profile), email))
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
