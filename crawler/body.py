"""Tree -> the lines of the article: the blocks that look like it, in doubt other readings, else scripts."""

from __future__ import annotations

import logging
import re
from html import unescape

import trafilatura
from lxml.html import HtmlElement

from crawler.blocks.article import judged
from crawler.blocks.figures import Known
from crawler.cms import Cms
from crawler.markup import lines_of, remove, select, tree_of
from crawler.structured import Structured, payload_lines

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports pages without text as errors
_CJK = re.compile("[가-힣\u3041-\u30ff\u3400-\u9fff]")
_TAG = re.compile(r"<(?:p|br|div|span)\b", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"&lt;(?:p|br|div|span)\b", re.IGNORECASE)
_DOUBT = 0.3  # measured: above it trafilatura reads better, below it worse
_LITTLE = 200  # characters; below it other places are looked at


def body_lines(tree: HtmlElement, cms: Cms, said: Structured, title: str | None, summary: str | None) -> list[str]:
    """Return the lines of the main text, chrome and captions left out as far as markup tells; may be empty.

    `tree` is changed.
    """
    own = own_element(tree, cms)
    remove(tree, cms.select_remove)
    found = _judged(tree, Known(title, summary, own))
    if not _has_little(found):
        return found
    candidates = [found, payload_lines(tree), _plain_lines(said.body)]
    return next((lines for lines in candidates if not _has_little(lines)), max(candidates, key=_size))


def own_element(tree: HtmlElement, cms: Cms) -> HtmlElement | None:
    """Return the CMS's body element; None without one, or if there are several alike, as of teasers."""
    found = sorted(select(tree, cms.select_body), key=_length)
    if not found or (len(found) > 2 and _length(found[-1]) < 2 * _length(found[-2])):
        return None
    return found[-1]


def _judged(tree: HtmlElement, known: Known) -> list[str]:
    """Return what our own judgement makes of the page; in doubt the family's element, else trafilatura's text."""
    own = judged(tree, known)
    if own.doubt <= _DOUBT and own.lines:
        return own.lines
    return (lines_of(known.own) if known.own is not None else main_text(tree)) or own.lines


def main_text(tree: HtmlElement) -> list[str]:
    """Return trafilatura's text; the only place that calls it. No network, no dates, no titles of its own."""
    text = trafilatura.extract(
        tree,  # it works on a copy
        output_format="txt",
        include_comments=False,
        include_formatting=False,
        favor_precision=_is_cjk(tree),  # measured: better for Korean and Japanese, worse for the rest
        with_metadata=False,
    )
    return [line.removeprefix("- ").strip("| ") for line in (text or "").splitlines()]


def html_lines(fragment: str, cms: Cms) -> list[str]:
    """Return the lines of a piece of HTML that is all article, such as a feed's content, also one escaped twice."""
    is_escaped = _ESCAPED_TAG.search(fragment) and not _TAG.search(fragment)
    tree = tree_of(unescape(fragment) if is_escaped else fragment)
    if tree is None:
        return []
    remove(tree, cms.select_remove)
    return lines_of(tree)


def _plain_lines(text: str | None) -> list[str]:
    if not text:
        return []
    tree = tree_of(text) if "<" in text else None
    return lines_of(tree) if tree is not None else text.splitlines()


def _is_cjk(tree: HtmlElement) -> bool:
    words = "".join(lines_of(tree))[:50_000]
    return len(_CJK.findall(words)) * 4 > sum(map(str.isalpha, words))


def _length(element: HtmlElement) -> int:
    return sum(map(len, element.itertext()))


def _size(lines: list[str]) -> int:
    return sum(map(len, lines))


def _has_little(lines: list[str]) -> bool:
    return _size(lines) < _LITTLE
