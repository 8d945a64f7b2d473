"""A name in a text that a place may have, and the words that tell whether it is one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Evidence(IntEnum):
    """What says that a name is a place: only a list; that, and a word which may say so; a word that says so."""

    NONE = 0
    FAIR = 1
    STRONG = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A name with where it stands, where places of that name lie (thousands of people), and how surely it is one."""

    name: str
    start: int
    end: int
    people: Mapping[str, int] = field(default_factory=dict)  # by country; empty: a place that no list has
    evidence: Evidence = Evidence.STRONG


@dataclass(frozen=True, slots=True, eq=False)
class Nouns:
    """A language's words for what stands before or behind the name of a place: "Stadt", "University", "…kreis"."""

    heads: frozenset[str]
    suffixes: tuple[str, ...]
    offices: frozenset[str]  # "mayor": of what follows it
    capitals_are_names: bool  # a word with a capital inside a sentence is a name, no other noun

    def has(self, word: str) -> bool:
        """Whether a word, in any case, is one of them."""
        lower = word.lower()
        return lower in self.heads or lower.endswith(self.suffixes)


@cache
def context() -> Mapping[str, Any]:
    """The words around place names (context.toml)."""
    return tomllib.loads(files(__package__).joinpath("context.toml").read_text(encoding="utf-8"))


@cache
def words_of(kind: str) -> frozenset[str]:
    """A list of the words around place names as a set."""
    return frozenset(context()[kind])
