"""The bundled list of towns and regions, filtered from GeoNames (CC BY 4.0; NOTICE, bench/place_names.py)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from stories.places import doubtful

_BEGINNING = 3  # characters by which the lines of the list are sorted
_REGION = 500  # thousands of people that a region of the hand-written list is taken to have
_HOME = re.compile(r"([A-Z]{2})(\d+)")


@dataclass(frozen=True, slots=True)
class Homes:
    """The countries in which places of one name lie, the largest place first, with its people in thousands."""

    people: Mapping[str, int]
    most: int
    ordinary: bool = False  # the name is a word, too, and far more usual as such: "Essen", "Reading"


@lru_cache(maxsize=16384)
def homes_of(name: str) -> Homes | None:
    """Where the places are that have exactly this name; None for a name that is not in the list."""
    line = _lines().get(name[:_BEGINNING].encode(), b"")
    start = line.find(f"\t{name}=".encode())
    if name in doubtful():
        return Homes({doubtful()[name]: _REGION}, _REGION, ordinary=True)
    if start < 0:
        return None
    told = line[start + 1 :].partition(b"\t")[0].decode().partition("=")[2]
    people = {country: int(thousands) for country, thousands in _HOME.findall(told)}
    return Homes(people, max(people.values()), told.startswith("?"))


@cache
def beginnings() -> frozenset[str]:
    """The first two characters of every name that is written without blanks between words."""
    return frozenset(key.decode()[:2] for key in _lines() if key[0] >= 0xE3)  # kana, Han, Hangul in UTF-8


@cache
def _lines() -> Mapping[bytes, bytes]:
    """The list as it is stored: a line for each beginning; splitting it up wholly would cost ten times the memory."""
    text = gzip.decompress(files(__package__).joinpath("cities.txt.gz").read_bytes())
    return {line[: line.index(b"\t")]: line for line in text.splitlines()}
