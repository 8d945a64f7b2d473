"""HTML text -> tree, and tree -> lines. One parse a page; everything else looks at the same tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property

from lxml import etree, html
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

LONGEST = 2 * 2**20  # characters that go into the parsers; Common Crawl cuts at 1 MiB, and marks it too
_MOST_TAGS = 100_000
_MOST_TABLES = 2_000
_LONG = 20_000  # characters of a tag
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONG},}}")
_TABLE = re.compile("<table", re.IGNORECASE)
_QUOTED = re.compile("""'[^']*'|"[^"]*\"""")
_MOST_ATTRIBUTES = 1_000
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body br caption center dd details dialog div dl dt fieldset
        figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section
        summary table tbody tfoot thead tr ul""",
    )
)
_GAPS = {**dict.fromkeys(BLOCKS, "\0"), "td": " ", "th": " "}
UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select", "textarea", "rt", "rp"}
)
_LITTLE_PROSE = 500  # characters
_LITTLE = 200  # characters of a form; below it nobody put it around a text
_LITTLE_FOR_FIELD = 60  # characters
_NO_FIELDS = ("hidden", "submit", "button", "image", "radio", "checkbox")
_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)  # lxml asks Python for a class a tag else
_CLASSES = etree.XPath("//@class", smart_strings=False)
_IDS = etree.XPath("//@id", smart_strings=False)
_LONG_TEXTS = etree.XPath(
    ".//text()[string-length(.) > 80][not(parent::script or parent::style or parent::noscript or parent::a)]",
    smart_strings=False,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def too_complex(text: str) -> str | None:
    """Return why markup would keep a parser busy out of all proportion, None for sane pages."""
    for tag in _long_tags(text):
        names = _QUOTED.sub("", tag)  # a quoted value may be long and hold anything
        if names.count("=") > _MOST_ATTRIBUTES or len(names.split()) > _MOST_ATTRIBUTES:
            return f"one tag has more than {_MOST_ATTRIBUTES} attributes"
    tags = text.count("<")
    if tags > _MOST_TAGS:
        return f"more than {_MOST_TAGS} tags"
    if tags > _MOST_TABLES and sum(1 for _ in _TABLE.finditer(text)) > _MOST_TABLES:
        return f"more than {_MOST_TABLES} tables"
    return None


def _long_tags(text: str) -> Iterator[str]:
    """Find the tags that are long, by looking for the next `<` at distances of half their least length."""
    half, place = _LONG // 2, 0
    while place < len(text):
        following = text.find("<", place)
        following = len(text) if following < 0 else following
        begin = text.rfind("<", 0, place + 1) if following - place >= half else -1
        if begin >= 0 and (tag := _LONG_TAG.match(text, begin)):
            yield tag[0]
        place = following + half


def tree_of(text: str) -> HtmlElement | None:
    """Parse a page without comments; None if there is nothing in it."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        document = _XML_DECLARATION.sub("", text).encode("utf-8", "ignore")
        return html.document_fromstring(document, parser=parser) if document and not document.isspace() else None
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


def names_on(tree: HtmlElement) -> set[str]:
    """Return the classes and ids of all elements."""
    return {*" ".join(_CLASSES(tree)).split(), *_IDS(tree)}


def remove(tree: HtmlElement, selectors: Sequence[str], own: HtmlElement | None = None) -> None:
    """Drop what the selectors hit, but never what holds much of the text: a class name is only a hint.

    `own` is the element where the text is, if it is known: neither it nor most of it is dropped.
    """
    bounds = _Bounds(tree, own)
    for css in selectors:
        for element in selector(css)(tree):
            if element.getparent() is not None and not bounds.is_much(element):
                element.drop_tree()


class _Bounds:
    """How much of a page must not be dropped. Measured when it is first asked for; most have nothing to drop."""

    def __init__(self, tree: HtmlElement, own: HtmlElement | None) -> None:
        self._tree, self._own = tree, own

    def is_much(self, element: HtmlElement) -> bool:
        """Tell whether an element holds much of the text."""
        if element in self._around:
            return True
        if self._own is not None and self._own in element.iterancestors():
            return _length(element) > _length(self._own) * 0.8
        prose = self._prose
        return _prose(element) > prose * 0.4 if prose >= _LITTLE_PROSE else _length(element) * 2 > self._text

    @cached_property
    def _around(self) -> set[HtmlElement]:
        return set() if self._own is None else {self._own, *self._own.iterancestors()}

    @cached_property
    def _prose(self) -> int:
        return _prose(self._tree)

    @cached_property
    def _text(self) -> int:
        return _length(self._tree)


def _length(element: HtmlElement) -> int:
    return sum(map(len, element.itertext()))


def _prose(element: HtmlElement) -> int:
    return sum(map(len, _LONG_TEXTS(element)))


def unwrap_forms(tree: HtmlElement) -> None:
    """Take away the tags of forms that are put around the text of a page, as boards and ASP.NET pages do.

    A form that people fill in stays: it holds little of the text, or little for its fields.
    """
    whole: int | None = None
    for form in list(tree.iter("form")):
        if sum(map(len, form.itertext())) < _LITTLE:
            continue
        whole = len(text_of(tree)) if whole is None else whole
        text, fields = len(text_of(form)), sum(map(_is_filled_in, form.iter("textarea", "select", "input")))
        if text >= _LITTLE_FOR_FIELD * fields and text * 4 > whole:
            form.drop_tag()


def _is_filled_in(field: HtmlElement) -> bool:
    return field.tag != "input" or field.get("type") not in _NO_FIELDS


def lines_of(element: HtmlElement) -> list[str]:
    """Return the visible text of an element as lines: one a paragraph, heading, list item, table row or `<br>`."""
    if not len(element):  # most are
        line = "" if element.tag in UNSEEN else " ".join((element.text or "").split())
        return [line] if line else []
    parts: list[str] = []
    _put_text(element, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\0"))
    return [line for line in lines if line]


def _put_text(element: HtmlElement, parts: list[str]) -> None:
    """Append the visible text below an element and the gaps around blocks and cells; the parser allows 256 levels."""
    tag = element.tag
    if tag in UNSEEN:
        return
    gap = _GAPS.get(tag, "")
    parts += (gap, element.text or "")
    for child in element:
        _put_text(child, parts)
        if tail := child.tail:
            parts.append(tail)
    parts.append(gap)


def text_of(element: HtmlElement) -> str:
    """Return the visible text of an element on one line."""
    return " ".join(lines_of(element))
