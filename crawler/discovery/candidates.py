"""What is worth a request: addresses that may announce the news of a site, the most promising first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from crawler.cms import cms_named
from crawler.discovery.homepage import Homepage, Link
from crawler.discovery.words import hits, place, words
from crawler.hosts import is_copy, is_one_site
from crawler.robots import read_robots

_LONGEST_LABEL = 40  # characters of a menu entry
_MOST_MENUS = 6
_TEMPLATE = re.compile(r"[{}<>]|%7B", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may announce news, and why it is thought to. A larger `promise` is tried earlier."""

    kind: str  # kind of watching
    url: str
    because: str  # where it comes from, as part of a sentence
    promise: float
    is_secondary: bool = False  # of comments, jobs, one section, …: used if nothing else is there


def candidates(home: Homepage, sitemaps: Iterable[str] = ()) -> list[Candidate]:
    """Return what to try for a homepage, the most promising first, each address once.

    `sitemaps` are those that robots.txt names. The CMS only puts candidates in order: whatever comes is judged.
    """
    found = [*_feeds(home), *_posts(home), *_of_cms(home), *_sitemaps(home, sitemaps), *_menus(home), *_usual(home)]
    found.sort(key=lambda candidate: -candidate.promise)
    chosen: dict[str, Candidate] = {}
    for candidate in found:
        chosen.setdefault(_key(candidate.url), candidate)
    return list(chosen.values())


def feed_links(page: Homepage) -> list[Candidate]:
    """Return the feeds that a page names: announced in its head, or linked."""
    return sorted(_feeds(page), key=lambda candidate: -candidate.promise)


def robots_sitemaps(body: bytes) -> list[str]:
    """Return the sitemaps that a robots.txt names (https://www.sitemaps.org/protocol.html#submit_robots)."""
    return list(dict.fromkeys(read_robots(200, body, "*").rules.sitemaps))[:50]


def _feeds(home: Homepage) -> Iterator[Candidate]:
    known = words()
    for number, link in enumerate(home.alternates):
        yield _feed(link, 100 - number / 100, "is announced as a feed")
    for number, link in enumerate(link for link in home.links if is_one_site(link.url, home.url)):
        where = urlsplit(link.url)
        address = f"{where.path}?{where.query}"
        if hits(known.feed_not_address, address) or _TEMPLATE.search(link.url):
            continue
        if hits(known.feed_address, address) and len(link.text) <= 2 * _LONGEST_LABEL:
            yield _feed(link, 90 - number / 1000, "is linked as a feed")
        elif hits(known.feed_text, link.text) and len(link.text) <= _LONGEST_LABEL:
            yield _feed(link, 80 - number / 1000, f"is linked as '{link.text}'")


def _feed(link: Link, promise: float, because: str) -> Candidate:
    """Make a candidate; what is of one section or of something else than articles comes late."""
    address = urlsplit(link.url).path + "?" + urlsplit(link.url).query
    worst = place(words().feed_other, f"{address} {link.text}")
    if worst is not None:
        return Candidate("feed", link.url, because, 12 - worst, is_secondary=True)
    if hits(words().feed_section, address, link.text):
        return Candidate("feed", link.url, because, promise - 45, is_secondary=True)
    return Candidate("feed", link.url, because, promise)


def _posts(home: Homepage) -> Iterator[Candidate]:
    if home.posts:
        yield Candidate("wp-json", home.posts, "is where WordPress lists its posts", 72)


def _of_cms(home: Homepage) -> Iterator[Candidate]:
    cms = cms_named(home.cms)
    if cms.name == cms_named("generic").name:
        return
    linked = {urlsplit(link.url).path for link in home.links}
    is_linked = any(urlsplit(path).path in linked for path in cms.watch_listing)
    for kind, paths, first, step in (
        ("feed", cms.watch_feed, 84.0, 15.0),  # two of them come before what the menu names
        ("listing", cms.watch_listing, 58.0 if is_linked else 34.0, 3.0),
        ("sitemap", cms.watch_sitemap, 33.0, 3.0),
    ):
        for number, path in enumerate(paths):
            yield Candidate(kind, urljoin(home.url, path), f"is usual for {cms.name}", first - step * number)


def _sitemaps(home: Homepage, named: Iterable[str]) -> Iterator[Candidate]:
    for number, url in enumerate(url for url in named if is_one_site(url, home.url)):
        promise = max(sitemap_promise(url), 66.0 if number == 0 else 0.0)  # an index may name one of news
        yield Candidate("sitemap", url, "is named in robots.txt", promise - number / 100)


def sitemap_promise(url: str) -> float:
    """Say how much a sitemap promises by its name: of news more than of everything, of pictures the least."""
    name = urlsplit(url).path
    if hits(words().sitemap_other, name):
        return 15
    return 70 if hits(words().sitemap_news, name) else 45


def _menus(home: Homepage) -> Iterator[Candidate]:
    """Links of the menu whose words or address promise a list of news."""
    rated = [(rate, link) for link in home.links if (rate := _rate(link, home.url)) is not None]
    rated.sort(key=lambda pair: -pair[0])
    for number, (rate, link) in enumerate(rated[:_MOST_MENUS]):
        yield Candidate(
            "listing", link.url, f"is linked as '{link.text or urlsplit(link.url).path}'", rate - number / 10
        )


def _rate(link: Link, home: str) -> float | None:
    where, known = urlsplit(link.url), words()
    if not is_one_site(link.url, home) or len(link.text) > _LONGEST_LABEL or _key(link.url) == _key(home):
        return None
    if hits(known.menu_never, link.text) or re.search(r"\.(pdf|xml|zip|jpe?g|png|hwpx?)$", where.path, re.IGNORECASE):
        return None
    other_host = 0 if is_copy(link.url, home) else 4
    for patterns, most in ((known.menu_strong, 64.0), (known.menu_weak, 40.0)):
        rank = place(patterns, link.text)
        if rank is not None:
            return most - min(rank, 40) / 10 - other_host + (2 if hits(known.menu_address, where.path) else 0)
    return 38.0 - other_host if hits(known.menu_address[:1], where.path) and link.text else None


def _usual(home: Homepage) -> Iterator[Candidate]:
    for number, path in enumerate(words().feed_usual):
        yield Candidate("feed", urljoin(home.url, path), "is where many sites have their feed", 30 - number)
    yield Candidate("sitemap", urljoin(home.url, "/sitemap.xml"), "is where many sites have their sitemap", 26)


def _key(url: str) -> str:
    """Addresses that differ in scheme, www. or a final slash are tried once."""
    where = urlsplit(url)
    host = (where.hostname or "").removeprefix("www.")
    return f"{host}{where.path.rstrip('/')}?{where.query}"
