"""Nothing is lost: seen = attached + dropped + pending, per source and in total."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class Balance:
    """The ledger of one source."""

    source_id: str
    seen: int
    attached: int
    dropped: int
    pending: int

    @property
    def balanced(self) -> bool:
        """Whether every item seen is accounted for."""
        return self.seen == self.attached + self.dropped + self.pending


@dataclass(frozen=True, slots=True)
class Dropped:
    """One dropped item and its reason."""

    source_id: str
    reason: str
    detail: str | None
    title: str | None
    url: str


async def balances(conn: AsyncConnection) -> list[Balance]:
    """The ledger of every source that has announced something, by id."""
    async with conn.cursor(row_factory=class_row(Balance)) as cursor:
        await cursor.execute("select * from ledger order by source_id")
        return await cursor.fetchall()


async def dropped(conn: AsyncConnection, limit: int = 200) -> list[Dropped]:
    """The newest drops with their reasons."""
    async with conn.cursor(row_factory=class_row(Dropped)) as cursor:
        await cursor.execute(
            "select i.source_id, d.reason, d.detail, coalesce(d.title, i.title) as title, i.url"
            " from drops d join items i on i.id = d.item_id order by d.at desc, i.id limit %s",
            (limit,),
        )
        return await cursor.fetchall()
