"""`pactwatch stories mark` and `marks`: what people say about stories and drops, for the judge to learn from."""

from __future__ import annotations

from collections.abc import Sequence

import click

from db.markable import Markable
from db.marks import MarkRow, mark_rows
from scheduler.cli.load import ask, settings_or_demo
from scheduler.cli.show import Column, as_json, json_lines, number, out, shown, table
from scheduler.errors import UsageError
from scheduler.marking import Said, mark_each
from scheduler.records import Record

_LISTED = ("story", "keep", "verdict", "title", "language", "published", "url", "note", "marked_at")
_LEARNED = ("title", "text", "language", "keep", "published", "url", "note", "marked_at")


@click.command()
@click.argument("stories", metavar="[ID]...", nargs=-1, type=int)
@click.argument("answer", type=click.Choice(["yes", "no"]))
@click.option("--url", "urls", multiple=True, help="The address of an article, kept or dropped, in place of an ID.")
@click.option("--note", help="Why, in your own words.")
def mark(stories: tuple[int, ...], answer: str, urls: tuple[str, ...], note: str | None) -> None:
    """Say whether stories, or the article at an address, are partnership stories.

    \b
    pactwatch stories mark 12 no --note "a loan"
    pactwatch stories mark --url https://example.org/news/1 yes
    """
    wanted: list[int | str] = [*stories, *urls]
    said = Said(answer == "yes", note or None)
    if not wanted:
        raise UsageError(f"name a story by its ID or an article by --url: `pactwatch stories mark 12 {answer}`")
    for item in ask(lambda conn, now: mark_each(conn, wanted, said, now), settings_or_demo()):
        click.echo(_sentence(item, answer), err=True)


@click.command()
@click.option("--jsonl", is_flag=True, help="With the texts, for learning; one JSON object a line.")
@as_json
def marks(jsonl: bool, as_json: bool) -> None:
    """The newest mark of every article that somebody marked."""
    rows = ask(lambda conn, now: mark_rows(conn), settings_or_demo())
    if jsonl:
        json_lines({"id": row.identity} | _record(row, _LEARNED) for row in rows)
    elif as_json:
        json_lines(_record(row, _LISTED) for row in rows)
    else:
        _print(rows)


def _sentence(item: Markable, answer: str) -> str:
    if item.story is None:
        what = f"it is no story ({item.verdict}), and this changes only what is learned"
    elif answer == "no":
        what = f"story {item.story} is in no digest to come, and in `stories list` only with --all"
    else:
        what = f"story {item.story} stays as it is"
    return shown(f"{item.url} is marked {answer}: {what}")


def _record(row: MarkRow, keys: Sequence[str]) -> Record:
    return {key: getattr(row, key) for key in keys}


def _print(rows: Sequence[MarkRow]) -> None:
    columns = (
        number("story"),
        "mark",
        "verdict",
        Column("title", wide=True),
        Column("language", spare=True),
        "note",
        Column("marked at (UTC)", spare=True),
    )
    answers = {True: "yes", False: "no"}
    cells = ((r.story, answers[r.keep], r.verdict, r.title, r.language, r.note, r.marked_at) for r in rows)
    out().print(table(f"{len(rows)} {'mark' if len(rows) == 1 else 'marks'}", columns, cells))
