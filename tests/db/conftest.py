"""What the tests of the database begin with, as the fixture `samples`: sources, entries, pages, stories, readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from crawler.model import Entry, Page, Source, Watch
from db.connection import Connection
from db.digests import NewDigest
from db.items import announce, item_id_of
from db.pages import store_page
from db.readers import NewReader, add_reader, readers
from db.sources import sync_sources
from stories.model import (
    Article,
    DatePrecision,
    Facts,
    Kind,
    Party,
    Place,
    Reason,
    Status,
    Story,
    Verdict,
)


class Samples:
    """Valid values, each changed as the test needs it."""

    now = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)

    def source(self, source_id: str = "press", **changes: Any) -> Source:
        home = f"https://www.{source_id}.example/"
        watch = (Watch("feed", home + "rss"),)
        return replace(Source(source_id, "Press", home, "KR", "Asia/Seoul", watch, tell_archive=True), **changes)

    def entry(self, name: str = "1", **changes: Any) -> Entry:
        return replace(Entry(f"https://press.example/{name}", f"press.example/{name}", name), **changes)

    def page(self, body: bytes = b"<p>text</p>", **changes: Any) -> Page:
        url = "https://press.example/1"
        return replace(Page(url, url, 200, (("content-type", "text/html"),), body, self.now), **changes)

    def story(self, **changes: Any) -> Story:
        """A story; changes are those of its article."""
        article = Article("https://press.example/1", "A signs with B", "A signs with B.", "en")
        facts = Facts(
            Kind.MOU,
            Status.SIGNED,
            (Party("A University", "KR"), Party("B")),
            (Place("Seoul", "KR"),),
            self.now.date(),
            DatePrecision.DAY,
            ("education",),
            (),
            "A signs with B.",
        )
        verdict = Verdict(True, 0.9, "en", (Reason("signed", 2.5, "signs with"),))
        return Story(replace(article, **changes), verdict, facts)

    def digest(self, reader_id: int, stories: tuple[int, ...] = (), **changes: Any) -> NewDigest:
        day = self.now.date()
        new = NewDigest(reader_id, day, self.now, self.now, "queued", "<1@x>", "1 new", "<p>", b"mail", stories)
        return replace(new, **changes)

    async def add_source(self, conn: Connection, **changes: Any) -> None:
        await sync_sources(conn, [self.source(**changes)], self.now)

    async def add_fetched(self, conn: Connection, name: str = "1") -> int:
        """An item of the source `press` that waits for reading."""
        entry = self.entry(name)
        await announce(conn, "press", [entry], self.now)
        await store_page(conn, entry.identity, self.page(), self.now)
        item_id = await item_id_of(conn, entry.identity)
        assert item_id is not None
        return item_id

    async def add_reader(self, conn: Connection, email: str = "reader@example.org") -> int:
        reader = NewReader(email, None, "en", "Asia/Seoul", time(7), [1, 2, 3, 4, 5, 6, 7], "short")
        assert await add_reader(conn, reader, self.now)
        return next(row.id for row in await readers(conn) if row.email == email)


@pytest.fixture
def samples() -> Samples:
    return Samples()
