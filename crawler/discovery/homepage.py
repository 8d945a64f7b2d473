"""A homepage -> what it says that helps to watch it: feeds, links, names, languages, the CMS behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.cms import cms_for, cms_named
from crawler.decoding import decode
from crawler.discovery.words import hits, words
from crawler.entries import web_address
from crawler.hosts import is_one_site
from crawler.markup import LONGEST, text_of, too_complex, tree_of
from crawler.structured import meta_of
from stories.detection import language_of

_FEED_TYPE = re.compile(
    r"application/(rss|atom|rdf|feed)\+?(xml|json)?|application/feed\+json|text/xml", re.IGNORECASE
)
_REFRESH = re.compile(r"\s*+[\d.]*+\s*+[;,]\s*+(?:url\s*+=)?\s*+['\"]?([^'\"]+)", re.IGNORECASE)
_BY_SCRIPT = re.compile(r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)|location\.(?:replace|assign)\(\s*['\"]([^'\"]+)")
_SEPARATORS = re.compile(r"\s+[|–—:»·-]+\s+|\s*[|»]\s*")
_WORDPRESS = re.compile(r"/wp-(?:content|includes|json)/", re.IGNORECASE)
_FEW = 300  # characters of a page that only leads on, or that scripts would fill
_MOST_LINKS = 1_000
_LONGEST_TEXT = 200  # characters of a link that are kept
_DAYS = re.compile(
    r"[?&](?:year|month|day|date|week|jahr|monat|tag|y|m|d|cal\w*|\w*(?:date|month|year|ym|ymd))=\d|/\d{4}[-/]\d{1,2}([-/]\d{1,2})?/?$",
    re.IGNORECASE,
)
_ENOUGH = 2  # links of the shape of a CMS that show that it is behind the site


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its absolute address and the words on it."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Homepage:
    """What a homepage says about itself. `url` is the one after redirects."""

    url: str
    cms: str = "generic"
    name: str | None = None
    languages: tuple[str, ...] = ()  # declared, then that of its text
    locales: tuple[str, ...] = ()  # declared ones with a territory, in lower case: "de-at"
    alternates: tuple[Link, ...] = ()  # <link rel=alternate> of the types of feeds
    links: tuple[Link, ...] = ()  # distinct, in page order, other sites' too
    posts: str | None = None  # address of WordPress's list of posts
    forward: str | None = None  # where a page with little text leads by itself
    letters: int = 0  # of visible text
    is_parked: bool = False  # a domain for sale, or the page of a server without a site
    is_calendar: bool = False  # most of its links lead to days and months, which never end


def read_homepage(body: bytes, url: str, content_type: str | None) -> Homepage:
    """Read the page at `url`. A body without markup gives a Homepage that says nothing. Never raises."""
    text = decode(body, content_type)[:LONGEST]
    tree = None if too_complex(text) else tree_of(text)
    if tree is None:
        return Homepage(url)
    root = web_address(next(iter(tree.xpath("//base/@href")), ""), url) or url
    links, meta, shown = tuple(_links(tree, root)), meta_of(tree), text_of(tree)
    locales = _locales(tree, meta)
    spoken = [locale.partition("-")[0] for locale in locales]
    return Homepage(
        url,
        cms=_cms(url, text, links),
        name=_name(tree, meta),
        languages=tuple(dict.fromkeys(filter(None, [*spoken, language_of(shown)]))),
        locales=tuple(locale for locale in locales if re.fullmatch("[a-z]{2}-[a-z]{2}", locale)),
        alternates=tuple(_alternates(tree, root)),
        links=links,
        posts=_posts(tree, root, text),
        forward=_forward(tree, root) if len(shown) < _FEW else None,
        letters=len(shown),
        is_parked=len(shown) < 5 * _FEW and hits(words().page_parked + words().page_building, shown),
        is_calendar=_is_calendar(links),
    )


def page_title(text: str) -> str | None:
    """Return the part of a title that names the site: the shortest of several; None of an empty one."""
    parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
    names = [part for part in parts if not hits(words().page_home, part)]
    return min(names or parts, key=len)[:100] if parts else None


def _is_calendar(links: tuple[Link, ...]) -> bool:
    days = sum(1 for link in links if _DAYS.search(link.url))
    return days > 10 and 2 * days > len(links)


def _links(tree: HtmlElement, root: str) -> Iterator[Link]:
    seen: dict[str, str] = {}
    for element in tree.iter("a", "area"):
        address = web_address(element.get("href") or "", root)
        if address is None or len(seen) >= _MOST_LINKS:
            continue
        marks = (element.get("title"), element.get("aria-label"), *element.xpath(".//img/@alt"))
        words_on = text_of(element) or next((mark for mark in marks if mark), "")
        if not seen.get(address):
            seen[address] = " ".join(words_on.split())[:_LONGEST_TEXT]
    yield from (Link(url, text) for url, text in seen.items())


def _alternates(tree: HtmlElement, root: str) -> Iterator[Link]:
    for element in tree.iter("link"):
        is_feed = _FEED_TYPE.match(element.get("type") or "") and not element.get("hreflang")
        if "alternate" in (element.get("rel") or "").lower().split() and is_feed:
            address = web_address(element.get("href") or "", root)
            if address and "/oembed" not in address:
                yield Link(address, element.get("title") or "")


def _cms(url: str, text: str, links: tuple[Link, ...]) -> str:
    """Name the family by the page, else by the shape of the links."""
    generic = cms_named("generic").name
    found = cms_for(None, url, text).name
    if found != generic:
        return found
    shapes = Counter(cms_for(None, link.url, "").name for link in links if is_one_site(link.url, url))
    del shapes[generic]
    best = shapes.most_common(1)
    return best[0][0] if best and best[0][1] >= _ENOUGH else generic


def _name(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    said = meta.get("og:site_name") or meta.get("application-name")
    title = next((text_of(node) or (node.text or "") for node in tree.iter("title")), "")
    return (said or page_title(" ".join(title.split())) or "")[:100] or None


def _locales(tree: HtmlElement, meta: dict[str, str]) -> list[str]:
    """Return declared locales such as `ko-kr` or `de`, in lower case."""
    declared = [tree.get("lang"), meta.get("og:locale"), meta.get("content-language"), meta.get("language")]
    tidy = [(text or "").strip().lower().replace("_", "-") for text in declared]
    return [text for text in tidy if re.fullmatch("[a-z]{2}(-[a-z]{2,4})?", text)]


def _posts(tree: HtmlElement, root: str, text: str) -> str | None:
    for element in tree.iter("link"):
        if element.get("rel") == "https://api.w.org/" and (api := web_address(element.get("href") or "", root)):
            return f"{api.rstrip('/')}/wp/v2/posts"
    return urljoin(root, "/wp-json/wp/v2/posts") if _WORDPRESS.search(text) else None


def _forward(tree: HtmlElement, root: str) -> str | None:
    """Return where a refresh, a script or a frame leads."""
    refresh = tree.xpath("//meta[translate(@http-equiv,'REFSH','refsh')='refresh']/@content")
    scripts = " ".join(node.text or "" for node in tree.iter("script"))[:20_000]
    told = [found[1] for text in refresh if (found := _REFRESH.match(text))]
    told += [one or other for one, other in _BY_SCRIPT.findall(scripts)]
    told += list(tree.xpath("//frameset//frame/@src"))
    return next((address for link in told if (address := web_address(link, root)) and address != root), None)
