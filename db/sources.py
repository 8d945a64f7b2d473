"""What is watched: the sources, when each is due, and what the last visit taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from crawler.model import Source, Validators, VisitReport
from crawler.sources import block_of, source_from_block
from db.history import Learned


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source with its last visit, as `sources list` and `status` show it."""

    id: str
    name: str
    country: str
    homepage: str
    paused: bool
    health: str | None  # a word of docs/health.md
    health_words: str | None
    health_since: datetime | None
    outcome: str | None
    detail: str | None
    failures: int
    last_checked_at: datetime | None
    last_success_at: datetime | None
    next_check_at: datetime
    last_new_at: datetime | None
    window_seconds: float | None
    moved_to: str | None
    seen: int
    kept: int


async def sync_sources(conn: AsyncConnection, sources: Sequence[Source], now: datetime) -> None:
    """Make the table say what the source files say; a source that left the files is retired, not deleted."""
    async with conn.transaction():
        await conn.execute("update sources set retired = true where not retired")
        async with conn.cursor() as cursor:
            rows = [_row(source, now) for source in sources]
            await cursor.executemany(_FORGET, rows)
            await cursor.executemany(_SYNC, rows)


async def find_source(conn: AsyncConnection, source_id: str) -> tuple[Source, Validators] | None:
    """The source and the validators of its watch URL; None if no such source."""
    cursor = await conn.execute(
        "select block, etag, last_modified, body_sha256 from sources where id = %s", (source_id,)
    )
    row = await cursor.fetchone()
    return (source_from_block(row[0]), Validators(*row[1:])) if row else None


async def make_due(conn: AsyncConnection, now: datetime, source_ids: Sequence[str] | None) -> list[str]:
    """Bring the next look forward to now, of all sources if no ids are given; of none that is paused: it would wait
    for ever. Returns the ids."""
    ids = None if source_ids is None else list(source_ids)
    cursor = await conn.execute(
        "update sources set next_check_at = %s where not retired and not paused"
        " and (id = any(%s) or %s::text[] is null) returning id",
        (now, ids, ids),
    )
    return sorted(row[0] for row in await cursor.fetchall())


async def set_paused(conn: AsyncConnection, source_id: str, paused: bool) -> bool:
    """Pause or resume; False if no such source."""
    cursor = await conn.execute("update sources set paused = %s where id = %s and not retired", (paused, source_id))
    return cursor.rowcount == 1


async def record_visit(
    conn: AsyncConnection,
    report: VisitReport,
    now: datetime,
    next_check_at: datetime,
    learned: Learned | None = None,
    visited: Source | None = None,
) -> None:
    """Store how a visit went. Validators are kept only when no announced item still wants its page.

    What an unchanged answer leaves out of its validators stays as it was (RFC 9110 section 15.4.5). When the file of
    the `visited` source named other ways meanwhile, nothing is learned: the visit was one to the old ones.
    """
    values = _visit_values(report, now, next_check_at, learned or Learned())
    values["watch"] = Jsonb(block_of(visited)["watch"]) if visited else None
    async with conn.transaction():
        await conn.execute(_RECORD, values)
        await conn.execute(_LOG, values)
        if report.retry_after is not None:
            await conn.execute(_QUIET, values)


def _visit_values(report: VisitReport, now: datetime, next_check_at: datetime, learned: Learned) -> dict[str, Any]:
    return {
        "id": report.source_id,
        "at": now,
        "next": next_check_at,
        "outcome": report.outcome,
        "sign": report.sign,
        "fresh": learned.fresh,
        "lessons": Jsonb(learned.lessons) if learned.lessons is not None else None,
        "rhythm_at_new": Jsonb(learned.rhythm_at_new) if learned.rhythm_at_new is not None else None,
        "need_root": learned.need[0] if learned.need else None,
        "need_least": learned.need[1] if learned.need else None,
        "health": learned.health,
        "health_words": learned.health_words,
        "whole": report.outcome in WHOLE_OUTCOMES,
        "newest": report.newest,
        "window": report.window,
        "moved_to": report.moved_to,
        "detail": report.detail,
        "good": report.outcome in GOOD_OUTCOMES,
        "same": report.outcome in SAME_OUTCOMES,
        "watch_url": report.watch_url,
        "etag": report.validators.etag,
        "last_modified": report.validators.last_modified,
        "body_sha256": report.validators.body_sha256,
        "code": report.status,
        "entries": report.entries,
        "fetched": report.fetched,
        "requests": report.requests,
        "quiet": report.retry_after,
    }


SAME_OUTCOMES = ("not_modified", "unchanged")
GOOD_OUTCOMES = ("ok", *SAME_OUTCOMES)
WHOLE_OUTCOMES = ("ok", "empty", "unchanged")  # answers with a body


async def source_states(conn: AsyncConnection) -> list[SourceState]:
    """Every source that a file names, with its health, by id."""
    async with conn.cursor(row_factory=class_row(SourceState)) as cursor:
        await cursor.execute(_STATES)
        return await cursor.fetchall()


def _row(source: Source, now: datetime) -> dict[str, Any]:
    host = urlsplit(source.watch[0].url).hostname or ""
    return {
        "id": source.id,
        "name": source.name,
        "homepage": source.homepage,
        "country": source.country,
        "host": host.removeprefix("www."),
        "block": Jsonb(block_of(source)),
        "tell_archive": source.tell_archive,
        "now": now,
    }


# A changed way watches something else: what was learned would speak of the old one. A changed note would not.
_SYNC = """
insert into sources (id, name, homepage, country, host, block, tell_archive, next_check_at)
values (%(id)s, %(name)s, %(homepage)s, %(country)s, %(host)s, %(block)s, %(tell_archive)s, %(now)s)
on conflict (id) do update set
    name = excluded.name, homepage = excluded.homepage, country = excluded.country,
    host = excluded.host, tell_archive = excluded.tell_archive, retired = false, block = excluded.block
"""

_FORGET = """
update sources set
    etag = null, last_modified = null, body_sha256 = null, window_seconds = null, moved_to = null, lessons = null,
    rhythm_at_new = null, failures = 0, next_check_at = %(now)s
 where id = %(id)s and block -> 'watch' <> %(block)s::jsonb -> 'watch'
"""

_RECORD = """
with waiting as (
    select count(*) as pages from items where source_id = %(id)s and state = 'announced'
)
update sources set
    last_checked_at = %(at)s, next_check_at = %(next)s, outcome = %(outcome)s, detail = %(detail)s,
    failures = case when %(good)s or %(whole)s then 0 else failures + 1 end,
    last_success_at = case when %(good)s then %(at)s else last_success_at end,
    baseline_at = case when %(good)s then coalesce(baseline_at, %(at)s) else baseline_at end,
    last_new_at = case when %(fresh)s > 0 or last_new_at > %(at)s then %(at)s else last_new_at end,
    full_at = case when %(whole)s then %(at)s else full_at end,
    newest_at = coalesce(%(newest)s, newest_at), window_seconds = coalesce(%(window)s, window_seconds),
    moved_to = case when %(good)s then %(moved_to)s else moved_to end,
    lessons = coalesce(%(lessons)s, lessons), rhythm_at_new = coalesce(%(rhythm_at_new)s, rhythm_at_new),
    need_root = coalesce(%(need_root)s, need_root), need_least = coalesce(%(need_least)s, need_least),
    health_since = case when %(health)s is distinct from health then %(at)s else health_since end,
    health = coalesce(%(health)s, health), health_words = case when %(health)s is null then health_words
                                                               else %(health_words)s end,
    watch_url = coalesce(%(watch_url)s, watch_url),
    etag = case when not %(good)s then etag
                when waiting.pages = 0
                then coalesce(%(etag)s::text, case when %(same)s then etag end) end,
    last_modified = case when not %(good)s then last_modified
                when waiting.pages = 0
                then coalesce(%(last_modified)s::text, case when %(same)s then last_modified end) end,
    body_sha256 = case when not %(good)s then body_sha256
                when waiting.pages = 0
                then coalesce(%(body_sha256)s::text, case when %(same)s then body_sha256 end) end
  from waiting
 where id = %(id)s and (%(watch)s::jsonb is null or block -> 'watch' = %(watch)s)
"""

_LOG = """
insert into visits
    (source_id, at, outcome, sign, watch_url, http_code, entries, fresh, fetched, requests, detail)
values (%(id)s, %(at)s, %(outcome)s, %(sign)s, %(watch_url)s, %(code)s, %(entries)s, %(fresh)s, %(fetched)s,
        %(requests)s, %(detail)s)
"""

# A host that asks for quiet means all of its sources; one that is due at this moment asks once itself.
_QUIET = """
update sources set next_check_at = least(greatest(next_check_at, %(quiet)s), %(at)s::timestamptz + interval '1 day')
 where host = (select host from sources where id = %(id)s) and id <> %(id)s and next_check_at > %(at)s
"""

_STATES = """
select s.id, s.name, s.country, s.homepage, s.paused, s.health, s.health_words, s.health_since, s.outcome,
       s.detail, s.failures, s.last_checked_at, s.last_success_at, s.next_check_at, s.last_new_at,
       s.window_seconds, s.moved_to,
       coalesce(l.seen, 0) as seen, coalesce(l.attached, 0) as kept
  from sources s left join ledger l on l.source_id = s.id
 where not s.retired
 order by s.id
"""
