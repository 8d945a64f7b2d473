"""Where a spider's finds go: into the ledger, and on to reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.model import Entry, Page, Source
from crawler.relative_dates import ago
from db import items, pages
from db.clock import Clock
from scheduler.queue import defer_read
from scheduler.wiring import Wiring
from stories.model import DatePrecision, Drop


@dataclass(frozen=True, slots=True)
class LedgerSink:
    """A Sink of one visit (crawler.ports.Sink)."""

    wiring: Wiring
    source: Source
    clock: Clock
    fresh: list[Entry] = field(default_factory=list)  # never announced before

    async def announce(self, entries: Sequence[Entry]) -> list[Entry]:
        """Record all entries; return those whose page is still wanted, older ones included."""
        now, zone = self.clock(), ZoneInfo(self.source.timezone)
        async with self.wiring.pool.connection() as conn:
            self.fresh.extend(await items.never_announced(conn, entries))
            return await items.announce(conn, self.source.id, [_pinned(entry, zone, now) for entry in entries], now)

    async def page(self, entry: Entry, page: Page) -> None:
        """Keep the page and hand it to reading. If the hand-over is lost, a tick finds the page unread."""
        async with self.wiring.pool.connection() as conn:
            item_id = await pages.store_page(conn, entry.identity, page, self.clock())
        await defer_read(self.wiring.queue, item_id)

    async def postpone(self, entry: Entry, why: str) -> None:
        """Set the next attempt; a page that could not be had at any attempt is dropped with the last trouble."""
        async with self.wiring.pool.connection() as conn:
            item_id = await items.item_id_of(conn, entry.identity)
            if item_id is not None and await items.postpone(conn, [item_id], why, self.clock()):
                await items.drop_item(conn, item_id, Drop("unreachable", why), self.clock())

    async def drop(self, entry: Entry, drop: Drop) -> None:
        """End the item as a drop."""
        async with self.wiring.pool.connection() as conn:
            item_id = await items.item_id_of(conn, entry.identity)
            if item_id is not None:
                await items.drop_item(conn, item_id, drop, self.clock())


def _pinned(entry: Entry, zone: ZoneInfo, now: datetime) -> Entry:
    """Write out a date that only says how long ago it was: the page may be read much later."""
    found = ago(entry.published, zone, now) if entry.published else None
    if found is None:
        return entry
    at, precision = found
    return replace(entry, published=at.isoformat() if precision is DatePrecision.MINUTE else at.date().isoformat())
