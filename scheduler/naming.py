"""The register of organisations: what stored stories teach, what persons say, and how it answers for a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from db.connection import Connection
from db.organisations import (
    NewSaying,
    SayingRow,
    Spelling,
    UnlearnedText,
    add_names,
    add_sayings,
    register_of,
    sayings_around,
    set_learned,
    spellings,
    unlearned,
)
from scheduler.errors import UsageError
from stories.names.keys import name_key
from stories.names.register import Register
from stories.names.said import names_said

AT_ONCE = 20  # articles that are learned from while one is stored
CATCHING_UP = 500  # in one transaction, before a person is answered
READ = 30_000  # characters of a text: a name is explained where it first stands
LONGEST = 200  # letters; what is longer is no name


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as it is known under the names with these keys."""

    keys: frozenset[str]
    names: list[Spelling]  # the most used first

    @property
    def name(self) -> str:
        """The name that most of its stories use."""
        return self.names[0].name

    @property
    def stories(self) -> list[int]:
        """The ids of its stories, in order."""
        return sorted({story for spelling in self.names for story in spelling.stories})


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation with what was said of its names, and the register that follows from that."""

    organisation: Organisation
    sayings: list[SayingRow]
    register: Register


async def learn_names(conn: Connection, now: datetime, most: int = AT_ONCE) -> int:
    """Store the names of at most so many stored articles and what their texts say of them; return of how many."""
    async with conn.transaction():
        texts = await unlearned(conn, most)
        sayings = [saying for text in texts for saying in _said_in(text)]
        names = [name for text in texts for name in text.parties if _is_storable(name)]
        await add_names(conn, [*names, *(each for saying in sayings for each in (saying.full_name, saying.other))])
        await add_sayings(conn, sayings, now)
        await set_learned(conn, [text.item_id for text in texts])
    return len(texts)


def _said_in(text: UnlearnedText) -> list[NewSaying]:
    parties = [name for name in text.parties if _is_storable(name)]
    said = names_said(text.title, text.text[:READ], parties)
    return [NewSaying(each.full, each.other, True, False, text.story_id, each.sentence) for each in said]


def _is_storable(name: str) -> bool:
    return bool(name_key(name)) and len(name) <= LONGEST


async def catch_up(conn: Connection, now: datetime) -> None:
    """Learn from all that is stored, also by an older Pactwatch, before the register is asked."""
    while await learn_names(conn, now, CATCHING_UP):
        pass


async def say(conn: Connection, new: NewSaying, now: datetime) -> list[Known]:
    """Store what a person says of two names; return what is known of either now.

    Raises UsageError if neither has been seen, if one is no name, and for two spellings of one name.
    """
    one, other = new.full_name, new.other
    _check(one, other)
    async with conn.transaction():
        if not await spellings(conn, [name_key(one), name_key(other)]):
            raise UsageError(f"neither {one} nor {other} has been seen; `pactwatch names list WORDS` looks for names")
        await add_names(conn, [one, other])
        await add_sayings(conn, [new], now)
    return [await known_as(conn, one), await known_as(conn, other)]


def _check(one: str, other: str) -> None:
    for name in (one, other):
        if not _is_storable(name):
            raise UsageError(
                f"'{name[:LONGEST]}' is no name: it needs a letter or digit, and {LONGEST} of all at most"
            )
    if name_key(one) == name_key(other):
        raise UsageError(
            f"{one} and {other} are one name: case, blanks, marks, articles and legal forms do not count"
        )


async def known_as(conn: Connection, name: str) -> Known:
    """What is known of the organisation with a name. Raises UsageError for one that has not been seen."""
    rows = await sayings_around(conn, [name_key(name)])
    known = register_of(rows)
    keys = known.names_of(name_key(name))
    spelled = await spellings(conn, keys)
    if not spelled:
        raise UsageError(f"no party and no text has the name {name}; `pactwatch names list WORDS` looks for names")
    about = [row for row in rows if not keys.isdisjoint((row.full_key, row.other_key))]
    return Known(Organisation(keys, spelled), about, known)


async def organisations(conn: Connection, keys: Collection[str] | None) -> list[Organisation]:
    """The organisations with these keys, or all, those of most stories first."""
    known = register_of(await sayings_around(conn, keys))
    wanted = None if keys is None else {each for key in keys for each in known.names_of(key)}
    grouped: dict[frozenset[str], list[Spelling]] = {}
    for spelling in await spellings(conn, wanted):
        grouped.setdefault(known.names_of(spelling.key), []).append(spelling)
    found = [Organisation(its, names) for its, names in grouped.items()]
    return sorted(found, key=lambda each: len(each.stories), reverse=True)
