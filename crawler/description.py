"""What a page says about its article beside the text: title, date, author, addresses."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from itertools import chain
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.article_head import ArticleHead
from crawler.authors import author_of
from crawler.cleaning import plain
from crawler.cms import Cms, cms_named
from crawler.dates import dated
from crawler.headlines import shown_headlines
from crawler.labelled_lines import LabelledLines
from crawler.markup import select, text_of
from crawler.material import Material
from crawler.page_dates import date_in_url, dates_on, modified_on, published
from crawler.structured import Structured
from crawler.title_lines import names_beside
from crawler.titles import Told, title_of
from stories.model import Article, Dated


def described(
    nothing: Article, material: Material, tree: HtmlElement, cms: Cms, meta: dict[str, str], said: Structured
) -> Article:
    """Return the article without its text. `nothing` is what is known without the page."""
    lines = LabelledLines(tree)
    title = _title(material, tree, lines, cms, meta, said)
    head = ArticleHead(tree, lines, title)
    sites = (meta.get("og:site_name"), said.publisher, material.site_name, *names_beside(_page_title(tree), title))
    author = author_of(tree, head, cms, meta, said, sites)
    return replace(
        nothing,
        title=plain(title[:1000])[:300] or None if title else None,
        published=_published(material, tree, lines, head, cms, meta, said),
        modified_at=modified_on(lines, meta, said, cms, material.zone, material.latest),
        author=plain(author)[:200] or None if author else None,
        site_name=meta.get("og:site_name") or said.publisher or material.site_name,
        canonical_url=_canonical(material, tree, meta),
    )


def _title(
    material: Material, tree: HtmlElement, lines: LabelledLines, cms: Cms, meta: dict[str, str], said: Structured
) -> str | None:
    own = select(tree, [css for css in cms.select_title if css not in cms_named("generic").select_title])
    headings = (own or select(tree, cms.select_title))[:5]
    metadata = (said.headline, meta.get("og:title"))
    told = Told(
        declared=(*metadata, _page_title(tree)),
        headings=[*map(text_of, headings), meta.get("headline", "")],
        own=len(own) == 1,
        announced=material.title,
        sites=(meta.get("og:site_name"), said.publisher, material.site_name),
        shown=shown_headlines(tree, [node for node in headings if node.tag == "h1"], metadata),
        lines=lines,
        labels=cms.labels_title,
    )
    return title_of(told, tree, material.final_url or material.url)


def _page_title(tree: HtmlElement) -> str | None:
    return next((text_of(node) for node in tree.iter("title")), None)


def _published(
    material: Material,
    tree: HtmlElement,
    lines: LabelledLines,
    head: ArticleHead,
    cms: Cms,
    meta: dict[str, str],
    said: Structured,
) -> Dated | None:
    zone, latest = material.zone, material.latest
    on_page = dates_on(tree, lines, head, meta, said, cms, zone, latest)
    beside = (
        dated(material.published, zone, material.published_origin, latest),
        date_in_url(material.url, zone, latest),
    )
    return published(chain(on_page, beside), beside[1])


def _canonical(material: Material, tree: HtmlElement, meta: dict[str, str]) -> str | None:
    links = [node.get("href") for node in tree.iter("link") if (node.get("rel") or "").lower() == "canonical"]
    for href in (*links, meta.get("og:url")):
        with contextlib.suppress(ValueError):  # what stands there may be no address at all
            url = urljoin(material.final_url or material.url, (href or "").strip())
            if href and urlsplit(url).scheme in ("http", "https"):
                return url
    return None
