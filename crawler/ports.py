"""What the edges fulfil: a spider hands what it finds to a Sink without knowing what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from crawler.model import Entry, Page
from stories.model import Drop


class Sink(Protocol):
    """Takes what a visit finds; every entry given to `announce` ends as a page or as a drop."""

    async def announce(self, entries: Sequence[Entry]) -> list[Entry]:
        """Record all entries; return those whose page is still wanted."""

    async def page(self, entry: Entry, page: Page) -> None:
        """Keep the page of a wanted entry; reading follows elsewhere."""

    async def postpone(self, entry: Entry, why: str) -> None:
        """Record that the page of a wanted entry cannot be had now; it is wanted again later."""

    async def drop(self, entry: Entry, drop: Drop) -> None:
        """Record that the page of a wanted entry cannot be had, and why."""
