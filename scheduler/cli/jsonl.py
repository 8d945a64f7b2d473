"""One JSON object a line in, one a line out, same id, same order. A bad line is answered; the stream goes on."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import click

from scheduler.records import Record, RecordError

Answer = Callable[[Mapping[str, Any]], Record]


def parsed(lines: Iterable[bytes]) -> Iterator[Record]:
    """Every line as an object; one that is none becomes `{"id": null, "error": …}`. Empty lines are skipped."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _parsed(line, number)


def answered(stream: BinaryIO, answer: Answer) -> None:
    """Answer each line as soon as it is there."""
    for line in parsed(stream):
        write(line if is_bad(line) else safely(answer, line))


def safely(answer: Answer, line: Mapping[str, Any]) -> Record:
    """The answer to a line, or why there is none."""
    try:
        return answer(line)
    except RecordError as error:
        return {"id": line.get("id"), "error": str(error)}


def is_bad(line: Mapping[str, Any]) -> bool:
    """Whether `parsed` made this because the line was no object."""
    return set(line) == {"id", "error"} and line["id"] is None


def write(record: Record) -> None:
    """Print one answer; lone surrogates, which no encoding has, go out escaped."""
    text = json.dumps(record, ensure_ascii=False)
    try:
        click.echo(text.encode())
    except UnicodeEncodeError:
        click.echo(json.dumps(record))


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def _finite(text: str) -> float:
    if not math.isfinite(value := float(text)):
        raise ValueError(f"{text} is too large")
    return value


def _parsed(line: bytes, number: int) -> Record:
    try:
        found = json.loads(line, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"line {number} is not JSON: {error}"}
    if not isinstance(found, dict):
        return {"id": None, "error": f"line {number} is not a JSON object"}
    return found
