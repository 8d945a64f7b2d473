"""Page -> Article | Bundle | Drop. Pure: bytes in, values out; the clock is passed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from crawler.body import body_of, html_lines
from crawler.bundles import headings_of, is_bundle, items_of
from crawler.cleaning import cleaned
from crawler.cms import Cms, cms_for, narrowed
from crawler.decoding import decode
from crawler.description import described
from crawler.fields import show_fields
from crawler.markup import LONGEST, too_complex, tree_of, unwrap_forms
from crawler.material import Material
from crawler.model import Entry, Page, Source
from crawler.payloads import titled_lines
from crawler.refusals import home_instead, is_short, no_article, not_html, stand_in
from crawler.set_apart import SetApart
from crawler.structured import meta_of, structured
from crawler.teasers import Item, repeated_items, without_teasers
from crawler.translations import divided
from stories.detection import language_of
from stories.model import Article, DateOrigin, Drop

_SURE = 0.1  # doubt of a text up to which nobody asks whether it is a list, or has one in it
# Where the page itself gives nothing, what the feed carries is read instead; not where an article was deleted.
_FEED_HELPS = ("empty", "too_short", "needs_js", "login_wall", "consent_wall")
# Where the page shows something else, its scripts may have the text for its title all the same.
_SCRIPTS_HELP = (*_FEED_HELPS, "list", "form", "attachment_only")


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
    return _read_tree(nothing, material, text, tree, narrowed(cms_for(material.cms, final_url, text), tree))


def _read_tree(nothing: Article, material: Material, text: str, tree: HtmlElement, cms: Cms) -> Reading:
    unwrap_forms(tree)
    show_fields(tree, cms.select_body)
    meta, said = meta_of(tree), structured(tree)
    # What needs the chrome comes before the text: taking the text takes the chrome away.
    article = described(nothing, material, tree, cms, meta, said)
    headings = headings_of(tree) if is_bundle(article.title, cms) else frozenset()
    found = partial(cleaned, cms=cms, title=article.title, apart=SetApart(tree))
    summary = meta.get("og:description") or meta.get("description")
    body = body_of(tree, cms, said, article.title, summary)
    items = repeated_items(tree) if body.doubt > _SURE else None
    lines = without_teasers(found(body.lines), items or ())
    refused = partial(_refusal, text, tree, items=items, url=material.final_url or material.url, cms=cms, meta=meta)
    refusal = refused(lines)
    for told in _told_elsewhere(tree, material, cms, refusal):
        if refused(other := found(told)) is None:
            lines, refusal = other, None
            break
    own, translated = divided(lines, cms)
    article = _filled(article, own, translated)
    bundled = items_of(article.title, own, headings, cms) if refusal is None else []
    return Reading(article, tuple(_item(article, *item, number) for number, item in enumerate(bundled, 1)), refusal)


def _told_elsewhere(tree: HtmlElement, material: Material, cms: Cms, refusal: Drop | None) -> Iterator[list[str]]:
    """Give the texts that stand in for one that was refused: what scripts carry, what the feed carries."""
    if refusal and refusal.reason in _SCRIPTS_HELP:
        yield titled_lines(tree)
    if refusal and refusal.reason in _FEED_HELPS and material.content:
        yield html_lines(material.content, cms)


def _refusal(
    text: str, tree: HtmlElement, lines: list[str], items: list[Item] | None, url: str, cms: Cms, meta: dict[str, str]
) -> Drop | None:
    refusal = no_article(tree, lines, items, url, cms, meta)
    if refusal or not is_short(lines):
        return refusal
    whole = tree_of(text)  # with the chrome: it tells what a page with little text is
    return None if whole is None else stand_in(whole, lines, cms, meta)


def _filled(article: Article, own: list[str], translated: list[str]) -> Article:
    text = "\n".join(own)
    language = language_of(text, article.title or "") if text else None
    return replace(article, text=text, language=language, translation="\n".join(translated) or None)


def _item(article: Article, title: str, text: str, number: int) -> Article:
    identity = f"{article.identity}#{number}" if article.identity else None
    language = language_of(text, title) or article.language
    return replace(article, title=title, text=text, language=language, translation=None, identity=identity)
