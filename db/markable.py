"""What can be marked: the item of a story or of an address, and the text that a mark of it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row

from crawler.identity import identity_of
from db.cleaning import clean_identity
from db.pages import FETCHED, Fetched, fetched_of

# What became of an item `i` in a word: "kept", the reason of its drop `d`, or its state if it has not ended.
VERDICT = "coalesce(d.reason, case i.state when 'attached' then 'kept' else i.state end) as verdict"


@dataclass(frozen=True, slots=True)
class Markable:
    """An item that somebody wants to mark."""

    id: int
    url: str
    verdict: str
    story: int | None
    part: int | None  # its place in the bundle that it was split from, from 1


@dataclass(frozen=True, slots=True)
class MarkedText:
    """What a mark keeps of its article, so that it can be learned from when the page is gone."""

    url: str
    title: str | None
    text: str
    language: str | None  # ISO 639-1
    published: str | None  # ISO 8601, a day where no time is known


async def item_of_story(conn: AsyncConnection, story_id: int) -> Markable | None:
    """The first article of a story; None if there is no such story."""
    async with conn.cursor(row_factory=class_row(Markable)) as cursor:
        await cursor.execute(_OF_STORY, (story_id,))
        return await cursor.fetchone()


async def item_at(conn: AsyncConnection, address: str) -> Markable | None:
    """The item whose article lies at an address; None if no source ever announced it.

    `#2` behind the address of a bundle names the second of its articles.
    """
    whole, _, part = address.partition("#")
    identity = identity_of(whole)
    keys = [clean_identity(f"{identity}#{part}"), clean_identity(identity)]
    async with conn.cursor(row_factory=class_row(Markable)) as cursor:
        await cursor.execute(_AT, {"keys": keys, "url": whole})
        return await cursor.fetchone()


async def text_of(conn: AsyncConnection, item_id: int) -> MarkedText | None:
    """The text of an item as far as it is stored: with its story, else with its last mark."""
    async with conn.cursor(row_factory=class_row(MarkedText)) as cursor:
        await cursor.execute(_TEXT, {"item": item_id})
        return await cursor.fetchone()


async def page_of(conn: AsyncConnection, item_id: int) -> Fetched | None:
    """The stored page of an item, or of the bundle it was split from; None if it is not there, or no longer."""
    cursor = await conn.execute(_PAGE, (item_id,))
    row = await cursor.fetchone()
    if row is None:
        return None
    return await fetched_of(row[0], row[1:])


_MARKABLE = f"""
select i.id, i.url, {VERDICT}, a.story_id as story, case when i.parent_id is not null then i.position end as part
  from items i
  left join articles a on a.item_id = i.id
  left join drops d on d.item_id = i.id
"""

_OF_STORY = _MARKABLE + " where a.story_id = %s order by a.published_at nulls last, i.id limit 1"  # as v_story

# By its key; by its newest address, too: rules for keys change, and what was stored keeps its old one.
_AT = (
    _MARKABLE
    + """
 where i.identity = any(%(keys)s) or (i.url = %(url)s and i.parent_id is null)
 order by array_position(%(keys)s, i.identity), i.id
 limit 1
"""
)

_TEXT = """
select url, title, text, language, published from (
    select a.url, a.title, a.text, a.language, 0 as place,
           case when a.published_precision in ('day', 'month')
                then to_char(a.published_at at time zone (o.block ->> 'timezone'), 'YYYY-MM-DD')
                else to_char(a.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"') end as published
      from articles a
      join items i on i.id = a.item_id
      join sources o on o.id = i.source_id
     where a.item_id = %(item)s
     union all
    select url, title, text, language, 1 as place, published from v_mark where item_id = %(item)s
) known order by place limit 1
"""

_PAGE = f"""
select i.id, {FETCHED}
  from items wanted
  join items i on i.id = coalesce(wanted.parent_id, wanted.id)
  join pages p on p.item_id = i.id
 where wanted.id = %s
"""
