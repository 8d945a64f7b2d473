"""A JSON Feed (https://www.jsonfeed.org/version/1.1/) -> its entries, and what answers in JSON have in common."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from crawler.decoding import decode
from crawler.entries import FeedError, distinct, plain_title, web_address
from crawler.identity import identity_of
from crawler.model import Entry

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/\d")
_POISON = re.compile("[\x00\ud800-\udfff]")  # "\\u0000" and halves of pairs: neither PostgreSQL nor UTF-8 takes them


def is_json(body: bytes, content_type: str | None = None) -> bool:
    """Tell whether a body is JSON (an object or an array) rather than XML or HTML, whatever its label says."""
    return decode(body[:1000], content_type).lstrip()[:1] in ("{", "[")


def json_feed_entries(body: bytes, url: str, content_type: str | None = None) -> list[Entry]:
    """Return the entries of the JSON Feed (1.0, 1.1) from `url`, in its order, each article once; at most 2,000.

    An item leads to its `url`, else to its `external_url`; `id` is no address, even if it looks like one. Raises
    FeedError when `body` is not a JSON Feed.
    """
    feed = parsed(body, content_type)
    if not isinstance(feed, dict) or not _VERSION.match(str(feed.get("version"))):
        raise FeedError("not a feed: JSON came, but no JSON Feed (its version is not one of jsonfeed.org)")
    if not isinstance(feed.get("items"), list):
        raise FeedError("not a feed: the JSON Feed has no list of items")
    return distinct(filter(None, (_entry(item, url) for item in feed["items"])))


def parsed(body: bytes, content_type: str | None = None) -> Any:
    """Return what a JSON text (RFC 8259) holds. Raises FeedError for anything else."""
    try:
        return json.loads(decode(body, content_type))
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, lists in lists in lists
        raise FeedError("the answer is not valid JSON") from error


def text_at(holder: object, *keys: str) -> str | None:
    """Return the text under `keys`, one below the other; None where there is none. NULs and lone surrogates go."""
    for key in keys:
        holder = holder.get(key) if isinstance(holder, Mapping) else None
    return _POISON.sub("", holder).strip() or None if isinstance(holder, str) else None


def _entry(item: object, url: str) -> Entry | None:
    links = filter(None, (text_at(item, key) for key in ("url", "external_url")))
    address = next(filter(None, (web_address(link, url) for link in links)), None)
    if address is None:
        return None
    return Entry(
        url=address,
        identity=identity_of(address),
        title=plain_title(text_at(item, "title")),
        published=text_at(item, "date_published") or text_at(item, "date_modified"),
        content=text_at(item, "content_html") or _paragraphs(text_at(item, "content_text")),
    )


def _paragraphs(text: str | None) -> str | None:
    """Plain text as HTML: "<" is a letter in it."""
    lines = (line.strip() for line in (text or "").splitlines())
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line) or None
