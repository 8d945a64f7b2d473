"""Keeps worker processes alive. It parses nothing that came from outside."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from scheduler.errors import RoundError
from scheduler.settings import PREFIX, Settings, to_environment

log = logging.getLogger(__name__)

TOO_SHORT = 5.0  # seconds; a worker that dies sooner is started again only after a pause
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds
GRACE = 20.0  # seconds that a worker has to leave


@asynccontextmanager
async def workers(
    settings: Settings, count: int, *, most_failures: float = math.inf, quiet: bool = False
) -> AsyncIterator[Callable[[], None]]:
    """`count` worker processes, each started again when it ends, gone at the end of the block.

    Gives a check that raises RoundError once a worker has failed to start `most_failures` times in a row.
    With `quiet` the workers write warnings only.
    """
    keepers = [asyncio.create_task(_keep(settings, most_failures, quiet)) for _ in range(count)]

    def check() -> None:
        for keeper in keepers:
            if keeper.done():
                keeper.result()

    try:
        yield check
    finally:
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)


async def _keep(settings: Settings, most_failures: float, quiet: bool) -> None:
    quick_deaths = 0
    while quick_deaths < most_failures:
        begun = time.monotonic()
        code = await _run_one(settings, quiet)
        if time.monotonic() - begun > TOO_SHORT:
            quick_deaths = 0
            continue
        pause = PAUSES[min(quick_deaths, len(PAUSES) - 1)]
        quick_deaths += 1
        log.error("a worker ended at once (code %d); the next one starts in %g s", code, pause)
        await asyncio.sleep(pause)
    raise RoundError("no worker can start; what it wrote above says why")


async def _run_one(settings: Settings, quiet: bool) -> int:
    # Its input is a pipe that ends when this process dies, however it dies: no worker outlives it.
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "scheduler",
        "worker",
        "--until-eof",
        *(["--quiet"] if quiet else []),
        stdin=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then stops its workers in order
        env=_environment(settings),
    )
    try:
        return await process.wait()
    except asyncio.CancelledError:
        await _end(process)
        raise


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(GRACE):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _environment(settings: Settings) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return bare | to_environment(settings)
