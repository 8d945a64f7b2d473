"""One outline of an OPML file -> the block of a source file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from crawler.territories import Territory, territory_of, timezone_of

NAMESPACE = "urn:pactwatch:source"  # of what OPML has no words for
_LONGEST_ID = 56


def qualified(key: str) -> str:
    """Return a key of a source file as the name of an attribute or element of ours."""
    return f"{{{NAMESPACE}}}{key}"


WATCH = qualified("watch")


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text  # and what checks blocks says so


_READ: Mapping[str, Callable[[str], Any]] = {
    "languages": str.split,
    "tell_archive": lambda text: text == "true",
    "delay": _number,
}


def feed_of(outline: Any) -> str:
    """Return the address of an outline's feed; empty if it has none. Some write xmlurl, some feed://."""
    url = _plain(outline).get("xmlurl", "").strip()
    return re.sub(r"^feed:(?://|(?=https?:))", lambda found: "" if found[0] == "feed:" else "http://", url)


def label_of(outline: Any) -> str:
    """Return how an outline calls itself, on one line."""
    said = _plain(outline)
    label = next(filter(str.strip, (said.get("text", ""), said.get("title", ""), feed_of(outline))), "(no text)")
    return re.sub(r"\s*[\r\n]+\s*", " ", label)


def block_of_outline(
    outline: Any, country: str | None, timezone: str | None, ids: Collection[str]
) -> dict[str, Any] | str:
    """Make a block of an outline, or say in a sentence why it cannot be a source."""
    if any(part.get("isComment") == "true" for part in (outline, *outline.iterancestors("outline"))):
        return "it is commented out in the file"
    watch = [dict(way.attrib) for way in outline.findall(WATCH)] or _feed(outline)
    if not watch:
        return "it has no feed address (xmlUrl); try `pactwatch sources add` with its homepage"
    homepage = _homepage(outline, watch[0].get("url", ""))
    own = _own(outline)
    place = own if {"country", "timezone"} <= own.keys() else _place(country, timezone, homepage, watch[0].get("url"))
    if isinstance(place, str):
        return place
    block = {"id": _new_id(homepage, ids), "name": label_of(outline), "homepage": homepage}
    return block | place | own | {"watch": watch}


def _plain(outline: Any) -> dict[str, str]:
    return {str(key).lower(): value for key, value in outline.attrib.items() if not str(key).startswith("{")}


def _feed(outline: Any) -> list[dict[str, str]]:
    url = feed_of(outline)
    return [{"kind": "feed", "url": url}] if url else []


def _homepage(outline: Any, watched: str) -> str:
    said = _plain(outline)
    address = (said.get("htmlurl") or said.get("url") or "").strip()
    if _host(address):
        return address
    scheme, _, rest = watched.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"


def _own(outline: Any) -> dict[str, Any]:
    """Read the attributes that we wrote."""
    given = {str(key).removeprefix(qualified("")): text for key, text in outline.attrib.items()}
    return {key: _READ.get(key, str)(text) for key, text in given.items() if qualified(key) in outline.attrib}


def _place(country: str | None, timezone: str | None, homepage: str, watched: str | None) -> dict[str, Any] | str:
    told = territory_of(_host(homepage)) or territory_of(_host(watched or ""))
    place = Territory(country, timezone or timezone_of(country)) if country else told
    if place is None:
        return "nothing says in which country it is; say it with --country, e.g. --country KR"
    zone = place.timezone or timezone
    if zone is None:
        return f"{place.country} has several time zones; say which with --timezone, e.g. --timezone America/New_York"
    return {"country": place.country, "timezone": zone}


def _new_id(homepage: str, ids: Collection[str]) -> str:
    """Make an id of the host, with a number where it is taken."""
    name = re.sub(r"[^a-z0-9]+", "-", _host(homepage).removeprefix("www.")).strip("-")[:_LONGEST_ID]
    name = name if len(name) > 1 else f"source-{name}".rstrip("-")
    number = next(number for number in range(1, len(ids) + 2) if _numbered(name, number) not in ids)
    return _numbered(name, number)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
