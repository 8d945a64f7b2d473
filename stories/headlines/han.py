"""Names in Chinese characters for readers of other scripts: known words in English, places by their Latin name.

The language of the story says how they are read. What no table knows is spelled by sound, where the letters tell
one: Chinese in pinyin, Japanese kana in Hepburn; kanji do not, and such a name stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from importlib.resources import files

from babel import Locale

from stories.headlines.cutting import Spelled, cut
from stories.headlines.kana import hepburn
from stories.headlines.pinyin import pinyin
from stories.headlines.spellings import place_in
from stories.places import countries, country_of
from stories.places.cities import homes_of

_Table = Mapping[str, Mapping[str, str]]

_READ_BY: Mapping[str | None, tuple[str, Spelled]] = {  # language of the story -> its table, what its letters say
    "zh": ("chinese", pinyin),
    "ja": ("japanese", hepburn),
}
_RUN = re.compile(r"[々〇㐀-鿿぀-ヿ]+(?:[-－・＝][々〇㐀-鿿぀-ヿ]+)*")
_NUMBERED = re.compile(r"第(?=\d)")
_BESIDE_MARKS = re.compile(r" (?=[),.?!-])|(?<=\() ")
_KATAKANA = re.compile("[ァ-ヺー]{2}")  # one word
_BEFORE_COUNTRY = "Ministry"  # other words stand behind it: "立陶宛國會" Lithuania Parliament
_LEAST = 2  # characters of a place, and before its kind
_LONGEST_PLACE = 8
_ENGLISH = Locale("en")


@lru_cache(maxsize=4096)
def latin(name: str, language: str | None) -> str | None:
    """The name in Latin letters; None where the language has no table or the name has letters nobody can spell."""
    if language not in _READ_BY:
        return None
    file, by_sound = _READ_BY[language]
    table = _table(file)
    spelled = _unspelled if any(re.search(mark, name) for mark in table["unread"]) else by_sound
    return _read(_ordered(name, table), partial(_pieces, table, spelled))


def _read(name: str, pieces: Callable[[str], tuple[str, ...] | None]) -> str | None:
    """The name with every run of characters read; None if one cannot be."""
    runs = {run: pieces(run) for run in _RUN.findall(name)}
    if not runs or None in runs.values():
        return None
    plain = _NUMBERED.sub("No. ", name.replace("、", ", "))
    letters = _RUN.sub(lambda run: f" {' '.join(runs[run.group()] or ())} ", plain)
    return _BESIDE_MARKS.sub("", " ".join(letters.split()))


def _ordered(name: str, table: _Table) -> str:
    """Its parts as English orders them, a foreign country behind: "丹麦汉堡港" is "Hamburg Port, Denmark"."""
    for pattern, replacement in table["order"].items():
        name = re.sub(pattern, replacement, name)
    country = next((name[:end] for end in range(_LONGEST_PLACE, 1, -1) if name[:end] in countries()), "")
    rest = name[len(country) :]
    word = next((table["words"][rest[:end]] for end in range(len(rest), 0, -1) if rest[:end] in table["words"]), "")
    abroad = country and countries()[country] not in table["home"] and len(rest) > _LEAST
    return f"{rest}, {country}" if abroad and (not word or word.startswith(_BEFORE_COUNTRY)) else name


def _pieces(table: _Table, spelled: Spelled, word: str) -> tuple[str, ...] | None:
    return cut(word, partial(_known, table, spelled), spelled)


def _unspelled(piece: str) -> None:
    """No spelling: for names in letters that sound otherwise in their own country."""


def _known(table: _Table, spelled: Spelled, word: str, start: int, end: int) -> str | None:
    piece, behind = word[start:end], word[end : end + 1]
    if piece in table["kinds"] and start >= _LEAST and behind not in table["towns"]:  # "赣州市": 州 is of the name
        return table["kinds"][piece]
    known = table["places"].get(piece) or table["words"].get(piece) or _country(piece)
    if known or (start and behind not in table["kinds"]) or _KATAKANA.fullmatch(piece[-1] + behind):
        return known
    town = not start and len(piece) == _LEAST and behind in table["towns"]  # "余杭市", whatever it is called
    return spelled(piece) if town else _place(table, spelled, piece)


@cache
def _country(piece: str) -> str | None:
    return _ENGLISH.territories.get(countries().get(piece)) if len(piece) >= _LEAST else None


def _place(table: _Table, spelled: Spelled, piece: str) -> str | None:
    """A town or region without its kind; at home as it sounds, abroad as it is spelled where that is known."""
    if not _LEAST <= len(piece) <= _LONGEST_PLACE or piece[-1] in table["kinds"]:
        return None
    country = country_of(piece)
    if country is None and homes_of(piece) is None:
        return None
    return (None if country in table["home"] else place_in(piece, "latin")) or spelled(piece)


@cache
def _table(name: str) -> _Table:
    """The table of a language with each spelling as a key of its own."""
    found = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    spelled_out = {"order": found.pop("order")}
    for part, words in found.items():
        spelled_out[part] = {spelling: word for key, word in words.items() for spelling in key.split()}
    return spelled_out
