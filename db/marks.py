"""Marks: what people say about judged articles. The newest of an article counts, the older ones are its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row

from db.markable import VERDICT, MarkedText
from db.stories import StoryRow


@dataclass(frozen=True, slots=True)
class MarkRow:
    """The mark that counts of an article, with what has become of the article."""

    identity: str
    story: int | None
    keep: bool  # whether somebody says that it is a partnership story
    verdict: str  # "kept", the reason of its drop, or its state if it has not ended
    url: str
    title: str | None
    text: str
    language: str | None
    published: str | None  # ISO 8601, a day where no time is known
    note: str | None
    marked_at: datetime


@dataclass(frozen=True, slots=True)
class ListedStory(StoryRow):
    """A story as it is listed, with what people say about it."""

    mark: str | None  # "yes" | "no"


async def add_mark(
    conn: AsyncConnection, item_id: int, keep: bool, note: str | None, marked: MarkedText, now: datetime
) -> None:
    """Store that somebody says of an item that it is (not) a partnership story."""
    await conn.execute(
        "insert into marks (item_id, keep, note, url, title, text, language, published, marked_at)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (item_id, keep, note, marked.url, marked.title, marked.text, marked.language, marked.published, now),
    )


async def mark_rows(conn: AsyncConnection) -> list[MarkRow]:
    """The marks that count, the newest first."""
    async with conn.cursor(row_factory=class_row(MarkRow)) as cursor:
        await cursor.execute(_ROWS)
        return await cursor.fetchall()


async def marks_of_story(conn: AsyncConnection, story_id: int) -> list[dict[str, Any]]:
    """All that was ever said about a story, the newest first: url, keep, note, marked_at."""
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(
            "select m.url, m.keep, m.note, m.marked_at from marks m join articles a on a.item_id = m.item_id"
            " where a.story_id = %s order by m.id desc",
            (story_id,),
        )
        return await cursor.fetchall()


async def listed_stories(conn: AsyncConnection, limit: int | None, *, marked_no: bool = False) -> list[ListedStory]:
    """The newest stories, by what happened last; those that are marked no only if they are asked for."""
    async with conn.cursor(row_factory=class_row(ListedStory)) as cursor:
        await cursor.execute(_LISTED, {"all": marked_no, "limit": limit})
        return await cursor.fetchall()


async def count_marked_no(conn: AsyncConnection) -> int:
    """How many stories are marked no."""
    cursor = await conn.execute("select count(*) from story_marks where not keep")
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


_ROWS = f"""
select i.identity, a.story_id as story, m.keep, {VERDICT}, m.url, m.title, m.text, m.language, m.published, m.note,
       m.marked_at
  from v_mark m
  join items i on i.id = m.item_id
  left join articles a on a.item_id = m.item_id
  left join drops d on d.item_id = m.item_id
 order by m.id desc
"""

_LISTED = """
select v.*, case m.keep when true then 'yes' when false then 'no' end as mark
  from v_story v
  left join story_marks m on m.story_id = v.id
 where %(all)s or m.keep is not false
 order by coalesce(v.event_date, v.published_at::date) desc nulls last, v.id
 limit %(limit)s
"""
