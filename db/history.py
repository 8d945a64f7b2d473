"""What past visits taught about a source: what the next look and the source's health are told from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

RECENT = 10  # pages that the share of drops is taken of


@dataclass(frozen=True, slots=True)
class SourceHistory:
    """A source before the visit that is about to be recorded."""

    failures: int  # visits in a row
    baseline_at: datetime | None
    last_success_at: datetime | None
    last_new_at: datetime | None
    full_at: datetime | None
    newest_at: datetime | None
    window_seconds: float | None
    hint_seconds: float | None
    rhythm: dict[str, Any] | None
    health: str | None
    health_since: datetime | None
    empty_looks: int  # whole answers in a row that announced nothing, the latest ones
    recent_pages: int  # ended items that had a page, at most RECENT
    recent_drops: dict[str, int]  # of these by reason


@dataclass(frozen=True, slots=True)
class Learned:
    """What a visit taught, to be stored with it; None leaves what is stored."""

    fresh: int = 0  # articles never announced before
    rhythm: dict[str, Any] | None = None
    health: str | None = None
    health_words: str | None = None


async def history_of(conn: AsyncConnection, source_id: str) -> SourceHistory | None:
    """What is known of a source; None if there is no such source."""
    async with conn.cursor(row_factory=class_row(SourceHistory)) as cursor:
        await cursor.execute(_HISTORY, {"id": source_id, "recent": RECENT})
        return await cursor.fetchone()


_HISTORY = """
with whole as (
    select entries, at from visits
     where source_id = %(id)s and outcome in ('ok', 'empty') order by at desc limit %(recent)s
), recent as (
    select d.reason from items i left join drops d on d.item_id = i.id
     where i.source_id = %(id)s and i.state in ('attached', 'dropped') order by i.id desc limit %(recent)s
)
select s.failures, s.baseline_at, s.last_success_at, s.last_new_at, s.full_at, s.newest_at, s.window_seconds,
       s.hint_seconds, s.rhythm, s.health, s.health_since,
       (select count(*)::int from whole
         where at > coalesce((select max(at) from whole where entries > 0), '-infinity')) as empty_looks,
       (select count(*)::int from recent) as recent_pages,
       (select coalesce(jsonb_object_agg(reason, n), '{}') from
         (select reason, count(*)::int as n from recent where reason is not null group by reason) by_reason)
         as recent_drops
  from sources s where s.id = %(id)s
"""
