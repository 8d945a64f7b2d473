"""A page that lists articles -> its entries: which links are articles is said by the source file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from crawler.decoding import decode
from crawler.entries import distinct, web_address
from crawler.identity import identity_of
from crawler.model import Entry

_TIME = r"(?:[ T\u00a0]+\[?\(?\d{1,2}:\d{2}(?::\d{2})?\)?\]?)"
_DATE = re.compile(
    rf"""\d{{4}}\s?[-./년]\s?\d{{1,2}}\s?[-./월]\s?\d{{1,2}}[.일]?{_TIME}?   # 2024.05.01 12:30, 2024년 5월 1일
    | \d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}{_TIME}?                            # 01.05.2024, 01/05/2024
    | \d{{2}}[-./]\d{{2}}[-./]\d{{2}}{_TIME}?                                # 24-05-01
    | \d{{1,2}}[./-]\d{{1,2}}{_TIME}                                         # 05.01 12:30, without year
    | \d{{1,2}}\.?\s[^\W\d_]{{3,12}}\.?\s\d{{4}}                             # 1 May 2024, 1. Mai 2024
    | [^\W\d_]{{3,12}}\.?\s\d{{1,2}},\s\d{{4}}                               # May 1, 2024
    """,
    re.VERBOSE,
)
_BESIDE = 24  # characters that may stand beside a date (a label, a byline); more is prose, whose dates are of events
_LISTS = frozenset({"html", "body", "main", "table", "tbody", "ul", "ol"})  # hold rows, are none
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class _Found:
    """The links to one article."""

    url: str
    links: list[html.HtmlElement] = field(default_factory=list)


def list_entries(body: bytes, url: str, content_type: str | None, item: str) -> list[Entry]:
    """Return one entry per article that the page at `url` links, in page order; at most 2,000.

    An article is a link whose absolute URL the regular expression `item` matches in full. Its title is the text of
    the link in a heading, else the longest one; its date is the string that a row of the list has beside the link.
    A page without such links, or one that is no HTML, has no entries.
    """
    try:
        page = html.document_fromstring(decode(body, content_type).encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return []  # nothing in it
    articles = _articles(page, url, re.compile(item))
    holders = _holders(articles)
    return distinct(
        Entry(found.url, identity, _title(found.links), _date(identity, found.links, holders), "list_row")
        for identity, found in articles.items()
    )


def _articles(page: html.HtmlElement, url: str, item: re.Pattern[str]) -> dict[str, _Found]:
    base = next(iter(page.xpath("//base/@href")), "")
    root = web_address(base, url) or url
    articles: dict[str, _Found] = {}
    for link in page.iter("a"):
        address = web_address(link.get("href") or "", root)
        if address and item.fullmatch(address):
            articles.setdefault(identity_of(address), _Found(address)).links.append(link)
    return articles


def _holders(articles: dict[str, _Found]) -> dict[html.HtmlElement, set[str]]:
    """Which articles each element holds links to."""
    holders: dict[html.HtmlElement, set[str]] = {}
    for identity, found in articles.items():
        for link in found.links:
            for element in (link, *link.iterancestors()):
                holders.setdefault(element, set()).add(identity)
    return holders


def _title(links: list[html.HtmlElement]) -> str | None:
    headed = [link for link in links if _heading(link) is not None]  # else the lead, often a link too, would win
    texts = [text for link in headed or links for text in (_link_text(link), _tidy(link.get("title") or ""))]
    alternatives = [_tidy(alt) for link in links for alt in link.xpath(".//img/@alt")]
    return max(texts, key=len, default="") or max(alternatives, key=len, default="") or None


def _link_text(link: html.HtmlElement) -> str:
    inside = next((part for part in link.iter(*_HEADINGS) if _tidy(part.text_content())), link)
    return _tidy(" ".join(text for text in inside.itertext() if not _DATE.fullmatch(_tidy(text))))


def _heading(link: html.HtmlElement) -> html.HtmlElement | None:
    """Return the heading that holds the link or that the link holds."""
    around = (*link.iter(*_HEADINGS), *link.iterancestors(*_HEADINGS))
    return next((part for part in around if _tidy(part.text_content())), None)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _date(identity: str, links: list[html.HtmlElement], holders: dict[html.HtmlElement, set[str]]) -> str | None:
    """Look for a date in the smallest part of the page around a link that holds this article alone."""
    for link in links:
        for part in (link, *link.iterancestors()):
            if part.tag in _LISTS or holders[part] != {identity}:
                break
            date = next(_dates_in(part, links), None)
            if date is not None:
                return date
    return None


def _dates_in(part: html.HtmlElement, links: list[html.HtmlElement]) -> Iterator[str]:
    for time in part.iter("time"):
        yield from filter(None, [_tidy(time.get("datetime") or "")])
    inside = {element for link in links for element in link.iter()}
    for node in part.xpath("descendant-or-self::*[not(self::script or self::style)]/text()"):
        holder = node.getparent().getparent() if node.is_tail else node.getparent()
        text = _tidy(node)
        found = _DATE.search(text)
        # Inside the link a date counts only where nothing stands beside it: titles have dates, too.
        if found and len(text) - len(found[0]) <= (0 if holder in inside else _BESIDE):
            yield found[0]
