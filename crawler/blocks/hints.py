"""What the class, id, role and itemprop of an element hint at: bits, one for each table of hints.toml."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path

from lxml.html import HtmlElement

Hints = int
_FILE = Path(__file__).with_name("hints.toml")
_WORD = re.compile(r"[a-z]{2,}|[A-Z]+(?![a-z])|[A-Z][a-z]+")
_LONGEST = 300  # characters of an attribute that are looked at


def hints_of(node: HtmlElement) -> Hints:
    """Return the bits of an element's own attributes."""
    get = node.get
    return _hints(get("class"), get("id"), get("role"), get("itemprop"))


@cache
def kinds() -> tuple[str, ...]:
    """Return the names of the hints in the order of their bits."""
    return tuple(tomllib.loads(_FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=50_000)
def _hints(*said: str | None) -> Hints:
    bits = 0
    for word in _WORD.findall(" ".join(filter(None, said))[:_LONGEST]):
        bits |= _words().get(word.lower(), 0)
    return bits


@cache
def _words() -> dict[str, Hints]:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    found: dict[str, Hints] = defaultdict(int)
    for bit, kind in enumerate(kinds()):
        for word in table[kind].split():
            found[word] |= 1 << bit
    return dict(found)
