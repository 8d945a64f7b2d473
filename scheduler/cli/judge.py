"""`pactwatch judge`: whether a text is a partnership story, and its facts."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click
from rich.text import Text

from scheduler.cli.jsonl import answered
from scheduler.cli.show import number, out, shown, table
from scheduler.errors import UsageError
from scheduler.records import Record, RecordError, judged


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--jsonl", is_flag=True, help="One JSON object a line in and out.")
@click.option("--published", help="Day or time of publication, ISO 8601; dates in the text are resolved against it.")
def judge(file: BinaryIO, jsonl: bool, published: str | None) -> int:
    """Judge FILE (a text whose first line is the title; default: standard input) and show why.

    \b
    pactwatch judge story.txt --published 2024-04-15
    pactwatch judge --jsonl < articles.jsonl > verdicts.jsonl     (id, title, text; language, url, published)
    """
    if jsonl:
        answered(file, judged)
        return 0
    title, _, text = file.read().decode("utf-8", errors="replace").strip().partition("\n")
    try:
        record = judged({"id": Path(file.name).name, "title": title, "text": text, "published": published})
    except RecordError as error:
        raise UsageError(str(error)) from error
    _show(record, shown(text))
    return 0


def _show(record: Record, text: str) -> None:
    console = out()
    word = "KEEP" if record["keep"] else "DROP"
    console.print(f"[bold]{word}[/bold]  score {record['score']:.2f}, language {record['language']}")
    if record["keep"]:
        console.print(table(None, ("fact", "value"), _facts(record)))
    reasons = [(f"{r['weight']:+.2f}", r["rule"], r["quote"]) for r in record["reasons"]]
    console.print(table("Reasons", (number("weight"), "rule", "words"), reasons))
    marked = Text(text)
    if record["evidence"]:
        marked.highlight_words([record["evidence"]], "reverse")
    console.print(marked)


def _facts(record: Record) -> list[tuple[str, object]]:
    names = {
        key: "; ".join(f"{each['name']} ({each['country'] or '?'})" for each in record[key])
        for key in ("parties", "places")
    }
    plain = {key: ", ".join(record[key]) for key in ("sectors", "flags")}
    order = ("kind", "status", "parties", "places", "event_date", "sectors", "flags", "evidence")
    return [(key, (record | names | plain)[key]) for key in order]
