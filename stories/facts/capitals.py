"""Names in languages that write them with capitals: runs of words around a head such as "University" or "tỉnh"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stories.facts.capital_joins import step
from stories.facts.lexicon import Lexicon
from stories.facts.mention import Strength
from stories.facts.tokens import Token, head_length, is_stop, is_title, place_length
from stories.places import countries, country_of

_ACRONYM = re.compile(r"[A-ZĐ][a-z]+[A-Z]\w*|[A-ZĐ0-9][\w-]*[A-ZĐ]|[A-ZĐ]{2}[\w-]*")
_GIVEN_NAME = re.compile(r"[A-Z]\w+ (?:[A-Z]\w+ )?[A-Z]\w+-[a-z]\w+$|[A-Z]\w+-[a-z]\w+ [A-Z]\w+$")
_LONGEST = 24  # words in a name; what goes on longer is a list in capitals


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens first..last (exclusive) that are one name."""

    first: int
    last: int
    strength: Strength
    generic: bool
    person: bool


def runs(words: Lexicon, tokens: list[Token]) -> Iterator[Run]:
    """The names in a sentence, in order, as runs of tokens."""
    index = 0
    while index < len(tokens):
        last = _extend(words, tokens, index) if _starts(words, tokens, index) else index
        if last > index:
            yield from _split_titles(words, tokens, index, last)
            index = last
        elif _generic(words, tokens, index):
            yield Run(index, index + 1, Strength.STRONG, True, False)
            index += 1
        else:
            index += 1


def _starts(words: Lexicon, tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    headed = head_length(words, tokens, index)
    if headed and not token.capital:
        return _is_named(words, tokens, index + headed)
    if token.capital and place_length(tokens, index):
        return True
    return token.capital and (bool(headed) or not (is_stop(words, token) or _common(words, token)))


def _is_named(words: Lexicon, tokens: list[Token], index: int) -> bool:
    """Whether a name follows a head in small letters, over links: "ville de Pau", "municipalité d'Orléans"."""
    small = words.names["links"] | words.names["articles"]
    following = next((token for token in tokens[index : index + 3] if token.text.lower() not in small), None)
    return following is not None and following.capital and not is_stop(words, following)


def _common(words: Lexicon, token: Token) -> bool:
    """A noun by its ending, where every noun has a capital: no name begins with it."""
    return token.text.lower().endswith(words.ends["common"])


def _extend(words: Lexicon, tokens: list[Token], first: int) -> int:
    last, linked = first + max(1, head_length(words, tokens, first), place_length(tokens, first)), ""
    while last < min(len(tokens), first + _LONGEST):
        ahead = step(words, tokens, first, last, linked)
        if not ahead:
            break
        if tokens[last].text.lower() in words.names["links"]:
            linked = tokens[last].text.lower()
        last += ahead
    return last


def _split_titles(words: Lexicon, tokens: list[Token], first: int, last: int) -> Iterator[Run]:
    """Cut the persons out: "Seoul Mayor Oh Se-hoon" leaves "Seoul"."""
    cut = next((i for i in range(first, last) if is_title(words, tokens[i])), None)
    if cut is None:
        yield _run(words, tokens, first, last)
        return
    if cut > first:
        yield _run(words, tokens, first, cut)
    of = next((i for i in range(cut, last) if tokens[i].text.lower() in words.names["links"]), None)
    if of is not None and of + 1 < last:
        rest = next((i for i in range(of + 1, last) if tokens[i].capital or _lower_head(words, tokens[i])), last - 1)
        yield _run(words, tokens, rest, last)
        return
    headed = (i for i in range(cut + 1, last) if head_length(words, tokens, i))
    office = next(headed, last) if words.names["before_place"] else last  # heads stand first: "Chủ tịch UBND tỉnh …"
    yield Run(cut, office, Strength.WEAK, False, True)
    if office < last:
        yield _run(words, tokens, office, last)


def _lower_head(words: Lexicon, token: Token) -> bool:
    return token.text.lower() in words.names["place_heads"]


def _run(words: Lexicon, tokens: list[Token], first: int, last: int) -> Run:
    begin, first = first, _strip_front(words, tokens, first, last)
    last = _strip_back(words, tokens, first, last)
    described = begin < first and _ends_so(tokens[first - 1], words.ends["descriptors"])
    text = " ".join(token.text for token in tokens[first:last])
    known = words.names["generic"]
    generic = text.lower() in known or all(token.text.lower() in known for token in tokens[first:last])
    strength = Strength.STRONG if described else _strength(words, tokens, first, last, text)
    person = strength is Strength.WEAK and bool(_GIVEN_NAME.match(text))
    return Run(first, last, strength, generic, person)


def _strip_front(words: Lexicon, tokens: list[Token], first: int, last: int) -> int:
    """ "RoK’s Cheongju City …" and "Regierungsagentur TIPA" lose their front."""
    while first + 1 < last:
        owner = _owner_length(tokens, first, last)
        plural = tokens[first].text.lower() in words.plurals
        descriptor = plural or _ends_so(tokens[first], words.ends["descriptors"])
        if not (owner or descriptor or _explains(words, tokens, first, last)):
            break
        first += owner or 1
    said = (i for i in range(first + 1, last - 1) if _ends_so(tokens[i], words.ends["descriptors"]))
    return next(said, first - 1) + 1  # "Mainzer Biotechunternehmen BioNTech"


def _ends_so(token: Token, ends: tuple[str, ...]) -> bool:
    return token.text.lower().endswith(ends)


def _owner_length(tokens: list[Token], first: int, last: int) -> int:
    """How many tokens of "South Korea’s" begin here; 0 for none."""
    for length in (1, 2, 3):
        owner = " ".join(token.text for token in tokens[first : first + length])
        if first + length < last and owner.endswith(("’s", "'s")) and owner[:-2] in countries():
            return length
    return 0


def _explains(words: Lexicon, tokens: list[Token], first: int, last: int) -> bool:
    """ "Außenhandelsagentur KOTRA": a compound that says what the short name behind it is."""
    short = tokens[first + 1].text
    compound = tokens[first].text.lower().endswith(words.ends["suffixes"])
    return compound and last - first == 2 and bool(_ACRONYM.fullmatch(short)) and country_of(short) is None


def _strip_back(words: Lexicon, tokens: list[Token], first: int, last: int) -> int:
    while last - 1 > first:
        text = tokens[last - 1].text
        if text[0].isalnum() and text.lower() not in words.names["links"]:
            break
        last -= 1
    return last


def _strength(words: Lexicon, tokens: list[Token], first: int, last: int, text: str) -> Strength:
    if text in countries():
        return Strength.WEAK if not words.free_order else Strength.PLACE
    if country_of(text) is not None:
        return Strength.PLACE
    if _headed(words, tokens, first, last):
        return Strength.STRONG
    return Strength.STRONG if any(_ACRONYM.fullmatch(t.text) for t in tokens[first:last]) else Strength.WEAK


def _headed(words: Lexicon, tokens: list[Token], first: int, last: int) -> bool:
    """Whether a head stands in a run; the "Phòng" of "Hải Phòng" is none."""
    while first < last:
        if place_length(tokens, first) or not head_length(words, tokens, first):
            first += place_length(tokens, first) or 1
        else:
            return True
    return False


def _generic(words: Lexicon, tokens: list[Token], index: int) -> bool:
    """ "the city", "thành phố": a head alone, where the language lets it stand for a name."""
    lower = tokens[index].text.lower()
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    named = following is not None and (following.capital or following.text in words.names["links"])
    if lower not in words.names["generic"] or named:
        return False
    return not words.names["articles"] or (index > 0 and tokens[index - 1].text.lower() in words.names["definite"])
