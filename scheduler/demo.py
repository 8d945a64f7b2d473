"""The whole loop on the shipped local web: the same source files, jobs and ticks as the service."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from crawler.source_text import source_text
from crawler.sources import load_sources
from db.readers import NewReader, add_reader, readers
from db.sources import SourceState
from scheduler.errors import UsageError
from scheduler.local_web import LocalWeb, running
from scheduler.settings import FILE_NAME, Settings
from scheduler.shipped import DOCUMENTS, SOURCES
from scheduler.watch import Progress, crawl
from scheduler.wiring import wired

READER = "reader@localhost"


def run_demo(
    settings: Settings, web_folder: Path, show: Callable[[Progress], None] = lambda _: None
) -> list[SourceState]:
    """Watch the sources on the local web once, read what is new, write the digest that is due to the outbox."""
    if (settings.home / FILE_NAME).exists():
        raise UsageError(
            f"{settings.home} is the home of an installation, whose sources the demo would replace:"
            " unset PACTWATCH_HOME, or name an empty folder"
        )
    prepare_sources(SOURCES, settings.sources_folder)
    with running(web_folder) as web:
        return asyncio.run(_loop(demo_settings(settings, web), show))


def demo_settings(settings: Settings, web: LocalWeb) -> Settings:
    """The settings under which every request goes to the local web and every digest into a file."""
    return replace(
        settings,
        contact="https://localhost/pactwatch-demo",
        proxy=web.address,
        ca_file=web.ca_file,
        allow_networks=(ip_network("127.0.0.0/8"),),
        delay=0.0,
        smtp_host=None,
        second_opinion_url=None,
    )


def prepare_sources(shipped: Path, folder: Path) -> None:
    """Write the sources of the seed documents, a file a country, to `tell_archive`: all news of the demo are old.

    Other source files of the folder are set aside (`kr.toml.aside`): the demo watches nothing else.
    """
    hosts = {_host(tomllib.loads(file.read_text(encoding="utf-8"))["url"]) for file in DOCUMENTS.glob("*.toml")}
    files: dict[str, list[str]] = {}
    for source in load_sources(shipped):
        if _host(source.homepage) in hosts:
            blocks = files.setdefault(f"{source.country.lower()}.toml", [])
            blocks.append(source_text(replace(source, tell_archive=True)))
    folder.mkdir(parents=True, exist_ok=True)
    for file in set(folder.glob("*.toml")) - {folder / name for name in files}:
        file.rename(file.with_name(f"{file.name}.aside"))
    for name, blocks in files.items():
        (folder / name).write_text("\n".join(blocks), encoding="utf-8")


def _host(url: str) -> str | None:
    return urlsplit(url).hostname


async def _loop(settings: Settings, show: Callable[[Progress], None]) -> list[SourceState]:
    # Added a day ago, so that today's digest is due at once.
    reader = NewReader(READER, None, "en", "UTC", time(0), [1, 2, 3, 4, 5, 6, 7], "skip")
    async with wired(settings) as wiring:
        async with wiring.pool.connection() as conn:
            if any(row.email != READER for row in await readers(conn)):
                raise UsageError("this database serves readers already: give the demo one of its own")
            await add_reader(conn, reader, (await wiring.clock())() - timedelta(days=1))
        return await crawl(wiring.settings, None, show, tell=True)
