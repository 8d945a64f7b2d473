"""Which place a person means: a country's code, or any spelling that is known of a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from stories.folding import folded
from stories.places import countries, country_of, gazetteer, place_key


def meant_by(name: str) -> frozenset[str]:
    """The keys of what a name may mean; empty for a name that is not known.

    A country's key is its ISO 3166-1 alpha-2 code, which is also taken as a name; a town's or region's is the same
    for all its spellings. Case and width do not count, but for codes: "KR" is Korea.
    """
    return frozenset({name}) if name in _codes() else _spellings().get(folded(name), frozenset())


def told_at(name: str, country: str | None) -> frozenset[str]:
    """The keys of a place in a story: its own, and its country's, whatever country the name alone may mean."""
    return meant_by(name) - _codes() | ({country} if country else set())


@cache
def _codes() -> frozenset[str]:
    return frozenset(countries().values())


@cache
def _spellings() -> Mapping[str, frozenset[str]]:
    """Every known spelling, folded; one that several places share means all of them."""
    keys: dict[str, set[str]] = defaultdict(set)
    for name in gazetteer():
        if country := countries().get(name):
            keys[folded(name)].add(country)
        if country_of(name):  # else a word that only looks like a place
            keys[folded(name)].add(place_key(name))
    return {name: frozenset(those) for name, those in keys.items()}
