"""25 feeds that would keep a parser busy for minutes among 500 good ones, through the parsing children.

    .venv/bin/python bench/poison_feeds.py [DEADLINE seconds, 10 as in the service]

Passes if all good feeds are read and no poison takes the service down.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter

from crawler.entries import FeedError
from crawler.feeds import feed_entries
from crawler.pool import ParseCrash, ParseTimeout, ParsingPool

GOOD, URL = 500, "https://feeds.example.org/feed.xml"


def rss(inner: str) -> bytes:
    """Wrap items as a feed."""
    return f'<rss version="2.0"><channel>{inner}</channel></rss>'.encode()


def good(number: int) -> bytes:
    """Return a usual feed of 30 items."""
    item = "<item><title>Agreement {0}</title><link>https://feeds.example.org/{1}/{0}</link></item>"
    return rss("".join(item.format(n, number) for n in range(30)))


def poisons() -> list[bytes]:
    """Return five feeds of each of five kinds: attributes, categories, entities, depth, one endless tag."""
    attributes = " ".join(f"a{n}='1'" for n in range(100_000))
    kinds = (
        rss(f"<item><title {attributes}>A</title></item>"),
        rss("<item>" + "".join(f"<category>c{n}</category>" for n in range(60_000)) + "</item>"),
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + rss("<item>&b;</item>"),
        rss("<item>" * 100_000),
        rss("<" + "x" * 7_000_000),
    )
    return [kind for kind in kinds for _ in range(5)]


async def main(deadline: float) -> None:
    """Run all feeds in a mixed order and print what came of them."""
    feeds = [(True, good(number)) for number in range(GOOD)] + [(False, body) for body in poisons()]
    random.Random(7).shuffle(feeds)
    came: Counter[str] = Counter()

    async def run(pool: ParsingPool, is_good: bool, body: bytes) -> None:
        try:
            found = await pool.run(feed_entries, body, URL, "text/xml")
            outcome = "read" if not is_good or len(found) == 30 else "read wrongly"
        except (FeedError, ParseTimeout, ParseCrash) as error:
            outcome = type(error).__name__
        came[f"{'good' if is_good else 'poison'}: {outcome}"] += 1

    started = time.monotonic()
    async with ParsingPool(workers=2, deadline=deadline) as pool:
        await asyncio.gather(*(run(pool, *feed) for feed in feeds))
    print(f"{len(feeds)} feeds in {time.monotonic() - started:.1f} s, deadline {deadline:g} s, 2 children")
    for outcome, count in sorted(came.items()):
        print(f"  {outcome:30} {count}")
    if came["good: read"] != GOOD:
        sys.exit("some good feeds were lost")


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
