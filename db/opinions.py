"""Second opinions: what was answered is kept, and a day has room for so many requests, over all workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was answered about an article. Both are None if an answer came, but none that counts."""

    partnership: bool | None = None
    quote: str | None = None  # literal words of the article


async def known_opinion(conn: AsyncConnection, article: bytes) -> Opinion | None:
    """The last answer about the article with this hash; None if none ever came."""
    async with conn.cursor(row_factory=class_row(Opinion)) as cursor:
        await cursor.execute(
            "select partnership, quote from opinions where article = %s and answered order by id desc limit 1",
            (article,),
        )
        return await cursor.fetchone()


async def take_request(conn: AsyncConnection, article: bytes, model: str, budget: int, now: datetime) -> int | None:
    """Take one of the `budget` requests of this UTC day; return its id, None if all are taken.

    A request counts whatever becomes of it: an endpoint may charge for an answer that came too late.
    """
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    values = {"article": article, "model": model, "now": now, "today": today, "budget": budget}
    async with conn.transaction():
        # Workers count one after the other; the statement after this one sees what those before them took.
        await conn.execute("select pg_advisory_xact_lock(hashtext('pactwatch.opinions'))")
        cursor = await conn.execute(_TAKE, values)
        row = await cursor.fetchone()
    return int(row[0]) if row else None


async def note_answer(conn: AsyncConnection, request: int, opinion: Opinion | None, trouble: str | None) -> None:
    """Note what became of a request: the answer, or None if none came, and what was wrong with it."""
    given = opinion or Opinion()
    await conn.execute(
        "update opinions set answered = %s, partnership = %s, quote = %s, trouble = left(%s, 500) where id = %s",
        (opinion is not None, given.partnership, given.quote, trouble, request),
    )


_TAKE = """
insert into opinions (article, model, asked_at)
select %(article)s, %(model)s, %(now)s
 where (select count(*) from opinions where asked_at >= %(today)s) < %(budget)s
returning id
"""
