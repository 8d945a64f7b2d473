"""Settings and short database errands for commands."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from db.connection import Connection
from scheduler.settings import FILE_NAME, PREFIX, Settings, load_settings
from scheduler.wiring import wired

SHORT = 5.0  # seconds that somebody at a terminal waits for a database
DEMO = Path(".demo")  # home of the demo, in the folder where it was started
Result = TypeVar("Result")
Question = Callable[[Connection, datetime], Awaitable[Result]]


def settings() -> Settings:
    """The settings in use. Raises SettingsError."""
    return load_settings(os.environ)


def settings_or_demo() -> Settings:
    """The settings in use; where nothing has been set up yet but the demo was run in this folder, the demo's.

    For commands that only look, so that what the demo stored can be asked right after it.
    """
    in_use, demo = settings(), DEMO.absolute()
    set_up = PREFIX + "HOME" in os.environ or in_use.database_url or (in_use.home / FILE_NAME).exists()
    if set_up or not demo.is_dir():
        return in_use
    click.echo(f"(nothing is set up yet: this looks at the demo in {demo})", err=True)
    return load_settings(os.environ, demo)


def ask(question: Question[Result], in_use: Settings | None = None) -> Result:
    """Open the database, ask one question with the time now, and close it again."""
    return asyncio.run(_ask(question, in_use or settings()))


async def _ask(question: Question[Result], in_use: Settings) -> Result:
    async with wired(in_use, patience=SHORT) as wiring, wiring.pool.connection() as conn:
        return await question(conn, (await wiring.clock())())
