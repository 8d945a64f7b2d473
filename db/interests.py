"""Which stored stories fit a reader's interests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from db.organisations import all_names
from stories.interests import Facets, Interests, fits

AT_ONCE = 200  # stories whose texts are held in memory


async def fitting(
    conn: AsyncConnection, interests: Interests, stories: Sequence[int], most: int | None = None
) -> list[int]:
    """Those of the stories (ids) that fit, in their order; only the first `most` of them if that is given."""
    if interests == Interests():
        return list(stories[:most])
    found: list[int] = []
    for start in range(0, len(stories), AT_ONCE):
        facets = await _facets(conn, stories[start : start + AT_ONCE])
        found += [story for story, each in facets.items() if fits(interests, each)]
        if most is not None and len(found) >= most:
            break
    return found[:most]


async def _facets(conn: AsyncConnection, stories: Sequence[int]) -> dict[int, Facets]:
    """Each story with what interests look at, in the given order."""
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_FACETS, (list(stories),))
        rows = await cursor.fetchall()
    known = await all_names(conn, {name for row in rows for name, _ in row["parties"]})
    return {row.pop("id"): _facets_in(row, known) for row in rows}


def _facets_in(row: dict[str, Any], known: Mapping[str, Sequence[str]]) -> Facets:
    """A row as facets, each party under all names that are known of it."""
    parties = tuple((each, country) for name, country in row["parties"] for each in known[name])
    places = tuple((name, country) for name, country in row["places"])
    listed = {key: tuple(row[key]) for key in ("languages", "sectors", "texts")}
    return Facets(**{**row, **listed, "parties": parties, "places": places})


# A machine translation of an article is not looked at: it is nobody's words.
_FACETS = """
select s.id, s.kind, s.score, s.sectors,
       array_remove(array[s.language] || array(
           select a.language from articles a where a.story_id = s.id), null) as languages,
       array_remove(array[s.title, s.evidence] || array(
           select said from articles a cross join unnest(array[a.title, a.text]) said
            where a.story_id = s.id), null) as texts,
       (select coalesce(jsonb_agg(jsonb_build_array(p.name, p.country) order by p.position), '[]')
          from parties p where p.story_id = s.id) as parties,
       (select coalesce(jsonb_agg(jsonb_build_array(l.name, l.country) order by l.position), '[]')
          from places l where l.story_id = s.id) as places
  from unnest(%s::bigint[]) with ordinality wanted (id, place)
  join stories s on s.id = wanted.id
 order by wanted.place
"""
