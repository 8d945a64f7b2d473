"""Who wrote an article: the names in JSON-LD, meta tags and bylines, without "by" and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial

from babel.core import Locale
from lxml import etree
from lxml.html import HtmlElement

from crawler.article_head import ArticleHead
from crawler.cms import Cms
from crawler.head_authors import authors_in_head, reporters_in, without_by
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
_ADDRESS = re.compile(
    r"^https?:|^www\.|@|^/|^\d+$|^(?:null|undefined|none|admin|administrator|webmaster|최고관리자|관리자|운영자)$",
    re.I,
)
_DIGIT = re.compile(r"\d")  # a name has none; a byline with a date in it is not taken apart
_AFTER = re.compile(r"\s*(?:기자|특파원|통신원|記者|记者)$")
_NAME = r"[^\W\d_]\S*(?: \S+){1,3}"


def author_of(
    tree: HtmlElement,
    head: ArticleHead,
    cms: Cms,
    meta: dict[str, str],
    said: Structured,
    sites: Iterable[str | None],
) -> str | None:
    """Return the names of the authors with commas between them; the name of the site only where there is no other."""
    names = {folded(site) for site in sites if site}
    of_site = None
    for written in _written(tree, head, cms, meta, said, names):
        author = named(written)
        if author and not _is_site(author, names):
            return author
        of_site = of_site or author
    return of_site


def _is_site(author: str, names: set[str]) -> bool:
    """Tell whether an author is a site, or several with bars between them."""
    return any(folded(part) in names for part in author.split("|"))


def named(written: str | None) -> str | None:
    """Return the names in a byline; None for an address, for an account and for what is no byline at all."""
    parts = (" ".join(part.split()) for part in (written or "").split(","))
    names = (_AFTER.sub("", without_by(part)) for part in parts)
    kept = dict.fromkeys(name for name in names if name and not _ADDRESS.search(name))
    return _several().sub(", ", ", ".join(kept)) or None


def _written(
    tree: HtmlElement, head: ArticleHead, cms: Cms, meta: dict[str, str], said: Structured, names: set[str]
) -> Iterator[str | None]:
    yield said.author
    declared = [author for name in _META if (author := meta.get(name)) and named(author)]
    if declared and not any(head.says(author) for author in declared):  # it may be the paper that a portal shows
        yield from authors_in_head(head.lines, partial(_is_site, names=names), partial(_is_other, cms, head))
    yield from declared
    yield from map(text_of, select(tree, cms.select_author)[:1])
    for marked in (_NAMES, _MARKED):
        bylines = map(text_of, marked(tree)[:_MOST])
        yield ", ".join(dict.fromkeys(text for text in bylines if len(text) <= _LONGEST and not _DIGIT.search(text)))
    yield from authors_in_head(head.lines, partial(_is_site, names=names), partial(_is_other, cms, head))
    yield from reporters_in(head.page_below)


def _is_other(cms: Cms, head: ArticleHead, line: str) -> bool:
    """Tell whether a line stands on the page again, as names of sections do, or is the label of a tool."""
    return head.repeats(line) or any(noise.fullmatch(line) for noise in cms.lines_noise)


@cache
def _several() -> re.Pattern[str]:
    """Return what finds the "and" between two names, as CLDR has it for the languages that have a file."""
    pairs = (Locale.parse(language).list_patterns["standard"]["2"] for language in (*supported(), "en"))
    words = {re.escape(pair.replace("{0}", "").replace("{1}", "").strip()) for pair in pairs}
    return re.compile(rf"(?<=\S) (?:{'|'.join(sorted(words))}) (?={_NAME}(?:,|$))")
