"""`pactwatch init`: the settings file and the source files of an installation."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

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
def init(contact: str | None) -> None:
    """Write pactwatch.toml and the source files into the home folder. What is there stays as it is."""
    in_use = settings()
    home, file = in_use.home, in_use.home / FILE_NAME
    if file.exists():
        click.echo(f"{file} is there already and stays as it is", err=True)
    else:
        _write(file, contact or in_use.contact or _ask_contact())
    copied = _copy_sources(home / "sources")
    click.echo(f"{copied} source files written to {home / 'sources'}", err=True)
    click.echo("Next: `pactwatch readers add YOU@EXAMPLE.ORG`, then `pactwatch run`.", err=True)


def _ask_contact() -> str:
    try:
        answer: str = click.prompt("E-mail or web address at which sites can reach you", err=True)
    except click.Abort as error:
        if sys.stdin.isatty():
            raise
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


def _copy_sources(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    new = [file for file in sorted(SOURCES.glob("*.toml")) if not (folder / file.name).exists()]
    for file in new:
        shutil.copyfile(file, folder / file.name)
    return len(new)
