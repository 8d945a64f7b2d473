"""`pactwatch crawl`: one round, now."""

from __future__ import annotations

import asyncio
import logging

import click

from db.sources import GOOD_OUTCOMES, SourceState
from scheduler.cli.load import settings
from scheduler.cli.progress import round_progress
from scheduler.cli.show import as_json, json_lines, number, out, table
from scheduler.logs import log_to_stderr
from scheduler.watch import crawl as crawl_round


@click.command()
@click.argument("source", nargs=-1)
@as_json
def crawl(source: tuple[str, ...], as_json: bool) -> int:
    """Look at the named sources (default: all) once, and read what is new.

    \b
    pactwatch crawl
    pactwatch crawl walkintokorea breaknews-dk
    """
    log_to_stderr(logging.WARNING)
    in_use = settings()
    _ = in_use.fetch_policy
    with round_progress() as show:
        states = asyncio.run(crawl_round(in_use, source or None, show))
    if as_json:
        json_lines(states)
    else:
        print_visits(states)
    return 0 if all(state.outcome in GOOD_OUTCOMES for state in states) else 3


def print_visits(states: list[SourceState]) -> None:
    """How the last visits went, as a table."""
    rows = [(s.id, s.outcome, s.detail, s.seen, s.kept) for s in states]
    out().print(table("Sources", ("source", "outcome", "detail", number("items seen"), number("in stories")), rows))
