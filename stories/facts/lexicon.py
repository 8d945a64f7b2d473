"""A language's words for facts, compiled once from the table [facts] of its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from stories.languages import section, supported
from stories.model import Kind

_NEVER = re.compile(r"(?!)")
_FALLBACK = "en"  # for a language without a file: its papers at least spell names with capitals


@dataclass(frozen=True, slots=True, eq=False)  # one a language: compared and hashed as itself
class Lexicon:
    """Compiled patterns and word sets; keys as in the language files."""

    language: str
    writing: str  # "capitals": names are capitalised; "particles": the role stands behind the name
    country: str | None  # where the language is at home, if in one country only
    kinds: Mapping[Kind, re.Pattern[str]]
    acts: Mapping[str, re.Pattern[str]]
    marks: Mapping[str, re.Pattern[str]]
    names: Mapping[str, frozenset[str]]
    plurals: Mapping[str, str]  # "landkreise" -> "Landkreis": what each name of a list behind it is
    governors: Mapping[str, str]  # an office written in one word -> what it heads
    roles: Mapping[str, frozenset[str]]
    dates: tuple[str, ...]
    reported: tuple[str, ...]
    relative: Mapping[str, int]
    sectors: Mapping[str, re.Pattern[str]]
    demonyms: Mapping[str, re.Pattern[str]]
    syllable: re.Pattern[str]  # what is no name alone, where words have several parts written apart
    free_order: bool  # a subject may stand behind the verb
    weak_names: bool  # a capital alone makes a name


@cache
def lexicon(language: str | None) -> Lexicon:
    """The words of a language; of English for one that has no file."""
    known = language if language in supported() else _FALLBACK
    table = section(known or _FALLBACK, "facts")
    return Lexicon(
        language=known or _FALLBACK,
        writing=table["writing"],
        country=table["country"] or None,
        kinds={Kind(name): _any(words) for name, words in table["kinds"].items()},
        acts={name: _any(words) for name, words in table["acts"].items()},
        marks={name: _any(words) for name, words in table["marks"].items()},
        names={name: frozenset(words) for name, words in table["names"].items()},
        plurals=table["plurals"],
        governors=table["governors"],
        roles={name: frozenset(words) for name, words in table["roles"].items()},
        dates=tuple(table["dates"]["patterns"]),
        reported=tuple(table["dates"]["reported"]),
        relative=table["dates"]["relative"],
        sectors={name: _any(words) for name, words in table["sectors"].items()},
        demonyms={code: _any(words) for code, words in table["demonyms"].items()},
        syllable=re.compile(table["syllable"] or "(?!)", re.IGNORECASE),
        free_order=table["free_order"],
        weak_names=table["weak_names"],
    )


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE) if words else _NEVER
