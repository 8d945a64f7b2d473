"""`pactwatch sources`: what is watched."""

from __future__ import annotations

import click

from crawler.sources import block_of, load_sources
from db.sources import find_source, set_paused, source_states, sync_sources
from scheduler.cli.load import ask, settings
from scheduler.cli.show import as_json, json_lines, number, out, table
from scheduler.cli.source_add import add, test
from scheduler.cli.source_files import export, import_
from scheduler.errors import UsageError


@click.group()
def sources() -> None:
    """What is watched. Source files lie in the folder `sources` of the home folder."""


for command in (add, test, import_, export):
    sources.add_command(command)


@sources.command("list")
@as_json
def list_(as_json: bool) -> None:
    """Every source with its last visit."""
    files = load_sources(settings().sources_folder)

    async def question(conn, now):  # type: ignore[no-untyped-def]
        await sync_sources(conn, files, now)
        return await source_states(conn)

    states = ask(question)
    if as_json:
        json_lines(states)
        return
    columns = ("source", "name", "country", "state", "last look", "next look", number("seen"), number("in stories"))
    rows = [
        (
            s.id,
            s.name,
            s.country,
            "paused" if s.paused else s.outcome or "not yet looked at",
            s.last_checked_at,
            s.next_check_at,
            s.seen,
            s.kept,
        )
        for s in states
    ]
    out().print(table(None, columns, rows))


@sources.command()
@click.argument("source")
def show(source: str) -> None:
    """One source as its file says, as JSON."""
    found = ask(lambda conn, now: find_source(conn, source))
    if found is None:
        raise UsageError(f"no source '{source}'; `pactwatch sources list` shows them all")
    json_lines([block_of(found[0])])


@sources.command()
@click.argument("source")
def pause(source: str) -> None:
    """Do not look at a source until it is resumed."""
    _pause(source, paused=True)


@sources.command()
@click.argument("source")
def resume(source: str) -> None:
    """Look at a paused source again."""
    _pause(source, paused=False)


def _pause(source: str, *, paused: bool) -> None:
    if not ask(lambda conn, now: set_paused(conn, source, paused)):
        raise UsageError(f"no source '{source}'; `pactwatch sources list` shows them all")
    click.echo(f"{source} is {'paused' if paused else 'resumed'}", err=True)
