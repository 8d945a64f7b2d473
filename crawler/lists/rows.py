"""Links to articles -> the rows of the list that they stand in, with title and date as written there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from crawler.entries import MOST_ENTRIES
from crawler.lists.page import Link, ListPage
from crawler.lists.titles import letters, tidy, title_beside, title_of
from crawler.relative_dates import ago

_TIME = r"(?:,?[ T\u00a0]+\[?\(?\d{1,2}:\d{2}(?::\d{2})?(?:[ ]Uhr)?\)?\]?)"
DATE = re.compile(
    rf"""(?<!\d)(?<!\d[-./])(?:
    \d{{4}}\s?[-./년]\s?\d{{1,2}}\s?[-./월]\s?\d{{1,2}}[.일]?{_TIME}?        # 2024.05.01 12:30, 2024년 5월 1일
    | \d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}{_TIME}?                            # 01.05.2024, 01/05/2024
    | \d{{2}}[-./]\d{{2}}[-./]\d{{2}}(?![-./]?\d){_TIME}?                    # 24-05-01
    | \d{{1,2}}[./-]\d{{1,2}}\.?{_TIME}                                      # 05.01 12:30, without year
    | \d{{1,2}}(?:st|nd|rd|th)?\.?\s[^\W\d_]{{3,12}}\.?,?\s\d{{4}}           # 1 May 2024, 1. Mai 2024
    | \d{{1,2}}\s[^\W\d_]{{3,12}}\s\d{{1,2}},?\s(?:[^\W\d_]{{3}}\s)?\d{{4}}  # 1 tháng 5 năm 2024
    )
    | [^\W\d_]{{3,12}}\.?\s\d{{1,2}},?\s\d{{4}}                              # May 1, 2024
    """,
    re.VERBOSE,
)
_DAY = re.compile(r"(?:0\d|1[0-2])[-./](?:[0-2]\d|3[01])\.?")  # 05-01: only where nothing stands beside it
_SEEN = datetime(2000, 1, 1, tzinfo=UTC)
_BESIDE = 24  # characters that may stand beside a date (a label, a byline); more is prose, whose dates are of events
_TEXTS = "descendant-or-self::*[not(self::script or self::style)]/text()"
_LISTS = frozenset({"html", "body", "main", "table", "tbody", "ul", "ol", "dl"})  # hold rows, are none
_MOST_LINKS = 5  # to one article that are looked at: picture, title, lead, "read more"
_OFTEN = 3  # rows with one and the same link text: "read more"


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a list."""

    url: str
    identity: str
    title: str | None
    date: str | None  # raw
    links: tuple[HtmlElement, ...]
    part: HtmlElement  # the largest part of the page around the first link that holds no other article


def linked_rows(page: ListPage, item: re.Pattern[str]) -> list[Row]:
    """Return a row per article: a link whose absolute address `item` matches in full, in page order.

    Links in menus count only where there are no others: what a menu links is mostly no article.
    """
    found = [link for link in page.links if item.fullmatch(link.address)]
    outside = {link.identity for link in found if page.places[link.element] != "menu"}
    return rows_of(link for link in found if not outside or link.identity in outside)


def rows_of(links: Iterable[Link]) -> list[Row]:
    """Put the links to the same article together; the first address counts. At most 2,000 rows."""
    articles: dict[str, list[Link]] = {}
    for link in links:
        if link.identity in articles or len(articles) < MOST_ENTRIES:
            articles.setdefault(link.identity, []).append(link)
    holders = _holders(articles)
    rows = [_row(found, holders) for found in articles.values()]
    often = {title for title, times in Counter(row.title for row in rows).items() if times >= _OFTEN}
    return [_retitled(row) if row.title in often else row for row in rows]


def _retitled(row: Row) -> Row:
    titles = (row.title or "", title_beside(row.part, row.links) or "")
    return replace(row, title=max(titles, key=letters) or None)


def _holders(articles: dict[str, list[Link]]) -> dict[HtmlElement, str | None]:
    """Whose links each element holds; None: those of several articles. Linear: nothing is climbed twice as None."""
    holders: dict[HtmlElement, str | None] = {}
    for identity, links in articles.items():
        for link in links:
            for element in (link.element, *link.element.iterancestors()):
                held = holders.get(element, identity)
                if held is None:
                    break
                holders[element] = identity if held == identity else None
    return holders


def _row(links: list[Link], holders: dict[HtmlElement, str | None]) -> Row:
    elements = tuple(link.element for link in links[:_MOST_LINKS])
    ways = [list(_own_parts(element, links[0].identity, holders)) for element in elements]
    inside = {element for link in elements if link.tag == "a" for element in link.iter()}
    date = next((date for way in ways for date in _dates(way, inside)), None)
    return Row(links[0].address, links[0].identity, title_of(elements, DATE), date, elements, ways[0][-1])


def _own_parts(element: HtmlElement, identity: str, holders: dict[HtmlElement, str | None]) -> Iterator[HtmlElement]:
    """Yield the parts around a link that hold this article alone, smallest first."""
    yield element
    for part in element.iterancestors():
        if part.tag in _LISTS or holders[part] != identity:
            return
        yield part


def _dates(way: list[HtmlElement], inside: set[HtmlElement]) -> Iterator[str]:
    inner = None
    for part in way:
        yield from _dates_in(part, inside, inner)
        inner = part
    term = way[-1]
    if term.tag == "dt":  # its description follows beside it
        for part in term.itersiblings():
            if part.tag != "dd":
                return
            yield from _dates_in(part, inside)


def _dates_in(part: HtmlElement, inside: set[HtmlElement], inner: HtmlElement | None = None) -> Iterator[str]:
    """Yield the dates of a part without those of `inner`, where there are none: nothing is read twice."""
    others = [child for child in part if child is not inner]
    for time in chain([part] if part.tag == "time" else [], *(child.iter("time") for child in others)):
        yield from filter(None, [tidy(time.get("datetime") or "")])
    for written, holder in _texts(part, inner):
        text = tidy(written)
        found = DATE.search(text) or _DAY.fullmatch(text)
        # Inside the link a date counts only where nothing stands beside it: titles have dates, too.
        if found and len(text) - len(found[0]) <= (0 if holder in inside else _BESIDE):
            yield found[0]
        elif not found and holder not in inside and _is_ago(text):
            yield text


def _texts(part: HtmlElement, inner: HtmlElement | None) -> Iterator[tuple[str, HtmlElement]]:
    """Yield the texts of a part, and which element each stands in, without those of `inner`."""
    yield part.text or "", part
    for child in part:
        for node in child.xpath(_TEXTS) if child is not inner else ():
            yield str(node), node.getparent().getparent() if node.is_tail else node.getparent()
        yield child.tail or "", part


def _is_ago(text: str) -> bool:
    """Tell whether a text says how long ago something was: "3시간 전", "2 hours ago". Any moment serves."""
    return len(text) <= _BESIDE and any(map(str.isdigit, text)) and ago(text, ZoneInfo("UTC"), _SEEN) is not None
