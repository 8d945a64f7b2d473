"""Which words of a language's tables stand in each line of a story: what kind, status and evidence are told by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from stories.facts.small_letters import any_of
from stories.facts.telling import Telling
from stories.languages import section

_TABLES = ("kinds", "acts", "marks", "hints")
_READ = 25  # sentences; what comes later is background
_OPENING, _FEWEST = 0.15, 20  # share and characters of a sentence
_KINDS = f"{_TABLES[0]}."

Names = frozenset[str]  # "kinds.mou", "hints.soon"


@dataclass(frozen=True, slots=True)
class Noticed:
    """The names of the words found in the title and in each of the first sentences."""

    title: Names
    body: tuple[Names, ...]
    opening: tuple[Names, ...]  # those of kinds with which each sentence opens: "The memorandum was signed"


def noticed(language: str, told: Telling) -> Noticed:
    """Look for every word of kinds, acts, marks and hints in a story's title and first sentences."""
    lines = [told.title.lower(), *(sentence.text.lower() for sentence in told.body[:_READ])]
    everything = "\n".join(lines)
    present = [(name, pattern) for name, pattern in _patterns(language) if pattern.search(everything)]
    found = [frozenset(name for name, pattern in present if pattern.search(line)) for line in lines]
    return Noticed(found[0], tuple(found[1:]), tuple(_opening(line, present) for line in lines[1:]))


def _opening(line: str, present: Iterable[tuple[str, re.Pattern[str]]]) -> Names:
    opening = line[: max(_FEWEST, int(len(line) * _OPENING))]
    return frozenset(name for name, pattern in present if name.startswith(_KINDS) and pattern.search(opening))


def together(found: Iterable[Names]) -> Names:
    """What any of some lines holds."""
    return frozenset().union(*found)


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    facts = section(language, "facts")
    named = ((f"{table}.{name}", words) for table in _TABLES for name, words in facts[table].items())
    return tuple((name, any_of(words).pattern) for name, words in named if words)
