"""Where a page says when it was published: JSON-LD, meta tags, time elements, labelled lines, its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from crawler.cms import Cms
from crawler.dates import dated
from crawler.markup import select, text_of
from crawler.structured import Structured
from stories.model import Dated, DateOrigin, DatePrecision

_PUBLISHED = (
    "article:published_time", "article:published:time", "article:published", "og:article:published_time",
    "datepublished", "pubdate",
    "publish-date", "publishdate", "parsely-pub-date", "dcterms.created", "dc.date.issued", "dcterms.issued",
    "dc.date", "sailthru.date", "article.published", "date",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
OwnLines = Sequence[tuple[HtmlElement, str]]
_LONGEST_LINE = 160  # characters of an element that is a labelled line, not prose
_ELSEWHERE = ("aside", "footer", "nav", "form", "a")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|\d*\.html?$)")
_FINENESS = (DatePrecision.MONTH, DatePrecision.DAY, DatePrecision.MINUTE, DatePrecision.SECOND)


def published(candidates: Iterable[Dated | None]) -> Dated | None:
    """Return the first date, or a finer one of the same day: that one only adds the time."""
    found = [candidate for candidate in candidates if candidate]
    same_day = [date for date in found if date.at.date() == found[0].at.date()]
    return max(same_day, key=lambda date: _FINENESS.index(date.precision), default=None)


def dates_on(
    tree: HtmlElement,
    lines: OwnLines,
    meta: dict[str, str],
    said: Structured,
    cms: Cms,
    zone: ZoneInfo,
    latest: datetime,
) -> Iterator[Dated | None]:
    """Yield the dates of publication a page gives, most trusted first. `lines` are the tree's `own_lines`."""
    yield dated(said.published, zone, DateOrigin.JSON_LD, latest)
    for name in _PUBLISHED:
        yield dated(meta.get(name), zone, DateOrigin.META, latest)
    for element in select(tree, cms.select_date)[:1]:
        written = element.get("content") or element.get("datetime") or text_of(element)
        yield dated(written, zone, DateOrigin.META, latest)
    for line in _labelled(lines, cms.labels_published):
        yield dated(line, zone, DateOrigin.LABELLED_LINE, latest)


def modified_on(
    lines: OwnLines, meta: dict[str, str], said: Structured, cms: Cms, zone: ZoneInfo, latest: datetime
) -> datetime | None:
    """Return when a page says it was changed. `lines` are those of `own_lines`."""
    raw = [said.modified, *(meta.get(name) for name in _MODIFIED), *_labelled(lines, cms.labels_modified)]
    found = (dated(written, zone, DateOrigin.META, latest) for written in raw)
    return next((date.at for date in found if date), None)


def date_in_url(url: str, zone: ZoneInfo, latest: datetime) -> Dated | None:
    """Return the day an address names, as in /2023/08/09/ or /20230809_title."""
    day = _URL_DATE.search(url)
    return dated("-".join(day.groups()), zone, DateOrigin.URL, latest) if day else None


def own_lines(tree: HtmlElement) -> OwnLines:
    """Return the elements of a page that have a short line of words of their own, each with it."""
    found = []
    for node in tree.iter():
        if isinstance(node.tag, str) and node.tag not in ("script", "style"):
            tails = " ".join([child.tail or "" for child in node]) if len(node) else ""
            own = " ".join(f"{node.text or ''} {tails}".split())
            if own and len(own) <= _LONGEST_LINE:
                found.append((node, own))
    return found


def _labelled(lines: OwnLines, labels: tuple[str, ...]) -> Iterator[str]:
    """Yield what follows a label, where the label begins a short line or follows a bar in it."""
    if not labels:
        return
    words = "|".join(re.escape(label) for label in sorted(set(labels), key=len, reverse=True))
    label = re.compile(
        rf"(?:^|[|·ㅣ/(\[]\s*|\s)(?:{words})\s*[:：]?\s*(?=\d|[^\W\d]{{3,9}}\.?,?\s+\d)", re.IGNORECASE
    )
    word = re.compile(rf"(?:{words})\s*[:：]?\s*(?:\d.*)?$", re.IGNORECASE)
    for node in _lines_with(lines, word):
        line = text_of(node)
        found = label.search(line) if len(line) <= _LONGEST_LINE else None
        if found:
            yield line[found.end() : found.end() + 60]


def _lines_with(lines: OwnLines, word: re.Pattern[str]) -> Iterator[HtmlElement]:
    """Yield the elements whose own words end in a label, or hold one and a date; a bare label's parent as well."""
    for node, own in lines:
        if word.search(own) and not _is_elsewhere(node):
            yield node
            parent = node.getparent()
            if not any(letter.isdigit() for letter in own) and parent is not None:
                yield parent


def _is_elsewhere(node: HtmlElement) -> bool:
    return node.tag in _ELSEWHERE or any(above.tag in _ELSEWHERE for above in node.iterancestors())
