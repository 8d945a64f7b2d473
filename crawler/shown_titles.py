"""The title that a page shows, where neither its metadata nor its heading tells it: a line above date and text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from lxml.html import HtmlElement

from crawler.article_head import columns, head_below, is_about_article, is_headed
from crawler.head_dates import is_date
from crawler.labelled_lines import LabelledLines, OwnLine
from crawler.title_lines import folded

_LONGEST = 200  # characters of a title
_LEAST = 4  # columns of one
_NAMES = 20  # columns of a line that may be the name of a board, where it stands on the page twice
_MOST = 2000  # lines of a page that are looked at
_ENOUGH = 5  # of what speaks for a title
_DATED = 3  # what a date at a line adds
_ABOVE = 2  # lines above a title in which a date may stand
_TEXT = 40  # columns of a line that may be all of a text
_BELOW = 40  # lines below a title in which the text begins
_MARK = re.compile("tit|subj|sbj|headline|heading", re.IGNORECASE)
_OTHER = re.compile("sub_?-?t|logo|site|caption|comment|relat|widget|popup|banner", re.IGNORECASE)
_STRONG = ("b", "strong", "font", "big", "th", "dt")
_LABELS = ("th", "td", "dt", "b", "strong", "span", "label", "div", "p", "em")


def shown_title(
    lines: LabelledLines,
    labels: Iterable[str],
    wholes: Sequence[str],
    marked: Set[str],
    is_name: Callable[[str], bool],
) -> str | None:
    """Return the line of a page that most speaks for as its title, None where too little does.

    `labels` stand before a title. Folded: `wholes`, what metadata and page call it, and `marked`, what the family's
    title element holds. `is_name` tells sections and sites.
    """
    words, own, seen = {folded(label) for label in labels}, lines.own, Counter(lines.folded)
    best, found = (_ENOUGH - 1, True), None
    for at, (node, line) in _possible(own, marked):
        labelled = at > 0 and lines.folded[at - 1] in words and own[at - 1][0].tag in _LABELS
        wide = columns(line) >= _NAMES
        if is_name(line) or (seen[lines.folded[at]] > 1 and not wide and not labelled):
            continue
        signs = 6 * labelled + 3 * (lines.folded[at] in marked) + _signs(node, line, wide, wholes)
        weight = signs + 2 * wide
        if signs and (weight + _DATED, wide) > best and _is_above_text(own, at):
            weight += _DATED * _has_date(own, at)
            if (weight, wide) > best:
                best, found = (weight, wide), line
    return found


def _possible(own: Sequence[OwnLine], marked: Set[str]) -> Iterator[tuple[int, OwnLine]]:
    for at, (node, line) in enumerate(own[:_MOST]):
        if len(line) <= _LONGEST and columns(line) >= _LEAST and any(map(str.isalpha, line)) and not is_date(line):
            tags = {node.tag, *(above.tag for above in node.iterancestors())}
            if ("a" not in tags or "h1" in tags or folded(line) in marked) and is_about_article(node):
                yield at, (node, line)


def _signs(node: HtmlElement, line: str, wide: bool, wholes: Iterable[str]) -> int:
    """Return what speaks for a title in a line and the elements around it."""
    around = [node, *list(node.iterancestors())[:2]]
    about = [f"{each.get('class') or ''} {each.get('id') or ''}" for each in around]
    marked = any(map(_MARK.search, about)) and not any(map(_OTHER.search, about))
    told = wide and any(whole.startswith(folded(line)) or whole.endswith(folded(line)) for whole in wholes)
    headed = 3 * (node.tag == "h1" or around[1].tag == "h1") or 2 * is_headed(node)
    return 3 * marked + headed + any(each.tag in _STRONG for each in around) + 3 * told


def _has_date(own: Sequence[OwnLine], at: int) -> bool:
    """Tell whether a date stands between a line and the text, or right above it."""
    near = [*head_below(own, at)[0], *own[max(0, at - _ABOVE) : at]]
    return any(is_date(line) and is_about_article(node) for node, line in near)


def _is_above_text(own: Sequence[OwnLine], at: int) -> bool:
    return any(columns(line) >= _TEXT and is_about_article(node) for node, line in own[at + 1 : at + 1 + _BELOW])
