"""A post of several stories -> its items. Only where the title says so and the items have headings."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.cleaning import plain
from crawler.cms import Cms
from crawler.markup import text_of

_LONGEST_HEADING = 100  # characters
_LEAST_TEXT = 40  # characters of an item
_HEADINGS = ("h2", "h3", "h4", "h5", "strong", "b")


def headings_of(tree: HtmlElement) -> frozenset[str]:
    """Return the lines that are set as headings: heading elements, and paragraphs that are bold as a whole."""
    found = set()
    for node in tree.iter(*_HEADINGS):
        line, parent = plain(text_of(node)), node.getparent()
        whole = parent is None or node.tag not in ("strong", "b") or plain(text_of(parent)) == line
        if whole and 4 <= len(line) <= _LONGEST_HEADING:
            found.add(line)
    return frozenset(found)


def is_bundle(title: str | None, cms: Cms) -> bool:
    """Tell whether a title is that of a post of several stories."""
    return title is not None and any(shape.search(title) for shape in cms.bundle_title)


def items_of(title: str | None, lines: Sequence[str], headings: frozenset[str], cms: Cms) -> list[tuple[str, str]]:
    """Return (title, text) of each item; empty if the post is one story."""
    if not is_bundle(title, cms):
        return []
    marked = [place for place, line in enumerate(lines) if _is_heading(line, headings, cms)]
    items = []
    for place, after in zip(marked, [*marked, len(lines)][1:], strict=True):
        text = "\n".join(lines[place + 1 : after])
        if len(text) >= _LEAST_TEXT:
            items.append((_bare(lines[place], cms), text))
    return items if len(items) >= 2 else []


def _is_heading(line: str, headings: frozenset[str], cms: Cms) -> bool:
    if len(line) > _LONGEST_HEADING or line.endswith((".", "다", "。")):
        return False
    return line in headings or any(mark.search(line) for mark in cms.bundle_heading)


def _bare(line: str, cms: Cms) -> str:
    for mark in cms.bundle_heading:
        line = mark.sub("", line, count=1)
    return line.strip()
