"""`pactwatch sources`: what is watched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import click

from crawler.model import Source
from crawler.source_text import source_text
from crawler.sources import block_of, load_sources
from db.connection import Connection
from db.sources import SourceState, find_source, set_paused, source_states, sync_sources
from scheduler.cli.load import ask, settings
from scheduler.cli.show import Column, as_json, json_lines, number, out, shown, table, when
from scheduler.cli.source_add import add, test
from scheduler.cli.source_files import export, import_
from scheduler.cli.status import state_of
from scheduler.errors import UsageError

Result = TypeVar("Result")

_TOLD = 120  # columns of a terminal that has room for sentences
_COLUMNS = (
    Column("source", wide=True),
    Column("name", needs=80),
    Column("country", needs=150),
    "health",
    Column("since", needs=150),
    Column("what was seen, what to do", needs=_TOLD),
    "next look",
    number("seen", needs=150),
    number("in stories", needs=150),
)


@click.group()
def sources() -> None:
    """What is watched. Source files lie in the folder `sources` of the home folder."""


for command in (add, test, import_, export):
    sources.add_command(command)


@sources.command("list")
@as_json
def list_(as_json: bool) -> None:
    """Every source, how it is and when it is looked at next; a wider terminal shows more."""
    states = _ask(source_states)
    if as_json:
        json_lines(states)
        return
    out().print(table("Sources (times in UTC)", _COLUMNS, map(_row, states)))
    if out().width < _TOLD and any(state_of(state) not in ("ok", "new") for state in states):
        click.echo("`pactwatch sources show SOURCE` says what was seen and what to do.", err=True)


@sources.command()
@click.argument("source")
@as_json
def show(source: str, as_json: bool) -> None:
    """The block of one source in its file, and how it is."""

    async def question(conn: Connection) -> tuple[Source, SourceState | None]:
        found = await find_source(conn, source)
        if found is None:
            raise _unknown(source)
        return found[0], next((state for state in await source_states(conn) if state.id == source), None)

    block, state = _ask(question)
    if as_json:
        json_lines([block_of(block)])
        return
    click.echo(source_text(block))
    for line in _told(state):
        click.echo(f"# {shown(line)}")


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
    if not _ask(lambda conn: set_paused(conn, source, paused)):
        raise _unknown(source)
    click.echo(f"{source} is {'paused' if paused else 'resumed'}", err=True)


def _ask(question: Callable[[Connection], Awaitable[Result]]) -> Result:
    """Ask the database about what the source files say now: who has just added a source finds it there."""
    in_use = settings()
    files = load_sources(in_use.sources_folder)

    async def synced(conn: Connection, now: datetime) -> Result:
        await sync_sources(conn, files, now)
        return await question(conn)

    return ask(synced, in_use)


def _unknown(source: str) -> UsageError:
    return UsageError(f"no source '{source}'; `pactwatch sources list` shows them all")


def _row(state: SourceState) -> tuple[object, ...]:
    return (
        state.id,
        state.name,
        state.country,
        state_of(state),
        state.health_since,
        _words(state),
        state.next_check_at if not state.paused else None,
        state.seen,
        state.kept,
    )


def _words(state: SourceState) -> str | None:
    return f"`pactwatch sources resume {state.id}` looks at it again" if state.paused else state.health_words


def _told(state: SourceState | None) -> list[str]:
    if state is None:
        return ["no source file names it any more: nothing looks at it"]
    since = f" since {when(state.health_since)} UTC" if state.health_since and not state.paused else ""
    lines = [f"health: {state_of(state)}{since}"]
    if words := _words(state):
        lines.append(words)
    if state.last_checked_at:
        lines.append(f"last look: {when(state.last_checked_at)} UTC")
    if not state.paused:
        lines.append(f"next look: {when(state.next_check_at)} UTC")
    return [*lines, f"articles seen: {state.seen}, in stories: {state.kept}"]
