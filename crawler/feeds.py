"""A feed (RSS, RDF, Atom) -> its entries. The bytes are decoded here: one bad byte makes feedparser guess wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from w3lib.html import replace_entities

from crawler.decoding import decode
from crawler.identity import identity_of
from crawler.model import Entry

MOST_ENTRIES = 2_000
LONGEST_URL = 2_000  # characters
_ROOT = re.compile(r"<(?:[\w-]+:)?(?:rss|feed|RDF)[\s>]")
_TAG = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|<![^>]*>", re.ASCII)  # but not "<속보>", which opens headlines
_DECLARATION = re.compile(r"<\?xml[^>]*>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 section 2.2


class FeedError(ValueError):
    """What was served as a feed is none, or must not be parsed; the message is one sentence."""


def feed_entries(body: bytes, url: str, content_type: str | None = None) -> list[Entry]:
    """Return the entries of the feed that was fetched from `url`, in its order, each article once; at most 2,000.

    `published` is the string as written: what it means depends on the source's time zone. Entries without an
    http(s) link are left out. Raises FeedError when `body` is not a feed or declares entities.
    """
    text = _NOT_XML.sub("", decode(body, content_type))
    _check(text)
    xml = '<?xml version="1.0" encoding="utf-8"?>' + _DECLARATION.sub("", text, count=1).lstrip()
    # Never a str: feedparser would take it for the name of a file or an address to open.
    feed = feedparser.parse(
        BytesIO(xml.encode()),
        response_headers={"content-location": url, "content-type": "application/xml; charset=utf-8"},
    )
    return distinct(filter(None, (_entry(item, url) for item in feed.entries)))


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
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.hostname and len(absolute) <= LONGEST_URL
    return absolute if usable else None


def _check(text: str) -> None:
    root = _ROOT.search(text)
    if root is None or "<html" in text[: root.start()].lower():
        looks = "a web page" if "<html" in text.lower() else "something else" if text.strip() else "nothing"
        raise FeedError(f"not a feed: {looks} came instead of RSS or Atom")
    if "<!entity" in text[: root.start()].lower():
        raise FeedError("the feed declares entities (<!ENTITY), which can blow it up; it is not parsed")


def _entry(item: Mapping[str, Any], url: str) -> Entry | None:
    link = item.get("link")
    address = web_address(link, url) if link else None
    if address is None:
        return None
    return Entry(
        url=address,
        identity=identity_of(address),
        title=_text(item.get("title")),
        published=_raw_date(item),
        content=_html(item),
    )


def _text(title: str | None) -> str | None:
    return " ".join(replace_entities(_TAG.sub("", title or "")).split()) or None


def _raw_date(item: Mapping[str, Any]) -> str | None:
    return next((item[key].strip() for key in ("published", "updated", "created") if item.get(key)), None)


def _html(item: Mapping[str, Any]) -> str | None:
    contents = [part.get("value") or "" for part in item.get("content", ())]
    return max([*contents, item.get("summary") or ""], key=len) or None
