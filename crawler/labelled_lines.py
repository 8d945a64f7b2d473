"""Short lines of a page that begin with a label, and what follows it: "입력 2026.11.03 14:20"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from lxml.html import HtmlElement

from crawler.markup import text_of
from crawler.title_lines import folded

_LONGEST = 160  # characters of an element that is a labelled line, not prose
_ELSEWHERE = ("aside", "footer", "nav", "form", "a")
_LONGEST_CLASS = 500  # characters of a class and an id
_LONGEST_TITLE = 300  # characters; what is longer is compared with nothing
_FOOT = re.compile(
    r"(?:^|\s)(?:(?:site|page|global|doc)-?)?(?:foot(?:er)?|bottom|bot|ft|copyrights?)(?:[_-]?(?:wrap|area|in|info))?(?=$|\s)",
    re.IGNORECASE,
)
_NO_LINES = frozenset(
    {"script", "style", "nav", "footer", "form", "aside", "img", "br", "path", "option", "link", "title"}
)
OwnLine = tuple[HtmlElement, str]  # an element and the words that are its own


class LabelledLines:
    """The labelled lines of a page; the page is only gone through when the first one is asked for."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree

    def after(self, labels: Sequence[str]) -> Iterator[str]:
        """Yield what follows one of the labels, where it begins a short line or follows a bar in it."""
        if not labels:
            return
        label, word = _patterns(tuple(labels))
        for node in self._holding(word):
            line = text_of(node) if _is_short(node) else ""
            found = label.search(line) if len(line) <= _LONGEST else None
            if found:
                yield line[found.end() : found.end() + 60]

    def _holding(self, word: re.Pattern[str]) -> Iterator[HtmlElement]:
        """Yield the elements whose own words end in a label, or hold one and a date; a bare label's parent too."""
        for node, own in self.own:
            if len(own) <= _LONGEST and word.search(own) and not is_elsewhere(node) and not _is_in_foot(node):
                yield node
                parent = node.getparent()
                if not any(letter.isdigit() for letter in own) and parent is not None:
                    yield parent

    @cached_property
    def own(self) -> list[OwnLine]:
        """The elements that have words of their own, each with them on one line."""
        found = []
        for node in self._tree.iter("*"):
            if node.tag not in _NO_LINES:
                tails = " ".join([child.tail or "" for child in node]) if len(node) else ""
                own = " ".join(f"{node.text or ''} {tails}".split())
                if own:
                    found.append((node, own))
        return found

    @cached_property
    def folded(self) -> list[str]:
        """The letters and digits of the own words, in the same order."""
        return [folded(words) if len(words) <= _LONGEST_TITLE else "" for _, words in self.own]


def _is_short(node: HtmlElement) -> bool:
    """Tell whether an element may be one line, without taking the text of a whole page apart."""
    left = _LONGEST
    for text in node.itertext("*"):
        left -= len(text.strip())
        if left < 0:
            return False
    return True


def is_elsewhere(node: HtmlElement) -> bool:
    """Tell whether an element is in a part of the page that is not about the article, or in a link."""
    return node.tag in _ELSEWHERE or any(above.tag in _ELSEWHERE for above in node.iterancestors())


def _is_in_foot(node: HtmlElement) -> bool:
    """Tell whether an element is at the foot of the page: a paper has been registered on a day as well."""
    around = (node, *node.iterancestors())
    return any(_FOOT.search(f"{each.get('class') or ''} {each.get('id') or ''}"[:_LONGEST_CLASS]) for each in around)


@cache
def _patterns(labels: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a label before a date, and what tells the words that may be such a line."""
    words = "|".join(re.escape(label) for label in sorted(set(labels), key=len, reverse=True))
    label = rf"(?:^|[|·ㅣ/(\[]\s*|\s)(?:{words})\s*[:：]?\s*(?=\d|[^\W\d]{{3,9}}\.?,?\s+\d)"
    return re.compile(label, re.IGNORECASE), re.compile(rf"(?:{words})\s*[:：]?\s*(?:\d.*)?$", re.IGNORECASE)
