"""Feeds that nobody here wrote: feedparser's own test files, each through crawler.feeds in the parsing children.

    git clone https://github.com/kurtmckee/feedparser CHECKOUT
    .venv/bin/python bench/feed_files.py CHECKOUT [--show]

Every file of CHECKOUT/tests is read as a server would send it (with the Content-type and Content-Location its comment
names), once as it is, once with a link in each item where no item has one (most files test one element and leave the
rest out, and an item without an address is no entry for us), once cut in the middle. What comes out is compared with
feedparser.parse on the same bytes and with what the file itself expects of titles, links, texts and dates of entries;
the expressions are read, not run. --show prints each difference. docs/feeds.md explains them.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
from feed_files_cases import Case, cases, halved, with_links

from crawler.entries import FeedError, plain_title, web_address
from crawler.feeds import feed_entries
from crawler.identity import identity_of
from crawler.model import Entry
from crawler.pool import ParseTimeout, ParsingPool

DEADLINE = 10.0  # seconds for a file
_DATES = ("published", "updated", "created")
_TEXTS = ("summary", "description")


@dataclass(slots=True)
class Count:
    """What came of all files; `differences` by their cause, as files and what was seen."""

    files: int = 0
    hangs: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    entries: Counter[str] = field(default_factory=Counter)
    differences: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    met: Counter[str] = field(default_factory=Counter)
    unmet: list[str] = field(default_factory=list)


def reference(case: Case) -> list[dict[str, Any]]:
    """Return the entries as feedparser finds them in the bytes."""
    headers = {"content-location": case.url}
    if case.content_type:
        headers["content-type"] = case.content_type
    found = feedparser.parse(BytesIO(case.body), response_headers=headers).entries
    return [
        {
            "link": item.get("link"),
            "title": item.get("title"),
            "texts": [part.get("value") or "" for part in item.get("content", ())] + [item.get("summary") or ""],
            "date": next((item[key] for key in _DATES if item.get(key)), None),
        }
        for item in found
    ]


async def judge(case: Case, pool: ParsingPool, count: Count) -> bool:
    """Run one file, count what came of it, and tell whether none of its items has a link."""
    count.files += 1
    try:
        ours = await pool.run(feed_entries, case.body, case.url, case.content_type)
    except FeedError as error:
        count.refused[str(error)].append(case.name)
        ours = None
    except ParseTimeout:
        count.hangs.append(case.name)
        return False
    except Exception as error:  # ParseCrash, and whatever came through
        count.crashes.append(f"{case.name}: {type(error).__name__}: {error}")
        return False
    try:
        theirs = await pool.run(reference, case)
    except Exception as error:
        count.differences[f"feedparser itself fails: {type(error).__name__}"].append(case.name)
        return False
    compare(case, ours, theirs, count)
    check(case, ours, theirs, count)
    return not any(item["link"] for item in theirs)


def compare(case: Case, ours: Sequence[Entry] | None, theirs: Sequence[dict[str, Any]], count: Count) -> None:
    """Compare entries with feedparser's."""
    seen: dict[str, Entry] = {entry.identity: entry for entry in ours or ()}
    told: set[str] = set()
    for item in theirs:
        count.entries["feedparser's"] += 1
        address = web_address(item["link"], case.url) if item["link"] else None
        identity = identity_of(address) if address else None
        if identity is None:
            count.entries["without an http(s) link"] += 1
        elif identity in told:
            count.entries["same article again"] += 1
        elif ours is None:
            count.entries["in a refused file"] += 1
            count.differences["file refused, though feedparser finds entries with links"].append(case.name)
        elif identity not in seen:
            count.entries["missing"] += 1
            count.differences["entry missing"].append(f"{case.name}: {address}")
        else:
            same(case, seen[identity], item, count)
        told.add(identity or "")
    for identity, entry in seen.items():
        if identity not in told:
            count.entries["only ours"] += 1
            count.differences["entry that feedparser does not find"].append(f"{case.name}: {entry.url}")


def same(case: Case, entry: Entry, item: dict[str, Any], count: Count) -> None:
    """Compare one entry that both have."""
    texts = {plain(text) for text in item["texts"]}
    pairs = {
        "title": (entry.title or "", plain(item["title"])),
        "date": (entry.published, (item["date"] or "").strip() or None),
        "text": (
            plain(entry.content),
            plain(entry.content) if plain(entry.content) in texts else max(texts, key=len),
        ),
    }
    differing = [name for name, (our, their) in pairs.items() if our != their]
    count.entries["equal" if not differing else "differing"] += 1
    for name in differing:
        our, their = pairs[name]
        count.differences[cause(name, our or "", their or "", case)].append(f"{case.name}: {our!r} not {their!r}")


def cause(name: str, our: str, their: str, case: Case) -> str:
    """Name why a field differs."""
    if any(ord(letter) > 126 for letter in our + their):
        declared = b"encoding=" in case.body[:200] or "charset" in (case.content_type or "")
        return f"{name}: bytes decoded otherwise, {'a' if declared else 'no'} charset is declared"
    return f"{name}: other"


def check(case: Case, ours: Sequence[Entry] | None, theirs: Sequence[dict[str, Any]], count: Count) -> None:
    """Compare with what the file expects, as far as its entries have an address."""
    for number, key, value in case.expected:
        if key not in ("title", "link", *_TEXTS, *_DATES) or number >= len(theirs):
            continue
        address = web_address(theirs[number]["link"] or "", case.url) if theirs[number]["link"] else None
        entry = next((one for one in ours or () if address and one.url == address), None)
        if entry is None:
            count.met["not comparable: no address"] += 1
            continue
        found = {"link": entry.url, "summary": entry.content, "description": entry.content}
        our = (entry.title or "") if key == "title" else plain(found.get(key, entry.published))
        if our == plain(value) or (key == "link" and our == web_address(value, case.url)):
            count.met["met"] += 1
        elif key in _TEXTS and len(our) >= len(value) and plain(value) in map(plain, theirs[number]["texts"]):
            count.met["met by another text of the item, which is longer"] += 1
        else:
            count.met["not met"] += 1
            count.unmet.append(f"{case.name}: {key} {our!r} not {value!r}")


def plain(text: str | None) -> str:
    """Return markup as text; what is only markup is empty."""
    return plain_title(text) or ""


async def main(checkout: Path, show: bool) -> None:
    """Run all files and print what came of them."""
    as_is, linked, cut = Count(), Count(), Count()
    async with ParsingPool(workers=2, deadline=DEADLINE, warm=None) as pool:
        for case in cases(checkout / "tests"):
            has_no_link = await judge(case, pool, as_is)
            probe = with_links(case) if has_no_link else None
            if probe:
                await judge(probe, pool, linked)
            await judge(halved(probe or case), pool, cut)
    for title, count in (("As they are", as_is), ("With a link in each item", linked), ("Cut in the middle", cut)):
        report(title, count, show)


def report(title: str, count: Count, show: bool) -> None:
    """Print one run."""
    print(f"\n{title}: {count.files} files, {len(count.crashes)} crashes, {len(count.hangs)} hangs")
    for line in (*count.crashes, *count.hangs):
        print(f"  ! {line}")
    for sentence, files in sorted(count.refused.items()):
        print(f"  refused {len(files):5}  {sentence}")
        _print_all(files, show)
    print("  entries:", ", ".join(f"{name} {number}" for name, number in count.entries.most_common()))
    print("  the files' own expectations:", dict(count.met))
    for name, examples in sorted(count.differences.items()):
        print(f"  differs {len(examples):5}  {name}")
        _print_all(examples, show)
    _print_all([f"expected: {line}" for line in count.unmet], show)


def _print_all(lines: Sequence[str], show: bool) -> None:
    for line in lines if show else ():
        print(f"           {line}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), "--show" in sys.argv))
