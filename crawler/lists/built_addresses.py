"""Which address does a script link lead to? Read from the page's function, the form that it sends, or other links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from urllib.parse import urlencode

from lxml.html import HtmlElement

from crawler.entries import web_address
from crawler.identity import identity_of
from crawler.lists.page import ListPage
from crawler.lists.script_values import UNKNOWN, Function, function_named, handler_of, value_at

_LONGEST_SCRIPT = 300_000  # characters of all scripts
_GOES_TO = re.compile(
    r"""location(?:\.href)?\s*=(?!=)|location\.(?:assign|replace)\(|(?<![.\w])(?:window\.)?open\(|\.action\s*=(?!=)"""
    r"""|(?:attr|prop)\(\s*['"]action['"]\s*,"""
)
_FIELD = re.compile(
    r"""(?:getElementById\(\s*['"](?P<id>[\w.-]+)['"]\s*\)|(?<=\.)(?P<dotted>[\w$]+)"""
    r"""|elements\[['"](?P<element>[\w.-]+)['"]\])\.value\s*=(?!=)"""
    r"""|\$\(\s*(?P<quote>['"])(?P<selector>.{1,80}?)(?P=quote)\s*\)\.val\("""
)
_METHOD = re.compile(r"""method['"]?\s*[=,]\s*['"](\w+)""")
_MOST_HIDDEN = 50  # fields of a form
_VIEW = "http://example.org/view?"  # any address whose parameters alone tell what it is


@dataclass(frozen=True, slots=True)
class Built:
    """An absolute address as a script builds it, with {1} for the first argument of the call."""

    link: str
    is_sent: bool = False  # by a form with POST: whether it can be asked for as well is not known


def built_address(page: ListPage, name: str, arguments: Sequence[str], attribute: str = "") -> Built | None:
    """Return the address that the call `name(…)` leads to, or a click on what has a data- attribute.

    None when the page does not show it.
    """
    scripts = "\n".join(script.text or "" for script in page.tree.iter("script"))[:_LONGEST_SCRIPT]
    function = function_named(name.rpartition(".")[2], scripts) if name else handler_of(attribute, scripts)
    if function is None:
        return None
    targets = [_known_part(value_at(function, goes.end())) for goes in _GOES_TO.finditer(function.body)]
    target = next((target for target in targets if target and "{" in target), targets[-1] if targets else None)
    if target and "{" in target:
        link = _absolute(page, target)
        return Built(link) if link and in_place(link, arguments) != link else None
    return _sent_form(page, function, target)


def shown_address(addresses: dict[str, str], value: str) -> Built | None:
    """Return the address of another link on the page that holds the id `value`, with {1} in its place."""
    if value not in addresses:
        return None
    return Built(re.sub(rf"(?<![\w-]){re.escape(value)}(?![\w-])", "{1}", addresses[value]))


def addresses_by_id(page: ListPage) -> dict[str, str]:
    """Return the page's link for every number or hash of three characters or more that stands in one."""
    found: dict[str, str] = {}
    for link in page.links:
        for value in re.findall(r"(?<=[/=])(?=[^/&.?=]*\d)[\w-]{3,}(?=[/&.?]|$)", link.address):
            found.setdefault(value, link.address)
    return found


def in_place(link: str, arguments: Sequence[str]) -> str:
    """Return the address with the arguments of a call in place of {1}, {2}; as they are, not quoted."""
    values = dict(enumerate(arguments, 1))
    return re.sub(r"\{(\d+)\}", lambda place: values.get(int(place[1]), ""), link)


def _known_part(address: str) -> str | None:
    """Drop parameters whose value is not known, and an unknown root; None when anything else is not known."""
    known = re.sub(rf"(?<=[?&])[\w.]+={UNKNOWN}+(?:&|$)", "", address.lstrip(UNKNOWN)).rstrip("?&" + UNKNOWN)
    is_guess = address.startswith(UNKNOWN) and known.startswith("{")  # no more than an argument is known
    return None if UNKNOWN in known or not known or is_guess else known


def _absolute(page: ListPage, link: str) -> str | None:
    marked = re.sub(r"\{(\d+)\}", r"argument-\1-", link)  # braces are not for addresses
    address = web_address(marked, page.root)
    return re.sub(r"argument-(\d+)-", r"{\1}", address) if address else None


def _sent_form(page: ListPage, function: Function, action: str | None) -> Built | None:
    """Read the form that a function fills in and sends."""
    fields = ((_field_name(page, field), value_at(function, field.end())) for field in _FIELD.finditer(function.body))
    given = {name: value for name, value in fields if name and "{" in value}
    form = _form_with(page, function.body, given)
    if not given or "submit" not in function.body or (form is None and action is None):
        return None
    said = _METHOD.search(function.body)
    method = said[1] if said else "post" if form is None else form.get("method", "get")
    where = action or (form is not None and form.get("action")) or page.url
    query = urlencode({**_hidden(form, given), **given}, safe="{}")
    link = _absolute(page, f"{where}{'&' if '?' in where else '?'}{query}")
    return Built(link, method.lower() == "post") if link else None


def _field_name(page: ListPage, field: re.Match[str]) -> str | None:
    """Return the name of the field that a script fills in, which it may call by its id."""
    selector = field["selector"] or ""
    named = re.search(r"""name\s*=\s*['"]?([\w.-]+)""", selector)
    if named:
        return named[1]
    last = re.search(r"#([\w.-]+)\s*$", selector)
    ident = field["id"] or (last[1] if last else None)
    if ident is None:
        return field["dotted"] or field["element"]
    return next((part.get("name") for part in page.tree.xpath("//*[@id=$id]", id=ident)), None) or ident


def _form_with(page: ListPage, body: str, given: dict[str, str]) -> HtmlElement | None:
    """Return the form that a function names, else the one that has the fields."""
    forms, words = list(page.tree.iter("form")), set(re.findall(r"[\w-]+", body))
    named = (form for form in forms if words & {form.get("name"), form.get("id")})
    holding = (form for form in forms if any(part.get("name") in given for part in form.iter("input")))
    return next(chain(named, holding), None)


def _hidden(form: HtmlElement | None, given: dict[str, str]) -> dict[str, str]:
    """Return the hidden fields of a form that tell which article is meant: the board, not the page of the list."""
    inputs = () if form is None else (part for part in form.iter("input") if part.get("type") == "hidden")
    fields = {part.get("name", ""): part.get("value", "") for part in islice(inputs, _MOST_HIDDEN)}
    example = dict.fromkeys(given, "172225")
    kept = {name: value for name, value in fields.items() if name and value and name not in given}
    whole = identity_of(_VIEW + urlencode({**kept, **example}))
    others = {name: {other: kept[other] for other in kept if other != name} for name in kept}
    return {name: kept[name] for name in kept if identity_of(_VIEW + urlencode({**others[name], **example})) != whole}
