"""`pactwatch run`: the service."""

from __future__ import annotations

import asyncio

import click

from scheduler.cli.load import settings
from scheduler.logs import log_to_stderr
from scheduler.watch import serve


@click.command()
def run() -> int:
    """Watch, read and tell until told to stop (Ctrl-C or SIGTERM).

    Needs a contact (`pactwatch init` asks for it). More machines help with `pactwatch worker`.
    """
    log_to_stderr()
    return asyncio.run(serve(settings()))
