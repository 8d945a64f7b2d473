"""`pactwatch config`: the settings in use."""

from __future__ import annotations

import dataclasses

import click

from scheduler.cli.load import settings
from scheduler.cli.show import as_json, json_lines, out, table
from scheduler.settings import PREFIX, Settings, written


@click.group()
def config() -> None:
    """The settings in use."""


@config.command("show")
@as_json
def show(as_json: bool) -> None:
    """Every setting with its value; secrets are masked.

    Set them in pactwatch.toml in the home folder, or as PACTWATCH_NAME in the environment; secrets also as
    PACTWATCH_NAME_FILE, the path of a file that holds them.
    """
    rows = [_row(settings(), each) for each in dataclasses.fields(Settings)]
    if as_json:
        json_lines({"setting": name, "value": value} for name, value, _ in rows)
    else:
        variables = ((name, value, words) for name, value, words in rows)
        out().print(table(None, ("setting", "value", f"what it is ({PREFIX}… in capitals)"), variables))


def _row(in_use: Settings, each: dataclasses.Field[object]) -> tuple[str, str | None, str]:
    value = getattr(in_use, each.name)
    if each.metadata["secret"] and value:
        return each.name, "(set, not shown)", each.metadata["words"]
    return each.name, None if value is None else written(value), each.metadata["words"]
