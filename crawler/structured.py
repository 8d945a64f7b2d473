"""What a page says about itself in machine-readable form: JSON-LD (schema.org), meta tags, Next.js rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from crawler.markup import lines_of, tree_of

_ARTICLE = re.compile(r"(Article|Posting|Report|PressRelease|NewsStory)$")
_NEXT_ROW = re.compile(r'self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)')
_LONG_STRING = re.compile(r'"(?:[^"\\]|\\.){200,}"')
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Structured:
    """Raw strings, as written; None where the page does not say."""

    headline: str | None = None
    published: str | None = None
    modified: str | None = None
    author: str | None = None
    publisher: str | None = None
    body: str | None = None


def structured(tree: HtmlElement) -> Structured:
    """Return the first article of the JSON-LD blocks; broken blocks are passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        for thing in _things(_loaded(script.text or ""), 0):
            if _ARTICLE.search(_text(thing.get("@type")) or ""):
                return _structured(thing)
    return Structured()


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
            rows += [str(_loaded(row) or "") for row in _NEXT_ROW.findall(source)]
    strings = (str(_loaded(text) or "") for text in _LONG_STRING.findall("".join(rows)))
    longest = max((text for text in strings if "<p" in text), key=len, default="")
    body = tree_of(longest)
    return lines_of(body) if body is not None else []


def _structured(thing: dict[str, Any]) -> Structured:
    keys = ("headline", "datePublished", "dateModified", "author", "publisher", "articleBody")
    headline, published, modified, author, publisher, body = (_text(thing.get(key)) for key in keys)
    return Structured(headline or _text(thing.get("name")), published, modified, author, publisher, body)


def _things(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(value.get(key), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _things(item, depth + 1)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _text(value: Any) -> str | None:
    """Return the text of a value: itself, its name, or the first of several."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() or None if isinstance(value, str) else None
