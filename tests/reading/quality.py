"""How exactly generated pages are read; docs/quality.md explains the figures.

The exit code is 1 when a figure is under its floor, or a page made the reader raise.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from bench.reading import f1
from tests.reading.families import FOLDER, PARTS, Skin, skins_in
from tests.reading.floors import FLOORS, lowered, raised, read_floors, says_why, under, without_floor, write_floors
from tests.reading.measuring import FIELDS, Figures, Score, figures, first_of, scores_in_parallel
from tests.reading.pages import pages_of

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
_FILE = click.Path(path_type=Path)


@click.command(help=__doc__)
@click.option("--part", type=click.Choice(PARTS), help="Only these skins.")
@click.option("--family", help="Only this family.")
@click.option("--worst", type=int, default=0, help="Name so many of the worst known pages, and what was found.")
@click.option("--page", "key", help="Print the HTML of a known page, family/variant/language/number; nothing else.")
@click.option("--raise", "rise", is_flag=True, help="Write the figures as floors, where they are higher.")
@click.option("--lower", "why", help="Write the figures as floors; WHY stands in the changelog's unreleased part.")
@click.option("--skins", "folder", type=_FILE, default=FOLDER, hidden=True)
@click.option("--floors", "file", type=_FILE, default=FLOORS, hidden=True)
@click.option("--changelog", type=_FILE, default=CHANGELOG, hidden=True)
def main(
    part: str | None,
    family: str | None,
    worst: int,
    key: str | None,
    rise: bool,
    why: str | None,
    folder: Path,
    file: Path,
    changelog: Path,
) -> None:
    """Measure, print, move the floors as asked, and compare with them."""
    skins = [skin for skin in skins_in(folder) if part in (None, skin.part) and family in (None, skin.family)]
    if key:
        click.echo(_page(skins, key), nl=False)
        return
    if worst and part == "held_out":
        raise click.UsageError("pages that are held out are not shown, only their figures")
    if (rise or why) and (part or family):
        raise click.UsageError("floors are written from all pages, without --part and --family")
    if why is not None and not says_why(changelog.read_text(encoding="utf-8"), why):
        raise click.UsageError(f"no line of the unreleased part of {changelog.name} says {why!r}")
    scores = list(_measured(skins))
    measured = {"whole": figures(scores), "fast": figures(first_of(scores))}
    _show(measured["whole"], scores, worst)
    if rise or why:
        write_floors(_moved(measured, read_floors(file), down=bool(why)), file)
    failures = Counter(each.failure for each in scores if each.failure)
    for failure, pages in failures.items():
        click.echo(f"{pages} pages made the reader raise {failure}")
    sys.exit(_verdict(measured, read_floors(file), part, family) or bool(failures))


def _page(skins: Sequence[Skin], key: str) -> str:
    """The HTML of a known page."""
    name, language, number = [*key.rsplit("/", 2), "", ""][:3]
    found = next((skin for skin in skins if skin.key == name and language in skin.languages), None)
    if found is None or not number.isdigit():
        raise click.UsageError(f"no page {key}; a page is family/variant/language/number")
    if found.part == "held_out":
        raise click.UsageError("pages that are held out are not shown, only their figures")
    *_, page = pages_of(found, language, int(number) + 1)
    return page.body.decode(found.charset)


def _measured(skins: Sequence[Skin]) -> Iterator[Score]:
    for number, scores in enumerate(scores_in_parallel(skins), 1):
        yield from scores
        if sys.stderr.isatty():
            click.echo(f"\r{number} of {len(skins)} skins ", err=True, nl=number == len(skins))


def _moved(measured: Mapping[str, Figures], floors: Mapping[str, Figures], down: bool) -> dict[str, Figures]:
    return {part: lowered(row) if down else raised(row, floors.get(part, {})) for part, row in measured.items()}


def _show(measured: Figures, scores: Sequence[Score], worst: int) -> None:
    click.echo(f"{'':28} {'pages':>6}" + "".join(f" {field:>8}" for field in FIELDS))
    for group, row in measured.items():
        pages = sum(group in each.groups for each in scores)
        shown = (f" {row[field]:8.3f}" if field in row else f" {'–':>8}" for field in FIELDS)
        click.echo(f"{group:28} {pages:6}" + "".join(shown))
    for each in sorted((each for each in scores if each.skin.part == "known"), key=_goodness)[:worst]:
        wrong = ", ".join(field for field, right in each.right.items() if not right) or "nothing"
        click.echo(f"\n{each.key}: precision {each.precision:.3f}, recall {each.recall:.3f}, wrong: {wrong}")
        click.echo(f"    story {each.story}; found {each.found}")
        for name, lines in (("lost", each.lost), ("extra", each.extra)):
            click.echo("".join(f"    {name}: {line[:90]}\n" for line in lines[:5]), nl=False)


def _goodness(each: Score) -> tuple[float, int]:
    return f1([(each.precision, each.recall)]), sum(each.right.values()) - len(each.right)


def _verdict(
    measured: Mapping[str, Figures], floors: Mapping[str, Figures], part: str | None, family: str | None
) -> bool:
    """Whether something is under its floor, said with what it is. A family by itself is judged by its own figures."""
    start, middle = part or "", f".family.{family}" if family else "."
    complaints, free = [], []
    for name, row in measured.items():
        those = {g: f for g, f in floors.get(name, {}).items() if g.startswith(start) and middle in g}
        complaints += [f"{name} {line}" for line in under(row, those)]
        free += without_floor(row, floors.get(name, {}))
    for line in complaints:
        click.echo(line)
    click.echo(f"{len(complaints)} figures under their floors, {len(free)} without one")
    return bool(complaints)


if __name__ == "__main__":
    main()
