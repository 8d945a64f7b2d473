"""What a page says about itself in machine-readable form: JSON-LD (schema.org), meta tags, dates in scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from crawler.json_ld import Thing, things_in

_ARTICLE = re.compile(r"(Article|Posting|Report|PressRelease|NewsStory)$")
_PAGE = re.compile(r"(WebPage|ItemPage)$")
_STATE = ("__NEXT_DATA__", "__next_f", "__data", "__NUXT__", "__INITIAL_STATE__", "__PRELOADED_STATE__")
_STATE_DATE = re.compile(
    r'"(?:datePublished|published_?[aA]t|publish(?:ed)?_?[dD]ate|publishTime|deployDt|reg_?[dD]ate|reg_?Dt|effective)'
    r'\\?"\s*:\s*\\?"([^"\\]{8,40})'
)


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


def payload_dates(tree: HtmlElement) -> Iterable[str]:
    """Return the first date of publication in what a page's scripts carry for the browser to show."""
    sources = (f"{script.get('id') or ''} {script.text or ''}" for script in tree.iter("script"))
    found = (_STATE_DATE.search(source) for source in sources if any(name in source for name in _STATE))
    return [date[1] for date in found if date][:1]


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
