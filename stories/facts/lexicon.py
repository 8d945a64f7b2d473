"""A language's words for facts, compiled once from the table [facts] of its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from stories.facts.small_letters import AnyCase, any_of
from stories.languages import section, supported
from stories.model import Kind

_FALLBACK = "en"  # for a language without a file: its papers at least spell names with capitals


@dataclass(frozen=True, slots=True, eq=False)  # one a language: compared and hashed as itself
class Lexicon:
    """Compiled patterns and word sets; keys as in the language files."""

    language: str
    writing: str  # "capitals": names are capitalised; "particles": the role stands behind the name
    country: str | None  # where the language is at home, if in one country only
    kinds: Mapping[Kind, AnyCase]
    acts: Mapping[str, AnyCase]
    marks: Mapping[str, AnyCase]
    names: Mapping[str, frozenset[str]]
    ends: Mapping[str, tuple[str, ...]]  # the same words, for str.endswith
    plurals: Mapping[str, str]  # "landkreise" -> "Landkreis": what each name of a list behind it is
    governors: Mapping[str, str]  # an office written in one word -> what it heads
    roles: Mapping[str, frozenset[str]]
    sectors: Mapping[str, AnyCase]
    demonyms: Mapping[str, AnyCase]
    any_kind: AnyCase  # a word of any of these
    any_act: AnyCase
    any_demonym: AnyCase
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
        kinds={Kind(name): any_of(words) for name, words in table["kinds"].items()},
        acts={name: any_of(words) for name, words in table["acts"].items()},
        marks={name: any_of(words) for name, words in table["marks"].items()},
        names={name: frozenset(words) for name, words in table["names"].items()},
        ends={name: tuple(words) for name, words in table["names"].items()},
        plurals=table["plurals"],
        governors=table["governors"],
        roles={name: frozenset(words) for name, words in table["roles"].items()},
        sectors={name: any_of(words) for name, words in table["sectors"].items()},
        demonyms={code: any_of(words) for code, words in table["demonyms"].items()},
        any_kind=_any_of(table["kinds"]),
        any_act=_any_of(table["acts"]),
        any_demonym=_any_of(table["demonyms"]),
        syllable=re.compile(table["syllable"] or "(?!)", re.IGNORECASE),
        free_order=table["free_order"],
        weak_names=table["weak_names"],
    )


def _any_of(table: Mapping[str, list[str]]) -> AnyCase:
    return any_of(word for words in table.values() for word in words)
