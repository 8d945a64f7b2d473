"""Texts that a page carries in its scripts instead of its body: states of Next.js and its kin, React rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from crawler.markup import lines_of, text_of, tree_of
from crawler.react_rows import Texts, html_of, is_element, loaded, resolved, rows_in
from crawler.text_weight import SENTENCE_END
from crawler.title_lines import folded

_STATE = re.compile(r"(?:\b__\w++|\bFusion\.globalContent)(?:[\"']\])?\s*+(?:=|\.push\()\s*+(?=[{\[])")
_MARKUP = re.compile(r"<(?:p|br|div|h\d|li)\b", re.IGNORECASE)
_TITLES = ("title", "headline", "name", "subject", "heading")
_BODY = re.compile(
    r"(?i)body|content|html|text|paragraph|block|component|element|section|story|children|value|data|node|item|"
    r"document|markup"
)
_BESIDE = re.compile(
    r"(?i)relat|recommend|popular|most|rank|latest|recent|more|comment|author|byline|caption|image|photo|media|"
    r"tag|categor|breadcrumb|nav|menu|footer|header|share|summary|descri|lead|teaser|excerpt|seo|meta|url|slug|ads?$|"
    r"next|prev|type$|id$"
)
_PROSE = ("p", "h2", "h3", "h4", "ul", "ol", "blockquote")
_DEEPEST = 60
_MOST = 100  # states in a script
_LEAST = 40  # letters of a text
_LEAST_STRING = 15  # characters of a paragraph without markup that is no block


def payload_lines(tree: HtmlElement) -> list[str]:
    """Return the text of the object that has the page's title, else the longest one with markup; may be empty."""
    values, texts = _carried(tree)
    told = _told(tree, values, texts)
    if told or not (values or texts):
        return told
    marked = [text for text in [*_strings(values, 0), *texts.values()] if _MARKUP.search(text)]
    longest = _of_text(max(marked, key=len, default=""))
    return max(longest, _prose(values, texts), key=_size)


def titled_lines(tree: HtmlElement) -> list[str]:
    """Return the text of the object that has the page's title only."""
    return _told(tree, *_carried(tree))


def _told(tree: HtmlElement, values: list[Any], texts: Texts) -> list[str]:
    wanted = {folded(title) for title in _titles(tree)} - {""} if values else set()
    told = max((_of_object(each, texts) for each in _titled(values, wanted)), key=_size, default=[])
    return told if _is_prose(told) else []


def _is_prose(lines: list[str]) -> bool:
    """Tell whether lines are sentences rather than keywords and addresses."""
    said = [line for line in lines if SENTENCE_END.search(line) and "://" not in line]
    return len(SENTENCE_END.findall("\n".join(said))) > 1 and _size(said) * 2 >= max(_LEAST, _size(lines))


def _titles(tree: HtmlElement) -> Iterator[str]:
    for node in tree.iter("meta", "title", "h1"):
        if node.tag != "meta":
            whole = text_of(node) or " ".join(node.itertext())
            yield from (whole, *re.split(r"\s[|–—·:-]\s", whole))
        elif (node.get("property") or node.get("name") or "").lower() in ("og:title", "twitter:title"):
            yield node.get("content") or ""


def _carried(tree: HtmlElement) -> tuple[list[Any], Texts]:
    """Return the values of the scripts and the texts that rows are referred to by."""
    values: list[Any] = []
    pushed: list[str] = []
    for script in tree.iter("script"):
        source = script.text or ""
        if script.get("id") == "__NEXT_DATA__" or script.get("type") == "application/json":
            values += loaded(source)
        elif "__next_f" in source:
            pushed.append(source)
        else:
            values += [
                value for state in islice(_STATE.finditer(source), _MOST) for value in loaded(source, state.end())
            ]
    rows, texts = rows_in(pushed)
    return values + rows, texts


def _titled(value: Any, wanted: set[str], depth: int = 0) -> Iterator[dict[str, Any]]:
    """Find the objects that have the title of the page."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        titles = (value.get(key) for key in value if key.lower().endswith(_TITLES))
        if any(isinstance(title, str) and folded(title) in wanted for title in titles):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _titled(each, wanted, depth + 1)


def _of_object(thing: dict[str, Any], texts: Texts) -> list[str]:
    """Return the longest text of an object, of what is called a body, a content, blocks, …"""
    fields = ((key, value) for key, value in thing.items() if not _BESIDE.search(key) or _is_body(key))
    found = (_of_value(value, texts, 1) for key, value in fields if not key.lower().endswith(_TITLES))
    return max(found, key=_size, default=[])


def _is_body(key: str) -> bool:
    return key.lower() in ("articlebody", "maincontent", "contentbody", "mediacontent")


def _of_value(value: Any, texts: Texts, depth: int) -> list[str]:
    """Return the lines of a text, of a list of blocks or of a tree of elements."""
    if isinstance(value, str):
        return _of_text(resolved(value, texts))
    if depth > _DEEPEST:
        return []
    if isinstance(value, list):
        if is_element(value) or any(map(is_element, value)):
            return _of_text(f"<div>{html_of(value, texts, depth)}</div>")
        return [line for each in value for line in _of_value(each, texts, depth + 1)]
    if isinstance(value, dict):
        inside = [each for key, each in value.items() if _BODY.search(key) and not _BESIDE.search(key)]
        return [line for each in inside for line in _of_value(each, texts, depth + 1)]
    return []


def _of_text(text: str) -> list[str]:
    tree = tree_of(text) if _MARKUP.search(text) else None
    if tree is not None:
        return lines_of(tree)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [line for line in lines if len(line) >= _LEAST_STRING or SENTENCE_END.search(line)]


def _prose(values: list[Any], texts: Texts) -> list[str]:
    """Return the paragraphs of the element that has most of them, in the React trees among the values."""
    tree = tree_of("".join(html_of(value, texts, 0) for value in values if isinstance(value, list)))
    if tree is None:
        return []
    holder = max(tree.iter(), key=lambda element: sum(len(text_of(child)) for child in element if child.tag == "p"))
    return [line for child in holder if child.tag in _PROSE for line in lines_of(child)]


def _strings(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth <= _DEEPEST and isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each, depth + 1)


def _size(lines: Iterable[str]) -> int:
    return sum(map(len, lines))
