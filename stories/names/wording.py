"""What the language files know of names (table [names]), of all languages at once: a text has names of any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from stories.languages import section, supported

NEVER = "(?!)"


@cache
def any_of(key: str) -> str:
    """One pattern for all words of a key, the longest first, so that "hereinafter called" is not taken for less."""
    return "|".join(f"(?:{word})" for word in sorted(set(_words(key)), key=len, reverse=True)) or NEVER


@cache
def endings() -> frozenset[str]:
    """By what a word of a name may differ from itself in another case, the empty ending among them."""
    return frozenset(_words("endings")) | {""}


@cache
def no_name() -> re.Pattern[str]:
    """What stands like a short name and is none, as it is folded: "the company", "MOU", a title, a town."""
    return re.compile(any_of("no_name"))


def _words(key: str) -> Iterator[str]:
    for language in supported():
        yield from section(language, "names")[key]
