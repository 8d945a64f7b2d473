"""The outbox: frozen digests are claimed by one worker, delivered, settled; never mailed twice by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from psycopg import AsyncConnection
from psycopg.rows import class_row

LEASE = timedelta(minutes=10)  # a delivery that took longer has died on the way


@dataclass(frozen=True, slots=True)
class Claimed:
    """A digest that this worker alone may deliver now."""

    id: int
    email: str
    day: date
    message: bytes
    html: str


async def due_deliveries(conn: AsyncConnection, now: datetime) -> list[int]:
    """Digests that wait for delivery or for their next try."""
    cursor = await conn.execute(
        "select id from digests where state in ('queued', 'deferred') and next_try_at <= %s order by id",
        (now,),
    )
    return [row[0] for row in await cursor.fetchall()]


async def claim(conn: AsyncConnection, digest_id: int, now: datetime) -> Claimed | None:
    """Take a digest for delivery; None if another worker has it or nothing is to do."""
    async with conn.cursor(row_factory=class_row(Claimed)) as cursor:
        await cursor.execute(
            "update digests d set state = 'sending', claimed_at = %s, attempts = attempts + 1"
            "  from readers r where r.id = d.reader_id and d.id = %s and d.state in ('queued', 'deferred')"
            " returning d.id, r.email, d.day, d.message, d.html",
            (now, digest_id),
        )
        return await cursor.fetchone()


async def settle(
    conn: AsyncConnection, digest_id: int, state: str, code: int | None, words: str, now: datetime
) -> None:
    """Record how a delivery ended; a deferred one is tried again after 5, 15, 30, 60 minutes, then hourly
    until it is two days old (RFC 5321 section 4.5.4.1)."""
    await conn.execute(_SETTLE, {"id": digest_id, "state": state, "code": code, "words": words[:500], "now": now})


async def hold_unfinished(conn: AsyncConnection, now: datetime) -> int:
    """Deliveries whose worker died are held as `unknown`: the mail may have arrived, so a person decides."""
    cursor = await conn.execute(
        "update digests set state = 'unknown', words = 'the delivery was interrupted;"
        " `pactwatch digest resend ID` sends it again'"
        " where state = 'sending' and claimed_at < %s",
        (now - LEASE,),
    )
    return cursor.rowcount


async def requeue(conn: AsyncConnection, digest_id: int, now: datetime) -> bool:
    """Send a digest again because a person asked; False if it is not there or is being sent."""
    cursor = await conn.execute(
        "update digests set state = 'queued', attempts = 0, next_try_at = %s where id = %s"
        " and state in ('sent', 'deferred', 'bounced', 'unknown') and message is not null",
        (now, digest_id),
    )
    return cursor.rowcount == 1


_SETTLE = """
update digests set
    state = case when %(state)s = 'deferred' and %(now)s > period_end + interval '2 days' then 'bounced'
                 else %(state)s end,
    code = %(code)s, words = %(words)s, claimed_at = null,
    sent_at = case when %(state)s = 'sent' then %(now)s::timestamptz end,
    next_try_at = %(now)s::timestamptz + case attempts when 1 then interval '5 minutes'
        when 2 then interval '15 minutes' when 3 then interval '30 minutes' else interval '60 minutes' end
 where id = %(id)s and state = 'sending'
"""
