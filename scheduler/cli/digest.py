"""`pactwatch digest`: the daily mail."""

from __future__ import annotations

import asyncio
import tempfile
import webbrowser
from pathlib import Path

import click

from db.digests import digest_rows
from db.outbox import requeue
from db.readers import ReaderRow, readers
from digest.model import Delivery, Rendered
from scheduler.cli.load import ask, settings_or_demo
from scheduler.cli.show import as_json, json_lines, number, out, table
from scheduler.errors import UsageError
from scheduler.telling import compose_for, deliver_digest, tell_reader
from scheduler.wiring import Wiring, wired


@click.group()
def digest() -> None:
    """The daily mail."""


@digest.command("list")
@as_json
def list_(as_json: bool) -> None:
    """The newest digests and how their delivery went."""
    rows = ask(lambda conn, now: digest_rows(conn), settings_or_demo())
    if as_json:
        json_lines(rows)
        return
    cells = ((d.id, d.email, d.day, d.state, d.stories, d.attempts, d.words, d.subject) for d in rows)
    columns = (
        number("#"),
        "reader",
        "day",
        "state",
        number("stories"),
        number("tries"),
        "what the server said",
        "subject",
    )
    out().print(table(None, columns, cells))


@digest.command()
@click.argument("email")
@click.option("--open", "browser", is_flag=True, help="Also open the HTML in the browser.")
def preview(email: str, browser: bool) -> None:
    """Show the digest that EMAIL would get now, as text. Nothing is stored or sent."""
    mail = asyncio.run(_preview(email))
    click.echo(f"Subject: {mail.subject}\n")
    click.echo(mail.text)
    if browser:
        file = Path(tempfile.mkdtemp(prefix="pactwatch-")) / "digest.html"
        file.write_text(mail.html, encoding="utf-8")
        webbrowser.open(file.as_uri())


@digest.command()
@click.argument("email")
def send(email: str) -> int:
    """Compose today's digest of EMAIL now and deliver it. A reader gets one digest a day at most."""
    return asyncio.run(_send(email))


@digest.command()
@click.argument("number", type=int)
def resend(number: int) -> int:
    """Deliver a digest again, e.g. one whose delivery was interrupted (state `unknown`)."""
    return asyncio.run(_resend(number))


async def _preview(email: str) -> Rendered:
    async with wired(settings_or_demo()) as wiring:
        reader = await _reader(wiring, email)
        composed = await compose_for(wiring, reader, (await wiring.clock())())
        return composed.rendered


async def _send(email: str) -> int:
    async with wired(settings_or_demo()) as wiring:
        reader, clock = await _reader(wiring, email), await wiring.clock()
        digest_id = await tell_reader(wiring, reader.id, clock())
        if digest_id is None:
            click.echo(f"today's digest of {email} is there already; `pactwatch digest list` shows it", err=True)
            return 0
        return _report(await deliver_digest(wiring, digest_id, clock()))


async def _resend(number: int) -> int:
    async with wired(settings_or_demo()) as wiring:
        clock = await wiring.clock()
        async with wiring.pool.connection() as conn:
            if not await requeue(conn, number, clock()):
                raise UsageError(f"no digest {number} that could be sent again; `pactwatch digest list` shows them")
        return _report(await deliver_digest(wiring, number, clock()))


async def _reader(wiring: Wiring, email: str) -> ReaderRow:
    async with wiring.pool.connection() as conn:
        found = [row for row in await readers(conn) if row.email == email]
    if not found:
        raise UsageError(f"no reader {email}; `pactwatch readers add {email}` adds one")
    return found[0]


def _report(delivery: Delivery | None) -> int:
    if delivery is None:
        click.echo("it is being delivered by the service", err=True)
        return 0
    click.echo(f"{delivery.state}: {delivery.words}", err=True)
    return 0 if delivery.state == "sent" else 1
