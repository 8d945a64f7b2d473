"""Tree -> the lines of the article: the blocks that look like it, in doubt other readings, else scripts."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from html import unescape

import trafilatura
from lxml.html import HtmlElement

from crawler.blocks.article import Judged, judged
from crawler.blocks.figures import Known
from crawler.cms import Cms
from crawler.markup import lines_of, remove, selector, tree_of
from crawler.payloads import payload_lines, titled_lines
from crawler.structured import Structured
from crawler.text_weight import DENSE

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports pages without text as errors
_TAG = re.compile(r"<(?:p|br|div|span)\b", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"&lt;(?:p|br|div|span)\b", re.IGNORECASE)
_SENTENCE = re.compile(r".{14}[.!?…。！？다][\"'”’»」』)\]]*$")
# Measured: above it trafilatura reads better, below it worse.
_DOUBT = 0.4
_DOUBT_OF_OWN = 1.0  # where the family's element is known; above it that is taken
_LITTLE = 200  # characters; below it other places are looked at


def body_of(tree: HtmlElement, cms: Cms, said: Structured, title: str | None, summary: str | None) -> Judged:
    """Return the main text, chrome and captions left out as far as markup tells, and its doubt; may be empty.

    `tree` is changed.
    """
    own = own_element(tree, cms)
    remove(tree, cms.select_remove, own)
    found = _judged(tree, Known(title, summary, own))
    if not _has_little(found.lines):
        return found
    if own is None and (carried := titled_lines(tree)):
        return replace(found, lines=carried)
    candidates = [found.lines, payload_lines(tree), _plain_lines(said.body)]
    lines = next((lines for lines in candidates if not _has_little(lines)), max(candidates, key=_size))
    return replace(found, lines=lines)


def own_element(tree: HtmlElement, cms: Cms) -> HtmlElement | None:
    """Return the CMS's body element, the first that tells something; None if several are alike, as of teasers."""
    for css in cms.select_body:
        told = [(lines_of(element), element) for element in selector(css)(tree)]
        told.sort(key=lambda each: _size(each[0]))
        if told and any(map(_SENTENCE.search, told[-1][0])):
            return None if len(told) > 2 and _size(told[-1][0]) < 2 * _size(told[-2][0]) else told[-1][1]
    return None


def _judged(tree: HtmlElement, known: Known) -> Judged:
    """Return what our own judgement makes of the page; where it is in doubt, another reading."""
    ours = judged(tree, known)
    if ours.lines and ours.doubt <= (_DOUBT if known.own is None else _DOUBT_OF_OWN):
        return ours
    other = main_text(tree) if known.own is None else lines_of(known.own)
    return replace(ours, lines=other or ours.lines)


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
    return len(DENSE.findall(words)) * 4 > sum(map(str.isalpha, words))


def _size(lines: list[str]) -> int:
    return sum(map(len, lines))


def _has_little(lines: list[str]) -> bool:
    return _size(lines) < _LITTLE
