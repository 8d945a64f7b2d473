"""What means harm is dropped, each for its reason, and what stands beside it is read: on the real parsing pool."""

from __future__ import annotations

import asyncio
import random
import runpy
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from crawler.entries import FeedError
from crawler.feeds import feed_entries
from crawler.pool import ParseCrash, ParseTimeout, ParsingPool
from scheduler.assess import assess

BENCH = Path(__file__).parents[2] / "bench"
PAGES = runpy.run_path(str(BENCH / "poison_pages.py"))
FEEDS = runpy.run_path(str(BENCH / "poison_feeds.py"))
DEADLINE = 10.0
REFUSED_BEFORE_PARSING = {
    "100,000 nested divs": "too_complex",
    "100,000 attributes": "too_complex",
    "20,000 tables": "too_complex",
    "1,000,000 unclosed <b>": "too_complex",
    "NULs": "not_html",
    "an archive that is said to be a page": "not_html",
}
PARSED = (
    "20 MB in one line",
    "bytes that are no text",
    "a comment of 10 MB",
    "200,000 entities",
    "a picture of 10 MB inside",
    "99,000 nested divs",
    "99,000 unclosed <font>",
    "40,000 nested lists with text",
    "JSON-LD nested 100,000 times",
    "quotes in a tag that never ends",
    "UTF-16 that is said to be UTF-8",
    "a title of a million points",
    "a heading of 100,000 bars",
    "18,000 headings of lists",
    "40,000 items without links",
    "18,000 images in one paragraph",
    "4,000 forms",
    "JSON-LD with a million spaces before a value",
    "200,000 states that never end",
)
LONG = (
    "a sitemap of 100,000 dates",
    "a million bare &",
    "a million entities",
    "400 attributes in 400 tags",
)  # seconds


def outcomes(tasks: Sequence[tuple[Callable[..., Any], tuple[Any, ...]]]) -> list[Any]:
    """Run tasks in a mixed order; results and exceptions come in the order of the tasks."""

    async def whole() -> list[Any]:
        async with ParsingPool(workers=2, deadline=DEADLINE) as pool:
            mixed = random.Random(3).sample(range(len(tasks)), len(tasks))
            came = await asyncio.gather(
                *(pool.run(tasks[place][0], *tasks[place][1]) for place in mixed), return_exceptions=True
            )
            return [came[mixed.index(place)] for place in range(len(tasks))]

    return asyncio.run(whole())


def reason_of(outcome: Any) -> str:
    if isinstance(outcome, ParseTimeout | ParseCrash):
        return "unreadable"
    reason, _ = PAGES["judged"](outcome)
    return str(reason)


def test_poison_pages_are_dropped_and_the_good_ones_among_them_are_told() -> None:
    names = [*REFUSED_BEFORE_PARSING, *PARSED]
    bodies = [PAGES["POISONS"][name]() for name in names] + [PAGES["good"](number) for number in range(40)]
    came = outcomes([(assess, PAGES["page"](body, number)) for number, body in enumerate(bodies)])
    reasons = dict(zip(names, map(reason_of, came), strict=False))
    assert {name: reasons[name] for name in REFUSED_BEFORE_PARSING} == REFUSED_BEFORE_PARSING
    assert not {"story", "unreadable"} & set(reasons.values())
    assert [reason_of(outcome) for outcome in came[len(names) :]] == ["story"] * 40


def test_poison_feeds_give_what_can_be_read_and_the_good_ones_among_them_are_whole() -> None:
    names = [name for name in FEEDS["POISONS"] if name not in LONG]
    tasks = [(feed_entries, (FEEDS["POISONS"][name](), FEEDS["URL"])) for name in names]
    came = outcomes(tasks + [(feed_entries, (FEEDS["good"](number), FEEDS["URL"])) for number in range(60)])
    assert not [name for name, found in zip(names, came, strict=False) if not isinstance(found, list | FeedError)]
    assert [len(found) for found in came[len(names) :]] == [30] * 60


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("100,000 attributes", "more than 500 attributes"),
        ("900 namespaces", "more than 500 attributes"),
        ("declarations without end", "more than 200000 tags"),
        ("90,000 nested elements", "nests elements deeper than 10000"),
        ("a tag of 7 MB", "longer than 1000 letters"),
        ("entities of entities", "declares entities"),
        ("JSON nested 500,000 times", "not valid JSON"),
    ],
)
def test_what_would_keep_a_parser_busy_is_refused_in_a_sentence(name: str, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        feed_entries(FEEDS["POISONS"][name](), FEEDS["URL"])


def test_categories_cost_a_feed_nothing_and_the_entry_is_kept() -> None:
    categories = "<category>c</category><category><![CDATA[<c>]]></category><category term='c'/>"
    (entry,) = feed_entries(FEEDS["rss"](f"<item>{categories}{FEEDS['LINK']}<title>A</title></item>"), FEEDS["URL"])
    assert (entry.title, entry.url) == ("A", "https://feeds.example.org/1")


def test_of_a_feed_with_more_entries_than_are_kept_the_rest_is_not_parsed() -> None:
    item = "<item><title>T{0}</title><link>https://feeds.example.org/{0}</link></item>"
    found = feed_entries(FEEDS["rss"]("".join(item.format(n) for n in range(2_500))), FEEDS["URL"])
    assert [found[0].title, found[-1].title, len(found)] == ["T0", "T1999", 2_000]


def test_a_text_with_many_unclosed_tags_is_no_reason_to_refuse_a_feed() -> None:
    text = "<description>" + "line<br>" * 3_000 + "</description>"
    assert len(feed_entries(FEEDS["rss"](f"<item>{FEEDS['LINK']}{text}</item>"), FEEDS["URL"])) == 1
