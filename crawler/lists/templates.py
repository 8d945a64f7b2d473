"""A page -> the templates of the articles that it lists: learned from how its links are made and from their rows.

Links are put into families by their shape (crawler.lists.families), each family becomes a pattern, and what the
pattern finds on the page is judged (crawler.lists.scores). So no site and no system needs to be known by name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from heapq import nlargest
from itertools import chain, islice
from typing import TypeVar
from urllib.parse import quote

from lxml.html import HtmlElement

from crawler.entries import distinct
from crawler.hosts import is_one_site
from crawler.identity import identity_of
from crawler.lists import script_links
from crawler.lists.built_addresses import Built, addresses_by_id, built_address, in_place, shown_address
from crawler.lists.families import Family, Placed, Shape, families
from crawler.lists.page import Link, ListPage, list_page
from crawler.lists.rows import Row, linked_rows, rows_of
from crawler.lists.scores import TITLE, score_of, weight
from crawler.lists.script_links import Call, calls, scripted_links
from crawler.lists.shapes import asks, item_of, shape_of, strength_of
from crawler.model import Entry

WORTH_WATCHING = 0.5
_MOST_CANDIDATES = 12  # families that are looked at closely, those with the most text first
_MOST_LINKS = 5_000  # that are learned from, in page order
_LONGEST_TITLE = 60  # letters that count there
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|pdf|hwpx?|docx?|xlsx?|pptx?|zip|mp[34]|ics|xml|css|js)$"
    r"|/(?:\w*file[-_]?)?down(?:load)?(?:s|file)?(?:\.\w+)?(?:/|$)",
    re.IGNORECASE,
)
_Kind = TypeVar("_Kind", bound=Placed)
_UNSURE = 0.45  # the most that a template can have whose articles have no address that can be asked for


@dataclass(frozen=True, slots=True)
class Template:
    """How the articles of a list are linked, as `item` and `link` of a crawler.model.Watch."""

    item: str  # matches an article's absolute URL in full; with `link` or `needs_link`, is searched in scripts
    link: str | None
    entries: tuple[Entry, ...]  # what the list announces with it
    score: float  # 0..1; 0.5 and more is worth watching
    why: str  # one sentence
    needs_link: bool = False  # the articles are linked by scripts, and which address these build is not shown


def article_templates(body: bytes, url: str, content_type: str | None) -> list[Template]:
    """Return the templates of the page at `url` that may be of articles, the best first. Never raises.

    A template needs three articles or more. Links to other sites, to files and to the page itself are none.
    """
    page = list_page(body, url, content_type)
    if page is None:
        return []
    found = [*_linked(page), *_scripted(page)]
    return sorted(found, key=lambda template: (-template.score, -len(template.entries)))


def entries_of(rows: Iterable[Row]) -> tuple[Entry, ...]:
    """Return rows as entries, at most 2,000."""
    return tuple(distinct(Entry(row.url, row.identity, row.title, row.date, "list_row") for row in rows))


def _linked(page: ListPage) -> Iterator[Template]:
    shaped = list(islice(_shaped(page), _MOST_LINKS))
    outside = [pair for pair in shaped if page.places[pair[1].element] != "menu"]  # a menu may be made like the list
    inside = [pair for pair in shaped if page.places[pair[1].element] == "menu"]
    for family in _promising(page, chain(families(outside), families(inside))):
        item = item_of(family.shape, family.fields)
        rows = linked_rows(page, re.compile(item))
        strength, strange = strength_of(family.shape, family.fields), _strange(family, rows)
        score = score_of(page, rows, strength, strange, family.mixed)
        yield Template(item, None, entries_of(rows), score.value, score.why)


def _strange(family: Family[Link], rows: Collection[Row]) -> float:
    """Return the share of rows that a pattern without parameters hits although their parameters matter."""
    if asks(family.shape) or not rows:
        return 0.0
    own = {link.identity for link in family.members}
    return sum(row.identity not in own for row in rows) / len(rows)


def _shaped(page: ListPage) -> Iterator[tuple[Shape, Link]]:
    """Yield the links that may lead to articles, with their shapes."""
    own = identity_of(page.url)
    counting: dict[object, tuple[str, ...]] = {}
    is_own = cache(lambda host: is_one_site(f"//{host}", page.url))
    for link in _articles(page):
        host, path = link.address.split("/")[2], link.address.partition("?")[0]
        if link.identity != own and is_own(host) and not _NO_PAGE.search(path):
            shape = shape_of(link.address, counting)
            if shape is not None:
                yield shape, link


def _articles(page: ListPage) -> Collection[Link]:
    """Return one link per article, one outside the menus if there is one."""
    chosen: dict[str, Link] = {}
    for link in page.links:
        earlier = chosen.get(link.identity)
        if earlier is None or page.places[earlier.element] == "menu":
            chosen[link.identity] = link
    return chosen.values()


def _promising(page: ListPage, found: Iterable[Family[_Kind]]) -> list[Family[_Kind]]:
    """Choose the families with the most title in the content; menus have many links, but short ones."""
    texts: dict[HtmlElement, int] = {}

    def promise(family: Family[_Kind]) -> float:
        total = 0.0
        for member in family.members:
            if member.element not in texts:
                texts[member.element] = min(_LONGEST_TITLE, weight(member.element.text_content()[:200]))
            size = texts[member.element]
            total += (size if size >= TITLE else 1) * (0.3 if page.places[member.element] == "menu" else 1)
        return total

    return nlargest(_MOST_CANDIDATES, found, key=promise)


def _scripted(page: ListPage) -> Iterator[Template]:
    addresses = addresses_by_id(page)
    for family in _promising(page, families([(call.shape, call) for call in islice(calls(page), _MOST_LINKS)])):
        item, strength = script_links.item_of(family.shape, family.fields), script_links.strength_of(family.fields)
        built = _built(page, family, addresses)
        links = scripted_links(page, re.compile(item), built.link) if built else _without_address(page, family)
        rows = rows_of(links)
        score = score_of(page, rows, strength, mixed=family.mixed)
        value = score.value if built and not built.is_sent else min(score.value, _UNSURE)
        why = score.why + _about_address(family.members[0], built)
        entries = entries_of(rows) if built else ()
        yield Template(item, built.link if built else None, entries, value, why, built is None)


def _built(page: ListPage, family: Family[Call], addresses: dict[str, str]) -> Built | None:
    """Return the address that the calls lead to, with {1} for the first group of the family's pattern."""
    varying = [number for number, field in enumerate(family.fields) if field.varies]
    call = family.members[0]
    groups = {number: f"{{{group}}}" for group, number in enumerate(varying, 1)}
    built = built_address(page, call.name, call.arguments, call.attribute)
    if built:
        arguments = [groups.get(number, quote(value, safe="")) for number, value in enumerate(call.arguments)]
        return replace(built, link=in_place(built.link, arguments))
    shown = (shown_address(addresses, member.arguments[number]) for member in family.members for number in varying)
    return next(filter(None, shown), None) if len(varying) == 1 else None


def _without_address(page: ListPage, family: Family[Call]) -> list[Link]:
    keys = ("|".join(call.arguments) for call in family.members)
    return [Link(call.element, f"{page.url}?{key}", key) for call, key in zip(family.members, keys, strict=True)]


def _about_address(call: Call, built: Built | None) -> str:
    if built is None:
        shown = f"{call.name}({', '.join(map(repr, call.arguments))})" if call.name else call.arguments[0]
        return f"; needs a link template: the page does not show the address that {call.attribute} makes of {shown}"
    if built.is_sent:
        return "; sent by POST, so that it has to be tried whether the address answers"
    return "; linked by scripts"
