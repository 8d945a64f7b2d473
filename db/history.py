"""What past visits taught about a source: what the next look and the source's health are told from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

RECENT = 10  # pages that the share of drops is taken of


@dataclass(frozen=True, slots=True)
class SourceHistory:
    """A source before the visit that is about to be recorded."""

    paused: bool
    failures: int  # visits in a row
    full_at: datetime | None
    last_new_at: datetime | None
    newest_at: datetime | None
    moved_to: str | None
    lessons: dict[str, Any] | None
    rhythm_at_new: dict[str, Any] | None
    health: str | None
    health_since: datetime | None
    sign: str | None  # of the latest visit that had one
    usual_gap: timedelta | None  # nine of ten gaps between visits with something new were shorter; five at least
    empty_looks: int  # whole answers in a row that announced nothing, the latest ones
    recent_pages: int  # ended items that had a page, at most RECENT
    recent_drops: dict[str, int]  # of these by reason


@dataclass(frozen=True, slots=True)
class Learned:
    """What a visit taught, to be stored with it; None leaves what is stored."""

    fresh: int = 0  # articles never announced before
    lessons: dict[str, Any] | None = None
    rhythm_at_new: dict[str, Any] | None = None
    need: tuple[float, float] | None = None  # of scheduler.pace.Need: root, least
    health: str | None = None
    health_words: str | None = None


async def history_of(conn: AsyncConnection, source_id: str, now: datetime | None = None) -> SourceHistory | None:
    """What is known of a source `now`; None if there is no such source.

    Visits of a later time are left out: they were recorded while the clock was wrong.
    """
    async with conn.cursor(row_factory=class_row(SourceHistory)) as cursor:
        await cursor.execute(
            _HISTORY, {"id": source_id, "recent": RECENT, "now": now or datetime.max.replace(tzinfo=UTC)}
        )
        return await cursor.fetchone()


async def needs(conn: AsyncConnection) -> list[tuple[float, float]]:
    """What every source that is looked at asks of the budget of looks: root, least (scheduler.pace.Need)."""
    cursor = await conn.execute(
        "select need_root, need_least from sources where not paused and not retired and need_root is not null"
    )
    return [(row[0], row[1]) for row in await cursor.fetchall()]


_HISTORY = """
with known as not materialized (
    select * from visits where source_id = %(id)s and at <= %(now)s
), whole as (
    select entries, at from known
     where outcome in ('ok', 'empty') order by at desc limit %(recent)s
), gaps as (
    select at - lag(at) over (order by at) as gap from
      (select at from known where fresh > 0 order by at desc limit 31) latest
), recent as (
    select d.reason from items i left join drops d on d.item_id = i.id
     where i.source_id = %(id)s and i.state in ('attached', 'dropped') order by i.id desc limit %(recent)s
)
select s.paused, s.failures, s.full_at, s.last_new_at, s.newest_at, s.moved_to, s.lessons, s.rhythm_at_new,
       s.health, s.health_since,
       (select sign from known where sign is not null order by at desc limit 1) as sign,
       (select percentile_cont(0.9) within group (order by gap) from gaps having count(gap) >= 5) as usual_gap,
       (select count(*)::int from whole
         where at > coalesce((select max(at) from whole where entries > 0), '-infinity')) as empty_looks,
       (select count(*)::int from recent) as recent_pages,
       (select coalesce(jsonb_object_agg(reason, n), '{}') from
         (select reason, count(*)::int as n from recent where reason is not null group by reason) by_reason)
         as recent_drops
  from sources s where s.id = %(id)s
"""
