"""What a page says about itself in machine-readable form: JSON-LD (schema.org), meta tags, Next.js rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from crawler.json_ld import Thing, things_in
from crawler.markup import lines_of, tree_of

_ARTICLE = re.compile(r"(Article|Posting|Report|PressRelease|NewsStory)$")
_PAGE = re.compile(r"(WebPage|ItemPage)$")
_NEXT_ROW = re.compile(r'self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)', re.DOTALL)
_LONG = 200  # characters of a string that may be a text


@dataclass(frozen=True, slots=True)
class Structured:
    """Raw strings, as written; None where the page does not say."""

    headline: str | None = None
    published: str | None = None
    modified: str | None = None
    author: str | None = None  # names with a comma between them
    publisher: str | None = None
    body: str | None = None
    page_published: str | None = None  # of the page around it, where no article is described


def structured(tree: HtmlElement) -> Structured:
    """Return the first article of the JSON-LD blocks that has a headline and a date, else the first one.

    Broken blocks give what can be read of them.
    """
    things = list(things_in(tree))
    articles = [_structured(thing) for thing in things if _is(thing, _ARTICLE)]
    whole = (article for article in articles if article.headline and article.published)
    pages = (_structured(thing) for thing in things if _is(thing, _PAGE) and thing.get("datePublished"))
    page = next(pages, Structured())
    around = Structured(page_published=page.published, modified=page.modified)
    return next(whole, articles[0] if articles else around)


def meta_of(tree: HtmlElement) -> dict[str, str]:
    """Return the meta tags by name, property or itemprop in lower case; the first one with content counts."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def payload_lines(tree: HtmlElement) -> list[str]:
    """Return the longest marked-up text that a Next.js page carries in its scripts instead of its body."""
    rows = []
    for script in tree.iter("script"):
        source = script.text or ""
        if script.get("id") == "__NEXT_DATA__":
            rows.append(source)
        elif "__next_f" in source:
            rows += [_string(row) for row in _NEXT_ROW.findall(source)]
    strings = [_string(text) for text in _STRING.findall("".join(rows)) if len(text) > _LONG]
    longest = max((text for text in strings if "<p" in text), key=len, default="")
    body = tree_of(longest)
    return lines_of(body) if body is not None else []


def _string(source: str) -> str:
    try:
        return str(json.loads(source, strict=False))
    except ValueError:
        return ""


def _is(thing: Thing, kind: re.Pattern[str]) -> bool:
    return any(kind.search(name) for name in _names(thing.get("@type")))


def _structured(thing: Thing) -> Structured:
    keys = ("datePublished", "dateModified", "publisher", "articleBody")
    published, modified, publisher, body = (_text(thing.get(key)) for key in keys)
    headline = _text(thing.get("headline")) or _text(thing.get("name"))
    authors = dict.fromkeys(_names(thing.get("author") or thing.get("creator")))
    return Structured(headline, published, modified, ", ".join(authors) or None, publisher, body)


def _text(value: Any) -> str | None:
    """Return the text of a value: itself, its name, or the first of several."""
    return next(iter(_names(value)), None)


def _names(value: Any) -> Iterable[str]:
    """Yield the texts of a value: itself, its name, or those of several; a number is a clock's."""
    if isinstance(value, list):
        for item in value:
            yield from _names(item)
    elif isinstance(value, dict):
        if isinstance(value.get("name"), str | list):
            yield from _names(value["name"])
    elif isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
        yield str(value).strip()
