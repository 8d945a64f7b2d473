"""Settings and short database errands for commands."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from db.connection import Connection
from scheduler.settings import Settings, load_settings
from scheduler.wiring import wired

Result = TypeVar("Result")
Question = Callable[[Connection, datetime], Awaitable[Result]]


def settings() -> Settings:
    """The settings in use. Raises SettingsError."""
    return load_settings(os.environ)


def ask(question: Question[Result], in_use: Settings | None = None) -> Result:
    """Open the database, ask one question with the time now, and close it again."""
    return asyncio.run(_ask(question, in_use or settings()))


async def _ask(question: Question[Result], in_use: Settings) -> Result:
    async with wired(in_use) as wiring, wiring.pool.connection() as conn:
        return await question(conn, (await wiring.clock())())
