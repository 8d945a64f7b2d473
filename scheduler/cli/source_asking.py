"""Runs discovery for a command: settings, the reactor, the parsing child, progress on stderr."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

import click

from crawler.finding import Finding
from crawler.model import FetchPolicy, Source
from crawler.pool import ParsingPool
from scheduler.cli.show import shown
from spiders.checking import check
from spiders.discovering import MOST_REQUESTS, discover
from spiders.reactor import INTERRUPTED, run_with_reactor

_NOT_THERE = ("unreachable", "tls")
Errand = Callable[[ParsingPool], Awaitable[Finding]]


def discovered(url: str, policy: FetchPolicy, country: str | None = None, timezone: str | None = None) -> Finding:
    """Find out how a site can be watched; without a scheme, https first, and http where nothing answers."""

    async def errand(parsing: ParsingPool) -> Finding:
        async def look(address: str, most: int) -> Finding:
            return await discover(
                address, policy, parsing, _now, country=country, timezone=timezone, progress=_say, most=most
            )

        if "://" in url:
            return await look(url, MOST_REQUESTS)
        found = await look(f"https://{url}", MOST_REQUESTS)
        if found.sign not in _NOT_THERE:
            return found
        return _both(found, await look(f"http://{url}", MOST_REQUESTS - found.requests))

    return _run(errand)


def _both(secure: Finding, plain: Finding) -> Finding:
    """Join what https and http gave: the better of the two, everything that was tried, every request."""
    best = secure if plain.sign in _NOT_THERE else plain
    return replace(best, tried=secure.tried + plain.tried, requests=secure.requests + plain.requests)


def checked(source: Source, policy: FetchPolicy) -> Finding:
    """Look at every way of a source."""

    async def errand(parsing: ParsingPool) -> Finding:
        return await check(source, policy, parsing, _now, progress=_say)

    return _run(errand)


def _run(errand: Errand) -> Finding:
    """Run an errand in the reactor. Raises KeyboardInterrupt if it was interrupted."""
    found: list[Finding] = []

    async def main() -> int:
        async with ParsingPool(workers=1) as parsing:
            found.append(await errand(parsing))
        return 0

    if run_with_reactor(main) == INTERRUPTED or not found:
        raise KeyboardInterrupt
    return found[0]


def _say(words: str) -> None:
    click.echo(f"asking for {shown(words)}", err=True)


def _now() -> datetime:
    return datetime.now(UTC)
