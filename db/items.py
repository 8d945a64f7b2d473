"""The ledger's items: announced, fetched, then attached to a story or dropped with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from crawler.model import Entry
from db.cleaning import clean_identity
from stories.model import Drop, Verdict

MOST_ATTEMPTS = 6  # to get or to read one page, over a good day, before it is dropped for good


async def announce(conn: AsyncConnection, source_id: str, entries: Sequence[Entry], now: datetime) -> list[Entry]:
    """Record what a source announced; return the entries whose page is still wanted, older ones included.

    Announcing twice is harmless; a known item only learns its newest URL. The identity of a returned entry is
    the ledger's: clean, and shortened if it was overlong.
    """
    rows = [_row(entry, source_id, now) for entry in entries]
    rows.sort(key=lambda row: row["identity"])  # two sources that announce the same never wait for each other
    async with conn.transaction():
        async with conn.cursor() as cursor:
            await cursor.executemany(_ANNOUNCE, rows)
        async with conn.cursor(row_factory=class_row(Entry)) as wanted:
            await wanted.execute(_WANTED, {"source": source_id, "now": now})
            return await wanted.fetchall()


async def never_announced(conn: AsyncConnection, entries: Sequence[Entry]) -> list[Entry]:
    """Of these entries the ones whose article no source has announced before, in their order."""
    keys = {clean_identity(entry.identity): entry for entry in reversed(entries)}
    cursor = await conn.execute("select identity from items where identity = any(%s)", (list(keys),))
    known = {row[0] for row in await cursor.fetchall()}
    return [entry for key, entry in reversed(keys.items()) if key not in known]


async def postpone(conn: AsyncConnection, item_ids: Sequence[int], error: str, now: datetime) -> list[int]:
    """Note a failed attempt and set the next one; return the items that have used up their attempts."""
    cursor = await conn.execute(
        "update items set attempts = attempts + 1, last_error = left(%s, 500),"
        " next_try_at = %s::timestamptz + interval '5 minutes' * power(4, least(attempts, 6))"
        " where id = any(%s) and state in ('announced', 'fetched') returning id, attempts",
        (error, now, list(item_ids)),
    )
    return [row[0] for row in await cursor.fetchall() if row[1] >= MOST_ATTEMPTS]


async def drop_item(
    conn: AsyncConnection,
    item_id: int,
    drop: Drop,
    now: datetime,
    title: str | None = None,
    verdict: Verdict | None = None,
) -> None:
    """End an item as a drop; nothing happens if it has already ended. What is reserved is not kept."""
    async with conn.transaction():
        cursor = await conn.execute(
            "update items set state = 'dropped', content = case when %s <> 'reserved' then content end"
            " where id = %s and state in ('announced', 'fetched')",
            (drop.reason, item_id),
        )
        if cursor.rowcount:
            await conn.execute(
                "insert into drops (item_id, reason, detail, title, score, reasons, at)"
                " values (%s, %s, %s, %s, %s, %s, %s)",
                (
                    item_id,
                    drop.reason,
                    drop.detail,
                    title,
                    verdict.score if verdict else None,
                    Jsonb(reasons_json(verdict)),
                    now,
                ),
            )


async def item_id_of(conn: AsyncConnection, identity: str) -> int | None:
    """The id of the item with this identity."""
    cursor = await conn.execute("select id from items where identity = %s", (clean_identity(identity),))
    row = await cursor.fetchone()
    return row[0] if row else None


async def split_item(conn: AsyncConnection, item_id: int, parts: int, now: datetime) -> list[int]:
    """Turn a bundle into its parts, each an item of its own. Returns their ids in order.

    Parts have no page: the caller ends them, as articles or drops, in the same transaction. Raises LookupError
    if the item has already ended.
    """
    async with conn.transaction():
        cursor = await conn.execute(
            "update items set state = 'split' where id = %s and state = 'fetched'", (item_id,)
        )
        if not cursor.rowcount:
            raise LookupError(f"item {item_id} does not wait for reading")
        ids = []
        for part in range(1, parts + 1):
            cursor = await conn.execute(_SPLIT, {"item": item_id, "part": part, "now": now})
            row = await cursor.fetchone()
            assert row is not None  # insert ... returning always answers
            ids.append(int(row[0]))
        return ids


async def is_told_already(conn: AsyncConnection, item_id: int, text: str) -> bool:
    """Note the text of an item; tell whether another item of its source has the same, spaces and case apart.

    Within a transaction: of two items that are read at once, one is the first.
    """
    digest = hashlib.sha256(" ".join(text.casefold().split()).encode("utf-8", "replace")).digest()
    await conn.execute("select pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 0))", (digest,))
    cursor = await conn.execute(
        "update items set text_sha256 = %(text)s where id = %(id)s returning exists (select from items other"
        " where other.source_id = items.source_id and other.text_sha256 = %(text)s and other.id <> items.id)",
        {"text": digest, "id": item_id},
    )
    row = await cursor.fetchone()
    return bool(row and row[0])


def reasons_json(verdict: Verdict | None) -> list[dict[str, Any]]:
    """The reasons of a verdict as the contract writes them."""
    reasons = verdict.reasons if verdict else ()
    return [{"rule": r.rule, "weight": r.weight, "quote": r.quote} for r in reasons]


def _row(entry: Entry, source_id: str, now: datetime) -> dict[str, Any]:
    return {
        "identity": clean_identity(entry.identity),
        "source": source_id,
        "url": entry.url,
        "title": entry.title,
        "published": entry.published,
        "origin": entry.published_origin,
        "content": entry.content,
        "position": entry.position,
        "now": now,
    }


_ANNOUNCE = """
insert into items
    (identity, source_id, url, title, published, published_origin, content, position, baseline, next_try_at,
     first_seen_at)
select %(identity)s, s.id, %(url)s, %(title)s, %(published)s, %(origin)s, %(content)s, %(position)s,
       s.baseline_at is null and not s.tell_archive, %(now)s, %(now)s
  from sources s where s.id = %(source)s
on conflict (identity) do update set url = excluded.url
 where items.state = 'announced' and items.url <> excluded.url
"""

_WANTED = """
select url, identity, title, published, published_origin, content, position from items
 where source_id = %(source)s and state = 'announced'
   and (next_try_at <= %(now)s or next_try_at > %(now)s::timestamptz + interval '8 days') -- a wrong clock's
 order by first_seen_at, position
"""

_SPLIT = """
insert into items (identity, parent_id, source_id, url, title, published, published_origin, position, baseline,
                   state, next_try_at, first_seen_at)
select identity || '#' || %(part)s, id, source_id, url, title, published, published_origin, %(part)s, baseline,
       'fetched', %(now)s, first_seen_at
  from items where id = %(item)s
on conflict (identity) do update set position = excluded.position
returning id
"""
