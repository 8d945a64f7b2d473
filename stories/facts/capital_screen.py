"""What is written like a name and is none: persons, nationalities, mere heads, two places with a dash between."""

from __future__ import annotations

import re

from stories.facts.capitals import Run
from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention, Strength
from stories.facts.tokens import Token, is_title
from stories.places import countries, country_of

_POSSESSIVE = re.compile(r"[’']s?$")


def screened(words: Lexicon, written: str, tokens: list[Token], run: Run, found: list[Mention]) -> str | None:
    """The name that a run writes, without its possessive; None for what is no name of an organisation or place."""
    name = _POSSESSIVE.sub("", written)
    if run.person or _is_country_of_another(words, written, name) or _is_route(name):
        return None
    return None if _is_person(words, tokens, run, found) or _is_common(words, run, name) else name


def _is_country_of_another(words: Lexicon, written: str, name: str) -> bool:
    """ "Danish", "Kenya's": whose the name behind it is."""
    owner = name in countries() and written.endswith(("’s", "'s"))
    return owner or words.any_demonym.fullmatch(name) is not None


def _is_route(name: str) -> bool:
    """ "Hải Phòng - Incheon": what lies between two places."""
    return " - " in name and country_of(name) is None and all(country_of(part) for part in name.split(" - "))


def _is_person(words: Lexicon, tokens: list[Token], run: Run, found: list[Mention]) -> bool:
    """ "ông Trần Nam Hưng", "UBND tỉnh Quảng Nam Trần Nam Hưng": mere capitals behind a title or an organisation."""
    if run.strength is not Strength.WEAK or not run.first:
        return False
    before = tokens[run.first - 1]
    if found and found[-1].strength is Strength.STRONG and found[-1].end == before.end:
        return True
    titled = is_title(words, before) or before.text.lower() in words.names["persons"]
    holder = before.text == "," and bool(found) and _is_held(words, tokens, found[-1])
    return (titled or holder) and run.last - run.first > 1


def _is_held(words: Lexicon, tokens: list[Token], mention: Mention) -> bool:
    """ "the Mayor of Cork, Kieran McCarthy,": behind the office stands who holds it."""
    first = next((index for index, token in enumerate(tokens) if token.start >= mention.start), 0)
    return any(is_title(words, token) for token in tokens[max(0, first - 3) : first])


def _is_common(words: Lexicon, run: Run, name: str) -> bool:
    """ "Netzwerk", a plural head alone, a syllable that only begins a word ("Thế giới")."""
    lower = name.lower()
    if lower in words.names["never"] or lower in words.plurals:
        return True
    if words.any_kind.fullmatch(name):
        return True
    return run.strength is Strength.WEAK and words.syllable.fullmatch(name) is not None
