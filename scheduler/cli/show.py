"""How commands show things: tables for people, one JSON object a line for programs, progress on stderr."""

from __future__ import annotations

import dataclasses
import io
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Literal

import click
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE, WORD, ROOMY = 26, 11, 110  # columns of a terminal: of a name, of a word that is not broken, of a roomy one
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
    needs: int = 0  # columns that a terminal must have for it to be shown


def number(name: str, needs: int = 0) -> Column:
    """A column of numbers."""
    return Column(name, number=True, needs=needs)


def table(title: str | None, columns: Sequence[str | Column], rows: Iterable[Sequence[object]]) -> Table:
    """A table whose cells wrap at the terminal's width; None shows as nothing."""
    room = out().width
    wanted = [Column(column) if isinstance(column, str) else column for column in columns]
    places = [place for place, column in enumerate(wanted) if room >= max(column.needs, ROOMY * column.spare)]
    cells = [[_cell(row[place]) for place in places] for row in rows]
    shown = [wanted[place] for place in places]
    made = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column, width in zip(shown, _widths(shown, cells, room), strict=True):
        justify: Literal["left", "right"] = "right" if column.number else "left"
        made.add_column(column.name, overflow="fold", justify=justify, width=width)
    for row in cells:
        made.add_row(*map(Text, row))
    return made


def _widths(columns: Sequence[Column], cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """Give each column what it needs; where that is too much the widest give way, down to a word or a name."""
    texts = [[column.name, *(row[place] for row in cells)] for place, column in enumerate(columns)]
    widths = [max(max(map(cell_len, text.split("\n"))) for text in column) for column in texts]
    words = [max((cell_len(word) for text in column for word in text.split()), default=1) for column in texts]
    least = [
        min(width, WIDE) if column.wide else min(word, WORD)
        for column, width, word in zip(columns, widths, words, strict=True)
    ]
    while sum(widths) > max(room - 2 * len(columns) - 1, len(columns)):  # a blank and a line beside each
        above = [place for place, width in enumerate(widths) if width > least[place]]
        widest = max(above or range(len(widths)), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def json_lines(rows: Iterable[object]) -> None:
    """Print rows (dataclasses or mappings) as JSON, one a line."""
    for row in rows:
        plain = dataclasses.asdict(row) if dataclasses.is_dataclass(row) and not isinstance(row, type) else row
        click.echo(json.dumps(plain, ensure_ascii=False, default=_json))


def when(moment: datetime | None) -> str:
    """A moment to the minute, in UTC; the title of a table says so."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if moment else ""


def shown(text: str) -> str:
    """Text from outside as a terminal may see it: no escape sequence reaches it."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return shown(when(value) if isinstance(value, datetime) else str(value))


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)
