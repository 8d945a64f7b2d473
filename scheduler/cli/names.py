"""`pactwatch names`: which names mean the same organisation, by what texts and persons say."""

from __future__ import annotations

from datetime import datetime

import click

from db.connection import Connection
from db.organisations import NewSaying, keys_holding, register_of, sayings_around
from scheduler.cli.load import ask, settings_or_demo
from scheduler.cli.name_lines import full_record, lines, record, row, unclear_record
from scheduler.cli.show import Column, as_json, json_lines, number, out, shown, table
from scheduler.naming import Known, Organisation, catch_up, known_as, organisations, say
from scheduler.records import Record
from stories.names.keys import name_key

note = click.option("--note", help="Why, in your own words.")


@click.group()
def names() -> None:
    """Organisations and the names that mean the same."""


@names.command("list")
@click.argument("words", nargs=-1)
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many.")
@as_json
def list_(words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Organisations, those of most stories first; with WORDS those that have a name with them."""
    found = ask(lambda conn, now: _listed(conn, " ".join(words), now), settings_or_demo())[:limit]
    if as_json:
        json_lines(map(record, found))
        return
    title = f"{len(found)} {'organisation' if len(found) == 1 else 'organisations'}"
    out().print(table(title, (number("stories"), Column("name", wide=True), "also"), map(row, found)))


@names.command()
@as_json
def unclear(as_json: bool) -> None:
    """Short names that texts give to several organisations: they join none until somebody says which."""
    found = ask(lambda conn, now: _unclear(conn, now), settings_or_demo())
    if as_json:
        json_lines(found)
        return
    cells = [(each["name"], "\n".join(each["full_names"])) for each in found]
    out().print(table(None, ("name", Column("may be", wide=True)), cells))


@names.command()
@click.argument("name")
@as_json
def show(name: str, as_json: bool) -> None:
    """An organisation: all its names, its stories, and who said so."""
    known = ask(lambda conn, now: _known(conn, name, now), settings_or_demo())
    if as_json:
        json_lines([full_record(known)])
    else:
        click.echo(shown("\n".join(lines(known))))


@names.command()
@click.argument("name")
@click.argument("other")
@note
def join(name: str, other: str, note: str | None) -> None:
    """Say that two names mean the same organisation.

    \b
    pactwatch names join HAX "Harbour Agency" --note "its short name"
    """
    _say(name, other, True, note)


@names.command()
@click.argument("name")
@click.argument("other")
@note
def part(name: str, other: str, note: str | None) -> None:
    """Say that two names mean two organisations, whatever texts say."""
    _say(name, other, False, note)


async def _listed(conn: Connection, words: str, now: datetime) -> list[Organisation]:
    await catch_up(conn, now)
    return await organisations(conn, await keys_holding(conn, name_key(words)) if words else None)


async def _known(conn: Connection, name: str, now: datetime) -> Known:
    await catch_up(conn, now)
    return await known_as(conn, name)


async def _unclear(conn: Connection, now: datetime) -> list[Record]:
    await catch_up(conn, now)
    said = await sayings_around(conn)
    return [unclear_record(said, other, fulls) for other, fulls in register_of(said).unclear.items()]


async def _said(conn: Connection, new: NewSaying, now: datetime) -> list[Known]:
    await catch_up(conn, now)
    return await say(conn, new, now)


def _say(name: str, other: str, same: bool, note: str | None) -> None:
    new = NewSaying(name.strip(), other.strip(), same, by_person=True, note=note or None)
    known = ask(lambda conn, now: _said(conn, new, now), settings_or_demo())
    for each in known[:1] if same else known:
        click.echo(shown(f"one organisation: {'; '.join(each.name for each in each.organisation.names)}"), err=True)
