"""`pactwatch group`: which articles tell the same story."""

from __future__ import annotations

from functools import partial
from typing import BinaryIO

import click

from scheduler.cli.jsonl import is_bad, parsed, safely, write
from scheduler.errors import UsageError
from scheduler.records import grouped


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--jsonl", is_flag=True, help="One JSON object a line in and out: id, title, text, url.")
def group(file: BinaryIO, jsonl: bool) -> None:
    """Read all articles, then say for each which story it belongs to. So far by the identity of its address.

    \b
    pactwatch group --jsonl < articles.jsonl
    """
    if not jsonl:
        raise UsageError("group reads one JSON object a line: `pactwatch group --jsonl < articles.jsonl`")
    for number, line in enumerate(list(parsed(file)), 1):
        write(line if is_bad(line) else safely(partial(grouped, number=number), line))
