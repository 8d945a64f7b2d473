"""Places as the readers of a script write them, from the gazetteer's spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from stories.places import countries, country_of, gazetteer, place_key

_LETTERS = {
    "hangul": re.compile("[가-힣]"),
    "kana": re.compile("[぀-ヿ]"),
    "han": re.compile("[㐀-鿿]"),
    "latin": re.compile("[A-Za-zÀ-ɏḀ-ỿ]"),
}


def script_of(text: str) -> str | None:
    """The script of a name: hangul, kana, han or latin, the first that it has letters of; None for others."""
    return next((script for script, letters in _LETTERS.items() if letters.search(text)), None)


def place_in(name: str, script: str) -> str | None:
    """A town or region in another script, where the gazetteer knows both spellings; None else, and for countries."""
    if name in countries() or country_of(name) is None:
        return None
    return next((other for other in _spellings().get(place_key(name), ()) if script_of(other) == script), None)


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in gazetteer():
        found[place_key(name)].append(name)
    return {key: tuple(names) for key, names in found.items()}
