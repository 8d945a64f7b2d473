"""`pactwatch stories`: what was kept."""

from __future__ import annotations

import click

from db.stories import StoryRow, story_details, story_rows
from scheduler.cli.load import ask, settings_or_demo
from scheduler.cli.show import Column, as_json, json_lines, number, out, table
from scheduler.errors import UsageError


@click.group()
def stories() -> None:
    """The partnership stories that were kept."""


@stories.command("list")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many.")
@as_json
def list_(limit: int, as_json: bool) -> None:
    """The newest stories."""
    rows = ask(lambda conn, now: story_rows(conn, limit), settings_or_demo())
    if as_json:
        json_lines(rows)
    else:
        print_stories(rows)


@stories.command()
@click.argument("story", type=int)
def show(story: int) -> None:
    """One story with its facts, articles and the reasons of the verdict, as JSON."""
    found = ask(lambda conn, now: story_details(conn, story), settings_or_demo())
    if found is None:
        raise UsageError(f"no story {story}; `pactwatch stories list` shows them")
    json_lines([found])


def print_stories(rows: list[StoryRow]) -> None:
    """Stories as a table: who, what, where, when."""
    columns = (number("#"), "date", "kind", Column("parties", wide=True), "places", Column("source", spare=True))
    cells = (
        (r.id, r.event_date, f"{r.kind}, {r.status}" if r.status else r.kind, r.parties, r.places, r.source)
        for r in rows
    )
    out().print(table(f"{len(rows)} partnership {'story' if len(rows) == 1 else 'stories'}", columns, cells))
