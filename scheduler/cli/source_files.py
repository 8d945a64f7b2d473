"""`pactwatch sources import` and `sources export`: OPML, the list that feed readers exchange."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click

from crawler.opml import OpmlError, opml_of, sources_from_opml
from crawler.source_text import append_source
from crawler.sources import load_sources
from scheduler.cli.load import settings
from scheduler.cli.show import as_json, json_lines, out, shown, table
from scheduler.errors import UsageError


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--country", help="Two letters (ISO 3166) for feeds whose domain does not say it.")
@click.option("--timezone", help="IANA name for those.")
@as_json
def import_(file: BinaryIO, country: str | None, timezone: str | None, as_json: bool) -> int:
    """Add the feeds of an OPML FILE (- is standard input) to the source files. Nothing is fetched."""
    folder = settings().sources_folder
    known = load_sources(folder) if any(folder.glob("*.toml")) else []
    try:
        found = sources_from_opml(file.read(), country and country.upper(), timezone, known)
    except OpmlError as error:
        raise UsageError(f"{file.name}: {error}") from error
    for source in found.sources:
        append_source(folder / f"{source.country.lower()}.toml", source)
    rows = [{"id": source.id, "name": source.name, "error": None} for source in found.sources]
    rows += [{"id": None, "name": name, "error": why} for name, why in found.left_out]
    if as_json:
        json_lines(rows)
    else:
        cells = [(row["id"] or "left out", row["name"], row["error"]) for row in rows]
        out().print(table(None, ("source", "name", "why"), cells))
    click.echo(f"{len(found.sources)} sources added, {len(found.left_out)} left out", err=True)
    return 3 if found.sources and found.left_out else 1 if found.left_out else 0


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
