"""Tree -> the page as blocks of text in the order of reading, and the elements (frames) that hold them."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.blocks.hints import Hints, hints_of
from crawler.markup import BLOCKS, UNSEEN

_EDGES = BLOCKS | {"td", "th"}
_UNSEEN = UNSEEN | {"nav", "footer", "dialog", "figcaption", "button", "video", "audio", "canvas", "map", "datalist"}
_STRONG = ("b", "strong")
_DEEPEST = 400  # elements inside each other; what is deeper is left out, for the sake of the stack
_MOST = 8_000  # blocks; real pages have up to two thousand
PLACES = {
    "aside": 0, "header": 1, "form": 2, "figure": 3, "ul": 4, "ol": 4, "table": 5,
    "article": 6, "main": 7, "section": 8, "blockquote": 9,
}  # fmt: skip


@dataclass(slots=True)
class Frames:
    """Block-level elements, each after what holds it. At one index is what is known of one."""

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)  # index of what holds it; of the root its own
    depths: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)  # bits of PLACES: itself and everything around it
    hints: list[Hints] = field(default_factory=list)  # of what its class and id say
    looks: list[int] = field(default_factory=list)  # a number for each pair of tag and class
    articles: list[int] = field(default_factory=list)  # how many `article` elements began before or with it
    own: list[bool] = field(default_factory=list)  # in the element where the page's family has its text
    firsts: list[int] = field(default_factory=list)  # index of its first block
    ends: list[int] = field(default_factory=list)  # index after its last block


@dataclass(slots=True)
class Blocks:
    """The texts of a page and, at the same index, what is known of each."""

    texts: list[str] = field(default_factory=list)
    holders: list[int] = field(default_factory=list)  # index of the innermost frame
    linked: list[float] = field(default_factory=list)  # share of the text that is a link
    strong: list[float] = field(default_factory=list)  # share of the text that is bold
    frames: Frames = field(default_factory=Frames)


def blocks_of(tree: HtmlElement, own: HtmlElement | None = None) -> Blocks:
    """Return the visible text of a page as blocks: a paragraph, heading, item, cell or line up to a `<br>` each.

    `own` is the element where the page's family has its text, if it is known. Menus and footers are left out.
    """
    walk = _Walk(own)
    walk.enter(tree, str(tree.tag), 0, 0, False)
    return walk.blocks


class _Walk:
    """One pass over a tree. What was read since the last edge of a block waits in `_parts`."""

    def __init__(self, own: HtmlElement | None) -> None:
        self.blocks = Blocks()
        self._own = own
        self._looks: dict[tuple[str, str | None], int] = {}
        self._parts: list[str] = []
        self._linked = self._strong = self._articles = 0

    def enter(self, node: HtmlElement, tag: str, parent: int, depth: int, is_own: bool) -> None:
        """Read a block-level element and what is in it."""
        self._close(parent)
        frames, texts = self.blocks.frames, self.blocks.texts
        index, is_own = len(frames.tags), is_own or node is self._own
        self._add_frame(node, tag, parent if index else 0, depth, is_own)
        frames.firsts.append(len(texts))
        frames.ends.append(0)
        self._read(node, index, depth, is_own, False, False)
        self._close(index)
        frames.ends[index] = len(texts)

    def _add_frame(self, node: HtmlElement, tag: str, parent: int, depth: int, is_own: bool) -> None:
        frames, place = self.blocks.frames, PLACES.get(tag)
        self._articles += tag == "article"
        around = frames.places[parent] if frames.tags else 0
        frames.tags.append(tag)
        frames.parents.append(parent)
        frames.depths.append(depth)
        frames.places.append(around if place is None else around | 1 << place)
        frames.hints.append(hints_of(node))
        frames.looks.append(self._looks.setdefault((tag, node.get("class")), len(self._looks)))
        frames.articles.append(self._articles)
        frames.own.append(is_own)

    def _read(self, node: HtmlElement, frame: int, depth: int, is_own: bool, is_link: bool, is_strong: bool) -> None:
        if node.text:
            self._add(node.text, is_link, is_strong)
        for child in node:
            tag = child.tag
            if tag == "br":
                self._close(frame)
            elif isinstance(tag, str) and tag not in _UNSEEN and depth < _DEEPEST and not _is_hidden(child):
                if tag in _EDGES:
                    self.enter(child, tag, frame, depth + 1, is_own)
                else:
                    self._read(child, frame, depth + 1, is_own, is_link or tag == "a", is_strong or tag in _STRONG)
            if child.tail:
                self._add(child.tail, is_link, is_strong)

    def _add(self, text: str, is_link: bool, is_strong: bool) -> None:
        self._parts.append(text)
        if is_link or is_strong:
            length = len(text.strip())
            self._linked += length if is_link else 0
            self._strong += length if is_strong else 0

    def _close(self, frame: int) -> None:
        """End the block that is being read, if there is one; it is the frame's."""
        if not self._parts:
            return
        text = " ".join("".join(self._parts).split())
        self._parts.clear()
        if text and len(self.blocks.texts) < _MOST:
            blocks, length = self.blocks, len(text)
            blocks.texts.append(text)
            blocks.holders.append(frame)
            blocks.linked.append(min(1.0, self._linked / length) if self._linked else 0.0)
            blocks.strong.append(min(1.0, self._strong / length) if self._strong else 0.0)
        self._linked = self._strong = 0


def _is_hidden(node: HtmlElement) -> bool:
    style = node.get("style")
    if style is not None and "display:none" in style.replace(" ", "").lower():
        return True
    return node.get("hidden") is not None
