"""How commands show things: tables for people, one JSON object a line for programs, progress on stderr."""

from __future__ import annotations

import dataclasses
import io
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

WIDE, OTHERS, ROOMY = 26, 54, 110  # columns of a terminal
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


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    number: bool = False
    wide: bool = False  # holds names that should not be broken: the last to become narrow
    spare: bool = False  # left out where there is little room


def number(name: str) -> Column:
    """A column of numbers."""
    return Column(name, number=True)


def table(title: str | None, columns: Sequence[str | Column], rows: Iterable[Sequence[object]]) -> Table:
    """A table whose cells wrap at the terminal's width; None shows as nothing."""
    room = out().width
    wanted = [Column(column) if isinstance(column, str) else column for column in columns]
    shown = [place for place, column in enumerate(wanted) if room >= ROOMY or not column.spare]
    made = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in (wanted[place] for place in shown):
        width = min(WIDE, max(1, room - OTHERS)) if column.wide else None
        justify: Literal["left", "right"] = "right" if column.number else "left"
        made.add_column(column.name, overflow="fold", justify=justify, min_width=width)
    for row in rows:
        made.add_row(*(_cell(row[place]) for place in shown))
    return made


def json_lines(rows: Iterable[object]) -> None:
    """Print rows (dataclasses or mappings) as JSON, one a line."""
    for row in rows:
        plain = dataclasses.asdict(row) if dataclasses.is_dataclass(row) and not isinstance(row, type) else row
        click.echo(json.dumps(plain, ensure_ascii=False, default=_json))


def when(moment: datetime | None) -> str:
    """A moment to the minute, in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


def shown(text: str) -> str:
    """Text from outside as a terminal may see it: no escape sequence reaches it."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = when(value) if isinstance(value, datetime) else str(value)
    return shown(text).replace("[", "\\[")  # brackets are markup to rich


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)
