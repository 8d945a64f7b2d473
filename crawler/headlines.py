"""What a page shows as its headline: the heading, unless that is the last step of the path to the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.markup import text_of
from crawler.title_lines import folded, line_of

_LONGEST = 300  # characters of a headline
_MOST_STEPS = 20  # of a path
_MOST = 100  # headlines of a page that are looked at
_MARKED = etree.XPath(
    "//*[(self::h2 or contains(@class, 'headline') or contains(@class, 'title')) and not(ancestor::a or .//a)]"
)


def shown_headlines(tree: HtmlElement, headings: Sequence[HtmlElement], said: Iterable[str | None]) -> list[str]:
    """Return what a page shows as headlines, the most trusted first; `said` is what its metadata calls the article.

    Those are its headings that are no part of a path. Where none of them is in the metadata, and that holds several
    titles, what is marked as a headline elsewhere follows, if the metadata has it: the shorter, the less beside it.
    """
    shown = [text_of(heading) for heading in headings if not is_in_path(heading)]
    titles = {folded(line) for text in said if (line := line_of(text))}
    if len(titles) < 2 or any(folded(text) in titles for text in shown):
        return shown
    return shown + sorted(islice(_marked(tree, titles), _MOST), key=len)


def is_in_path(heading: HtmlElement) -> bool:
    """Tell whether a heading is a step of a path like "News > Sport > Heading"."""
    for node in (heading, *list(heading.iterancestors())[:4]):
        if node.tag == "nav" or "breadcrumb" in f"{node.get('class')} {node.get('id')}".lower():
            return True
        if node.tag == "li":
            steps = islice(node.itersiblings(preceding=True), _MOST_STEPS)
            return any(next(step.iter("a"), None) is not None for step in steps)
    return False


def _marked(tree: HtmlElement, titles: set[str]) -> Iterator[str]:
    for node in _MARKED(tree):
        text = "".join(node.itertext())
        if len(text) <= _LONGEST and folded(text) in titles and not is_in_path(node):
            yield " ".join(text.split())
