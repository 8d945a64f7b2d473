"""Points discovery at a site of the generated web, then visits what it wrote once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from site_tables import NOW, WebSite

from crawler.finding import Finding
from crawler.model import Entry, FetchPolicy, Page, Validators
from scheduler.local_web import Exchange, LocalWeb
from scheduler.local_web.certificates import Authority
from stories.model import Drop

POLICY = FetchPolicy(
    "pactwatch/0.1 (+mailto:press@example.org)", allow_networks=(ip_network("127.0.0.1/32"),), delay=0.0, timeout=5.0
)


@dataclass
class Announcements:
    """A sink that keeps what is announced and wants no page."""

    entries: list[Entry] = field(default_factory=list)

    async def announce(self, entries: Sequence[Entry]) -> list[Entry]:
        self.entries += entries
        return []

    async def page(self, entry: Entry, page: Page) -> None:
        raise AssertionError(f"nobody wanted {page.url}")

    async def postpone(self, entry: Entry, why: str) -> None:
        raise AssertionError(f"nobody wanted {entry.url}")

    async def drop(self, entry: Entry, drop: Drop) -> None:
        raise AssertionError(f"nobody wanted {entry.url}")


@dataclass(frozen=True, slots=True)
class Trial:
    """How discovery went on one site."""

    finding: Finding
    requests: tuple[Exchange, ...]  # sent by discovery
    announced: tuple[Entry, ...]  # by one visit to the source that it wrote


async def tried(site: WebSite, web: LocalWeb, parsing: Any, keys: Path) -> Trial:
    """Discover `site` and visit the result; needs the reactor's loop. `keys` is a folder for certificates."""
    from spiders.discovering import discover  # here: it asks for the reactor to be there, and other modules do not

    sent = len(web.requests)
    policy = policy_for(site, web, keys)
    place = {name: site.values[name] for name in ("country", "timezone")} if site.expect.given else {}
    finding = await discover(site.start, policy, parsing, clock, **place)
    requests = tuple(web.requests[sent:])
    return Trial(finding, requests, await announced(finding, policy, parsing))


async def announced(finding: Finding, policy: FetchPolicy, parsing: Any) -> tuple[Entry, ...]:
    """Return what the source of a finding announces today; nothing if it has none."""
    from spiders.visit import visit

    sink = Announcements()
    if finding.source is not None:
        await visit(finding.source, sink, Validators(), clock, policy, parsing, 30.0)
    return tuple(sink.entries)


def policy_for(site: WebSite, web: LocalWeb, keys: Path) -> FetchPolicy:
    """Return how the web is reached; for a site that nobody should trust, without trust in who signed for it."""
    trusted = Authority(keys).ca_file if site.values["untrusted"] else web.ca_file
    return replace(POLICY, proxy=web.address, ca_file=trusted)


def clock() -> datetime:
    """Return the moment that the generated web is made for."""
    return NOW
