"""`pactwatch demo`: see the whole loop in a minute, without asking anybody's site."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from db.connection import Connection
from db.digests import DigestRow
from db.stories import StoryRow, story_rows
from scheduler.cli.crawl import print_visits
from scheduler.cli.load import DEMO, ask
from scheduler.cli.progress import round_progress
from scheduler.cli.show import out
from scheduler.cli.status import Status, print_drops, print_ledger, read_status
from scheduler.cli.stories import print_stories
from scheduler.demo import run_demo
from scheduler.logs import log_to_stderr
from scheduler.settings import PREFIX, Settings, load_settings
from scheduler.shipped import WEB


@click.command()
@click.option(
    "--web",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=WEB,
    show_default="the shipped one",
    help="Another local web: a folder of hosts.",
)
def demo(web: Path) -> int:
    """Watch the five seed stories and their decoys on a local web, keep the stories, write the digest.

    Everything is written to .demo/ (or PACTWATCH_HOME). Nothing leaves this machine.
    """
    log_to_stderr(logging.WARNING)
    home = None if os.environ.get(PREFIX + "HOME") else DEMO.absolute()
    settings = load_settings(os.environ, home)
    begun = datetime.now(UTC)
    with round_progress() as show:
        states = run_demo(settings, web, show)
    status, stories = ask(_result, settings)
    print_visits(states)
    print_drops(status.drops)
    print_ledger(status.ledger)
    print_stories(stories)
    _print_digests(settings, status.digests, begun)
    return 0 if all(balance.balanced for balance in status.ledger) else 1


async def _result(conn: Connection, now: datetime) -> tuple[Status, list[StoryRow]]:
    return await read_status(conn, 1000), await story_rows(conn)


def _print_digests(settings: Settings, digests: list[DigestRow], begun: datetime) -> None:
    console = out()
    for digest in digests[:1]:
        told = "written now" if digest.sent_at and digest.sent_at >= begun else "written before; a day has one"
        console.print(f"Digest of {digest.day} for {digest.email}: {digest.stories} stories, {told}")
    for file in sorted(settings.outbox_folder.glob("*.html"))[-1:]:
        console.print(f"Open it: {file}", soft_wrap=True)
