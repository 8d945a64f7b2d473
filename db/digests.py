"""Digests: at most one a reader and day, frozen with the stories it tells."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row

from stories.model import Reason

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
    headline: tuple[tuple[str, str], ...]  # (language, headline)


@dataclass(frozen=True, slots=True)
class NewDigest:
    """A rendered digest with the stories it tells, in order, and those that its reader's interests pass over."""

    reader_id: int
    day: date  # the reader's
    period_start: datetime
    period_end: datetime
    state: str  # "queued" | "skipped"
    message_id: str | None = None
    subject: str | None = None
    html: str | None = None
    message: bytes | None = None
    story_ids: tuple[int, ...] = ()
    passed_over: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One line of `digest list`."""

    id: int
    email: str
    day: date
    state: str
    subject: str | None
    stories: int
    passed_over: int
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
    """Stories that this reader's digests have neither told nor passed over, by id.

    Baselines and what is marked no are never told. A story that was told is known by its digest and not by its
    time, so one that was stored while the last digest was being written is in the next. The first digest reaches
    back to a week before the reader was added. An article that was a week old when it was first seen is no news:
    stored, not told, unless its source tells its archive.
    """
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_UNTOLD, {"reader": reader_id})
        return [_untold(row) for row in await cursor.fetchall()]


async def freeze(conn: AsyncConnection, digest: NewDigest) -> int | None:
    """Store the digest, its stories and what it passes over in one transaction; None if the day already has one."""
    async with conn.transaction():
        cursor = await conn.execute(_FREEZE, asdict(digest))
        row = await cursor.fetchone()
        if row is None:
            return None
        told = [(row[0], story, place) for place, story in enumerate(digest.story_ids, 1)]
        async with conn.cursor() as many:
            await many.executemany("insert into digest_stories values (%s, %s, %s)", told)
            passed = [(row[0], story) for story in digest.passed_over]
            await many.executemany("insert into digest_passed_over values (%s, %s)", passed)
        return int(row[0])


async def digest_rows(conn: AsyncConnection, limit: int = 50) -> list[DigestRow]:
    """The newest digests."""
    async with conn.cursor(row_factory=class_row(DigestRow)) as cursor:
        await cursor.execute(_ROWS, (limit,))
        return await cursor.fetchall()


def _untold(row: dict[str, Any]) -> UntoldStory:
    named = {key: tuple((name, country) for name, country in row[key]) for key in ("parties", "places")}
    reasons = tuple(Reason(**reason) for reason in row["reasons"])
    return UntoldStory(**{**row, **named, "reasons": reasons, "headline": tuple(row["headline"].items())})


_UNTOLD = """
select s.id, s.kind, s.status, s.title, s.headline, s.language, s.score, s.event_date, s.date_precision, s.evidence,
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
   and (o.tell_archive or a.published_at is null or a.published_at >= i.first_seen_at - interval '7 days')
   and s.created_at >= interval '-7 days' + greatest(
       r.added_at, (select max(x.period_end) from digests x where x.reader_id = r.id))
   and not exists (select 1 from digest_stories t join digests d on d.id = t.digest_id
                    where t.story_id = s.id and d.reader_id = r.id)
   and not exists (select 1 from digest_passed_over p join digests d on d.id = p.digest_id
                    where p.story_id = s.id and d.reader_id = r.id)
   and not exists (select 1 from story_marks m where m.story_id = s.id and not m.keep)
 order by s.id
"""

_FREEZE = """
insert into digests (reader_id, day, period_start, period_end, state, message_id, subject, html, message,
                     next_try_at)
values (%(reader_id)s, %(day)s, %(period_start)s, %(period_end)s, %(state)s, %(message_id)s, %(subject)s, %(html)s,
        %(message)s, %(period_end)s)
on conflict (reader_id, day) do nothing
returning id
"""

_ROWS = """
select d.id, r.email, d.day, d.state, d.subject, d.attempts, d.code, d.words, d.sent_at,
       (select count(*) from digest_stories t where t.digest_id = d.id) as stories,
       (select count(*) from digest_passed_over p where p.digest_id = d.id) as passed_over
  from digests d join readers r on r.id = d.reader_id
 order by d.period_end desc, d.id desc limit %s
"""
