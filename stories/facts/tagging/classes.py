"""Which word lists of its language a unit belongs to: the lists say the same in every language."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from stories.facts.lexicon import Lexicon
from stories.facts.small_letters import AnyCase, any_case
from stories.facts.tagging.units import Line
from stories.judging.lexicon import lexicon as judging_lexicon
from stories.places import country_of

_JUDGING = ("organisation", "act", "signing", "pact", "paper", "mutual", "joiner", "cooperation", "intent")
_NAMES = (
    "heads", "titles", "representatives", "companies", "generic", "topics", "stops", "definite", "articles", "links",
    "legal", "persons", "place_heads", "short_heads", "inner", "never",
)  # fmt: skip
_ROLES = ("with", "object", "by", "list", "other", "subject")
LAST = "."  # marks the last unit of what a list's word covers: the head of a name in most languages
PLACE = "place"


def classes(words: Lexicon, line: Line) -> list[list[str]]:
    """For each unit of a line the lists it stands in."""
    found: list[list[str]] = [[] for _ in line.units]
    starts = [unit.start for unit in line.units]
    for name, start, end in _matches(words, line.text):
        first, behind = max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)
        for index in range(first, behind):
            found[index].append(name + LAST if index == behind - 1 else name)
    if words.writing == "capitals":
        _add_word_classes(words, line, found)
    return found


def _matches(words: Lexicon, text: str) -> Iterator[tuple[str, int, int]]:
    for name, pattern in _patterns(words):
        for match in pattern.finditer(text):
            if match.end() > match.start():
                yield name, match.start(), match.end()


@cache
def _patterns(words: Lexicon) -> list[tuple[str, AnyCase]]:
    judging = judging_lexicon(words.language).words
    acts = [(f"act:{act}", pattern) for act, pattern in words.acts.items()]
    return [(name, any_case(judging[name].pattern)) for name in _JUDGING] + acts


def _add_word_classes(words: Lexicon, line: Line, found: list[list[str]]) -> None:
    known = _word_classes(words)
    for index, unit in enumerate(line.units):
        found[index] += known.get(unit.text.lower(), ())
        if country_of(unit.text):
            found[index].append(PLACE)


@cache
def _word_classes(words: Lexicon) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    lists = [(f"name:{key}", words.names[key]) for key in _NAMES] + [
        (f"role:{key}", words.roles[key]) for key in _ROLES
    ]
    for name, members in lists:
        for word in members:
            known.setdefault(word.lower(), []).append(name)
    return known
