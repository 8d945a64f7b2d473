"""`pactwatch read`: a page as the article it is."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import click

from crawler.pool import ParseCrash, ParseTimeout, ParsingPool
from crawler.reading_record import failed_record, read_record
from scheduler.cli.fetching import fetched
from scheduler.cli.jsonl import is_bad, parsed, write
from scheduler.cli.show import out, table
from scheduler.errors import UsageError
from scheduler.records import Record

CHILDREN = 2
AHEAD = 8  # lines that may wait for the answer to an earlier one


@click.command()
@click.argument("page", required=False)
@click.option("--jsonl", is_flag=True, help="One JSON object a line in and out: id, url, html or html_base64, …")
@click.option("--url", help="The address of a page that lies in a file.")
def read(page: str | None, jsonl: bool, url: str | None) -> int:
    """Read PAGE (an address or an HTML file) as an article.

    \b
    pactwatch read https://example.org/news/1
    pactwatch read page.html --url https://example.org/news/1
    pactwatch read --jsonl < pages.jsonl > articles.jsonl
    """
    if jsonl:
        with click.open_file(page or "-", "rb") as stream:
            asyncio.run(_answer(stream))
        return 0
    if page is None:
        raise UsageError("name a page: `pactwatch read URL`, `pactwatch read FILE`, or `pactwatch read --jsonl`")
    line = fetched(page) if "://" in page else _from_file(Path(page), url)
    return _show(asyncio.run(_read_one(line)))


async def _read_one(line: Record) -> Record:
    async with ParsingPool(workers=1) as pool:
        return await _in_child(pool, line)


async def _answer(stream: IO[bytes]) -> None:
    """Read pages in children, so that a poisonous one costs a deadline and not the stream; answers keep the order."""
    waiting: asyncio.Queue[asyncio.Task[Record] | None] = asyncio.Queue(AHEAD)
    async with ParsingPool(workers=CHILDREN) as pool, asyncio.TaskGroup() as group:
        group.create_task(_write_all(waiting))
        lines = parsed(stream)
        while (line := await asyncio.to_thread(next, lines, None)) is not None:
            await waiting.put(group.create_task(_in_child(pool, line)))
        await waiting.put(None)


async def _write_all(waiting: asyncio.Queue[asyncio.Task[Record] | None]) -> None:
    while (task := await waiting.get()) is not None:
        write(await task)


async def _in_child(pool: ParsingPool, line: Record) -> Record:
    if is_bad(line):
        return line
    try:
        answer: Record = await pool.run(read_record, line)
    except (ParseTimeout, ParseCrash) as error:
        return failed_record(line, str(error))
    return answer


def _from_file(file: Path, url: str | None) -> Record:
    try:
        body = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    return {
        "id": file.name,
        "url": url or f"https://localhost/{quote(file.name)}",
        "html_base64": base64.b64encode(body).decode(),
    }


def _show(record: dict[str, Any]) -> int:
    console = out()
    if record.get("status") in (None, "failed"):
        raise UsageError(str(record["error"]))
    long = ("id", "text", "translation", "items", "error")
    console.print(table(None, ("", "value"), [(k, v) for k, v in record.items() if k not in long and v is not None]))
    console.print(record["text"] or "", markup=False)
    return 0 if record["status"] in ("article", "bundle") else 1
