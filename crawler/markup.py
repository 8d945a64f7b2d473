"""HTML text -> tree, and tree -> lines. One parse a page; everything else looks at the same tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from lxml import etree, html
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

LONGEST = 2 * 2**20  # characters that go into the parsers; Common Crawl cuts at 1 MiB, and marks it too
_MOST_TAGS = 100_000
_MOST_TABLES = 2_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_QUOTED = re.compile("""'[^']*'|"[^"]*\"""")
_MOST_ATTRIBUTES = 1_000
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body br caption center dd details dialog div dl dt fieldset
        figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section
        summary table tbody tfoot thead tr ul""",
    )
)
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select", "textarea"}
)
_LITTLE = 200  # characters of a form; below it nobody put it around a text
_LITTLE_FOR_FIELD = 60  # characters
_NO_FIELDS = ("hidden", "submit", "button", "image", "radio", "checkbox")
_LONGEST_ITEM = 800  # characters; what is longer is no teaser
_SHORTEST_TITLE = 10  # characters
_LEAST_SHARE = 0.08
_NO_ITEMS = frozenset({"p", "br", "script", "meta", "link", "td", "option"})
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def too_complex(text: str) -> str | None:
    """Return why markup would keep a parser busy out of all proportion, None for sane pages."""
    for tag in _LONG_TAG.finditer(text):
        names = _QUOTED.sub("", tag[0])  # a quoted value may be long and hold anything
        if names.count("=") > _MOST_ATTRIBUTES or len(names.split()) > _MOST_ATTRIBUTES:
            return f"one tag has more than {_MOST_ATTRIBUTES} attributes"
    if text.count("<") > _MOST_TAGS:
        return f"more than {_MOST_TAGS} tags"
    if text.lower().count("<table") > _MOST_TABLES:
        return f"more than {_MOST_TABLES} tables"
    return None


def tree_of(text: str) -> HtmlElement | None:
    """Parse a page without comments; None if there is nothing in it."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        document = _XML_DECLARATION.sub("", text).encode("utf-8", "ignore")
        return html.document_fromstring(document, parser=parser) if document.strip() else None
    except (etree.ParserError, ValueError):
        return None


@cache
def selector(css: str) -> CSSSelector:
    """Compile a CSS selector. Raises cssselect.SelectorError for a bad one."""
    return CSSSelector(css, translator="html")


def select(tree: HtmlElement, selectors: Iterable[str]) -> list[HtmlElement]:
    """Return what the first selector that hits anything selects."""
    for css in selectors:
        found = selector(css)(tree)
        if found:
            return list(found)
    return []


def remove(tree: HtmlElement, selectors: Sequence[str]) -> None:
    """Drop what the selectors hit, but never what holds most of the text: a class name is only a hint."""
    most: int | None = None
    for css in selectors:
        for element in selector(css)(tree):
            most = sum(map(len, tree.itertext())) // 2 if most is None else most
            if element.getparent() is not None and sum(map(len, element.itertext())) <= most:
                element.drop_tree()


def unwrap_forms(tree: HtmlElement) -> None:
    """Take away the tags of forms that are put around the text of a page, as boards and ASP.NET pages do.

    A form that people fill in stays: it holds little of the text, or little for its fields.
    """
    for form in list(tree.iter("form")):
        if sum(map(len, form.itertext())) < _LITTLE:
            continue
        text, fields = len(text_of(form)), sum(1 for _ in form.iter("textarea", "select", "input"))
        hidden = sum(1 for field in form.iter("input") if field.get("type") in _NO_FIELDS)
        if text * 4 > len(text_of(tree)) and text >= _LITTLE_FOR_FIELD * (fields - hidden):
            form.drop_tag()


def lines_of(element: HtmlElement) -> list[str]:
    """Return the visible text of an element as lines: one a paragraph, heading, list item, table row or `<br>`."""
    if not len(element):  # most are, and a walk takes several times as long
        line = "" if element.tag in _UNSEEN else " ".join((element.text or "").split())
        return [line] if line else []
    parts: list[str] = []
    unseen: HtmlElement | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if unseen is None and event == "start":
            unseen = node if node.tag in _UNSEEN else None
            if unseen is None:
                parts += (_gap(node), node.text or "")
        elif node is unseen or unseen is None:
            unseen = None
            parts += (_gap(node), (node.tail or "") if node is not element else "")
    text = "".join(parts)
    return [line for line in (" ".join(line.split()) for line in text.split("\0")) if line]


def _gap(node: HtmlElement) -> str:
    if node.tag in _BLOCKS:
        return "\0"
    return " " if node.tag in ("td", "th") else ""


def text_of(element: HtmlElement) -> str:
    """Return the visible text of an element on one line."""
    return " ".join(lines_of(element))


def repeated_items(tree: HtmlElement) -> list[tuple[str, float]]:
    """Return alike short siblings, five or more, that each hold a link with a title's worth of words.

    Each as (text, share of its longest link in it): the share is large in a teaser, small in a paragraph.
    """
    found: list[tuple[str, float]] = []
    for parent in tree.iter():
        if not isinstance(parent.tag, str) or len(parent) < 5:
            continue
        kinds = Counter((child.tag, child.get("class")) for child in parent if child.tag not in _NO_ITEMS)
        kind, count = kinds.most_common(1)[0] if kinds else (None, 0)
        if count >= 5:
            items = [item for child in parent if (child.tag, child.get("class")) == kind and (item := _linked(child))]
            found += items if len(items) * 5 >= count * 4 else ()
    return found


def _linked(item: HtmlElement) -> tuple[str, float] | None:
    link = max((len(text_of(link)) for link in item.iter("a")), default=0)
    text = text_of(item) if link >= _SHORTEST_TITLE else ""
    share = link / len(text) if text else 0.0
    return (text, share) if len(text) <= _LONGEST_ITEM and share >= _LEAST_SHARE else None
