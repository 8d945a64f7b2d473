"""`pactwatch readers interests`, and the option `--interests FILE`: which stories somebody wants."""

from __future__ import annotations

from typing import Any, BinaryIO

import click

from db.readers import ReaderRow, readers, set_interests
from scheduler.cli.load import ask, settings_or_demo
from scheduler.errors import UsageError
from stories.profile import Profile, ProfileError, lines_of, profile_from, profile_text

interests_option = click.option(
    "--interests", "profile", type=click.File("rb"), help="Only what fits this profile (docs/interests.md)."
)


@click.command()
@click.argument("email")
@click.argument("profile", metavar="[FILE]", type=click.File("rb"), required=False)
@click.option("--clear", is_flag=True, help="Every story is wanted again.")
def interests(email: str, profile: BinaryIO | None, clear: bool) -> None:
    """Show which stories EMAIL is told, as TOML; with FILE (- is standard input) or --clear, change it.

    \b
    pactwatch readers interests kim@example.org profile.toml
    """
    if profile and clear:
        raise UsageError("give a FILE or --clear, not both")
    if profile or clear:
        _change(email, profile_in(profile))
    else:
        row = reader_of(email)
        click.echo(profile_text(row.interests), nl=False)
        click.echo(f"({email} is told {told(row.interests)})", err=True)


def profile_in(file: BinaryIO | None) -> dict[str, Any]:
    """The checked profile of a file; without one the profile that keeps all. Raises UsageError."""
    try:
        return profile_from(file.read()) if file else {}
    except ProfileError as error:
        name = "standard input" if file and file.name == "<stdin>" else file and file.name
        raise UsageError(f"{name}: {error}") from error


def reader_of(email: str) -> ReaderRow:
    """The reader of that address. Raises UsageError."""
    found = [row for row in ask(lambda conn, now: readers(conn), settings_or_demo()) if row.email == email]
    if not found:
        raise unknown(email)
    return found[0]


def unknown(email: str) -> UsageError:
    """What to say of an address that no reader has."""
    return UsageError(f"no reader {email}; `pactwatch readers list` shows them all")


def told(profile: Profile) -> str:
    """What a profile lets through, in few words."""
    return "what fits " + ", ".join(lines_of(profile)) if profile else "every story"


def _change(email: str, profile: Profile) -> None:
    if not ask(lambda conn, now: set_interests(conn, email, profile)):
        raise unknown(email)
    click.echo(f"from its next digest on, {email} is told {told(profile)}", err=True)
