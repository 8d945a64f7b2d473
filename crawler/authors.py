"""Who wrote an article: the names in JSON-LD, meta tags and bylines, without "by" and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from babel.core import Locale
from lxml import etree
from lxml.html import HtmlElement

from crawler.cms import Cms
from crawler.markup import select, text_of
from crawler.structured import Structured
from crawler.title_lines import folded
from stories.languages import supported

_META = (
    "og:article:author", "article:author", "author", "parsely-author", "sailthru.author", "cxenseparse:author",
    "article.author", "dc.creator", "dcterms.creator", "byl",
)  # fmt: skip
_NAMES = etree.XPath("//*[@itemprop='author' and not(self::meta)]//*[@itemprop='name']")
_MARKED = etree.XPath("//*[@itemprop='author' or @rel='author'][not(self::meta or self::link)]")
_LONGEST = 80  # characters of a byline; what is longer tells about the author
_MOST = 6  # bylines of a page that lists the authors of other articles
_ADDRESS = re.compile(r"^https?:|^www\.|@|^/|^\d+$|^(?:null|undefined|none|admin)$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")  # a name has none; a byline with a date in it is not taken apart
_BEFORE = re.compile(
    r"^(?:(?:written |story |text |words )?by|(?:geschrieben )?von|par|por|di|door|av|af)\b\s*:?\s*", re.I
)
_AFTER = re.compile(r"\s*(?:기자|특파원|통신원|記者|记者)$")
_NAME = r"[^\W\d_]\S*(?: \S+){1,3}"


def author_of(
    tree: HtmlElement, cms: Cms, meta: dict[str, str], said: Structured, sites: Iterable[str | None]
) -> str | None:
    """Return the names of the authors with commas between them; the name of the site only where there is no other."""
    names = {folded(site) for site in sites if site}
    of_site = None
    for written in _written(tree, cms, meta, said):
        author = named(written)
        if author and folded(author) not in names:
            return author
        of_site = of_site or author
    return of_site


def named(written: str | None) -> str | None:
    """Return the names in a byline; None for an address, for an account and for what is no byline at all."""
    parts = (" ".join(part.split()) for part in (written or "").split(","))
    names = (_AFTER.sub("", _BEFORE.sub("", part)) for part in parts)
    kept = dict.fromkeys(name for name in names if name and not _ADDRESS.search(name))
    return _several().sub(", ", ", ".join(kept)) or None


def _written(tree: HtmlElement, cms: Cms, meta: dict[str, str], said: Structured) -> Iterator[str | None]:
    yield said.author
    for name in _META:
        yield meta.get(name)
    yield from map(text_of, select(tree, cms.select_author)[:1])
    for marked in (_NAMES, _MARKED):
        bylines = map(text_of, marked(tree)[:_MOST])
        yield ", ".join(dict.fromkeys(text for text in bylines if len(text) <= _LONGEST and not _DIGIT.search(text)))


@cache
def _several() -> re.Pattern[str]:
    """Return what finds the "and" between two names, as CLDR has it for the languages that have a file."""
    pairs = (Locale.parse(language).list_patterns["standard"]["2"] for language in (*supported(), "en"))
    words = {re.escape(pair.replace("{0}", "").replace("{1}", "").strip()) for pair in pairs}
    return re.compile(rf"(?<=\S) (?:{'|'.join(sorted(words))}) (?={_NAME}(?:,|$))")
