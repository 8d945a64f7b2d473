"""From stored stories to mail: a real database, a real mail server, a reader who gets each story once."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time, timedelta
from email import message_from_bytes

from aiosmtpd.smtp import SMTP

from crawler.model import Entry, Page
from crawler.sources import source_from_block
from db import items, pages, stories
from db.digests import digest_rows
from db.readers import NewReader, add_reader, readers
from db.sources import sync_sources
from scheduler.settings import Settings
from scheduler.telling import deliver_digest, tell_reader
from scheduler.ticks import due_digests
from scheduler.wiring import wired
from stories.model import Article, Facts, Kind, Party, Status, Story, Verdict

DAY = timedelta(days=1)
SOURCE = source_from_block(
    {
        "id": "post",
        "name": "Valley Post",
        "homepage": "https://post.example/",
        "country": "DE",
        "timezone": "Europe/Berlin",
        "tell_archive": True,
        "watch": [{"kind": "feed", "url": "https://post.example/feed"}],
    }
)


class Mailbox:
    """Takes mails, or answers what it is told to."""

    def __init__(self):
        self.mails, self.answer = [], "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("2"):
            self.mails.append(message_from_bytes(envelope.content))
        return self.answer


@asynccontextmanager
async def house(database_url, tmp_path, on_empty="short"):
    """A wiring with one source, one reader who is always due, and a mail server."""
    mailbox = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, hostname="localhost"), "127.0.0.1", 0)
    try:
        port = server.sockets[0].getsockname()[1]
        settings = Settings(
            home=tmp_path, database_url=database_url, smtp_host="127.0.0.1", smtp_port=port, smtp_tls="none"
        )
        async with wired(settings) as wiring:
            now = (await wiring.clock())()
            async with wiring.pool.connection() as conn:
                await sync_sources(conn, [SOURCE], now)
                reader = NewReader(
                    "kim@example.org", "Kim", "ko", "Asia/Seoul", time(0), [1, 2, 3, 4, 5, 6, 7], on_empty
                )
                await add_reader(conn, reader, now - DAY)
                (row,) = await readers(conn)
            yield wiring, row.id, mailbox, now
    finally:
        server.close()


async def keep(wiring, number, now):
    """Store one kept story."""
    url = f"https://post.example/{number}"
    article = Article(url, f"Story {number}", "The city and the university signed an agreement.", "en")
    parties = (Party(f"City {number}", "DE"), Party("University", "DE"))
    facts = Facts(Kind.AGREEMENT, Status.SIGNED, parties, (), None, None, (), (), article.text)
    async with wiring.pool.connection() as conn:
        await items.announce(conn, "post", [Entry(url, url)], now)
        item_id = await pages.store_page(conn, url, Page(url, url, 200, (), b"x", now), now)
        await stories.attach(conn, item_id, Story(article, Verdict(True, 0.9, "en"), facts), now)


async def send(wiring, reader_id, now):
    """What the worker does when a digest is due."""
    digest_id = await tell_reader(wiring, reader_id, now)
    return digest_id and await deliver_digest(wiring, digest_id, now)


async def test_each_story_is_mailed_once_and_a_day_has_one_digest(database_url, tmp_path):
    async with house(database_url, tmp_path) as (wiring, reader_id, mailbox, now):
        await keep(wiring, 1, now)
        assert (await send(wiring, reader_id, now)).state == "sent"
        await keep(wiring, 2, now)
        assert await send(wiring, reader_id, now) is None
        assert (await send(wiring, reader_id, now + DAY)).state == "sent"
        told = [mail.get_payload()[0].get_payload(decode=True).decode() for mail in mailbox.mails]
        assert ["City 1" in text for text in told] == [True, False]
        assert ["City 2" in text for text in told] == [False, True]
        assert len({mail["Message-ID"] for mail in mailbox.mails}) == 2


async def test_when_nothing_is_new_a_short_mail_says_so_or_none_if_the_reader_wants_none(database_url, tmp_path):
    async with house(database_url, tmp_path) as (wiring, reader_id, mailbox, now):
        assert (await send(wiring, reader_id, now)).state == "sent"
        assert len(mailbox.mails) == 1


async def test_a_reader_who_wants_no_empty_mail_gets_none(database_url, tmp_path):
    async with house(database_url, tmp_path, on_empty="skip") as (wiring, reader_id, mailbox, now):
        assert await send(wiring, reader_id, now) is None
        assert mailbox.mails == []
        async with wiring.pool.connection() as conn:
            assert [row.state for row in await digest_rows(conn)] == ["skipped"]
        assert await due_digests(wiring) == ([], [])


async def test_a_server_that_is_busy_gets_the_same_mail_again_later(database_url, tmp_path):
    async with house(database_url, tmp_path) as (wiring, reader_id, mailbox, now):
        await keep(wiring, 1, now)
        mailbox.answer = "451 try later"
        assert (await send(wiring, reader_id, now)).state == "deferred"
        assert await due_digests(wiring) == ([], [])
        async with wiring.pool.connection() as conn:
            (row,) = await digest_rows(conn)
        mailbox.answer = "250 OK"
        assert (await deliver_digest(wiring, row.id, now + DAY)).state == "sent"
        assert await deliver_digest(wiring, row.id, now + DAY) is None
        assert len(mailbox.mails) == 1


async def test_without_a_mail_server_the_digest_is_a_file(database_url, tmp_path):
    async with house(database_url, tmp_path) as (wiring, reader_id, _, now):
        await keep(wiring, 1, now)
        without = replace(wiring, settings=replace(wiring.settings, smtp_host=None))
        assert (await send(without, reader_id, now)).state == "sent"
        assert sorted(file.suffix for file in (tmp_path / "outbox").iterdir()) == [".eml", ".html"]
