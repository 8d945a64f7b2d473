"""A party's name for one reader: as written, or in the reader's script with what is written in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stories.headlines import han
from stories.headlines.kana import hepburn
from stories.headlines.korean import latin
from stories.headlines.spellings import place_in, script_of
from stories.headlines.words import Words, bare_forms, supported, table
from stories.places import countries, country_of

_FOREIGN = frozenset({"kana", "han"})  # scripts of no reader
_LEGAL = re.compile(r"\((?:주|사|재|유)\)|[㈜㈔㈖]|주식회사 ?| ?주식회사|株式会社|\((?:株|财)\)")
_AROUND = ' ,;:·–—-“”„"«»‘《》「」『』'
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{5})\.$")  # not that of "S.A.", "Ltd.", "Corp."
_WHERE = re.compile(r"\s*\(([^()]+)\)$")
_IN_BRACKETS = re.compile(r"^(.*?\S)\s*\(([^()]{2,})\)\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it is read, and in full: where it is written in another script, with that in brackets."""

    read: str
    full: str


def tidy(name: str, language: str | None) -> str:
    """A name out of its sentence: without article, legal form and stray marks, in its bare form, with a capital."""
    plain = _WHERE.sub(_unless_places, " ".join(_LEGAL.sub(" ", name).split()).strip(_AROUND))
    plain = _FULL_STOP.sub("", plain)
    if language in supported():
        first, _, rest = plain.partition(" ")
        plain = rest if rest and first in table(language)["names"]["articles"] else plain
        for pattern, replacement in bare_forms(language):
            plain = pattern.sub(replacement, plain)
    mixed = any(letter.isupper() for letter in plain.split(" ")[0][1:])  # "eThekwini", "iPark"
    return plain if mixed else plain[:1].upper() + plain[1:]


def _unless_places(bracket: re.Match[str]) -> str:
    """What stands in brackets behind a name, if it is not where that is: "(Hokkaido, Nhật Bản)"."""
    return "" if all(country_of(place.strip()) for place in bracket[1].split(",")) else bracket.group()


def named(name: str, aliases: tuple[str, ...], wanted: Words, language: str | None) -> Named:
    """The name for readers of the wanted language; `name` is tidy, `aliases` are what the story calls it, too.

    `language` is that of the story (ISO 639-1): it says how Chinese characters are read.
    """
    if code := countries().get(name):
        name = wanted.country(code) or name
    if script_of(name) == wanted.script or code:
        return Named(name, name)
    inner = _IN_BRACKETS.match(name)
    base = f"{inner[1]} {inner[3]}".strip() if inner else name
    said = [each for each in (base, *((inner[2],) if inner else ()), *aliases) if script_of(each) == wanted.script]
    whole = next((each for each in said if each == base or not each.isupper()), None)  # an abbreviation tells less
    read = whole or _translated(base, wanted, language) or next(iter(said), name)
    return Named(read, read if read in (base, name) else wanted.both(read, base))


def _translated(name: str, wanted: Words, language: str | None) -> str | None:
    """The name in another script: a place's own spelling there, else what its letters say; None where they cannot.

    Readers of Hangul read Latin letters, too: a name of any third script comes in those.
    """
    own, script = script_of(name), wanted.script
    if (own, script) == ("hangul", "latin"):
        return latin(name)
    if own not in _FOREIGN:
        return place_in(name, script) or _placed(name, wanted)
    spelled = han.latin(name, language) or hepburn(name)
    return spelled if script == "latin" and spelled else place_in(name, script) or spelled


def _placed(name: str, wanted: Words) -> str | None:
    """A place with its kind: "Taichung City" 타이중시; None where the place has no spelling of its own."""
    for pattern, form in wanted.placed():
        found = re.match(pattern, name)
        if found and (place := place_in(found[1], wanted.script)):
            return form.format(place.removesuffix(form[2:]))
    return None
