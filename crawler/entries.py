"""What all kinds of watching share: the shape of the answer, checked addresses, titles as text, each article once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from w3lib.html import replace_entities

from crawler.model import Entry

MOST_ENTRIES = 2_000
LONGEST_URL = 2_000  # characters
_LONGEST_TITLE = 2_000  # characters as written
_TAG = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|<![^>]*>", re.ASCII)  # but not "<속보>", which opens headlines
_FORMATTING = re.compile(r"</?(?:b|strong|i|em|u|span|font|br|p|div|a|sup|sub|small|mark)\b[^<>]*>", re.IGNORECASE)


class FeedError(ValueError):
    """What was served is not what is watched for, or must not be parsed; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What a watched page announces: entries, or (an index) the addresses of the sitemaps that hold them."""

    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[str, ...] = ()


def distinct(entries: Iterable[Entry]) -> list[Entry]:
    """Keep the first entry of each identity, at most 2,000, and number them."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if len(found) == MOST_ENTRIES:
            break
        found.setdefault(entry.identity, replace(entry, position=len(found)))
    return list(found.values())


def web_address(link: str, page_url: str) -> str | None:
    """Return the absolute http(s) address of a link on `page_url`, without fragment; None for any other link."""
    try:
        absolute = urljoin(page_url, link.strip()).partition("#")[0]
        parts = urlsplit(absolute)
        if parts.netloc != parts.netloc.lower():  # a host has no case, patterns of addresses do
            absolute = absolute.replace(parts.netloc, parts.netloc.lower(), 1)
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.hostname and len(absolute) <= LONGEST_URL
    return absolute if usable else None


def plain_title(title: str | None) -> str | None:
    """Return a title as text: without tags, entities resolved, on one line; None without letters.

    Of what turns out to be a tag when its entities are resolved only formatting goes: "<blink>" may be meant.
    """
    return (
        " ".join(_FORMATTING.sub("", replace_entities(_TAG.sub("", (title or "")[:_LONGEST_TITLE]))).split()) or None
    )
