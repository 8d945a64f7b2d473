"""Which command stands in which module. Modules load when they are used, so `--help` is quick."""

from __future__ import annotations

from importlib import import_module

import click

from scheduler.settings import VERSION

_COMMANDS = {
    "demo": "The whole loop on the five seeds from a local web.",
    "init": "Write the settings and the source files of this installation.",
    "run": "Run the service: watch, read, tell.",
    "worker": "Help a service: take jobs from its queue.",
    "crawl": "Look at sources once, now.",
    "status": "How the service is: sources, ledger, outbox.",
    "config": "The settings in use.",
    "sources": "What is watched.",
    "readers": "Who gets the digest.",
    "stories": "What was kept.",
    "names": "Organisations and the names that mean the same.",
    "digest": "The daily mail.",
    "read": "A page as the article it is.",
    "judge": "Whether a text is a partnership story, and its facts.",
    "group": "Which articles tell the same story.",
    "db": "The database.",
}


class _Lazy(click.Group):
    """A group whose commands are named here and imported when needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        found = getattr(import_module(f"scheduler.cli.{name}"), name)
        assert isinstance(found, click.Command)  # every module has a command of its own name
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="pactwatch")
def pactwatch() -> None:
    """Watch regional news, keep the partnership stories, tell them once a day."""
