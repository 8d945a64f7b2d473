"""How commands show things: tables for people, one JSON object a line for programs, progress on stderr."""

from __future__ import annotations

import dataclasses
import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

WIDE = 26  # columns, of a name that should not be broken
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


def out() -> Console:
    """The console of data. Piped, it is wide enough that no row breaks."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else 200, highlight=False)


def speak_any_script() -> None:
    """Let stdout and stderr take every character: UTF-8 in a pipe, escapes on a terminal that has no Hangul."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def err() -> Console:
    """The console of progress and messages."""
    return Console(file=sys.stderr, stderr=True, highlight=False)


def table(title: str | None, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table whose cells wrap at the terminal's width; None shows as nothing.

    A column whose name begins with a blank holds numbers; one that ends with a blank is the last to become narrow.
    """
    made = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in columns:
        made.add_column(
            column.strip(),
            overflow="fold",
            justify="right" if column.startswith(" ") else "left",
            min_width=WIDE if column.endswith(" ") else None,
        )
    for row in rows:
        made.add_row(*(_cell(value) for value in row))
    return made


def json_lines(rows: Iterable[object]) -> None:
    """Print rows (dataclasses or mappings) as JSON, one a line."""
    for row in rows:
        plain = dataclasses.asdict(row) if dataclasses.is_dataclass(row) and not isinstance(row, type) else row
        click.echo(json.dumps(plain, ensure_ascii=False, default=_json))


def when(moment: datetime | None) -> str:
    """A moment to the minute, in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = when(value) if isinstance(value, datetime) else str(value)
    shown = "".join(c if c.isprintable() else " " for c in text)  # no escape sequence reaches the terminal
    return shown.replace("[", "\\[")  # brackets are markup to rich


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)
