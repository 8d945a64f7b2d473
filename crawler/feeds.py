"""A feed (RSS, RDF, Atom, JSON Feed) -> its entries. The bytes are decoded here: one bad byte misleads feedparser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import feedparser

from crawler.decoding import decode
from crawler.entries import FeedError, distinct, plain_title, web_address
from crawler.feed_limits import harmless
from crawler.identity import identity_of
from crawler.json_feeds import is_json, json_feed_entries
from crawler.model import Entry

_ROOT = re.compile(r"<(?:[\w-]+:)?(?:rss|feed|RDF)[\s>]")
_DECLARATION = re.compile(r"<\?xml[^<>]*>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 section 2.2


def feed_entries(body: bytes, url: str, content_type: str | None = None) -> list[Entry]:
    """Return the entries of the feed that was fetched from `url`, in its order, each article once; at most 2,000.

    `published` is the string as written: what it means depends on the source's time zone. Entries without an
    http(s) link are left out. Raises FeedError when `body` is not a feed, declares entities, or would keep the parser
    busy out of all proportion.
    """
    if is_json(body, content_type):
        return json_feed_entries(body, url, content_type)
    text = clean_xml(body, content_type)
    _check(text)
    text = harmless(text)
    xml = '<?xml version="1.0" encoding="utf-8"?>' + text
    # Never a str: feedparser would take it for the name of a file or an address to open.
    feed = feedparser.parse(
        BytesIO(xml.encode()),
        response_headers={"content-location": url, "content-type": "application/xml; charset=utf-8"},
    )
    return distinct(filter(None, (_entry(item, url) for item in feed.entries)))


def clean_xml(body: bytes, content_type: str | None) -> str:
    """Decode XML and take out what no parser takes: letters that XML forbids, and a declaration that may be wrong."""
    return _DECLARATION.sub("", _NOT_XML.sub("", decode(body, content_type)), count=1).lstrip()


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
        title=plain_title(item.get("title")),
        published=_raw_date(item),
        content=_html(item),
    )


def _raw_date(item: Mapping[str, Any]) -> str | None:
    return next((item[key].strip() for key in ("published", "updated", "created") if item.get(key)), None)


def _html(item: Mapping[str, Any]) -> str | None:
    contents = [part.get("value") or "" for part in item.get("content", ())]
    return max([*contents, item.get("summary") or ""], key=len) or None
