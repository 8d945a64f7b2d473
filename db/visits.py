"""Which sources are due, and taking one for a visit: nothing that goes wrong may have a site asked again at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row

from crawler.model import Source, Validators
from crawler.sources import source_from_block

MOST_CUT_OFF = 3  # visits in a row that are begun again at once

# Nobody waits for longer than a day: a later time was set while the clock was wrong.
_DUE = (
    "(next_check_at <= %(now)s or next_check_at > %(now)s::timestamptz + interval '25 hours')"
    " and not paused and not retired"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A source whose next look has come, and the host that must not be asked twice at once."""

    id: str
    host: str


async def due_sources(
    conn: AsyncConnection, now: datetime, only: Collection[str] | None = None, limit: int = 200
) -> list[Due]:
    """Sources to visit now, the longest waiting first; of `only` these, if they are named."""
    async with conn.cursor(row_factory=class_row(Due)) as cursor:
        await cursor.execute(
            f"select id, host from sources where {_DUE} and (%(only)s::text[] is null or id = any(%(only)s))"
            " order by next_check_at limit %(limit)s",
            {"now": now, "only": None if only is None else list(only), "limit": limit},
        )
        return await cursor.fetchall()


async def begin_visit(conn: AsyncConnection, source_id: str, now: datetime) -> tuple[Source, Validators] | None:
    """Take a source that is due; None if it is not, any more: it was looked at meanwhile, paused or retired.

    It is due again in five minutes, whatever becomes of the visit; `record_visit` then sets the real time.
    """
    cursor = await conn.execute(
        "update sources set next_check_at = %(now)s::timestamptz + interval '5 minutes'"
        f" where id = %(id)s and {_DUE} returning block, etag, last_modified, body_sha256",
        {"id": source_id, "now": now},
    )
    row = await cursor.fetchone()
    return (source_from_block(row[0]), Validators(*row[1:])) if row else None


async def forget_visits(conn: AsyncConnection, before: datetime) -> int:
    """Forget visits from before this time that brought nothing new: the others tell the usual gap.

    Returns how many.
    """
    cursor = await conn.execute("delete from visits where at < %s and fresh = 0", (before,))
    return cursor.rowcount


async def cut_off(conn: AsyncConnection, source_ids: Sequence[str], now: datetime) -> None:
    """Make sources due whose visit a lost worker or database cut off.

    That counts as a failure; from the third in a row on they wait for the five minutes of `begin_visit`: perhaps it
    is the visit that brings the worker down.
    """
    await conn.execute(
        "update sources set failures = failures + 1,"
        " next_check_at = case when failures < %(most)s then %(now)s else next_check_at end where id = any(%(ids)s)",
        {"ids": list(source_ids), "now": now, "most": MOST_CUT_OFF},
    )
