"""The source files of an installation, followed while the service runs: who adds a source need not restart it."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

from crawler.sources import SourceFileError, load_sources
from db.sources import source_states, sync_sources
from scheduler.wiring import Wiring

log = logging.getLogger(__name__)

_Marks = frozenset[tuple[str, int, int]]  # name, time of change, size


async def sync(wiring: Wiring) -> None:
    """Make the tables watch what the source files say. Raises SourceFileError."""
    sources = load_sources(wiring.settings.sources_folder)
    async with wiring.pool.connection() as conn:
        await sync_sources(conn, sources, (await wiring.clock())())


class SourceFolder:
    """Notices changed files. With a broken one, what was watched before goes on."""

    def __init__(self) -> None:
        self._seen: _Marks | None = None

    async def begin(self, wiring: Wiring) -> None:
        """Read the files. Raises SourceFileError for a broken one if nothing is watched yet."""
        try:
            await self.tick_sources(wiring, strict=True)
        except SourceFileError as error:
            async with wiring.pool.connection() as conn:
                if not await source_states(conn):
                    raise
            log.error("a source file is broken; what was watched before goes on: %s", error)

    async def tick_sources(self, wiring: Wiring, *, strict: bool = False) -> None:
        """Read the files anew if they changed."""
        marks = _marks(wiring.settings.sources_folder)
        if marks == self._seen:
            return
        is_first = self._seen is None
        try:
            await sync(wiring)
        except SourceFileError as error:
            self._seen = marks
            if strict:
                raise
            log.error("a source file is broken; what was watched before goes on: %s", error)
            return
        self._seen = marks  # not before: with a lost database the files are read again at the next tick
        if not is_first:
            log.info("the source files have changed and are in use")


def _marks(folder: Path) -> _Marks:
    found = set()
    for file in folder.glob("*.toml"):
        with suppress(FileNotFoundError):  # an editor is just replacing it
            stat = file.stat()
            found.add((file.name, stat.st_mtime_ns, stat.st_size))
    return frozenset(found)
