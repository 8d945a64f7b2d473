"""A sitemap or an index of sitemaps (https://www.sitemaps.org/protocol.html, news sitemaps) -> what it announces."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from gzip import GzipFile
from io import BytesIO
from zoneinfo import ZoneInfo

from lxml import etree

from crawler.dates import dated
from crawler.entries import MOST_ENTRIES, Announced, FeedError, distinct, plain_title, web_address
from crawler.feeds import clean_xml
from crawler.hosts import is_copy
from crawler.identity import identity_of
from crawler.model import Entry
from stories.model import DateOrigin

MOST_SITEMAPS = 3  # of an index are followed
MOST_BYTES = 16 * 2**20  # unpacked; 50,000 addresses, the most that the protocol allows, usually take less
_GZIP = b"\x1f\x8b"
_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTC = ZoneInfo("UTC")
_Fields = dict[str, str]


def sitemap(body: bytes, url: str, content_type: str | None, item: str = ".*") -> Announced:
    """Return the entries of the sitemap fetched from `url`, newest first, each article once; at most 2,000.

    Of an index, return the addresses of its newest sitemaps, at most three, on the same site as the protocol wants.
    `body` may be gzipped. Entries are the addresses that the regular expression `item` matches in full. `published`
    is news:publication_date, else lastmod, as written. Raises FeedError when `body` is no sitemap, has a DTD, or
    when which are the newest cannot be told.
    """
    root = _root(clean_xml(_unpacked(body), content_type))
    if _name(root) == "sitemapindex":
        return Announced(sitemaps=_newest_sitemaps(_addressed(root, "sitemap", url), url))
    wanted = re.compile(item)
    found = [(link, fields) for link, fields in _addressed(root, "url", url) if wanted.fullmatch(link)]
    if len(found) > MOST_ENTRIES and not any(map(_date, (fields for _, fields in found))):
        raise FeedError(f"the sitemap has {len(found)} addresses and no dates: use item to leave most of them out")
    found.sort(key=lambda pair: _moment(_date(pair[1])), reverse=True)
    return Announced(tuple(distinct(_entry(link, fields) for link, fields in found)))


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Put the entries of several sitemaps in order, each article once; at most 2,000."""
    return distinct(sorted(entries, key=lambda entry: _moment(entry.published), reverse=True))


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    try:
        text = GzipFile(fileobj=BytesIO(body)).read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FeedError("the gzipped sitemap cannot be unpacked") from error
    if len(text) > MOST_BYTES:
        raise FeedError(f"the gzipped sitemap is larger than {MOST_BYTES >> 20} MiB")
    return text


def _root(text: str) -> etree._Element:
    # The root first: a web page has a DOCTYPE, too, but that is not what is wrong with it.
    if not re.search(r"<(?:[\w-]+:)?(?:urlset|sitemapindex)[\s>]", text):
        looks = "a web page" if "<html" in text.lower() else "something else" if text.strip() else "nothing"
        raise FeedError(f"not a sitemap: {looks} came")
    if _DTD.search(text):
        raise FeedError("the sitemap has a DOCTYPE or declares entities, which can blow it up; it is not parsed")
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(text.encode(), parser)
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        raise FeedError("not a sitemap: something else came")
    return root


def _addressed(root: etree._Element, name: str, url: str) -> list[tuple[str, _Fields]]:
    """Return the children of this name that have a web address, each with its fields and those of news:news."""
    found = []
    for element in root:
        fields = _fields(element) if _name(element) == name else {}
        address = web_address(fields["loc"], url) if fields.get("loc") else None
        if address:
            found.append((address, fields))
    return found


def _fields(element: etree._Element) -> _Fields:
    news = [part for part in element if _name(part) == "news"]
    parts = [*(part for part in element if _name(part) in ("loc", "lastmod")), *(part for of in news for part in of)]
    return {_name(part): "".join(map(str, part.itertext())).strip() for part in parts}


def _name(element: etree._Element) -> str:
    """Return the local name: prefixes are often bound to other addresses than the protocol's, or to none."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def _date(fields: _Fields) -> str | None:
    return fields.get("publication_date") or fields.get("lastmod") or None


def _moment(raw: str | None) -> datetime:
    """Where an entry belongs among others; those without a date come last."""
    found = dated(raw, _UTC, DateOrigin.FEED) if raw else None
    return found.at if found else datetime.min.replace(tzinfo=_UTC)


def _entry(address: str, fields: _Fields) -> Entry:
    return Entry(address, identity_of(address), plain_title(fields.get("title")), _date(fields))


def _newest_sitemaps(found: Sequence[tuple[str, _Fields]], url: str) -> tuple[str, ...]:
    own = [(address, fields.get("lastmod")) for address, fields in found if is_copy(address, url)]
    if not own:
        raise FeedError("the index names no sitemap of its own site")
    if len(own) > MOST_SITEMAPS and not any(date for _, date in own):
        raise FeedError(f"the index names {len(own)} sitemaps without dates: watch the one with the news instead")
    own.sort(key=lambda pair: _moment(pair[1]), reverse=True)
    return tuple(dict.fromkeys(address for address, _ in own))[:MOST_SITEMAPS]
