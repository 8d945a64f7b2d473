"""Page -> Article | Bundle | Drop. Pure: bytes in, values out; the clock is passed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from crawler.body import body_lines, html_lines
from crawler.bundles import headings_of, items_of
from crawler.cleaning import cleaned, divided
from crawler.cms import Cms, cms_for
from crawler.decoding import decode
from crawler.description import described
from crawler.markup import LONGEST, repeated_items, too_complex, tree_of, unwrap_forms
from crawler.material import Material
from crawler.model import Entry, Page, Source
from crawler.refusals import home_instead, no_article, not_html
from crawler.structured import meta_of, structured
from stories.detection import language_of
from stories.model import Article, DateOrigin, Drop

# Where the page itself gives nothing, what the feed carries is read instead; not where an article was deleted.
_FEED_HELPS = ("empty", "too_short", "needs_js", "login_wall", "consent_wall")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A page that holds several stories."""

    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the article as far as there is one, the items of a bundle, why it is no article."""

    article: Article
    items: tuple[Article, ...] = ()
    refusal: Drop | None = None


def read(page: Page, entry: Entry, source: Source, now: datetime) -> Article | Bundle | Drop:
    """Read the page of an entry. `now` is the clock's; nothing that a page says may lie a day after its fetch.

    Raises CmsFileError for a source that names a CMS without a file.
    """
    if page.status >= 400:
        return Drop("http_error", f"the server answered {page.status}")
    reading = reading_of(
        Material(
            url=page.url,
            body=page.body,
            zone=ZoneInfo(source.timezone),
            latest=min(page.fetched_at, now),
            content_type=page.content_type,
            final_url=page.final_url,
            cms=source.cms,
            site_name=source.name,
            home_country=source.country,
            identity=entry.identity,
            title=entry.title,
            published=entry.published,
            published_origin=DateOrigin(entry.published_origin),
            content=entry.content,
            truncated=page.truncated,
        )
    )
    if reading.refusal:
        return reading.refusal
    return Bundle(reading.items) if reading.items else reading.article


def reading_of(material: Material) -> Reading:
    """Read a page; `refusal` of the result says why there is no article, never an exception for what a page holds."""
    nothing = Article(
        material.url, material.title, "", identity=material.identity, home_country=material.home_country
    )
    final_url = material.final_url or material.url
    refusal = not_html(material.body, material.content_type) or home_instead(material.url, final_url)
    if refusal:
        return Reading(nothing, refusal=refusal)
    whole = decode(material.body, material.content_type)
    text = whole[:LONGEST]
    nothing = replace(nothing, truncated=material.truncated or len(whole) > LONGEST)
    trouble = too_complex(text)
    if trouble:
        return Reading(nothing, refusal=Drop("too_complex", trouble))
    tree = tree_of(text)
    if tree is None:
        return Reading(nothing, refusal=Drop("empty", "the page is empty"))
    return _read_tree(nothing, material, tree, cms_for(material.cms, final_url, text))


def _read_tree(nothing: Article, material: Material, tree: HtmlElement, cms: Cms) -> Reading:
    unwrap_forms(tree)
    meta, said = meta_of(tree), structured(tree)
    # What needs the chrome comes before the text: taking the text takes the chrome away.
    article = described(nothing, material, tree, cms, meta, said)
    headings = headings_of(tree)
    found = partial(cleaned, cms=cms, title=article.title)
    lines = found(body_lines(tree, cms, said))
    items = repeated_items(tree)
    refused = partial(no_article, tree, items=items, url=material.final_url or material.url, cms=cms, meta=meta)
    lines = _without_teasers(lines, items)
    refusal = refused(lines)
    if refusal and refusal.reason in _FEED_HELPS and material.content:
        told = found(html_lines(material.content, cms))
        if refused(told) is None:
            lines, refusal = told, None
    own, translated = divided(lines, cms)
    article = _filled(article, own, translated)
    bundled = items_of(article.title, own, headings, cms) if refusal is None else []
    return Reading(article, tuple(_item(article, *item, number) for number, item in enumerate(bundled, 1)), refusal)


def _filled(article: Article, own: list[str], translated: list[str]) -> Article:
    text = "\n".join(own)
    language = language_of(text, article.title or "") if text else None
    return replace(article, text=text, language=language, translation="\n".join(translated) or None)


def _item(article: Article, title: str, text: str, number: int) -> Article:
    identity = f"{article.identity}#{number}" if article.identity else None
    language = language_of(text, title) or article.language
    return replace(article, title=title, text=text, language=language, translation=None, identity=identity)


def _without_teasers(lines: list[str], items: Sequence[tuple[str, float]]) -> list[str]:
    """Drop what belongs to a list of other articles, if enough is left to be an article beside it."""
    teasers = "\n".join(text for text, link_share in items if link_share >= 0.25)
    own = [line for line in lines if line not in teasers]
    return own if sum(map(len, own)) > sum(map(len, lines)) / 3 else lines
