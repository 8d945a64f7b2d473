"""How a word is written: its letters as classes."""

from __future__ import annotations

import re
from functools import lru_cache

_RUN = re.compile(r"(.)\1+")
_RANGES = ((0xAC00, 0xD7A3, "H"), (0x3040, 0x309F, "h"), (0x30A0, 0x30FF, "k"), (0x4E00, 0x9FFF, "C"))


@lru_cache(maxsize=20_000)
def shape(word: str) -> str:
    """ "GmbH" -> "XxxX", "2023" -> "00": runs of more than two are cut."""
    letters = ("X" if c.isupper() else "x" if c.isalpha() else "0" if c.isdigit() else c for c in word)
    return _RUN.sub(r"\1\1", "".join(letters))


@lru_cache(maxsize=20_000)
def script(unit: str) -> str:
    """A letter for the script of a character: Hangul, hiragana, katakana, Han, Latin; marks stand for themselves."""
    character = unit[0]
    if character.isdigit():
        return "0"
    named = next((name for first, last, name in _RANGES if first <= ord(character) <= last), None)
    return named or ("l" if character.isalpha() else character)
