"""`pactwatch init`: the settings file and the source files of an installation."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from crawler.model import Source
from crawler.source_text import source_text
from crawler.sources import CONFIDENCES, load_file
from scheduler.cli.load import settings
from scheduler.errors import UsageError
from scheduler.setting_values import check_contact
from scheduler.settings import FILE_NAME
from scheduler.shipped import SOURCES

_FILE = """\
# Settings of Pactwatch; `pactwatch config show` lists all of them with their meaning.

# Sites see this in the User-Agent, so that they can write to you.
contact = "{contact}"

# A mail server; without one, digests are written to the folder `outbox`.
# smtp_host = "mail.example.org"
# smtp_user = "pactwatch"
# sender = "Pactwatch <pactwatch@example.org>"
# The password is best kept out of this file: set PACTWATCH_SMTP_PASSWORD_FILE.
"""


@click.command()
@click.option("--contact", help="E-mail or web address at which sites can reach you.")
@click.option("--countries", help="Only the sources of these countries, e.g. KR,DE.  [default: all]")
def init(contact: str | None, countries: str | None) -> None:
    """Write pactwatch.toml and the source files into the home folder. What is there stays as it is."""
    wanted = _wanted(countries)
    in_use = settings()
    file = in_use.home / FILE_NAME
    if file.exists():
        click.echo(f"{file} is there already and stays as it is", err=True)
    else:
        _write(file, contact or in_use.contact or _ask_contact())
    click.echo(write_sources(SOURCES, in_use.sources_folder, wanted), err=True)
    click.echo("Next: `pactwatch readers add YOU@EXAMPLE.ORG`, then `pactwatch run`.", err=True)


def _ask_contact() -> str:
    try:
        answer: str = click.prompt("E-mail or web address at which sites can reach you", err=True)
    except click.Abort as error:
        if sys.stdin.isatty():
            raise
        click.echo(err=True)  # ends the line of the question
        raise UsageError("nobody is there to ask: give --contact") from error
    return answer


def _write(file: Path, contact: str) -> None:
    try:
        check_contact(contact)
    except ValueError as error:
        raise click.UsageError(f"'{contact}' {error}") from error
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_FILE.format(contact=contact), encoding="utf-8")
    click.echo(f"{file} written", err=True)


def write_sources(shipped: Path, folder: Path, countries: Sequence[str]) -> str:
    """Write the source files of `countries` (two capitals) that are not there, and say what was written.

    A source whose id is there already is left out: ids are unique, and a later pack may sort its files differently.
    """
    folder.mkdir(parents=True, exist_ok=True)
    there = {source.id for file in sorted(folder.glob("*.toml")) for source in load_file(file)}
    written: list[Source] = []
    for file in _files(shipped, countries):
        new = [source for source in load_file(file) if source.id not in there]
        if new and not (folder / file.name).exists():
            _write_file(folder / file.name, file, new)
            written += new
    return _told(written, folder) if written else f"the source files in {folder} stay as they are"


def _write_file(target: Path, shipped: Path, sources: Sequence[Source]) -> None:
    if len(sources) == len(load_file(shipped)):
        shutil.copyfile(shipped, target)  # with its comments
    else:
        target.write_text("\n".join(map(source_text, sources)), encoding="utf-8")


def _told(sources: Sequence[Source], folder: Path) -> str:
    count = Counter(source.confidence or CONFIDENCES[-1] for source in sources)
    sure = ", ".join(f"{count[word]} {word}" for word in CONFIDENCES if count[word])
    return f"{len(sources)} sources written to {folder}; their addresses: {sure} (docs/source-pack.md)"


def _files(shipped: Path, countries: Sequence[str]) -> list[Path]:
    """A file is named by its country, `kr.toml`, or by country and what is in it, `kr-news.toml`."""
    return [file for file in sorted(shipped.glob("*.toml")) if _country(file) in countries]


def _country(file: Path) -> str:
    return file.stem.partition("-")[0].upper()


def _wanted(countries: str | None) -> list[str]:
    known = sorted({_country(file) for file in SOURCES.glob("*.toml")})
    wanted = [word.strip().upper() for word in countries.split(",")] if countries is not None else known
    if unknown := [word for word in wanted if word not in known]:
        raise click.UsageError(f"--countries: there are no sources of '{unknown[0]}'; choose from {','.join(known)}")
    return wanted
