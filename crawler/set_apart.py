"""What a page sets apart from its text: words that stand for its images, and its links."""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from crawler.markup import text_of

_EDGES = " \t\n.…。!?！？:：;,\"'“”„‘’«»‹›「」『』()（）[]【】〈〉<>＜＞▲△▼▽■□◆◇●○•·-–—☞▶►→*※"
_SHORTEST_CAPTION = 8  # characters; what is shorter names a thing
_LONGEST_CAPTION = 300
_LONGEST_CREDIT = 50  # characters that may stand behind a caption
_SHORTEST_LINK, _LONGEST_LINK = 8, 200  # characters
_LONGEST_POINTER = 40  # characters before a link
_NEAR = 3  # elements that an image is in
_LONGEST_BESIDE = 150  # characters of a paragraph with an image in it


def bare(line: str) -> str:
    """Return a line without the marks, quotes and points at its ends."""
    return line.strip(_EDGES)


class SetApart:
    """The images and links of a page; looked up when a line asks for them first."""

    def __init__(self, tree: HtmlElement | None = None) -> None:
        self._tree = tree
        self._images = [] if tree is None else _said_of_images(tree)

    def is_caption(self, line: str) -> bool:
        """Tell whether a line is what an image says about itself, with a credit behind it or without.

        A line that ends without a mark is none: what a heading says an image may say too.
        """
        if not self._captions or len(line) > _LONGEST_CAPTION or line[-1:].isalnum():
            return False
        own = bare(line)
        if own[:_SHORTEST_CAPTION] not in self._beginnings:
            return False
        ends = range(max(_SHORTEST_CAPTION, len(own) - _LONGEST_CREDIT), len(own) + 1)
        return any(own[:end] in self._captions for end in ends)

    def is_link(self, line: str) -> bool:
        """Tell whether a line is the text of a link and nothing else, or its number before it."""
        own = bare(line)
        return own in self._links or bare(own.lstrip("0123456789")) in self._links

    def before_link(self, line: str) -> str | None:
        """Return what stands before the link that a line ends with; None if it does not, or if it is too much."""
        places = range(1, min(_LONGEST_POINTER, len(line)))
        return next((line[:place].strip() for place in places if bare(line[place:]) in self._links), None)

    @property
    def knows_links(self) -> bool:
        """Tell whether there is a page to look at."""
        return self._tree is not None

    @cached_property
    def _captions(self) -> frozenset[str]:
        said = (bare(" ".join(text.split())) for text in self._images)
        return frozenset(text for text in said if len(text) >= _SHORTEST_CAPTION)

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(text[:_SHORTEST_CAPTION] for text in self._captions)

    @cached_property
    def _links(self) -> frozenset[str]:
        links = () if self._tree is None else self._tree.iter("a")
        said = (bare(text_of(link)) for link in links)
        return frozenset(text for text in said if _SHORTEST_LINK <= len(text) <= _LONGEST_LINK)


def _said_of_images(tree: HtmlElement) -> list[str]:
    """Return the words that stand for images, and the few that share their paragraphs."""
    words, around = [], set()
    for image in tree.iter("img"):
        words.append(image.get("alt") or "")
        near = islice(image.iterancestors(), _NEAR)
        around.add(next((up for up in near if up.tag in ("p", "center", "figure")), None))
    beside = (text_of(element) for element in around if element is not None)
    return words + [text for text in beside if len(text) <= _LONGEST_BESIDE]
