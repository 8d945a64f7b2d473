"""Texts that a page carries in its scripts instead of its body: states of Next.js and its kin, React rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from lxml.html import HtmlElement

from crawler.markup import lines_of, text_of, tree_of

_PUSH = re.compile(r'self\.__next_f\.push\(\[1,\s*("(?:[^"\\]|\\.)*+")\s*\]\)')
_ROW = re.compile(rb"(?:^|\n)?([0-9a-f]+):(?:T([0-9a-f]+),)?")
_STATE = re.compile(r"(?:\b__\w++|\bFusion\.globalContent)(?:[\"']\])?\s*+(?:=|\.push\()\s*+(?=[{\[])")
_REFERENCE = re.compile(r"\$[L@]?([0-9a-f]+)$")
_MARKUP = re.compile(r"<(?:p|br|div|h\d|li)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[。！？]|[.!?…](?=[\"'”’»)\s]|$)")
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
_LEAST = 40  # letters of a text
_LEAST_STRING = 15  # characters of a paragraph without markup that is no block
_NO_LETTERS = re.compile(r"[\W_]+")
_DECODER = json.JSONDecoder(strict=False)
Texts = dict[str, str]


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
    wanted = {_letters(title) for title in _titles(tree)} - {""} if values else set()
    told = max((_of_object(each, texts) for each in _titled(values, wanted)), key=_size, default=[])
    return told if _is_prose(told) else []


def _is_prose(lines: list[str]) -> bool:
    """Tell whether lines are sentences rather than keywords and addresses."""
    said = [line for line in lines if _SENTENCE.search(line) and "://" not in line]
    return len(_SENTENCE.findall("\n".join(said))) > 1 and _size(said) * 2 >= max(_LEAST, _size(lines))


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
    pushed = []
    for script in tree.iter("script"):
        source = script.text or ""
        if script.get("id") == "__NEXT_DATA__" or script.get("type") == "application/json":
            values += _loaded(source)
        elif "__next_f" in source:
            pushed += [text for row in _PUSH.findall(source) for text in _loaded(row)]
        else:
            values += [value for state in _STATE.finditer(source) for value in _loaded(source[state.end() :])]
    rows, texts = _rows("".join(map(str, pushed)).encode("utf-8", "replace"))
    return values + rows, texts


def _rows(stream: bytes) -> tuple[list[Any], Texts]:
    """Split a stream of rows: `1a:{json}` up to a line's end, `1b:T2f,` and as many bytes of text."""
    values, texts, place = [], Texts(), 0
    while row := _ROW.match(stream, place):
        number, length = row[1].decode(), row[2]
        line_end = stream.find(b"\n", row.end())
        place = row.end() + int(length, 16) if length else (line_end + 1 or len(stream))
        content = stream[row.end() : place].decode("utf-8", "replace")
        if length:
            texts[number] = content
        else:
            values += _loaded(content)
    return values, texts


def _loaded(source: str) -> list[Any]:
    try:
        return [_DECODER.raw_decode(source.strip())[0]]
    except (ValueError, RecursionError):
        return []


def _titled(value: Any, wanted: set[str], depth: int = 0) -> Iterator[dict[str, Any]]:
    """Find the objects that have the title of the page."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        titles = (value.get(key) for key in value if key.lower().endswith(_TITLES))
        if any(isinstance(title, str) and _letters(title) in wanted for title in titles):
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
        return _of_text(_resolved(value, texts))
    if depth > _DEEPEST:
        return []
    if isinstance(value, list):
        if _is_element(value) or any(map(_is_element, value)):
            return _of_text(f"<div>{_html_of(value, texts, depth)}</div>")
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
    return [line for line in lines if len(line) >= _LEAST_STRING or _SENTENCE.search(line)]


def _resolved(text: str, texts: Texts) -> str:
    reference = _REFERENCE.match(text)
    return texts.get(reference[1], "") if reference else text.replace("$$", "$", 1) if text.startswith("$$") else text


def _is_element(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 3 and value[0] == "$" and isinstance(value[1], str)


def _html_of(value: Any, texts: Texts, depth: int) -> str:
    """Return a React tree as HTML: `["$","p",null,{"children":…}]`; what a component is given stands in a div."""
    if depth > _DEEPEST or value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str | int | float):
        return escape(_resolved(str(value), texts))
    if _is_element(value):
        tag, props = value[1] if value[1].isalnum() else "div", value[3] if isinstance(value[3], dict) else {}
        given = props.get("dangerouslySetInnerHTML")
        raw = _resolved(str(given.get("__html", "")), texts) if isinstance(given, dict) else ""
        return f"<{tag}>{raw}{_html_of(props.get('children'), texts, depth + 1)}</{tag}>"
    return "".join(_html_of(each, texts, depth + 1) for each in value) if isinstance(value, list) else ""


def _prose(values: list[Any], texts: Texts) -> list[str]:
    """Return the paragraphs of the element that has most of them, in the React trees among the values."""
    tree = tree_of("".join(_html_of(value, texts, 0) for value in values if isinstance(value, list)))
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


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text).lower()
