"""A page that may list articles: its links, however they are written, and in which part of the page each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.decoding import decode
from crawler.entries import web_address
from crawler.identity import identity_of
from crawler.markup import LONGEST, too_complex, tree_of

# Attributes that hold an address although they are no links; a click is turned into one by a script.
_WRITTEN_IN = ("onclick", "href", "data-href", "data-url", "data-link")
_WRITTEN = re.compile(
    r"""["'](?P<address>(?:https?://|\.{0,2}/|\?)[^"'\s]+ | [\w./-]+\.[A-Za-z]{2,8}(?:\?[^"'\s]*)?)["'](?!\s*\+)""",
    re.VERBOSE,
)
LONGEST_SCRIPT = 1_000  # characters of an attribute; what is longer holds data
_NO_ADDRESS = ("javascript:", "#", "mailto:", "tel:")
_MENUS = frozenset({"nav", "header", "footer"})
_MENU_ROLES = frozenset({"navigation", "banner", "contentinfo", "menu", "menubar"})
_MENU_NAME = re.compile(
    r"(?!.*\b(?:has|with|no)[-_])(?:(?:[\w-]*[-_])?(?:nav|navi|navbar|navigation|gnb|lnb|snb|breadcrumbs?|paging|pagination|pager)"
    r"|(?:(?:top|main|sub|side|left|right|foot(?:er)?|global|mobile|total|all|quick|site)[-_]?)?menu)"
    r"(?:[-_](?:wrap(?:per)?|area|box|list|bar|links?|items?|container))?",
    re.IGNORECASE,
)
_MENU_IDS = re.compile(r"(?:site[-_]?)?(?:header|footer|head|foot)", re.IGNORECASE)
_ASIDE_NAME = re.compile(r"(?!.*(?:has|with|no)[-_])(?:[\w-]*[-_])?(?:sidebar|aside|widget[-_]area)", re.IGNORECASE)
_LONGEST_NAME = 60  # characters of a class that says what an element is for
_CONTENT = ".//main | .//article | .//*[@role='main' or @id='content' or @id='contents' or @id='main']"


@dataclass(frozen=True, slots=True)
class Link:
    """An element that leads to an address."""

    element: HtmlElement
    address: str  # absolute, http or https, without fragment
    identity: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A parsed page, fetched from `url`; relative addresses on it start from `root`."""

    tree: HtmlElement
    url: str
    root: str
    links: tuple[Link, ...]
    places: dict[HtmlElement, str]  # of every element: "menu", "aside", "content"


def list_page(body: bytes, url: str, content_type: str | None) -> ListPage | None:
    """Parse a page; None if there is nothing in it, or only what keeps a parser busy. Never raises."""
    text = decode(body, content_type)[:LONGEST]
    tree = None if too_complex(text) else tree_of(text)
    if tree is None:
        return None
    root = web_address(next(iter(tree.xpath("//base/@href")), ""), url) or url
    return ListPage(tree, url, root, tuple(_links(tree, root)), _places(tree))


def link_to(element: HtmlElement, address: str) -> Link:
    """Return the link that an element is to this absolute address."""
    return Link(element, address, identity_of(address))


def class_names(element: HtmlElement) -> list[str]:
    """Return the classes of an element that may say what it is for."""
    return [name for name in element.get("class", "").split() if len(name) <= _LONGEST_NAME]


def _links(tree: HtmlElement, root: str) -> Iterator[Link]:
    for element in tree.xpath("//a | //area | //*[@onclick or @data-href or @data-url or @data-link]"):
        written = _address(element)
        address = web_address(written, root) if written else None
        if address:
            yield link_to(element, address)


def _address(element: HtmlElement) -> str | None:
    href = element.get("href", "").strip() if element.tag in ("a", "area") else ""
    if href and not href.lower().startswith(_NO_ADDRESS):
        return href
    for name in _WRITTEN_IN:
        value = element.get(name, "").strip()
        if value.startswith(("/", "http://", "https://")) and name.startswith("data-"):
            return value
        found = _WRITTEN.search(value) if len(value) <= LONGEST_SCRIPT else None
        if found:
            return found["address"]
    return None


def _places(tree: HtmlElement) -> dict[HtmlElement, str]:
    around = {element for content in tree.xpath(_CONTENT) for element in content.iterancestors()}
    places: dict[HtmlElement, str] = {}
    in_article: set[HtmlElement] = set()
    for element in tree.iter():
        parent = element.getparent()
        if element.tag in ("article", "li") or (parent is not None and parent in in_article):
            in_article.add(element)
        inherited = places[parent] if parent is not None else "content"
        own = "content" if element in around else _own_place(element, in_article=element in in_article)
        places[element] = inherited if inherited == "menu" or own == "content" else own
    return places


def _own_place(element: HtmlElement, *, in_article: bool) -> str:
    tag, role = element.tag, element.get("role")
    if role in _MENU_ROLES or (tag in _MENUS and not (in_article and tag != "nav")):
        return "menu"
    names = [*class_names(element), element.get("id", "").strip()[:_LONGEST_NAME]]
    if tag in ("a", "span", "body", "html") or not any(names):
        return "content"
    if _MENU_IDS.fullmatch(names[-1]) or any(map(_MENU_NAME.fullmatch, names)):
        return "menu"
    return "aside" if tag == "aside" or any(map(_ASIDE_NAME.fullmatch, names)) else "content"
