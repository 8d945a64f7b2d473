"""Where a page says when it was published: JSON-LD, meta tags, time elements, labelled lines, its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from lxml import etree
from lxml.html import HtmlElement

from crawler.article_head import ArticleHead
from crawler.cms import Cms
from crawler.dates import dated
from crawler.head_dates import Labels, dates_in_head
from crawler.labelled_lines import LabelledLines, is_elsewhere
from crawler.markup import select, text_of
from crawler.structured import Structured, payload_dates
from stories.model import Dated, DateOrigin, DatePrecision

_PUBLISHED = (
    "article:published_time", "article:published:time", "article:published", "og:article:published_time",
    "datepublished", "pubdate", "og:regdate", "regdate", "article:create_date", "publication_date", "publish_date",
    "publish-date", "publishdate", "parsely-pub-date", "dcterms.created", "dc.date.created", "dc.date.issued",
    "dcterms.issued", "dc.date", "dcterms.date", "sailthru.date", "article.published", "firstcreatedtime", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "article:modified", "og:article:modified_time", "og:updated_time", "datemodified",
    "last-modified", "dcterms.modified", "dc.date.modified",
)  # fmt: skip
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|\d*\.html?$)")
_OFFSET = re.compile(r"[+-](?!00:?00)\d\d:?\d\d$")
_NOT_FIRST = re.compile("modif|updat", re.IGNORECASE)
# Attributes in which scripts of a page find the moment that they show.
_HELD = ("datetime", "content", *(f"data-{name}" for name in ("datetime", "timestamp", "published", "publish-date")))
_MOMENTS = etree.XPath(f"(//h1)[1]/following::*[{' or '.join(f'@{name}' for name in _HELD if name != 'content')}]")
_URL_MOMENT = re.compile(r"/(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)\d{2,7}(?=$|[/?#.])")
_SHOWN = (DateOrigin.LABELLED_LINE, DateOrigin.TEXT)
_FAR = timedelta(days=2)
_FINENESS = (DatePrecision.MONTH, DatePrecision.DAY, DatePrecision.MINUTE, DatePrecision.SECOND)


def published(candidates: Iterable[Dated | None], named: Dated | None = None) -> Dated | None:
    """Return the first date, or the first of the same day that tells the time as well; no more than that is asked.

    What a page only shows does not count where it is far from the day that its address names.
    """
    best: Dated | None = None
    for date in candidates:
        if date and named and date.origin in _SHOWN and abs(date.at - named.at) > _FAR:
            continue
        if date and (best is None or (date.at.date() == best.at.date() and _fineness(date) > _fineness(best))):
            best = date
        if best and best.precision in (DatePrecision.MINUTE, DatePrecision.SECOND):
            break
    return best


def dates_on(
    tree: HtmlElement,
    lines: LabelledLines,
    head: ArticleHead,
    meta: dict[str, str],
    said: Structured,
    cms: Cms,
    zone: ZoneInfo,
    latest: datetime,
) -> Iterator[Dated | None]:
    """Yield the dates of publication a page gives, most trusted first; what costs a look at the page comes last."""
    yield from _declared(meta, said, zone, latest)
    for element in select(tree, cms.select_date)[:1]:
        yield dated(_held(element) or text_of(element), zone, DateOrigin.META, latest)
    for line, origin in _shown(tree, lines, head, cms):
        yield dated(line, zone, origin, latest)


def _declared(meta: dict[str, str], said: Structured, zone: ZoneInfo, latest: datetime) -> Iterator[Dated | None]:
    declared = [(said.published, DateOrigin.JSON_LD), *((meta.get(name), DateOrigin.META) for name in _PUBLISHED)]
    declared.append((said.page_published, DateOrigin.JSON_LD))
    known = [written for written, _ in declared if written]
    for written, origin in declared:
        yield dated(_with_offset(written, known), zone, origin, latest)


def _shown(
    tree: HtmlElement, lines: LabelledLines, head: ArticleHead, cms: Cms
) -> Iterator[tuple[str | None, DateOrigin]]:
    """Yield what a page shows as dates: those of a line that stands alone at the title count as labelled."""
    labels = Labels(cms.labels_published, cms.labels_modified)
    near = dates_in_head(head.lines, head.near, labels, certain=True)
    yield from ((line, DateOrigin.LABELLED_LINE) for line in chain(near, lines.after(cms.labels_published)))
    yield from ((_held(element), DateOrigin.META) for element in _moments(tree))
    yield from ((written, DateOrigin.META) for written in payload_dates(tree))
    for places, certain in ((head.under_lead, True), (head.near, False), (head.under_lead, False)):
        found = dates_in_head(head.lines, places, labels, certain)
        yield from ((line, DateOrigin.TEXT) for line in found)


def modified_on(
    lines: LabelledLines, meta: dict[str, str], said: Structured, cms: Cms, zone: ZoneInfo, latest: datetime
) -> datetime | None:
    """Return when a page says it was changed."""
    declared = [said.modified, *(meta.get(name) for name in _MODIFIED)]
    known = [written for written in declared if written]
    for written in declared:
        if date := dated(_with_offset(written, known), zone, DateOrigin.META, latest):
            return date.at
    shown = (dated(line, zone, DateOrigin.META, latest) for line in lines.after(cms.labels_modified))
    return next((date.at for date in shown if date), None)


def date_in_url(url: str, zone: ZoneInfo, latest: datetime) -> Dated | None:
    """Return the day an address names, as in /2023/08/09/ or /20230809_title; the minute in /20230809163300123."""
    if moment := _URL_MOMENT.search(url):
        return dated("{}-{}-{} {}:{}".format(*moment.groups()), zone, DateOrigin.URL, latest)
    day = _URL_DATE.search(url)
    return dated("-".join(day.groups()), zone, DateOrigin.URL, latest) if day else None


def _with_offset(written: str | None, known: Sequence[str]) -> str | None:
    """Return what tells the same time of the clock with its distance from UTC: without it, or with a Z that a program
    put behind every time, the time would be another one."""
    if not written or _OFFSET.search(written):
        return written
    clock = re.sub(r"\D", "", written)[:12]
    same = (each for each in known if _OFFSET.search(each) and re.sub(r"\D", "", each)[:12] == clock)
    return next(same, written) if len(clock) == 12 else written


def _moments(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the first element below the heading that holds a moment and is about the article."""
    for element in _MOMENTS(tree):
        about = " ".join(element.get(name) or "" for name in ("class", "itemprop"))
        if not _NOT_FIRST.search(about) and not is_elsewhere(element):
            yield element
            return


def _held(element: HtmlElement) -> str | None:
    return next((element.get(name) for name in ("content", *_HELD) if element.get(name)), None)


def _fineness(date: Dated) -> int:
    return _FINENESS.index(date.precision)
