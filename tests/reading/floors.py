"""The ratchet: no figure falls under its floor; floors rise by a run, and fall where the changelog says why."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from math import floor
from pathlib import Path
from typing import Any

import click

from tests.reading.measuring import Figures

FLOORS = Path(__file__).parent / "floors.toml"
CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
HEADER = """\
# The least that each figure of docs/quality.md may be, by group and field; every test run measures `fast`.
# Written by `make quality QUALITY=--raise` or --lower, never by hand.
"""
_SLACK = 1e-9  # of floating point


def read_floors(file: Path = FLOORS) -> dict[str, Figures]:
    """The floors of "whole" and of "fast"; empty where there are none yet."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def under(figures: Figures, floors: Figures) -> list[str]:
    """A sentence for each figure that is under its floor or is gone."""
    return [sentence for group, row in floors.items() for sentence in _complaints(group, row, figures.get(group, {}))]


def without_floor(figures: Figures, floors: Figures) -> list[str]:
    """The names of figures that have no floor yet."""
    names = ((group, field) for group, row in figures.items() for field in row)
    return [f"{group} {field}" for group, field in names if field not in floors.get(group, {})]


def raised(figures: Figures, floors: Figures) -> dict[str, dict[str, float]]:
    """The floors, higher where the figures are."""
    groups = {**floors, **figures}
    return {group: _higher(figures.get(group, {}), floors.get(group, {})) for group in groups}


def lowered(figures: Figures) -> dict[str, dict[str, float]]:
    """The figures themselves as the floors; what is measured no longer has none."""
    return {group: {field: _cut(value) for field, value in row.items()} for group, row in figures.items()}


def write_floors(floors: Mapping[str, Figures], file: Path = FLOORS, header: str = HEADER) -> None:
    """Write the floors by part, such as "whole" and "fast", a line a group."""
    tables = ["\n".join([f"[{part}]", *_lines(groups)]) for part, groups in floors.items()]
    file.write_text("\n\n".join([header.rstrip(), *tables]) + "\n", encoding="utf-8")


def says_why(changelog: str, why: str) -> bool:
    """Whether a line of the changelog's unreleased part has the words. No words are no reason."""
    parts = (part.split("\n") for part in changelog.split("\n## "))
    unreleased = [line for heading, *lines in parts if "unreleased" in heading for line in lines]
    return bool(why.strip()) and any(why.strip() in line for line in unreleased)


def settled(part: str, measured: Figures, file: Path, header: str, *, rise: bool, why: str | None) -> list[str]:
    """Move the floors of a file with one part as asked; a sentence for each figure that is under its floor then."""
    floors = read_floors(file).get(part, {})
    if rise or why:
        floors = lowered(measured) if why else raised(measured, floors)
        write_floors({part: floors}, file, header)
    return under(measured, floors)


def floor_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options --raise and --lower of a command that measures what is held out."""
    lower = click.option(
        "--lower",
        "why",
        callback=_said,
        help="Write the figures as floors; WHY stands in the changelog's unreleased part.",
    )
    rise = click.option("--raise", "rise", is_flag=True, help="Write the figures as floors, where they are higher.")
    return rise(lower(command))


def _said(_context: click.Context, _option: click.Parameter, why: str | None) -> str | None:
    if why is not None and not says_why(CHANGELOG.read_text(encoding="utf-8"), why):
        raise click.BadParameter(f"no line of the unreleased part of {CHANGELOG.name} says {why!r}")
    return why


def _complaints(group: str, row: Mapping[str, float], found: Mapping[str, float]) -> Iterator[str]:
    for field, least in row.items():
        if field not in found:
            yield f"{group} {field}: not measured any more, its floor is {least:.3f}"
        elif found[field] < least - _SLACK:
            yield f"{group} {field}: {found[field]:.4f} is under its floor {least:.3f}"


def _higher(row: Mapping[str, float], least: Mapping[str, float]) -> dict[str, float]:
    fields = [*row, *(field for field in least if field not in row)]
    return {field: max(_cut(row.get(field, 0.0)), least.get(field, 0.0)) for field in fields}


def _cut(value: float) -> float:
    return floor(value * 1000 + _SLACK) / 1000


def _lines(groups: Figures) -> Iterator[str]:
    for group, row in groups.items():
        yield f'"{group}" = {{ {", ".join(f"{field} = {value:.3f}" for field, value in row.items())} }}'
