"""How right the facts of gold stories that are held out are; docs/facts.md explains the figures.

The exit code is 1 when a figure is under its floor.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tests.facts.measuring import Figures, figures, stories, told
from tests.reading.floors import floor_options, settled

FLOORS = Path(__file__).with_name("floors.toml")
HEADER = """\
# The least that each figure of docs/facts.md may be, by language, of gold stories that are held out.
# Written by `make quality FACTS=--raise` or --lower, never by hand.
"""
RATCHETED = ("kind", "status", "both", "precision", "country", "date", "evidence")
SHOWN = (*RATCHETED, "wrong")


@click.command(help=__doc__)
@floor_options
def main(rise: bool, why: str | None) -> None:
    """Measure, print, move the floors as asked, and compare with them."""
    found = figures(told(stories(held_out=True)))
    click.echo("        " + "".join(f" {name:>9}" for name in SHOWN))
    for language, row in found.items():
        click.echo(f"{language:8}" + "".join(f" {row[name]:9.3f}" for name in SHOWN))
    complaints = settled("held_out", ratcheted(found), FLOORS, HEADER, rise=rise, why=why)
    for line in complaints:
        click.echo(line)
    click.echo(f"{len(complaints)} figures of the facts under their floors")
    sys.exit(bool(complaints))


def ratcheted(found: Figures) -> Figures:
    """The figures that have floors."""
    return {language: {name: row[name] for name in RATCHETED} for language, row in found.items()}


if __name__ == "__main__":
    main()
