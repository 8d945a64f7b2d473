"""Stories with their articles, parties and places; what people read and query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from db.cleaning import clean_moment
from db.items import reasons_json
from stories.model import Article, Facts, Story


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One row of the view v_story."""

    id: int
    event_date: date | None
    kind: str
    status: str | None
    title: str | None
    parties: str | None
    places: str | None
    language: str | None
    score: Decimal
    sectors: list[str]
    flags: list[str]
    evidence: str | None
    published_at: datetime | None
    source: str
    url: str
    articles: int
    baseline: bool
    created_at: datetime


async def attach(conn: AsyncConnection, item_id: int, story: Story, now: datetime) -> int | None:
    """End an item as an article of a new story. Returns the story's id; None if the item has already ended."""
    async with conn.transaction():
        cursor = await conn.execute(
            "update items set state = 'attached' where id = %s and state = 'fetched' returning baseline",
            (item_id,),
        )
        row = await cursor.fetchone()
        if row is None:
            return None
        story_id = await _insert_story(conn, story, row[0], now)
        await _insert_names(conn, story_id, story.facts)
        await _insert_article(conn, item_id, story_id, story, now)
        return story_id


async def story_rows(conn: AsyncConnection, limit: int = 100) -> list[StoryRow]:
    """The newest stories, by what happened last."""
    async with conn.cursor(row_factory=class_row(StoryRow)) as cursor:
        await cursor.execute(
            "select * from v_story order by coalesce(event_date, published_at::date) desc nulls last, id limit %s",
            (limit,),
        )
        return await cursor.fetchall()


async def story_details(conn: AsyncConnection, story_id: int) -> dict[str, Any] | None:
    """One story with parties, places, articles and the reasons of the verdict."""
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_DETAILS, (story_id,))
        return await cursor.fetchone()


async def _insert_story(conn: AsyncConnection, story: Story, baseline: bool, now: datetime) -> int:
    facts = story.facts
    values = {
        "kind": facts.kind,
        "status": facts.status,
        "title": story.article.title,
        "headline": Jsonb(dict(facts.headline)),
        "language": story.article.language,
        "score": story.verdict.score,
        "event_date": facts.event_date,
        "date_precision": facts.date_precision,
        "sectors": list(facts.sectors),
        "flags": list(facts.flags),
        "evidence": facts.evidence,
        "baseline": baseline,
        "now": now,
    }
    cursor = await conn.execute(_STORY, values)
    row = await cursor.fetchone()
    assert row is not None  # insert ... returning always answers
    return int(row[0])


async def _insert_names(conn: AsyncConnection, story_id: int, facts: Facts) -> None:
    parties = [(story_id, n, p.name, p.country) for n, p in enumerate(facts.parties, 1)]
    places = [(story_id, n, p.name, p.country) for n, p in enumerate(facts.places, 1)]
    async with conn.cursor() as cursor:
        await cursor.executemany("insert into parties values (%s, %s, %s, %s)", parties)
        await cursor.executemany("insert into places values (%s, %s, %s, %s)", places)


async def _insert_article(conn: AsyncConnection, item_id: int, story_id: int, story: Story, now: datetime) -> None:
    article = story.article
    await conn.execute(
        _ARTICLE,
        {
            "item": item_id,
            "story": story_id,
            **_article_row(article),
            "score": story.verdict.score,
            "reasons": Jsonb(reasons_json(story.verdict)),
            "now": now,
        },
    )


def _article_row(article: Article) -> dict[str, Any]:
    published = article.published if article.published and clean_moment(article.published.at) else None
    return {
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "translation": article.translation,
        "language": article.language,
        "published_at": published.at if published else None,
        "published_precision": published.precision if published else None,
        "published_origin": published.origin if published else None,
        "modified_at": clean_moment(article.modified_at),
        "author": article.author,
        "site_name": article.site_name,
        "canonical_url": article.canonical_url,
        "truncated": article.truncated,
    }


_STORY = """
insert into stories (kind, status, title, headline, language, score, event_date, date_precision, sectors,
                     flags, evidence, baseline, created_at)
values (%(kind)s, %(status)s, %(title)s, %(headline)s, %(language)s, %(score)s, %(event_date)s,
        %(date_precision)s, %(sectors)s, %(flags)s, %(evidence)s, %(baseline)s, %(now)s)
returning id
"""

_ARTICLE = """
insert into articles (item_id, story_id, url, title, text, translation, language, published_at,
                      published_precision, published_origin, modified_at, author, site_name,
                      canonical_url, truncated, score, reasons, read_at)
values (%(item)s, %(story)s, %(url)s, %(title)s, %(text)s, %(translation)s, %(language)s,
        %(published_at)s, %(published_precision)s, %(published_origin)s, %(modified_at)s, %(author)s,
        %(site_name)s, %(canonical_url)s, %(truncated)s, %(score)s, %(reasons)s, %(now)s)
"""

_DETAILS = """
select v.*, s.headline, s.date_precision,
       (select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'country', p.country)
               order by p.position), '[]') from parties p where p.story_id = s.id) as party_list,
       (select coalesce(jsonb_agg(jsonb_build_object('name', l.name, 'country', l.country)
               order by l.position), '[]') from places l where l.story_id = s.id) as place_list,
       (select jsonb_agg(jsonb_build_object('url', a.url, 'title', a.title, 'language', a.language,
               'published_at', a.published_at, 'reasons', a.reasons) order by a.item_id)
          from articles a where a.story_id = s.id) as article_list
  from v_story v join stories s on s.id = v.id
 where v.id = %s
"""
