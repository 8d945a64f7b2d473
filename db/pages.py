"""Raw pages: kept when they were fetched, handed out for reading, forgotten after a while."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from crawler.model import Entry, Page
from db.cleaning import clean_identity

_PATIENCE = timedelta(minutes=1)  # handed out again after that; one that still waits in the queue is not queued twice
_LONGEST = timedelta(days=8)  # that an item waits for its next try (db.items.postpone)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An item that waits for reading."""

    item_id: int
    source_id: str
    entry: Entry
    page: Page


async def store_page(conn: AsyncConnection, identity: str, page: Page, now: datetime) -> int:
    """Keep the page of an announced item and hand the item out for reading. Returns the item's id."""
    kept = await asyncio.to_thread(_page_row, page)  # compressing 8 MiB takes a quarter of a second
    async with conn.transaction():
        cursor = await conn.execute(
            "update items set state = 'fetched', attempts = 0, last_error = null, next_try_at = %s"
            " where identity = %s and state in ('announced', 'fetched') returning id",
            (now + _PATIENCE, clean_identity(identity)),
        )
        row = await cursor.fetchone()
        if row is None:
            raise LookupError(f"no item '{identity}' waits for a page")
        await conn.execute(_PAGE, {"item": row[0], **kept})
        return int(row[0])


async def hand_out_unread(conn: AsyncConnection, now: datetime, limit: int = 500) -> list[int]:
    """Items whose page lies unread although its turn has come: a worker died, or a retry is due."""
    cursor = await conn.execute(
        "update items set next_try_at = %s where id in (select id from items where state = 'fetched'"
        " and (next_try_at <= %s or next_try_at > %s)"  # the latter was set while the clock was wrong
        " order by next_try_at limit %s for update skip locked) returning id",
        (now + _PATIENCE, now, now + _LONGEST, limit),
    )
    return [row[0] for row in await cursor.fetchall()]


async def hand_back(conn: AsyncConnection, item_ids: Sequence[int], now: datetime) -> None:
    """Make the turn of items come at once whose reading was cut off through no fault of theirs."""
    await conn.execute(
        "update items set next_try_at = %s where id = any(%s) and state = 'fetched'", (now, list(item_ids))
    )


async def load_fetched(conn: AsyncConnection, item_id: int) -> Fetched | None:
    """The page of an item that waits for reading; None if it has been read or was never fetched."""
    cursor = await conn.execute(_LOAD, (item_id,))
    row = await cursor.fetchone()
    if row is None:
        return None
    return await fetched_of(item_id, row)


async def fetched_of(item_id: int, row: Sequence[Any]) -> Fetched:
    """An item with its page, from a row of FETCHED."""
    asked, final, code, headers, body, fetched_at, truncated = row[8:]
    pairs = tuple((name, value) for name, value in headers)
    whole = await asyncio.to_thread(zlib.decompress, body)
    page = Page(asked, final, code, pairs, whole, fetched_at, truncated)
    return Fetched(item_id, row[0], Entry(*row[1:8]), page)


async def count_unread(conn: AsyncConnection) -> int:
    """Items whose page waits for its first reading; one that failed waits for its next turn and is not counted."""
    cursor = await conn.execute("select count(*) from items where state = 'fetched' and attempts = 0")
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def forget_pages(conn: AsyncConnection, before: datetime) -> int:
    """Delete raw pages fetched before that moment whose item has ended. Returns how many."""
    cursor = await conn.execute(
        "delete from pages p using items i where i.id = p.item_id and p.fetched_at < %s"
        " and i.state in ('split', 'attached', 'dropped')",
        (before,),
    )
    return cursor.rowcount


def _page_row(page: Page) -> dict[str, Any]:
    return {
        "url": page.url,
        "final_url": page.final_url,
        "code": page.status,
        "headers": Jsonb([list(pair) for pair in page.headers]),
        "body": zlib.compress(page.body, 6),
        "fetched_at": page.fetched_at,
        "truncated": page.truncated,
    }


_PAGE = """
insert into pages (item_id, url, final_url, http_code, headers, body, fetched_at, truncated)
values (%(item)s, %(url)s, %(final_url)s, %(code)s, %(headers)s, %(body)s, %(fetched_at)s, %(truncated)s)
on conflict (item_id) do update set
    url = excluded.url, final_url = excluded.final_url, http_code = excluded.http_code,
    headers = excluded.headers, body = excluded.body, fetched_at = excluded.fetched_at,
    truncated = excluded.truncated
"""

# Columns of an item `i` with its page `p`.
FETCHED = """
i.source_id, i.url, i.identity, i.title, i.published, i.published_origin, i.content, i.position,
p.url, p.final_url, p.http_code, p.headers, p.body, p.fetched_at, p.truncated
"""

_LOAD = f"""
select {FETCHED}
  from items i join pages p on p.item_id = i.id
 where i.id = %s and i.state = 'fetched'
"""
