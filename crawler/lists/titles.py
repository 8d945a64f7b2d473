"""The title of an article as the links of a list show it: without badges, whole where it is cut, not "read more"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from lxml.html import HtmlElement

from crawler.lists.page import class_names

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINKS = frozenset({"a", "area", "button", "span", "strong", "b", "em"})
_BADGE = re.compile(
    r"sr[-_]?only|screen[-_]reader(?:[-_]text)?|(?:visually[-_])?hidden|blind|skip|hide|(?:[\w-]*[-_])?(?:ico|icon|badge|new|hot)(?:[-_]\w+)?",
    re.IGNORECASE,
)
_LONGEST_BADGE = 12  # characters
_TITLE = re.compile(r"(?:[\w-]*[-_])?(?:tit|titles?|subject|subj|sbj|headline)(?:[-_]\w+)?", re.IGNORECASE)
_BLOCKS = ("p", "div", "dt", "dd", "li", "strong", "b")
_SHORTEST = 8  # letters of a block that is more than a label
_CUT = ("…", "..")


def title_of(links: Sequence[HtmlElement], date: re.Pattern[str]) -> str | None:
    """Return the text of the link in a heading, else the longest one; what `date` matches is left out.

    A text that ends in dots is completed from the title attribute, a link without text has that of its picture.
    """
    headed = [link for link in links if _heading(link) is not None]  # else the lead, often a link too, would win
    texts = [_completed(_link_text(link, date), tidy(link.get("title") or "")) for link in headed or links]
    alternatives = [tidy(alt) for link in links for alt in link.xpath(".//img/@alt")]
    return max(texts, key=len, default="") or max(alternatives, key=len, default="") or None


def title_beside(row: HtmlElement, links: Sequence[HtmlElement]) -> str | None:
    """Return what a row is called whose link is called like every other one: its heading, else its longest text."""
    inside = {element for link in links if link.tag == "a" for element in link.iter()}
    headings = [tidy(part.text_content()) for part in row.iter(*_HEADINGS) if part not in inside]
    own = (tidy(" ".join(part.xpath("text()"))) for part in row.iter() if part not in inside)
    return next(filter(None, headings), None) or max(own, key=letters, default="") or None


def letters(text: str) -> int:
    """Count the letters: a date or a number has few, and is no title."""
    return sum(map(str.isalpha, text))


def tidy(text: str) -> str:
    """Return a text on one line, without spaces around it."""
    return " ".join(text.split())


def _completed(text: str, whole: str) -> str:
    is_cut = text.endswith(_CUT) and whole.startswith(text.rstrip(" .…"))
    return whole if not text or is_cut else text


def _link_text(link: HtmlElement, date: re.Pattern[str]) -> str:
    inside = _title_inside(link)
    if inside is link and link.tag not in _LINKS:  # a whole row is the link
        return max((tidy(text) for text in _texts(inside) if not date.search(text)), key=len, default="")
    texts = list(_texts(inside)) or [str(text) for text in inside.itertext()]
    return tidy(" ".join(text for text in texts if not date.fullmatch(tidy(text))))


def _title_inside(link: HtmlElement) -> HtmlElement:
    """Return the part of a link that is its title: a heading, what is called so, or the first of several blocks."""
    named = (part for part in link.iter() if any(map(_TITLE.fullmatch, class_names(part))))
    blocks = [part for part in link.iter(*_BLOCKS) if next(part.iterdescendants(*_BLOCKS), None) is None]
    first = blocks if len(blocks) > 1 and link.tag == "a" else []
    long = (part for part in first if letters(part.text_content()) >= _SHORTEST)
    shown = (part for part in chain(link.iter(*_HEADINGS), named) if tidy(part.text_content()))
    return next(chain(shown, long), link)


def _heading(link: HtmlElement) -> HtmlElement | None:
    """Return the heading that holds the link or that the link holds."""
    around = (*link.iter(*_HEADINGS), *link.iterancestors(*_HEADINGS))
    return next((part for part in around if tidy(part.text_content())), None)


def _texts(element: HtmlElement) -> Iterator[str]:
    """Yield the texts in an element, without scripts and without badges: "new", for screen readers or as an icon."""
    if element.text and element.text.strip():
        yield element.text
    for child in element:
        if child.tag not in ("script", "style") and not _is_badge(child):
            yield from _texts(child)
        if child.tail and child.tail.strip():
            yield child.tail


def _is_badge(element: HtmlElement) -> bool:
    return any(map(_BADGE.fullmatch, class_names(element))) and len(tidy(element.text_content())) <= _LONGEST_BADGE
