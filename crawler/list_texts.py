"""Whether a text is a list of articles: made of repeated items that link elsewhere, rather than of paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.markup import text_of
from crawler.teasers import Item, within
from crawler.text_weight import SENTENCE_END, SHORT, SHORTEST, is_told, reaches, weight

_TITLE = 10  # characters of a link that may be a title


def is_list(tree: HtmlElement, lines: Sequence[str], items: Sequence[Item]) -> bool:
    """Tell whether the text is made of repeated items that link elsewhere, rather than of paragraphs."""
    links = (text_of(link) for link in tree.iter("a"))
    is_linked = within([*(text for text, _ in items), *(link for link in links if len(link) >= _TITLE)])
    if reaches((line for line in lines if not is_linked(line)), 2 * SHORT):
        return False
    own = [line for line in lines if not is_linked(line)]
    listed = sum(weight(line) for line in lines if is_linked(line))
    return listed > sum(map(weight, own)) and not _stands_together(tree, own)


def _stands_together(tree: HtmlElement, own: Sequence[str]) -> bool:
    """Tell whether sentences stand in one element without the titles of others between them."""
    told = [line for line in own if SENTENCE_END.search(line)]
    if not is_told("\n".join(told)) or not reaches(told, SHORTEST):
        return False
    holder: HtmlElement | None = tree
    while holder is not None:
        smallest = holder
        holder = next((child for child in holder if _holds(child, told)), None)
    links = (text_of(link) for link in smallest.iter("a"))
    return sum(weight(link) for link in links if len(link) >= _TITLE) * 2 < sum(map(weight, told))


def _holds(element: HtmlElement, lines: Sequence[str]) -> bool:
    text = text_of(element)
    return all(line in text for line in lines)
