"""Names of organisations: every spelling that was seen, what was said of them, and which stories have them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row

from stories.names.keys import name_key
from stories.names.register import Register, Saying, register


@dataclass(frozen=True, slots=True)
class NewSaying:
    """What somebody says of two names, as they are spelled."""

    full_name: str
    other: str
    same: bool  # False: they are two organisations
    by_person: bool  # else by a text
    story_id: int | None = None
    sentence: str | None = None  # literal words of the story
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SayingRow(NewSaying):
    """A stored saying, with the keys of its names."""

    id: int = field(kw_only=True)
    said_at: datetime = field(kw_only=True)
    full_key: str = field(kw_only=True)
    other_key: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as it is spelled, its key, and the ids of the stories with a party of that name."""

    name: str
    key: str
    stories: list[int]


@dataclass(frozen=True, slots=True)
class UnlearnedText:
    """An article of a story from which no names have been learned, with the story's parties."""

    item_id: int
    story_id: int
    title: str | None
    text: str
    parties: list[str]


async def unlearned(conn: AsyncConnection, most: int) -> list[UnlearnedText]:
    """At most so many articles to learn names from, the newest first; held until the transaction ends."""
    async with conn.cursor(row_factory=class_row(UnlearnedText)) as cursor:
        await cursor.execute(_UNLEARNED, (most,))
        return await cursor.fetchall()


async def set_learned(conn: AsyncConnection, items: Collection[int]) -> None:
    """Note that the names of these articles have been learned."""
    await conn.execute("update articles set names_learned = true where item_id = any(%s)", (list(items),))


async def add_names(conn: AsyncConnection, names: Iterable[str]) -> None:
    """Store spellings; those that are there stay. In one order, so that two workers do not wait for each other."""
    spelled = sorted(set(names))
    await conn.execute(
        "insert into names (name, key) select * from unnest(%s::text[], %s::text[]) on conflict do nothing",
        (spelled, [name_key(name) for name in spelled]),
    )


async def add_sayings(conn: AsyncConnection, sayings: Collection[NewSaying], now: datetime) -> None:
    """Store what was said of names whose spellings are stored; what a story has said already is left out."""
    async with conn.cursor() as cursor:
        await cursor.executemany(_SAY, [asdict(saying) | {"now": now} for saying in sayings])


async def sayings_around(conn: AsyncConnection, keys: Collection[str] | None = None) -> list[SayingRow]:
    """All that was said of names with these keys and of those it leads to, the oldest first; of None, all."""
    async with conn.cursor(row_factory=class_row(SayingRow)) as cursor:
        if keys is None:
            await cursor.execute("select * from v_name_saying order by id")
        else:
            await cursor.execute(_AROUND, (list(keys),))
        return await cursor.fetchall()


def register_of(rows: Iterable[SayingRow]) -> Register:
    """The register that follows from stored sayings."""
    return register([Saying(row.full_key, row.other_key, row.same, row.by_person) for row in rows])


async def spellings(conn: AsyncConnection, keys: Collection[str] | None = None) -> list[Spelling]:
    """The spellings of the names with these keys, those of most stories first, then the longest; of None, all."""
    async with conn.cursor(row_factory=class_row(Spelling)) as cursor:
        await cursor.execute(_SPELLINGS, {"keys": None if keys is None else list(keys)})
        return await cursor.fetchall()


async def keys_holding(conn: AsyncConnection, key: str) -> list[str]:
    """The keys that hold another one."""
    cursor = await conn.execute("select distinct key from names where position(%s in key) > 0", (key,))
    return [row[0] for row in await cursor.fetchall()]


async def all_names(conn: AsyncConnection, names: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Each name with all names that were said to be of its organisation, itself among them."""
    keys = {name: name_key(name) for name in names}
    rows = await sayings_around(conn, set(keys.values()))
    known = register_of(rows)
    spelled = {(row.full_key, row.full_name) for row in rows} | {(row.other_key, row.other) for row in rows}
    return {
        name: (name, *sorted(other for its, other in spelled if its in known.names_of(key) and other != name))
        for name, key in keys.items()
    }


_UNLEARNED = """
select a.item_id, a.story_id, a.title, a.text,
       array(select p.name from parties p where p.story_id = a.story_id order by p.position) as parties
  from articles a
 where not a.names_learned
 order by a.item_id desc
 limit %s
   for update of a skip locked
"""

_SAY = """
insert into name_sayings (full_name, other, same, by_person, story_id, sentence, note, said_at)
values (%(full_name)s, %(other)s, %(same)s, %(by_person)s, %(story_id)s, %(sentence)s, %(note)s, %(now)s)
on conflict do nothing
"""

_AROUND = """
with recursive around (key) as (
    select unnest(%s::text[])
     union
    select beside.key
      from around
     cross join lateral (
           select other_key as key from v_name_saying where full_key = around.key
            union all
           select full_key from v_name_saying where other_key = around.key) beside
)
select * from v_name_saying where full_key in (select key from around) order by id
"""

_SPELLINGS = """
select n.name, n.key, array_remove(array_agg(distinct p.story_id), null) as stories
  from names n
  left join parties p on p.name = n.name
 where %(keys)s::text[] is null or n.key = any(%(keys)s::text[])
 group by n.name
 order by count(distinct p.story_id) desc, length(n.name) desc, n.name
"""
