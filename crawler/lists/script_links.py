"""Links that are scripts: fn_view('172225') in an onclick, an id in a data-* attribute -> shape, pattern, address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from lxml.html import HtmlElement

from crawler.entries import web_address
from crawler.lists.families import Field, Shape
from crawler.lists.page import LONGEST_SCRIPT, Link, ListPage, link_to

_SCRIPTED = "//*[@onclick or starts-with(@href, 'javascript:') or @*[starts-with(name(), 'data-')]]"
_CALL = re.compile(r"(?<![\w$])(?<![\w$]\.)(?P<name>[A-Za-z_$][\w$.]*)\s*\((?P<arguments>[^()]*)\)")
_ARGUMENT = re.compile(r"""(?:^|(?<=,))\s*+('[^']*'|"[^"]*"|[^,'"]*+)\s*+(?:,|$)""")
_ID = re.compile(r"(?=\D*\d)[\w.:-]+|[0-9a-fA-F]{16,}")
_PLACE = re.compile(r"\{(\d+)\}")
_CLICKED = frozenset({"a", "button", "tr", "td", "li", "div", "span", "p", "dl", "dt", "article", "strong", "em"})


@dataclass(frozen=True, slots=True)
class Call:
    """A script link: an element with an attribute that calls a function or holds an id."""

    element: HtmlElement
    attribute: str
    name: str  # of the function; empty for an id in data-*
    arguments: tuple[str, ...]
    shape: Shape


def calls(page: ListPage) -> Iterator[Call]:
    """Yield what a click on the page's elements does, where that is no plain address."""
    linked = {link.element for link in page.links}
    around = _around(linked)
    for element in page.tree.xpath(_SCRIPTED):
        if element.tag not in _CLICKED or element in linked:
            continue
        for attribute, value in _attributes(element):
            call = _call(element, attribute, value)
            if call and (call.name or element not in around):  # ids beside a link are for something else
                yield call


def item_of(shape: Shape, fields: Sequence[Field]) -> str:
    """Return the regular expression that is searched for in name="value"; its groups are what varies."""
    _, attribute, before, quotes = shape.frame
    inside = [_argument_pattern(field, mark) for field, mark in zip(fields, quotes, strict=True)]
    if not before:
        return f'{re.escape(attribute)}="{inside[0]}"'.replace(r"\-", "-")
    return f'{re.escape(attribute)}="{re.escape(before)}'.replace(r"\-", "-") + r"\s*,\s*".join(inside) + r"\s*\)"


def strength_of(fields: Sequence[Field]) -> float:
    """Tell how far an id varies, 0 to 1."""
    return float(any(field.varies and field.distinct and all(map(_ID.fullmatch, field.values)) for field in fields))


def scripted_links(page: ListPage, item: re.Pattern[str], link: str) -> list[Link]:
    """Return the links whose scripts `item` is found in, with their addresses filled into `link`."""
    found = []
    for element in page.tree.xpath(_SCRIPTED):
        for attribute, value in _attributes(element):
            match = item.search(f'{attribute}="{value}"')
            address = web_address(filled(link, match.groups(default="")), page.root) if match else None
            if address:
                found.append(link_to(element, address))
    return found


def filled(link: str, groups: Sequence[str]) -> str:
    """Return the address with {1}, {2} filled in; a number without a group stands for nothing."""
    values = dict(enumerate(groups, 1))
    return _PLACE.sub(lambda place: quote(values.get(int(place[1]), ""), safe=""), link)


def _around(linked: set[HtmlElement]) -> set[HtmlElement]:
    """Return all elements that hold a link; nothing is climbed twice."""
    around: set[HtmlElement] = set()
    for element in linked:
        for parent in element.iterancestors():
            if parent in around:
                break
            around.add(parent)
    return around


def _attributes(element: HtmlElement) -> Iterator[tuple[str, str]]:
    for name, value in element.items():
        is_script = name in ("onclick", "href") or name.startswith("data-")
        if is_script and len(value) <= LONGEST_SCRIPT:
            yield name, " ".join(value.split())


def _call(element: HtmlElement, attribute: str, value: str) -> Call | None:
    if attribute.startswith("data-"):
        if not _ID.fullmatch(value):
            return None
        return Call(element, attribute, "", (value,), Shape(("script", attribute, "", ("",)), (value,)))
    for found in _CALL.finditer(value):
        arguments = [_argument(part[1].strip()) for part in _ARGUMENT.finditer(found["arguments"]) if part[0]]
        quotes, values = tuple(quote for quote, _ in arguments), tuple(text for _, text in arguments)
        if any(quote or text.isdecimal() for quote, text in arguments):
            shape = Shape(("script", attribute, value[: found.start("arguments")], quotes), values)
            return Call(element, attribute, found["name"], values, shape)
    return None


def _argument(written: str) -> tuple[str, str]:
    """Return the quote of an argument, if it has one, and its value."""
    quote = written[:1] if written.startswith(("'", '"')) else ""
    return quote, written[1:-1].strip() if quote else written


def _argument_pattern(field: Field, mark: str) -> str:
    if not field.varies:
        inner = re.escape(field.values[0]).replace(r"\-", "-")
    elif all(map(str.isdecimal, field.values)):
        inner = r"(\d+)"
    elif all(map(_ID.fullmatch, field.values)):
        inner = r"([\w.:-]+)"
    else:
        inner = rf"([^{mark}]*)" if mark else r"([^,()]*)"
    return f"{mark}{inner}{mark}"
