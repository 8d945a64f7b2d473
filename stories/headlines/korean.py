"""Korean names for readers of Latin script: known words in English, places by their Latin name, the rest by sound.

"대구테크노파크" is "Daegu Technopark". A name is cut where the known words cover it best.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale

from stories.headlines.cutting import cut
from stories.headlines.romanization import romanized
from stories.headlines.spellings import place_in
from stories.places import countries, country_of

_HANGUL = re.compile("[가-힣]+")
_NUMBERED = re.compile(r"제(?=\d)")
_SMALLEST = re.compile(r"(?<=\d)(리|동|가)(?![가-힣])")  # "만촌1동" Manchon 1-dong
_BESIDE_MARKS = re.compile(r" (?=[),.·?!])|(?<=[(·]) ")
_SHORTEST = 2  # syllables before one that ends a name
_LONGEST_PLACE = 8
_ENGLISH = Locale("en")


def latin(name: str) -> str:
    """The name in Latin letters; what is no Hangul stays as it is. A place before it is put behind: "…, Jeju"."""
    first, _, rest = name.partition(" ")
    return f"{_spelled(rest)}, {_spelled(first)}" if rest and _is_place(first) else _spelled(name)


def _spelled(name: str) -> str:
    numbered = _SMALLEST.sub(lambda unit: f"-{romanized(unit.group())}", _NUMBERED.sub("No. ", name))
    spelled = _HANGUL.sub(lambda run: f" {' '.join(_pieces(run.group()))} ", numbered)
    return _BESIDE_MARKS.sub("", " ".join(spelled.split()))


def _is_place(word: str) -> bool:
    return _place(word) is not None or _inside(word[-1:], word[:-1])


@lru_cache(maxsize=4096)
def _pieces(word: str) -> tuple[str, ...]:
    return cut(word, _known, lambda piece: romanized(piece).capitalize()) or ()


def _known(word: str, start: int, end: int) -> str | None:
    piece, before = word[start:end], word[:start]
    may_end = start >= _SHORTEST and word[start - 1 : end] not in _table()["words"]  # "도청" is more than "청"
    if piece in _table()["ends"] and may_end and (end == len(word) or _inside(piece, before)):
        return _end(piece, before)
    return _table()["words"].get(piece) or (None if start else _place(piece))


def _end(piece: str, before: str) -> str:
    """What ends a name; some words depend on whose they are: "하와이주" is a state, "나망간주" a region."""
    ends = _table()["federal_ends" if country_of(before) in _table()["federal"] else "ends"]
    return str(ends.get(piece) or _table()["ends"][piece])


def _inside(piece: str, before: str) -> bool:
    return piece in _table()["inside"] and (before in _table()["places"] or place_in(before, "latin") is not None)


@cache
def _place(piece: str) -> str | None:
    """A town, region or country; none with its head, which has an English word: "충주시" is "Chungju City"."""
    if _inside(piece[-1:], piece[:-1]) or not 1 < len(piece) <= _LONGEST_PLACE:
        return None
    known = _table()["places"].get(piece) or _ENGLISH.territories.get(countries().get(piece))
    return known or place_in(piece, "latin")


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("korean.toml").read_text(encoding="utf-8"))
