"""Lines of plain text measured in terminal columns: a Chinese, Japanese or Korean letter takes two (UAX 11)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

COLUMNS = 72


def columns(text: str) -> int:
    """How many columns the text takes."""
    return sum(_letter(letter) for letter in text)


def wrapped(text: str, first: str = "", rest: str | None = None, limit: int = COLUMNS) -> list[str]:
    """The text in lines of at most `limit` columns with `first` before the first and `rest` (default: as many
    spaces) before the others. Breaks at spaces, not at no-break spaces; inside a word only where the word
    alone is too long.
    """
    rest = " " * columns(first) if rest is None else rest
    lines, line, used = [], first, 0
    for word in _pieces(text, limit - max(columns(first), columns(rest))):
        gap = " " if used else ""
        if used and columns(line + gap + word) > limit:
            lines.append(line)
            line, gap = rest, ""
        line, used = line + gap + word, used + 1
    return [*lines, line] if used else []


def _pieces(text: str, room: int) -> Iterator[str]:
    for word in filter(None, re.split(r"[ \t\n]+", text)):
        while columns(word) > room:
            cut = _cut(word, room)
            yield word[:cut]
            word = word[cut:]
        yield word


def _cut(word: str, room: int) -> int:
    used = 0
    for place, letter in enumerate(word):
        used += _letter(letter)
        if used > room:
            return max(place, 1)
    return len(word)


def _letter(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
