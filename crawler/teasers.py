"""Lists of other articles beside or in place of one: alike short siblings that each hold a link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from lxml import etree
from lxml.html import HtmlElement

from crawler.markup import text_of

_FEWEST = 5  # alike siblings
_LONGEST_ITEM = 800  # characters; what is longer is no teaser
_SHORTEST_TITLE = 10  # characters
_LEAST_SHARE = 0.08  # of the link in its item
_TEASER_SHARE = 0.25
_NO_ITEMS = frozenset({"p", "br", "script", "meta", "link", "td", "option"})
_MAY_LIST = etree.XPath(f"descendant-or-self::*[*[{_FEWEST}]][descendant::a[{_FEWEST - 1}]]")

Item = tuple[str, float]


def repeated_items(tree: HtmlElement) -> list[Item]:
    """Return alike short siblings, five or more, that each hold a link with a title's worth of words.

    Each as (text, share of its longest link in it): the share is large in a teaser, small in a paragraph.
    """
    return [item for parent in _MAY_LIST(tree) for item in _items(parent)]


def without_teasers(lines: Sequence[str], items: Iterable[Item]) -> list[str]:
    """Drop what belongs to a list of other articles, if enough is left to be an article beside it."""
    is_teased = within([text for text, link_share in items if link_share >= _TEASER_SHARE])
    own = [line for line in lines if not is_teased(line)]
    return own if sum(map(len, own)) > sum(map(len, lines)) / 3 else list(lines)


def within(texts: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether a line is one of the texts or a part of one; whole ones cost no search."""
    whole, joined = frozenset(texts), "\n".join(texts)
    return lambda line: line in whole or line in joined


def _items(parent: HtmlElement) -> list[Item]:
    """Return the items among the children; empty if more than a fifth of the alike ones are none."""
    alike: dict[tuple[object, str | None], list[HtmlElement]] = defaultdict(list)
    for child in parent:
        if child.tag not in _NO_ITEMS:
            alike[child.tag, child.get("class")].append(child)
    children = max(alike.values(), key=len, default=[])
    found: list[Item] = []
    for place, child in enumerate(children if len(children) >= _FEWEST else ()):
        found += [item] if (item := _linked(child)) else ()
        if (place + 1 - len(found)) * 5 > len(children):  # what is no list is told by its first children
            return []
    return found


def _linked(item: HtmlElement) -> Item | None:
    text = text_of(item)
    if not _SHORTEST_TITLE <= len(text) <= _LONGEST_ITEM:
        return None
    link = max((len(text_of(link)) for link in item.iter("a")), default=0)
    return (text, link / len(text)) if link >= max(_SHORTEST_TITLE, _LEAST_SHARE * len(text)) else None
