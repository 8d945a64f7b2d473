"""The head of an article: the short lines around its title, before the text, where author and date stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from lxml.html import HtmlElement

from crawler.headlines import is_in_path
from crawler.labelled_lines import LabelledLines, OwnLine
from crawler.markup import text_of
from crawler.title_lines import folded

_PROSE = 80  # columns of a line that is text
_SAID = 20  # columns of a sentence
_SENTENCE = re.compile(r"[^\W\d_]{2}.*[^\W\d_][.!?。！？][\"”»]?$")
_BODY = 400  # columns of a line that is more than a lead
_MOST = 60  # lines below a title that are looked at
_TEXT = 200  # lines in which a text ends
_ABOVE = 4  # lines above a title that may belong to it
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OTHERS = frozenset({"nav", "aside", "footer", "form"})


class ArticleHead:
    """The lines around the title of an article; the page is only gone through when they are asked for."""

    def __init__(self, tree: HtmlElement, lines: LabelledLines, title: str | None) -> None:
        self._tree, self._page, self._title = tree, lines, folded(title or "")

    @cached_property
    def lines(self) -> Sequence[OwnLine]:
        """The lines as they stand on the page: right above the title in the same box, below it, below a lead."""
        return [line for part in self._parts for line in part]

    @property
    def near(self) -> Sequence[int]:
        """The places of the lines at the title: those below it, then those above it."""
        above, below = (len(part) for part in self._parts[:2])
        return [*range(above, above + below), *range(above - 1, -1, -1)]

    @property
    def under_lead(self) -> Sequence[int]:
        """The places of the lines below what may be a lead."""
        return range(len(self.near), len(self.lines))

    @cached_property
    def _parts(self) -> Sequence[Sequence[OwnLine]]:
        place = self._place
        return ([], []) if place is None else (list(self._above(place)), *head_below(self._page.own, place))

    @property
    def page_below(self) -> Sequence[OwnLine]:
        """What the page says below the title: the text, and what is behind it."""
        return [] if self._place is None else self._page.own[self._place + 1 : self._place + 1 + _TEXT]

    def says(self, name: str) -> bool:
        """Tell whether a name stands in the head."""
        return any(folded(name) in folded(line) for _, line in self.lines)

    def repeats(self, line: str) -> bool:
        """Tell whether a line stands on the page more than once, as the names of sections do."""
        return self._seen[folded(line)] > 1

    @cached_property
    def _seen(self) -> Counter[str]:
        return Counter(self._page.folded)

    @cached_property
    def _place(self) -> int | None:
        """Where the title stands among the lines of the page: in a heading, if there is one that has it."""
        same = [at for at, line in enumerate(self._page.folded) if line and line == self._title]
        places = [at for at in (same or self._in_parts()) if is_about_article(self._page.own[at][0])]
        headed = (at for at in places if is_headed(self._page.own[at][0]))
        unlinked = (at for at in places if not _is_linked(self._page.own[at][0]))
        return next(headed, next(unlinked, None))

    def _in_parts(self) -> Iterator[int]:
        """Yield where a heading ends that is the title, in parts that are marked differently."""
        for heading in self._tree.iter(*_HEADINGS):
            if self._title and folded(text_of(heading)) == self._title:
                inside = set(heading.iter())
                yield max((at for at, (node, _) in enumerate(self._page.own) if node in inside), default=0)

    def _above(self, place: int) -> Iterator[OwnLine]:
        around = [box for box in self._page.own[place][0].iterancestors() if box.tag not in ("body", "html")][:3]
        for node, own in self._page.own[max(0, place - _ABOVE) : place]:
            if around and around[-1] in node.iterancestors() and is_about_article(node):
                yield node, own


def head_below(own: Sequence[OwnLine], place: int) -> tuple[list[OwnLine], list[OwnLine]]:
    """Return the short lines below one of them: those to the first that is text, and, if that may be a lead, those
    to the next."""
    parts: list[list[OwnLine]] = [[]]
    for node, line in own[place + 1 : place + 1 + _MOST]:
        width = columns(line)
        if width >= _PROSE or (width >= _SAID and _SENTENCE.search(line)):
            parts.append([])
        elif is_about_article(node):
            parts[-1].append((node, line))
        if width >= _BODY or len(parts) > 2:
            break
    return parts[0], parts[1] if len(parts) > 1 else []


def is_about_article(node: HtmlElement) -> bool:
    """Tell whether an element is in none of the parts of a page that are about something else, and in no path."""
    return not any(above.tag in _OTHERS for above in node.iterancestors()) and not is_in_path(node)


def is_headed(node: HtmlElement) -> bool:
    """Tell whether an element is a heading, or at most two levels inside one."""
    return node.tag in _HEADINGS or any(above.tag in _HEADINGS for above in list(node.iterancestors())[:2])


def _is_linked(node: HtmlElement) -> bool:
    return node.tag == "a" or any(above.tag == "a" for above in node.iterancestors())


def columns(text: str) -> int:
    """Return how wide a text is: a letter of Chinese, Japanese and Korean says as much as two others."""
    return len(text) + sum("\u2e80" <= letter <= "\ud7a3" for letter in text)
