"""`pactwatch status`: how the service is."""

from __future__ import annotations

from dataclasses import dataclass

import click

from db.connection import Connection
from db.digests import DigestRow, digest_rows
from db.ledger import Balance, Dropped, balances, dropped
from db.sources import SourceState, source_states
from scheduler.cli.load import ask, settings_or_demo
from scheduler.cli.show import Column, as_json, json_lines, number, out, table


@dataclass(frozen=True, slots=True)
class Status:
    """What `status` shows."""

    sources: list[SourceState]
    ledger: list[Balance]
    drops: list[Dropped]
    digests: list[DigestRow]


@click.command()
@click.option("--drops", default=0, type=click.IntRange(0), help="Also show the newest so many drops.")
@as_json
def status(drops: int, as_json: bool) -> int:
    """Sources, ledger and outbox. Exit code 1 if the ledger does not balance."""
    found = ask(lambda conn, now: read_status(conn, drops), settings_or_demo())
    if as_json:
        json_lines([found])
    else:
        print_status(found)
    return 0 if all(balance.balanced for balance in found.ledger) else 1


async def read_status(conn: Connection, drops: int) -> Status:
    """Everything that `status` shows, with the newest `drops` drops."""
    return Status(
        await source_states(conn),
        await balances(conn),
        await dropped(conn, drops),
        await digest_rows(conn, 10),
    )


def print_status(found: Status) -> None:
    """Tables for a person."""
    console = out()
    looks = [(s.id, state_of(s), s.health_since, s.health_words, s.next_check_at) for s in found.sources]
    columns = ("source", "health", Column("since", spare=True), "what was seen, what to do", "next look")
    console.print(table("Sources (UTC)", columns, looks))
    print_ledger(found.ledger)
    if found.drops:
        print_drops(found.drops)
    sent = [(d.id, d.email, d.day, d.state, d.stories, d.subject) for d in found.digests]
    console.print(table("Digests", (number("#"), "reader", "day", "state", number("stories"), "subject"), sent))


def state_of(source: SourceState) -> str:
    """The health of a source in a word of docs/health.md."""
    return "paused" if source.paused else source.health or "new"


def print_ledger(ledger: list[Balance]) -> None:
    """The ledger of every source and its sum."""
    rows: list[tuple[object, ...]] = [
        (b.source_id, b.seen, b.attached, b.dropped, b.pending, _equal(b)) for b in ledger
    ]
    whole = total(ledger)
    rows.append(("all", whole.seen, whole.attached, whole.dropped, whole.pending, _equal(whole)))
    columns = ("source", number("items seen"), number("in stories"), number("dropped"), number("pending"), "balance")
    out().print(table("Ledger: seen = in stories + dropped + pending", columns, rows))


def print_drops(drops: list[Dropped]) -> None:
    """What was dropped, and why."""
    rows = [(d.reason, d.title or d.url, d.detail, d.source_id) for d in sorted(drops, key=lambda d: d.reason)]
    out().print(
        table(
            f"{len(drops)} drops",
            ("reason", Column("title", wide=True), "because of", Column("source", spare=True)),
            rows,
        )
    )


def total(ledger: list[Balance]) -> Balance:
    """The sum of all sources."""
    return Balance(
        "all",
        sum(b.seen for b in ledger),
        sum(b.attached for b in ledger),
        sum(b.dropped for b in ledger),
        sum(b.pending for b in ledger),
    )


def _equal(balance: Balance) -> str:
    return "balanced" if balance.balanced else "DOES NOT BALANCE"
