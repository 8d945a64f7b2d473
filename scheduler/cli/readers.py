"""`pactwatch readers`: who gets the digest."""

from __future__ import annotations

from datetime import time
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from db.readers import NewReader, ReaderRow, add_reader, remove_reader
from db.readers import readers as all_readers
from digest.locales import available
from digest.message import mailbox
from scheduler.cli.interests import interests, interests_option, profile_in, reader_of, unknown
from scheduler.cli.load import ask, settings_or_demo
from scheduler.cli.show import Column, as_json, json_lines, out, table
from scheduler.errors import UsageError
from stories.profile import lines_of


@click.group()
def readers() -> None:
    """The people who get the digest."""


readers.add_command(interests)


@readers.command("list")
@as_json
def list_(as_json: bool) -> None:
    """Every reader."""
    rows = ask(lambda conn, now: all_readers(conn), settings_or_demo())
    if as_json:
        json_lines(rows)
        return
    columns = ("address", "name", "language", "sent at", "weekdays", "nothing new", Column("interests", spare=True))
    out().print(table(None, columns, map(_cells, rows)))


@readers.command()
@click.argument("email")
@click.option("--name", help="How the reader is addressed.")
@click.option("--locale", type=click.Choice(available()), default="en", show_default=True, help="Of the mail.")
@click.option("--timezone", default="UTC", show_default=True, help="IANA name, e.g. Asia/Seoul.")
@click.option("--at", default="07:00", show_default=True, help="Local time, HH:MM.")
@click.option("--weekdays", default="1234567", show_default=True, help="Days as digits; 1 is Monday.")
@click.option(
    "--on-empty",
    type=click.Choice(["short", "skip"]),
    default="short",
    show_default=True,
    help="When nothing is new: a short mail, or none.",
)
@interests_option
def add(
    email: str,
    name: str | None,
    locale: str,
    timezone: str,
    at: str,
    weekdays: str,
    on_empty: str,
    profile: BinaryIO | None,
) -> None:
    """Add a reader.

    \b
    pactwatch readers add kim@example.org --locale ko --timezone Asia/Seoul --at 08:30
    """
    zone, moment, days = _zone(timezone), _time(at), _weekdays(weekdays)
    reader = NewReader(_address(email), name, locale, zone, moment, days, on_empty, interests=profile_in(profile))
    if not ask(lambda conn, now: add_reader(conn, reader, now)):
        raise UsageError(f"{email} is a reader already; `pactwatch readers remove` it first to change it")
    click.echo(f"{email} gets the digest at {at} {timezone}", err=True)


@readers.command()
@click.argument("email")
def show(email: str) -> None:
    """One reader, as JSON."""
    json_lines([reader_of(email)])


@readers.command()
@click.argument("email")
def remove(email: str) -> None:
    """Remove a reader and the digests that were sent to it."""
    if not ask(lambda conn, now: remove_reader(conn, email)):
        raise unknown(email)
    click.echo(f"{email} is removed", err=True)


def _cells(reader: ReaderRow) -> tuple[object, ...]:
    sent_at, wanted = f"{reader.send_at:%H:%M} {reader.timezone}", ", ".join(lines_of(reader.interests))
    return reader.email, reader.name, reader.locale, sent_at, _days(reader), reader.on_empty, wanted


def _days(reader: ReaderRow) -> str:
    return "every day" if len(set(reader.weekdays)) == 7 else "".join(map(str, sorted(set(reader.weekdays))))


def _address(text: str) -> str:
    try:
        name, _ = mailbox(text)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if name:
        raise UsageError(f"write the bare address instead of '{text}', and the name as --name")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise UsageError(f"unknown timezone '{name}'; write an IANA name, e.g. Asia/Seoul") from None
    return name


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise UsageError(f"'{text}' is not a time such as 07:30") from None


def _weekdays(text: str) -> list[int]:
    if not text or set(text) - set("1234567"):
        raise UsageError(f"'{text}' is not a list of weekdays such as 12345 (Monday to Friday)")
    return sorted({int(digit) for digit in text})
