"""What a page says about its article beside the text: title, date, author, addresses."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.cleaning import plain
from crawler.cms import Cms
from crawler.dates import dated
from crawler.markup import select, text_of
from crawler.material import Material
from crawler.page_dates import date_in_url, dates_on, modified_on, published
from crawler.structured import Structured
from crawler.titles import title_of
from stories.model import Article, Dated


def described(
    nothing: Article, material: Material, tree: HtmlElement, cms: Cms, meta: dict[str, str], said: Structured
) -> Article:
    """Return the article without its text. `nothing` is what is known without the page."""
    title = _title(material, tree, cms, meta, said)
    shown = (text_of(node) for node in select(tree, cms.select_author))
    author = said.author or meta.get("og:article:author") or meta.get("author") or next(shown, None)
    return replace(
        nothing,
        title=plain(title[:1000])[:300] or None if title else None,
        published=_published(material, tree, cms, meta, said),
        modified_at=modified_on(tree, meta, said, cms, material.zone, material.latest),
        author=plain(author)[:200] or None if author else None,
        site_name=meta.get("og:site_name") or said.publisher or material.site_name,
        canonical_url=_canonical(material, tree, meta),
    )


def _title(material: Material, tree: HtmlElement, cms: Cms, meta: dict[str, str], said: Structured) -> str | None:
    pages = [text_of(node) for node in tree.iter("title")]
    headings = [text_of(node) for node in select(tree, cms.select_title)[:5]]
    sites = (meta.get("og:site_name"), said.publisher, material.site_name)
    declared = (said.headline, meta.get("og:title"))
    return title_of(declared, headings, pages[0] if pages else None, material.title, sites)


def _published(
    material: Material, tree: HtmlElement, cms: Cms, meta: dict[str, str], said: Structured
) -> Dated | None:
    zone, latest = material.zone, material.latest
    told = dated(material.published, zone, material.published_origin, latest)
    on_page = dates_on(tree, meta, said, cms, zone, latest)
    return published([*on_page, told, date_in_url(material.url, zone, latest)])


def _canonical(material: Material, tree: HtmlElement, meta: dict[str, str]) -> str | None:
    links = [node.get("href") for node in tree.iter("link") if (node.get("rel") or "").lower() == "canonical"]
    for href in (*links, meta.get("og:url")):
        with contextlib.suppress(ValueError):  # what stands there may be no address at all
            url = urljoin(material.final_url or material.url, (href or "").strip())
            if href and urlsplit(url).scheme in ("http", "https"):
                return url
    return None
