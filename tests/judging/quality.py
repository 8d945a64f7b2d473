"""How right the judge is on gold stories that are held out; docs/judging.md explains the figures.

The exit code is 1 when a figure is under its floor.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from tests.judging.measuring import Judged, calibration, figures, held_out, judged
from tests.reading.floors import floor_options, settled

FLOORS = Path(__file__).with_name("floors.toml")
HEADER = """\
# The least that each figure of docs/judging.md may be, by language, of gold stories that are held out.
# Written by `make quality JUDGING=--raise` or --lower, never by hand.
"""
RATCHETED = ("f1", "precision", "recall")  # the keyword list stands beside them, it is not ours to raise


@click.command(help=__doc__)
@floor_options
def main(rise: bool, why: str | None) -> None:
    """Measure, print, move the floors as asked, and compare with them."""
    found = judged(held_out())
    measured = {name: {key: row[key] for key in RATCHETED} for name, row in figures(found).items()}
    _show(found)
    complaints = settled("held_out", measured, FLOORS, HEADER, rise=rise, why=why)
    for line in complaints:
        click.echo(line)
    click.echo(f"{len(complaints)} figures of the judge under their floors")
    sys.exit(bool(complaints))


def _show(found: Sequence[Judged]) -> None:
    click.echo(f"{'':8} {'stories':>8}" + "".join(f" {name:>10}" for name in (*RATCHETED, "keywords")))
    for name, row in figures(found).items():
        stories = sum(name in (each.story.language, "all") for each in found)
        click.echo(f"{name:8} {stories:8}" + "".join(f" {row[key]:10.3f}" for key in (*RATCHETED, "keywords")))
    click.echo("\nscore     stories  share to be kept")
    for start, stories, share in calibration(found):
        click.echo(
            f"{start:.1f}–{start + 0.1:.1f} {stories:8}  {share:.2f}"
            if stories
            else f"{start:.1f}–{start + 0.1:.1f} {0:8}"
        )


if __name__ == "__main__":
    main()
