"""Pages that mean harm, mixed into good ones: what becomes of both, and how long the event loop is held up.

    .venv/bin/python bench/poison_pages.py [DEADLINE]

300 good pages of about 300 kB and each of the poisons go through a parsing pool with two children, in a mixed order
and eight at a time, by the function that the worker runs. Every good page must become what it is; of each poison the
reason it was dropped for is printed, with the seconds it took. The loop lag is how much later than asked for a
sleep of a hundredth of a second ends in the process that hosts the pool.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import quantiles

from crawler.model import Entry, Page, Source, Watch
from crawler.pool import ParseCrash, ParseTimeout, ParsingPool
from scheduler.assess import Assessment, Rejected, assess
from scheduler.warming import warm
from stories.model import Drop

GOOD, AT_ONCE, TICK = 300, 8, 0.01
NOW = datetime(2026, 11, 5, 9, tzinfo=UTC)
FEED = Watch("feed", "https://news.example.org/feed")
SOURCE = Source("news", "News", "https://news.example.org/", "DE", "Europe/Berlin", (FEED,))
SENTENCE = "In Nordhafen unterzeichneten Stadtwerke und Institut am Montag eine Vereinbarung zur Zusammenarbeit."
WORDS = "Ein paar Wörter. "


@dataclass(frozen=True)
class Came:
    """What became of a page: why it was dropped, "story" for a story, and the seconds that took."""

    name: str
    reason: str
    detail: str
    seconds: float


def html(inner: str, head: str = "") -> bytes:
    """Wrap an inside as a page."""
    head = f"<head><title>Wort</title>{head}</head>"
    return f"<!DOCTYPE html><html lang='de'>{head}<body>{inner}</body></html>".encode()


def good(number: int) -> bytes:
    """Return a page of about 300 kB, most of it chrome, as pages are."""
    menu = "".join(f"<li class='item'><a href='/section/{n}'>Rubrik {n}</a></li>" for n in range(400))
    script = "<script>var settings = {" + ",".join(f"'key{n}':'{'x' * 40}'" for n in range(4200)) + "};</script>"
    story = "".join(f"<p>{n}. {SENTENCE} Das ist Meldung {number}.</p>" for n in range(1, 13))
    return html(f"<nav><ul>{menu}</ul></nav><article><h1>Vereinbarung {number}</h1>{story}</article>{script}")


POISONS: dict[str, Callable[[], bytes]] = {
    # the ten of the promise
    "100,000 nested divs": lambda: html("<div>" * 100_000 + WORDS),
    "100,000 attributes": lambda: html("<p " + " ".join(f"a{n}='1'" for n in range(100_000)) + f">{WORDS}</p>"),
    "20,000 tables": lambda: html(f"<table><tr><td>{WORDS}</td></tr></table>" * 20_000),
    "20 MB in one line": lambda: html("<p>" + "a" * 20_000_000),
    "NULs": lambda: b"\0" * 1_000_000,
    "bytes that are no text": lambda: b"<html><p>" + random.Random(5).randbytes(1_000_000),
    "1,000,000 unclosed <b>": lambda: html("<b>wort " * 1_000_000),
    "a comment of 10 MB": lambda: html("<!--" + "- " * 5_000_000),
    "200,000 entities": lambda: html("<p>" + "&#x41;&euro;&bogus;" * 200_000),
    "a picture of 10 MB inside": lambda: html("<img src='data:image/png;base64," + "QUFB" * 2_500_000 + "'>"),
    # what stays below the limits
    "99,000 nested divs": lambda: html("<div>" * 99_000 + WORDS),
    "99,000 unclosed <font>": lambda: html("<font>wort " * 99_000),
    "99,000 nested links": lambda: html("<a href='/x'>" * 99_000 + WORDS),
    "40,000 nested lists with text": lambda: html("<ul><li>wort " * 40_000),
    "1,900 nested tables": lambda: html("<table><tr><td>wort " * 1_900 + WORDS),
    "999 attributes in each of 100 tags": lambda: html(
        ("<p " + " ".join(f"a{n}" for n in range(998)) + ">wort</p>") * 100
    ),
    "49,000 short paragraphs": lambda: html("<p>wort</p>" * 49_000),
    "24,000 links with titles": lambda: html("<li><a href='/a/{0}'>Ein langer Titel {0}</a></li>" * 24_000),
    "90,000 options of a form": lambda: html("<form><select>" + "<option>wort" * 90_000),
    "a title of 2 MB": lambda: html("", f"<title>{'Wort - ' * 300_000}</title>"),
    "a title of a million points": lambda: html("", f"<title>{'.' * 1_000_000}x</title><meta name='headline'>"),
    "a heading of 100,000 bars": lambda: html(f"<h1>{'ab | ' * 100_000}x</h1>", "<title>ab | cd</title>"),
    "18,000 headings of lists": lambda: html(f"<article>{'<p>Related articles</p><p>Wort</p>' * 18_000}</article>"),
    "40,000 items without links": lambda: html("<ul>" + "<li>Ein Eintrag ohne Link" * 40_000),
    "18,000 images in one paragraph": lambda: html("<p>" + "<img alt='Ein Bild'> Wort" * 18_000),
    "4,000 forms": lambda: html(f"<form><p>{'Wort ' * 60}</p></form>" * 4_000),
    # what is meant for a pattern or a parser of data
    "JSON-LD nested 100,000 times": lambda: html(WORDS, _json_ld('{"@graph":[' * 100_000)),
    "JSON-LD with a number of a million digits": lambda: html(WORDS, _json_ld('{"a":' + "1" * 1_000_000 + "}")),
    "JSON-LD of 100,000 articles": lambda: html("", _json_ld("[" + '{"@type":"Thing"},' * 100_000 + "{}]")),
    "JSON-LD of a million slashes": lambda: html(WORDS, _json_ld("/" * 1_000_000 + "x")),
    "JSON-LD with a million spaces before a value": lambda: html(
        WORDS, _json_ld('{"@type":"NewsArticle","headline":' + " " * 1_000_000 + "x")
    ),
    "200,000 states that never end": lambda: html(f"<script>{'__a=[{' * 200_000}</script>"),
    "JSON-LD with an author of a million spaces": lambda: html(
        WORDS, _json_ld('{"@type":"NewsArticle","headline":"W","author":"A' + " " * 1_000_000 + 'B"}')
    ),
    "JSON-LD with a date of a million spaces": lambda: html(
        WORDS, _json_ld('{"@type":"NewsArticle","headline":"W","datePublished":"' + " (" * 500_000 + '"}')
    ),
    "a script string that never ends": lambda: html('<script id="__NEXT_DATA__">"' + '\\"' * 700_000 + "</script>"),
    "a date of 2 MB": lambda: html(
        "", "<meta property='article:published_time' content='" + "2026-11-" * 250_000 + "'>"
    ),
    "an author of 2 MB": lambda: html(WORDS, "<meta name='author' content='" + "Von A. " * 290_000 + "'>"),
    "a line of 2 MB of dates": lambda: html("<p>" + "Stand: 2026-11-05 09:00 " * 85_000),
    "a line of 2 MB of spaces and marks": lambda: html("<p>" + "\xa0▶ ( 기자 = " * 130_000),
    "a line of 2 MB of addresses": lambda: html("<p>" + "a.b@c.d-" * 250_000),
    "2 MB of <": lambda: html("<" * 90_000 + "<a <a " * 4_000),
    "a tag that never ends": lambda: html("<a href=" + "x" * 2_000_000),
    "quotes in a tag that never ends": lambda: html("<a " + "'\"" * 1_000_000),
    # lies
    "UTF-16 that is said to be UTF-8": lambda: b"<\0h\0t\0m\0l\0" + random.Random(6).randbytes(1_000_001),
    "UTF-7": lambda: b"<meta charset=utf-7><p>" + b"+ADw-script+AD4-" * 100_000,
    "an archive that is said to be a page": lambda: b"PK\x03\x04" + random.Random(7).randbytes(1_000_000),
}


def _json_ld(text: str) -> str:
    return f"<script type='application/ld+json'>{text}</script>"


def page(body: bytes, number: int) -> tuple[Page, Entry, Source, datetime]:
    """Return what the worker would hand to the pool."""
    url = f"https://news.example.org/news/{number}"
    kept = Page(url, url, 200, (("content-type", "text/html"),), body, NOW)
    return kept, Entry(url, f"news.example.org/news/{number}"), SOURCE, NOW


def judged(found: tuple[Assessment, ...]) -> tuple[str, str]:
    """Return the word and the sentence for what became of a page."""
    drop = found[0] if isinstance(found[0], Drop) else found[0].drop if isinstance(found[0], Rejected) else None
    return (drop.reason, drop.detail or "") if drop else ("story", "")


def timed(kept: Page, entry: Entry, source: Source, now: datetime) -> tuple[tuple[str, str], float]:
    """Assess a page in a child; return what became of it, and the seconds."""
    begun = time.monotonic()
    return judged(assess(kept, entry, source, now)), time.monotonic() - begun


async def lag(lags: list[float]) -> None:
    """Note how much later than asked for the loop comes back, in seconds, until cancelled."""
    while True:
        begun = time.monotonic()
        await asyncio.sleep(TICK)
        lags.append(time.monotonic() - begun - TICK)


async def main(deadline: float) -> None:
    """Run all pages in a mixed order and print what came of them."""
    pages = [("good", good(number)) for number in range(GOOD)] + [(name, make()) for name, make in POISONS.items()]
    random.Random(7).shuffle(pages)
    turn, lags, came = asyncio.Semaphore(AT_ONCE), [], []

    async def run(pool: ParsingPool, number: int, name: str, body: bytes) -> None:
        async with turn:
            try:
                (reason, detail), seconds = await pool.run(timed, *page(body, number))
            except (ParseTimeout, ParseCrash) as error:
                reason, detail, seconds = "unreadable", str(error), deadline
            came.append(Came(name, reason, detail, seconds))

    async with ParsingPool(workers=2, deadline=deadline, warm=warm) as pool:
        await pool.run(len, "")
        watching, begun = asyncio.create_task(lag(lags)), time.monotonic()
        await asyncio.gather(*(run(pool, number, *each) for number, each in enumerate(pages)))
        took = time.monotonic() - begun
        watching.cancel()
    _tell(came, lags, took, deadline)


def _tell(came: list[Came], lags: list[float], took: float, deadline: float) -> None:
    print(f"{len(came)} pages in {took:.1f} s, deadline {deadline:g} s, 2 children")
    for each in sorted((each for each in came if each.name != "good"), key=lambda each: -each.seconds):
        print(f"  {each.seconds:6.2f} s  {each.name:42} {each.reason:20} {each.detail[:60]!r}")
    good_ones = Counter(each.reason for each in came if each.name == "good")
    print("good pages:", ", ".join(f"{reason} {count}" for reason, count in good_ones.items()))
    print(
        f"loop lag: p99 {quantiles(lags, n=100)[98] * 1000:.1f} ms, most {max(lags) * 1000:.1f} ms, {len(lags)} ticks"
    )
    lost = [each.name for each in came if each.name != "good" and each.reason == "story"]
    if good_ones != {"story": GOOD} or lost:
        sys.exit(f"some good pages were lost, or poison was taken for a story: {lost}")


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
