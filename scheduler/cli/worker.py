"""`pactwatch worker`: one more pair of hands."""

from __future__ import annotations

import logging

import click

from scheduler.cli.load import settings
from scheduler.logs import log_to_stderr
from scheduler.worker import work


@click.command()
@click.option("--until-eof", is_flag=True, hidden=True, help="End with standard input; `run` uses it.")
@click.option("--quiet", is_flag=True, help="Write warnings only.")
def worker(until_eof: bool, quiet: bool) -> int:
    """Take jobs from the queue of PACTWATCH_DATABASE_URL until told to stop. Start as many as you like."""
    log_to_stderr(logging.WARNING if quiet else logging.INFO)
    return work(settings(), until_eof=until_eof)
