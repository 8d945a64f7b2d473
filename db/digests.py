"""The outbox: at most one digest a reader and day, frozen with its stories, never mailed twice by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row

from stories.model import Reason

LEASE = timedelta(minutes=10)  # a delivery that took longer has died on the way


Named = tuple[str, str | None]  # a name with its country (ISO 3166-1 alpha-2), where known


@dataclass(frozen=True, slots=True)
class UntoldStory:
    """A story that a reader has not been told, with its first article."""

    id: int
    kind: str
    status: str | None
    title: str | None
    language: str | None
    score: float
    event_date: date | None
    date_precision: str | None
    evidence: str | None
    url: str
    published_at: datetime | None
    published_precision: str | None
    published_origin: str | None
    source_name: str
    other_sources: int
    parties: tuple[Named, ...]
    places: tuple[Named, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class NewDigest:
    """A rendered digest with the stories it tells, in order."""

    reader_id: int
    day: date  # the reader's
    period_start: datetime
    period_end: datetime
    state: str  # "queued" | "skipped"
    message_id: str | None
    subject: str | None
    html: str | None
    message: bytes | None
    story_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A digest that this worker alone may deliver now."""

    id: int
    email: str
    day: date
    message: bytes
    html: str


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One line of `digest list`."""

    id: int
    email: str
    day: date
    state: str
    subject: str | None
    stories: int
    attempts: int
    code: int | None
    words: str | None
    sent_at: datetime | None


async def last_period_end(conn: AsyncConnection, reader_id: int) -> datetime | None:
    """Where the reader's last digest ended; the next one begins there."""
    cursor = await conn.execute("select max(period_end) from digests where reader_id = %s", (reader_id,))
    row = await cursor.fetchone()
    return row[0] if row else None


async def has_digest(conn: AsyncConnection, reader_id: int, day: date) -> bool:
    """Whether the reader's digest of that day exists."""
    cursor = await conn.execute("select 1 from digests where reader_id = %s and day = %s", (reader_id, day))
    return await cursor.fetchone() is not None


async def untold_stories(conn: AsyncConnection, reader_id: int) -> list[UntoldStory]:
    """Stories that this reader has not been told, by id; baselines are never told.

    A story that was told is known by its digest and not by its time, so one that was stored while the last
    digest was being written is in the next. The first digest reaches back to a week before the reader was added.
    """
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_UNTOLD, {"reader": reader_id})
        return [_untold(row) for row in await cursor.fetchall()]


async def freeze(conn: AsyncConnection, digest: NewDigest) -> int | None:
    """Store the digest and its stories in one transaction; None if the day already has one."""
    async with conn.transaction():
        cursor = await conn.execute(
            _FREEZE,
            (
                digest.reader_id,
                digest.day,
                digest.period_start,
                digest.period_end,
                digest.state,
                digest.message_id,
                digest.subject,
                digest.html,
                digest.message,
                digest.period_end,
            ),
        )
        row = await cursor.fetchone()
        if row is None:
            return None
        told = [(row[0], story, place) for place, story in enumerate(digest.story_ids, 1)]
        async with conn.cursor() as many:
            await many.executemany("insert into digest_stories values (%s, %s, %s)", told)
        return int(row[0])


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


async def digest_rows(conn: AsyncConnection, limit: int = 50) -> list[DigestRow]:
    """The newest digests."""
    async with conn.cursor(row_factory=class_row(DigestRow)) as cursor:
        await cursor.execute(_ROWS, (limit,))
        return await cursor.fetchall()


def _untold(row: dict[str, Any]) -> UntoldStory:
    named = {key: tuple((name, country) for name, country in row[key]) for key in ("parties", "places")}
    reasons = tuple(Reason(**reason) for reason in row["reasons"])
    return UntoldStory(**{**row, **named, "reasons": reasons})


_UNTOLD = """
select s.id, s.kind, s.status, s.title, s.language, s.score, s.event_date, s.date_precision, s.evidence,
       a.url, a.published_at, a.published_precision, a.published_origin, a.reasons, o.name as source_name,
       (select count(*) from articles x where x.story_id = s.id) - 1 as other_sources,
       (select coalesce(jsonb_agg(jsonb_build_array(p.name, p.country) order by p.position), '[]')
          from parties p where p.story_id = s.id) as parties,
       (select coalesce(jsonb_agg(jsonb_build_array(l.name, l.country) order by l.position), '[]')
          from places l where l.story_id = s.id) as places
  from stories s
 cross join lateral (
       select ar.* from articles ar where ar.story_id = s.id
        order by ar.published_at nulls last, ar.item_id limit 1) a
  join items i on i.id = a.item_id
  join sources o on o.id = i.source_id
  join readers r on r.id = %(reader)s
 where not s.baseline
   and s.created_at >= interval '-7 days' + greatest(
       r.added_at, (select max(x.period_end) from digests x where x.reader_id = r.id))
   and not exists (select 1 from digest_stories t join digests d on d.id = t.digest_id
                    where t.story_id = s.id and d.reader_id = r.id)
 order by s.id
"""

_FREEZE = """
insert into digests (reader_id, day, period_start, period_end, state, message_id, subject, html, message,
                     next_try_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (reader_id, day) do nothing
returning id
"""

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

_ROWS = """
select d.id, r.email, d.day, d.state, d.subject, d.attempts, d.code, d.words, d.sent_at,
       (select count(*) from digest_stories t where t.digest_id = d.id) as stories
  from digests d join readers r on r.id = d.reader_id
 order by d.period_end desc, d.id desc limit %s
"""
