"""`pactwatch stories`: what was kept, and what people say about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO

import click

from db.connection import Connection
from db.interests import fitting
from db.marks import ListedStory, count_marked_no, listed_stories, marks_of_story
from db.stories import StoryRow, story_details
from scheduler.cli.interests import interests_option, profile_in
from scheduler.cli.load import ask, settings_or_demo
from scheduler.cli.marks import mark, marks
from scheduler.cli.show import Column, as_json, json_lines, number, out, table
from scheduler.errors import UsageError
from scheduler.naming import catch_up, known_as
from stories.interests import Interests
from stories.profile import interests_of


@click.group()
def stories() -> None:
    """The partnership stories that were kept."""


stories.add_command(mark)
stories.add_command(marks)


@stories.command("list")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many.")
@click.option("--all", "every", is_flag=True, help="Also those that are marked no.")
@click.option("--party", help="Only those of an organisation, under all its names (docs/names.md).")
@interests_option
@as_json
def list_(limit: int, every: bool, party: str | None, profile: BinaryIO | None, as_json: bool) -> None:
    """The newest stories, but for those that are marked no."""
    wanted = interests_of(profile_in(profile))
    rows, hidden = ask(lambda conn, now: _listed(conn, limit, every, wanted, party, now), settings_or_demo())
    if as_json:
        json_lines(rows)
        return
    print_stories(rows, [row.mark for row in rows] if every else ())
    if hidden:
        click.echo(f"({hidden} marked no and left out; --all shows them)", err=True)


@stories.command()
@click.argument("story", type=int)
def show(story: int) -> None:
    """One story with its facts, articles, marks and the reasons of the verdict, as JSON."""
    found = ask(lambda conn, now: _details(conn, story), settings_or_demo())
    if found is None:
        raise UsageError(f"no story {story}; `pactwatch stories list` shows them")
    json_lines([found])


def print_stories(rows: Sequence[StoryRow], said: Sequence[str | None] = ()) -> None:
    """Stories as a table: who, what, where, when; with what people say about each, if that is given."""
    columns = (number("#"), "date", "kind", Column("parties", wide=True), "places", Column("source", spare=True))
    cells = [
        (r.id, r.event_date, f"{r.kind}, {r.status}" if r.status else r.kind, r.parties, r.places, r.source)
        for r in rows
    ]
    title = f"{len(rows)} partnership {'story' if len(rows) == 1 else 'stories'}"
    if said:
        marked = [(*cell, mark) for cell, mark in zip(cells, said, strict=True)]
        out().print(table(title, (*columns, "mark"), marked))
    else:
        out().print(table(title, columns, cells))


async def _listed(
    conn: Connection, limit: int, every: bool, wanted: Interests, party: str | None, now: datetime
) -> tuple[list[ListedStory], int]:
    everything = wanted == Interests() and party is None
    rows = await listed_stories(conn, limit if everything else None, marked_no=every)
    if party is not None:
        there = await _of_party(conn, party, now)
        rows = [row for row in rows if row.id in there]
    chosen = set(await fitting(conn, wanted, [row.id for row in rows], limit))
    return [row for row in rows if row.id in chosen], 0 if every else await count_marked_no(conn)


async def _of_party(conn: Connection, party: str, now: datetime) -> list[int]:
    await catch_up(conn, now)
    return (await known_as(conn, party)).organisation.stories


async def _details(conn: Connection, story: int) -> dict[str, Any] | None:
    found = await story_details(conn, story)
    return found and found | {"marks": await marks_of_story(conn, story)}
