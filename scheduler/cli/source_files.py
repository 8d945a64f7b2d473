"""`pactwatch sources import` and `sources export`: OPML, the list that feed readers exchange."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click

from crawler.model import Source
from crawler.opml import Imported, OpmlError, opml_of, sources_from_opml
from crawler.source_text import append_sources
from crawler.sources import load_sources
from scheduler.cli.load import settings
from scheduler.cli.show import Column, as_json, json_lines, out, shown, table
from scheduler.cli.source_given import check_folder
from scheduler.cli.source_place import checked_place
from scheduler.errors import UsageError

_ERROR, _PARTLY = 1, 3  # exit codes, see docs/command-line.md


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--country", help="Two letters (ISO 3166) for feeds whose domain does not say it.")
@click.option("--timezone", help="IANA name for those.")
@as_json
def import_(file: BinaryIO, country: str | None, timezone: str | None, as_json: bool) -> int:
    """Add the feeds of an OPML FILE (- is standard input) to the source files. Nothing is fetched."""
    country, timezone = checked_place(country, timezone)
    folder = settings().sources_folder
    check_folder(folder)
    known = load_sources(folder) if any(folder.glob("*.toml")) else []
    try:
        found = sources_from_opml(file.read(), country, timezone, known)
    except OpmlError as error:
        raise UsageError(f"{_name(file)}: {error}") from error
    if not found.sources and not found.left_out:
        raise UsageError(f"{_name(file)}: no outline is in it; export the feeds once more from where it came")
    _write(found.sources, folder)
    _print(found, as_json)
    click.echo(f"{_counted(len(found.sources))} added to {folder}, {len(found.left_out)} left out", err=True)
    if found.sources:
        click.echo("Next: `pactwatch crawl` looks at them now; a service that runs does so by itself.", err=True)
    return (_PARTLY if found.sources else _ERROR) if found.left_out else 0


def _write(sources: Sequence[Source], folder: Path) -> None:
    """Add the sources to the files of their countries, each file in one go."""
    files: dict[str, list[Source]] = {}
    for source in sources:
        files.setdefault(f"{source.country.lower()}.toml", []).append(source)
    for name, those in files.items():
        append_sources(folder / name, those)


def _print(found: Imported, as_json: bool) -> None:
    rows = [{"id": source.id, "name": source.name, "error": None} for source in found.sources]
    rows += [{"id": None, "name": name, "error": why} for name, why in found.left_out]
    if as_json:
        json_lines(rows)
        return
    cells = [(row["id"] or "left out", row["name"], row["error"] or "added") for row in rows]
    out().print(table(None, (Column("source", wide=True), "name", "what became of it"), cells))


def _name(file: BinaryIO) -> str:
    return "standard input" if file.name == "<stdin>" else shown(file.name)


def _counted(sources: int) -> str:
    return "1 source" if sources == 1 else f"{sources} sources"


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def export(file: Path | None) -> None:
    """Write the sources as OPML to FILE, or to standard output."""
    text = opml_of(load_sources(settings().sources_folder), datetime.now(UTC))
    if file is None:
        click.echo(text.decode())
        return
    file.write_bytes(text)
    click.echo(f"{shown(str(file))} written", err=True)
