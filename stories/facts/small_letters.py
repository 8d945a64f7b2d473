"""Patterns for any case that look at texts in small letters: several times as fast as with re.IGNORECASE."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

_KEPT = re.compile(r"(\\.|\(\?P)", re.DOTALL)  # capitals of a pattern that are no letters of the text
_BOUNDARY = r"\b"
_CASED = "(?-i:"
_NEVER = "(?!)"


@lru_cache(maxsize=512)  # many patterns ask a sentence in turn
def small(text: str) -> str:
    """The text in small letters and as long as it was: of a capital that becomes two letters ("İ") only the first."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(letter.lower()[0] for letter in text)


@dataclass(frozen=True, slots=True, eq=False)
class AnyCase:
    """A pattern without regard to case. Its matches stand where they do in the text, but may hold small letters."""

    pattern: re.Pattern[str]
    reads: Callable[[str], str]  # a text as the pattern looks at it

    def search(self, text: str) -> re.Match[str] | None:
        """As the method of re.Pattern."""
        return self.pattern.search(self.reads(text))

    def match(self, text: str) -> re.Match[str] | None:
        """As the method of re.Pattern."""
        return self.pattern.match(self.reads(text))

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As the method of re.Pattern."""
        return self.pattern.fullmatch(self.reads(text))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As the method of re.Pattern."""
        return self.pattern.finditer(self.reads(text))


def any_case(pattern: str) -> AnyCase:
    """A pattern that looks at small letters, unless some of its letters must be capitals."""
    if _CASED in pattern:
        return AnyCase(re.compile(pattern, re.IGNORECASE), str)
    lower = (part if _KEPT.fullmatch(part) else part.lower() for part in _KEPT.split(pattern))
    return AnyCase(re.compile("".join(lower)), small)


def any_of(words: Iterable[str]) -> AnyCase:
    """A pattern for any of some words, which are patterns themselves, the first of those that fit at a place."""
    by_start = groupby(words, key=lambda word: word.startswith(_BOUNDARY))
    return any_case("|".join(_joined(at_boundary, group) for at_boundary, group in by_start) or _NEVER)


def _joined(at_boundary: bool, words: Iterable[str]) -> str:
    """Words one after another that all start at a boundary are asked once whether there is one."""
    if not at_boundary:
        return "|".join(f"(?:{word})" for word in words)
    return rf"\b(?:{'|'.join(f'(?:{word.removeprefix(_BOUNDARY)})' for word in words)})"
