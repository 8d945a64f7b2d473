"""What a page sets apart from its text: words that stand for its images, and its links."""

from __future__ import annotations

from collections import defaultdict
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
        self._images = [] if tree is None else [text for node in tree.iter("img") for text in _said_of(node)]

    def is_caption(self, line: str) -> bool:
        """Tell whether a line is what an image says about itself, with a credit behind it or without.

        A line that ends without a mark is none: what a heading says an image may say too.
        """
        if not self._captions or len(line) > _LONGEST_CAPTION or line[-1:].isalnum():
            return False
        own = bare(line)
        begins = (text for text in self._captions.get(own[:_SHORTEST_CAPTION], ()) if own.startswith(text))
        return any(len(own) - len(text) <= _LONGEST_CREDIT for text in begins)

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
    def _captions(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for text in {bare(" ".join(said.split())) for said in self._images}:
            if len(text) >= _SHORTEST_CAPTION:
                found[text[:_SHORTEST_CAPTION]].append(text)
        return found

    @cached_property
    def _links(self) -> frozenset[str]:
        links = () if self._tree is None else self._tree.iter("a")
        said = (bare(text_of(link)) for link in links)
        return frozenset(text for text in said if _SHORTEST_LINK <= len(text) <= _LONGEST_LINK)


def _said_of(image: HtmlElement) -> list[str]:
    """Return the words that stand for an image, and the few that share its paragraph."""
    around = next((up for up in islice(image.iterancestors(), _NEAR) if up.tag in ("p", "center", "figure")), None)
    beside = "" if around is None else text_of(around)
    return [image.get("alt") or "", beside if len(beside) <= _LONGEST_BESIDE else ""]
