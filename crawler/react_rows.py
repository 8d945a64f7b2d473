"""The rows in which React sends a page to the browser: values, texts that they refer to, trees of elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any

_DEEPEST = 60
_PUSH = re.compile(r'self\.__next_f\.push\(\[1,\s*("(?:[^"\\]|\\.)*+")\s*\]\)')
_ROW = re.compile(rb"(?:^|\n)?([0-9a-f]+):(?:T([0-9a-f]+),)?")
_REFERENCE = re.compile(r"\$[L@]?([0-9a-f]+)$")
_DECODER = json.JSONDecoder(strict=False)
Texts = dict[str, str]


def rows_in(sources: Iterable[str]) -> tuple[list[Any], Texts]:
    """Return the values that scripts push to the page, and the texts that rows are referred to by."""
    pushed = (text for source in sources for row in _PUSH.findall(source) for text in loaded(row))
    return _rows("".join(map(str, pushed)).encode("utf-8", "replace"))


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
            values += loaded(content)
    return values, texts


def loaded(source: str, start: int = 0) -> list[Any]:
    """Return the value that begins at a place, in a list; none where it is broken."""
    try:
        return [_DECODER.raw_decode(source if start else source.strip(), start)[0]]
    except (ValueError, RecursionError):
        return []


def resolved(text: str, texts: Texts) -> str:
    """Return a text, or the one that it refers to; empty if that is not there."""
    reference = _REFERENCE.match(text)
    return texts.get(reference[1], "") if reference else text.replace("$$", "$", 1) if text.startswith("$$") else text


def is_element(value: Any) -> bool:
    """Tell whether a value is an element: `["$","p",null,{…}]`."""
    return isinstance(value, list) and len(value) > 3 and value[0] == "$" and isinstance(value[1], str)


def html_of(value: Any, texts: Texts, depth: int) -> str:
    """Return a React tree as HTML: `["$","p",null,{"children":…}]`; what a component is given stands in a div."""
    if depth > _DEEPEST or value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str | int | float):
        return escape(resolved(str(value), texts))
    if is_element(value):
        tag, props = value[1] if value[1].isalnum() else "div", value[3] if isinstance(value[3], dict) else {}
        given = props.get("dangerouslySetInnerHTML")
        raw = resolved(str(given.get("__html", "")), texts) if isinstance(given, dict) else ""
        return f"<{tag}>{raw}{html_of(props.get('children'), texts, depth + 1)}</{tag}>"
    return "".join(html_of(each, texts, depth + 1) for each in value) if isinstance(value, list) else ""
