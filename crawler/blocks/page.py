"""Tree -> the page as blocks of text in the order of reading, and the elements (frames) that hold them."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.blocks.hints import Hints, hints_of
from crawler.markup import BLOCKS, UNSEEN

_UNSEEN = UNSEEN | {"nav", "footer", "button", "video", "audio", "canvas", "map", "datalist"}
_EDGES = BLOCKS | {"td", "th"}
_DEEPEST = 400  # elements inside each other; what is deeper is left out, for the sake of the stack
PLACES = {
    "nav": 0, "aside": 1, "footer": 2, "header": 3, "form": 4, "dialog": 4, "figure": 5, "figcaption": 5, "ul": 6,
    "ol": 6, "table": 7, "article": 8, "main": 9, "section": 10, "blockquote": 11,
}  # fmt: skip
SIGNATURE = 3  # elements whose tag and class make blocks alike


@dataclass(slots=True)
class Frame:
    """A block-level element. It holds the blocks from `first` up to, without, `end`."""

    tag: str
    parent: int  # index of its frame, -1 for the root
    depth: int = 0
    places: int = 0  # bits of PLACES: itself and everything around it
    hints: Hints = 0  # bits of what its class and id say
    looks: tuple[tuple[str, str], ...] = ()  # tag and class of it and the two around it
    is_own: bool = False  # in the element where the page's family has its text
    article: int = 0  # number of the `article` element it is in, counted from 1
    first: int = 0
    end: int = 0


@dataclass(slots=True)
class Blocks:
    """The texts of a page and, at the same index, what is known of each."""

    texts: list[str] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)  # index of the innermost frame
    linked: list[float] = field(default_factory=list)  # share of the text that is a link
    strong: list[float] = field(default_factory=list)  # share of the text that is bold
    holders: list[Frame] = field(default_factory=list)  # all frames, each after what holds it


def blocks_of(tree: HtmlElement, own: HtmlElement | None = None) -> Blocks:
    """Return the visible text of a page as blocks: a paragraph, heading, item, cell or line up to a `<br>` each.

    `own` is the element where the page's family has its text, if it is known.
    """
    walk = _Walk(own)
    walk.enter(tree, -1)
    return walk.blocks


class _Walk:
    """One pass over a tree. What was read since the last edge of a block waits in `_parts`."""

    def __init__(self, own: HtmlElement | None) -> None:
        self.blocks = Blocks()
        self._own = own
        self._parts: list[str] = []
        self._linked = self._strong = self._articles = 0

    def enter(self, node: HtmlElement, parent: int) -> None:
        """Read a block-level element and what is in it."""
        self._close(parent)
        holders = self.blocks.holders
        index = len(holders)
        frame = self._frame(node, parent)
        frame.first = len(self.blocks.texts)
        holders.append(frame)
        if frame.depth < _DEEPEST:
            self._read(node, index, False, False, frame.depth)
        self._close(index)
        frame.end = len(self.blocks.texts)

    def _frame(self, node: HtmlElement, parent: int) -> Frame:
        tag, look = str(node.tag), node.get("class") or ""
        self._articles += tag == "article"
        frame = Frame(tag, parent, hints=hints_of(node), looks=((tag, look),), is_own=node is self._own)
        place = PLACES.get(tag)
        frame.places = 0 if place is None else 1 << place
        if parent >= 0:
            holder = self.blocks.holders[parent]
            frame.depth, frame.article = holder.depth + 1, holder.article
            frame.places |= holder.places
            frame.is_own |= holder.is_own
            frame.looks = (*holder.looks[1 - SIGNATURE :], (tag, look))
        if tag == "article":
            frame.article = self._articles
        return frame

    def _read(self, node: HtmlElement, frame: int, is_link: bool, is_strong: bool, depth: int) -> None:
        if node.text:
            self._add(node.text, is_link, is_strong)
        for child in node:
            tag = child.tag
            if isinstance(tag, str) and tag not in _UNSEEN and not _is_hidden(child):
                if tag == "br":
                    self._close(frame)
                elif tag in _EDGES:
                    self.enter(child, frame)
                elif depth < _DEEPEST:
                    self._read(child, frame, is_link or tag == "a", is_strong or tag in ("b", "strong"), depth + 1)
            if child.tail:
                self._add(child.tail, is_link, is_strong)

    def _add(self, text: str, is_link: bool, is_strong: bool) -> None:
        self._parts.append(text)
        if is_link or is_strong:
            length = len(text.strip())
            self._linked += length if is_link else 0
            self._strong += length if is_strong else 0

    def _close(self, frame: int) -> None:
        """End the block that is being read; it is the frame's."""
        text = " ".join("".join(self._parts).split()) if self._parts else ""
        if text:
            blocks = self.blocks
            blocks.texts.append(text)
            blocks.frames.append(frame)
            blocks.linked.append(min(1.0, self._linked / len(text)))
            blocks.strong.append(min(1.0, self._strong / len(text)))
        self._parts.clear()
        self._linked = self._strong = 0


def _is_hidden(node: HtmlElement) -> bool:
    style = node.get("style")
    return node.get("hidden") is not None or (style is not None and "display:none" in style.replace(" ", "").lower())
