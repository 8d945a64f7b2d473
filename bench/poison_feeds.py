"""Feeds that mean harm, mixed into good ones: what becomes of both, and how long the event loop is held up.

    .venv/bin/python bench/poison_feeds.py [DEADLINE seconds, 10 as in the service]

500 good feeds and 25 poisons go through a parsing pool with two children, in a mixed order and eight at a time, by
the function that a look at a source runs. Every good feed must give its 30 entries; of each poison it is printed
what came of it, with the seconds it took.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.model import Page, Watch
from crawler.pool import ParseCrash, ParseTimeout, ParsingPool
from scheduler.warming import warm
from spiders.kinds import read_watched

GOOD, AT_ONCE = 500, 8
NOW = datetime(2026, 11, 5, 9, tzinfo=UTC)
URL, LINK = "https://feeds.example.org/feed.xml", "<link>https://feeds.example.org/1</link>"


@dataclass(frozen=True)
class Came:
    """What became of a feed: entries, why it could not be read, and the seconds that took."""

    name: str
    entries: int
    trouble: str
    seconds: float


def rss(inner: str, attributes: str = "") -> bytes:
    """Wrap items as a feed."""
    return f'<rss version="2.0"{attributes}><channel>{inner}</channel></rss>'.encode()


def atom(inner: str) -> bytes:
    """Wrap entries as a feed."""
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{inner}</feed>'.encode()


def urls(inner: str) -> bytes:
    """Wrap addresses as a sitemap."""
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</urlset>'.encode()


def good(number: int) -> bytes:
    """Return a usual feed of 30 items."""
    date = "<pubDate>Mon, 02 Nov 2026 10:00:00 +0900</pubDate>"
    item = "<item><title>Agreement {0}</title><link>https://feeds.example.org/{1}/{0}</link>" + date + "</item>"
    return rss("".join(item.format(n, number) for n in range(30)))


POISONS: dict[str, Callable[[], bytes]] = {
    "100,000 attributes": lambda: rss(
        "<item><title " + " ".join(f"a{n}='1'" for n in range(100_000)) + ">A</title></item>"
    ),
    "400 attributes in 400 tags": lambda: rss(("<item " + " ".join(f"a{n}='1'" for n in range(400)) + "/>") * 400),
    "60,000 categories": lambda: rss(
        "<item>" + "".join(f"<category>c{n}</category>" for n in range(60_000)) + "</item>"
    ),
    "40,000 categories of Atom": lambda: atom("<entry>" + "".join(f"<category term='c{n}'/>" for n in range(40_000))),
    "entities of entities": lambda: (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + rss("<item>&b;</item>")
    ),
    "100,000 nested items": lambda: rss("<item>" * 100_000),
    "90,000 nested elements": lambda: rss("<item>" + "<a>" * 90_000 + "</a>" * 90_000),
    "a tag of 7 MB": lambda: rss("<" + "x" * 7_000_000),
    "an attribute of 7 MB": lambda: rss("<item><title a='" + "x" * 7_000_000 + "'>"),
    "a million entities": lambda: rss(f"<item>{LINK}<title>{'&amp;' * 1_000_000}</title></item>"),
    "a million bare &": lambda: rss(f"<item>{LINK}<title>{'&' * 1_000_000}</title></item>"),
    "a title of half-open tags": lambda: rss(f"<item>{LINK}<title>{'&lt;!' * 500_000}</title></item>"),
    "99,000 divs in a text": lambda: rss(
        f"<item>{LINK}<description><![CDATA[{'<div>' * 99_000}]]></description></item>"
    ),
    "a comment without end": lambda: rss("<!--" + "- " * 3_000_000),
    "CDATA without end": lambda: rss("<item><title><![CDATA[" + "x " * 3_000_000),
    "20,000 links in an item": lambda: rss("<item>" + LINK * 20_000 + "</item>"),
    "20,000 authors of an item": lambda: rss("<item>" + "<author>a b</author>" * 20_000 + "</item>"),
    "declarations without end": lambda: b"<?xml " * 1_000_000 + rss("<item/>"),
    "900 namespaces": lambda: rss("<a1:x>" * 5_000, "".join(f" xmlns:a{n}='u{n}'" for n in range(900))),
    "a date of 2 MB": lambda: rss(f"<item>{LINK}<pubDate>{'2026-11-' * 250_000}</pubDate></item>"),
    "NULs": lambda: b"\0" * 7_000_000,
    "bytes that are no text": lambda: b"<rss><item>" + random.Random(5).randbytes(7_000_000),
    "JSON nested 500,000 times": lambda: (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 500_000
    ),
    "a number of a million digits": lambda: (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b"1" * 1_000_000
    ),
    "a sitemap of 100,000 dates": lambda: urls(
        "<url><loc>https://feeds.example.org/a</loc><lastmod>2026-11</lastmod></url>" * 100_000
    ),
}


def timed(body: bytes, kind: str) -> tuple[int, str, float]:
    """Read a feed in a child; return how many entries it gave, what is wrong with it, and the seconds."""
    begun = time.monotonic()
    read = read_watched(Page(URL, URL, 200, (), body, NOW), Watch(kind, URL), "Asia/Seoul", NOW)
    sign = f"{read.sign.word}: {read.sign.sentence}" if read.sign else ""
    return len(read.announced.entries), read.trouble or sign, time.monotonic() - begun


async def main(deadline: float) -> None:
    """Run all feeds in a mixed order and print what came of them."""
    feeds = [("good", good(number)) for number in range(GOOD)] + [(name, make()) for name, make in POISONS.items()]
    random.Random(7).shuffle(feeds)
    turn, came = asyncio.Semaphore(AT_ONCE), []

    async def run(pool: ParsingPool, name: str, body: bytes) -> None:
        async with turn:
            try:
                entries, trouble, seconds = await pool.run(timed, body, "sitemap" if "sitemap" in name else "feed")
            except (ParseTimeout, ParseCrash) as error:
                entries, trouble, seconds = 0, str(error), deadline
            came.append(Came(name, entries, trouble, seconds))

    begun = time.monotonic()
    async with ParsingPool(workers=2, deadline=deadline, warm=warm) as pool:
        await asyncio.gather(*(run(pool, *feed) for feed in feeds))
    print(f"{len(feeds)} feeds in {time.monotonic() - begun:.1f} s, deadline {deadline:g} s, 2 children")
    for each in sorted((each for each in came if each.name != "good"), key=lambda each: -each.seconds):
        print(f"  {each.seconds:6.2f} s  {each.name:30} {each.entries:5} entries  {each.trouble[:70]}")
    lost = sum(1 for each in came if each.name == "good" and each.entries != 30)
    print(f"good feeds read: {GOOD - lost} of {GOOD}")
    if lost:
        sys.exit("some good feeds were lost")


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
