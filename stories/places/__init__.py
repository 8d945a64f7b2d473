"""Where the world's places are: spellings -> ISO 3166-1 alpha-2, from a gazetteer and the CLDR territories."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from stories.languages import section, supported

_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_NOWHERE = "nowhere"
_DOUBTFUL = "doubtful"
_SHORT = 4  # letters up to which a country's name is also a given name ("Đức", "Chad")
_LONGEST = 6  # words in a place name


@dataclass(frozen=True, slots=True)
class Located:
    """A place name found in a text, with where it stands."""

    name: str
    country: str
    start: int
    end: int


@cache
def countries() -> dict[str, str]:
    """Territory names in every supported language (CLDR), and the short forms of the language files -> country."""
    known = {}
    for language in supported():
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"ZZ", "EU", "UN", "EZ", "QO", "XA", "XB"}:
                known[str(name)] = str(code)
    for language in supported():
        known |= {name: code for code, names in section(language, "facts")["countries"].items() for name in names}
    return known


@cache
def gazetteer() -> dict[str, str]:
    """Every spelling of a place, territories included -> country."""
    known = countries() | {name: code for code, rows in _rows().items() for row in rows for name in row}
    return {name: code for name, code in known.items() if len(name) > 1}


@cache
def _states() -> dict[str, str]:
    """States that share their name with a country: meant behind a town and a comma ("Savannah, Georgia")."""
    return {"Georgia": "US"}


@cache
def _rows() -> dict[str, list[list[str]]]:
    """The places of each country, each with all its spellings."""
    return {code: rows for code, rows in _document().items() if code != _DOUBTFUL}


@cache
def doubtful() -> dict[str, str]:
    """Places whose name is a word or a person's, too -> country; no spelling of the gazetteer."""
    return {name: code for code, names in _document()[_DOUBTFUL].items() for name in names}


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath("gazetteer.toml").read_text(encoding="utf-8"))


@cache
def _first_spellings() -> dict[str, str]:
    return {name: f"{code}:{row[0]}" for code, rows in _rows().items() for row in rows for name in row}


def place_key(name: str) -> str:
    """What two spellings of one place have in common; a country's is its code."""
    return _first_spellings().get(name) or countries().get(name) or name


def country_of(name: str) -> str | None:
    """The country of a spelling that is exactly a place's; None for anything else."""
    code = gazetteer().get(_POSSESSIVE.sub("", name))
    return None if code == _NOWHERE else code


def places_in(text: str) -> Iterator[Located]:
    """The places a text names, longest names first at each word, in order; looks at word beginnings only."""
    words = list(_WORD.finditer(text))
    index = 0
    while index < len(words):
        found = _longest_at(text, words, index)
        if found is not None:
            if found.country != _NOWHERE and not _part_of_name(text, found):
                yield found
            while index < len(words) and words[index].start() < found.end:
                index += 1
        else:
            index += 1


def _part_of_name(text: str, found: Located) -> bool:
    """ "Nguyễn Văn Đức", "Mỹ Đình" are no countries: a short name beside another capitalised word."""
    before = (
        text[max(0, found.start - 30) : found.start].split()[-1:]
        if text[found.start - 1 : found.start] == " "
        else []
    )
    short = found.name in countries() and len(found.name) <= _SHORT and not _hangul(found.name)
    if not short or found.name.isupper():
        return False
    syllable = not found.name.isascii() or len(found.name) < _SHORT
    goes_on = syllable and re.match(r" [^\W\d_]", text[found.end :]) and text[found.end + 1].isupper()
    return bool(goes_on) or (bool(before) and before[0][0].isupper() and before[0].isalpha())


def _longest_at(text: str, words: list[re.Match[str]], index: int) -> Located | None:
    start = words[index].start()
    begins = _POSSESSIVE.sub("", words[index].group()) in _first_words()
    for last in reversed(words[index : index + _LONGEST] if begins else ()):
        name = _POSSESSIVE.sub("", text[start : last.end()])
        if name in gazetteer():
            behind_town = re.search(r"[^\W\d_], $", text[max(0, start - 3) : start])
            country = _states().get(name) if behind_town else None
            return Located(name, country or gazetteer()[name], start, start + len(name))
    return _agglutinated(words[index])


@cache
def _first_words() -> frozenset[str]:
    return frozenset(match.group() for name in gazetteer() if (match := _WORD.search(name)))


def _agglutinated(word: re.Match[str]) -> Located | None:
    """A place at the front of a word that carries suffixes: "부산시는", "가온테크노파크"."""
    if not _hangul(word.group()[:1]):
        return None
    for length in range(min(8, len(word.group()) - 1), 1, -1):
        front = word.group()[:length]
        if _hangul(front) and front in gazetteer() and _may_follow(word.group()[length:]):
            return Located(front, gazetteer()[front], word.start(), word.start() + length)
    return None


def _hangul(text: str) -> bool:
    return "가" <= text[-1] <= "힣"


def _may_follow(rest: str) -> bool:
    return any(rest.startswith(end) for end in _endings())


@cache
def _endings() -> tuple[str, ...]:
    return tuple(end for language in supported() for end in section(language, "facts")["names"]["after_place"])
