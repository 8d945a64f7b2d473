"""JSON-LD blocks of a page as they are found: wrapped in comments, with a comma too many, broken in the middle."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

Thing = dict[str, Any]
_DEEPEST = 12
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")
_OPENING = re.compile(r"\A[\s;/*]*+(?:<!--|<!\[CDATA\[)[\s/*]*+")
_CLOSINGS = ("-->", "]]>")
_COMMA_TOO_MANY = re.compile(r",(?=\s*[}\]])")
# Fields that stand in one line of their object each; a text may hold quotes that nobody escaped.
_FIELD = re.compile(
    r'"(?P<key>@type|headline|datePublished|dateModified)"\s*+:\s*+(?:\[\s*+)?+"(?P<text>.{1,500}?)"\s*+(?=[}\]]|,\s*+")',
    re.DOTALL,
)
_DECODER = json.JSONDecoder(strict=False)


def things_in(tree: HtmlElement) -> Iterator[Thing]:
    """Yield what the JSON-LD blocks of a page describe, in their order; of broken ones what can be read."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _things(loaded(script.text or ""), 0)


def loaded(text: str) -> Any:
    """Return what a block says: its first value, or the plain fields of one that is broken; None without any."""
    for version in _versions(text.strip()):
        try:
            return _DECODER.raw_decode(version)[0]
        except (ValueError, RecursionError):
            continue
    return _fields(text)


def _versions(text: str) -> Iterator[str]:
    yield text
    bare = _unwrapped(text)
    yield bare
    yield _COMMA_TOO_MANY.sub("", bare)


def _unwrapped(text: str) -> str:
    bare = _OPENING.sub("", text).rstrip(" \t\r\n;/*")
    for closing in _CLOSINGS:
        bare = bare.removesuffix(closing)
    return bare.strip(" \t\r\n/*")


def _fields(text: str) -> Thing | None:
    """Return the first of each field after the first type that is an article's."""
    begins = re.search(r'"@type"\s*+:\s*+(?:\[\s*+)?+"\w*(?:Article|Posting)"', text)
    fields = _FIELD.finditer(text, begins.start()) if begins else ()
    found: Thing = {}
    for field in fields:
        found.setdefault(field["key"], field["text"].replace('\\"', '"').replace("\\/", "/"))
    return found or None


def _things(value: Any, depth: int) -> Iterator[Thing]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for key in _INSIDE:
            yield from _things(value.get(key), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _things(item, depth + 1)
