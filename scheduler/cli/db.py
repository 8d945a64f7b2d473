"""`pactwatch db`: the database."""

from __future__ import annotations

import os
import shutil
import subprocess

import click

from db.connection import without_password
from db.embedded import EmbeddedServer
from db.migrate import migrate as migrate_database
from scheduler.cli.load import settings_or_demo
from scheduler.errors import UsageError
from scheduler.settings import Settings


@click.group()
def db() -> None:
    """The database: the embedded PostgreSQL, or the one of PACTWATCH_DATABASE_URL."""


@db.command()
def url() -> None:
    """Print the address of the database; the embedded server is started and stays up (`db stop` ends it)."""
    click.echo(_reached(settings_or_demo(), keep_up=True))


@db.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def psql(arguments: tuple[str, ...]) -> int:
    """Open psql on the database; further arguments go to psql.

    \b
    pactwatch db psql -c 'select * from v_story'
    """
    in_use = settings_or_demo()
    address = _reached(in_use, keep_up=True)
    address, password = without_password(address)
    environment = os.environ | ({"PGPASSWORD": password} if password else {})  # not where `ps` shows it
    return subprocess.run([_psql(in_use), address, *arguments], check=False, env=environment).returncode


@db.command()
def migrate() -> None:
    """Bring the tables up to date. `run` and the others do so by themselves."""
    in_use = settings_or_demo()
    server = None if in_use.database_url else _server(in_use)
    address = in_use.database_url or (server.attach() if server else "")
    try:
        done = migrate_database(address)
    finally:
        if server:
            server.detach()
    click.echo("\n".join(f"applied {name}" for name in done) or "up to date", err=True)


@db.command()
def stop() -> None:
    """Stop the embedded server, whoever uses it."""
    in_use = settings_or_demo()
    if in_use.database_url:
        raise UsageError("database_url is set: that server is not ours to stop")
    cut = _server(in_use).stop()
    words = "it was not running" if cut is None else f"stopped; {cut} connections were cut" if cut else "stopped"
    click.echo(words, err=True)


def _server(in_use: Settings) -> EmbeddedServer:
    return EmbeddedServer(in_use.home / "postgres")


def _reached(in_use: Settings, *, keep_up: bool) -> str:
    if in_use.database_url:
        migrate_database(in_use.database_url)
        return in_use.database_url
    server = _server(in_use)
    address = server.attach(keep_up=keep_up)
    try:
        migrate_database(address)
    finally:
        server.detach()
    return address


def _psql(in_use: Settings) -> str:
    packaged = _server(in_use).binaries / "psql"
    found = str(packaged) if packaged.exists() else shutil.which("psql")
    if found is None:
        raise UsageError("psql is not there: install PostgreSQL's client, or use the address of `pactwatch db url`")
    return found
