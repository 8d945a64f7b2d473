"""Names in languages whose particles stand behind them: "가온테크노파크(원장 홍길동)가"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention, Role, Strength
from stories.facts.particle_words import Word, headed, says_what, seat_of, words_of
from stories.places import countries, country_of, gazetteer

_LATIN = re.compile(r"[A-Z][\w&.-]*[A-Z][\w&.-]*|[A-Z][A-Z]+")
_LONGEST_PERSON = 3  # words of a person's name
_MOST_IN_NAME = 4  # letters of such a word
_MOST_BEFORE = 4  # words that a name may have before its last


def mentions(words: Lexicon, sentence: str) -> list[Mention]:
    """The names in a sentence with their roles."""
    written = words_of(words, sentence)
    found = [mention for index in range(len(written)) for mention in _mentions_at(words, sentence, written, index)]
    return _settle_lists(found)


def _mentions_at(words: Lexicon, sentence: str, written: list[Word], index: int) -> Iterator[Mention]:
    word = written[index]
    following = written[index + 1] if index + 1 < len(written) else None
    following = _behind_person(words, written, index) or following
    role = _role(words, word, following)
    strength = _strength(words, word, sentence)
    if role is None or strength is None:
        return
    first = _first(words, written, index)
    name, aliases = _name(words, written, first, index), _aliases(words, word)
    generic = name in words.names["generic"]
    start = written[first].start
    for part in _parts(words, name):
        yield Mention(part, start, word.end, role, strength, generic, aliases, word.mark == ",")


def _behind_person(words: Lexicon, written: list[Word], index: int) -> Word | None:
    """The title behind one to three bare words: "전북대학교 양오봉 총장은", "미시간주 그레천 휘트머 주지사와"."""
    for title in range(index + 2, min(index + 2 + _LONGEST_PERSON, len(written))):
        word = written[title - 1]
        if word.particle or word.mark or not 1 < len(word.stem) <= _MOST_IN_NAME or says_what(words, word.stem):
            return None
        if written[title].stem in words.names["titles"]:
            return written[title]
    return None


def _role(words: Lexicon, word: Word, following: Word | None) -> Role | None:
    particle = word.particle
    for role, key in ((Role.SUBJECT, "subject"), (Role.WITH, "with"), (Role.OBJECT, "object")):
        if particle in words.roles[key]:
            return role
    if particle:
        return Role.OTHER
    if word.mark == ",":
        return Role.WITH
    return _role_by_next(words, following)


def _role_by_next(words: Lexicon, following: Word | None) -> Role | None:
    """ "A 등과", "A 대표단이", "A와 B 간", "A 총장은": the next word carries the particle."""
    if following is None:
        return None
    if any(following.stem.startswith(word) for word in words.roles["list"]):
        return Role.WITH
    if following.stem in words.names["representatives"] or following.stem in words.names["titles"]:
        if following.mark == ",":
            return Role.OTHER
        subject = not following.particle or following.particle in words.roles["subject"]
        return Role.SUBJECT if subject else Role.WITH if following.particle in words.roles["with"] else Role.OTHER
    return None


def _strength(words: Lexicon, word: Word, sentence: str) -> Strength | None:
    stem = word.stem
    if not stem or stem in words.names["never"] or stem in words.names["titles"]:
        return None
    if seat_of(words, stem) != stem:
        return Strength.STRONG
    person = any(title in bracket for bracket in word.brackets for title in words.names["titles"])
    if headed(words, stem) or person or stem in words.names["generic"]:
        return Strength.STRONG
    if country_of(stem) is not None:
        return Strength.PLACE
    if "㈜" in sentence[word.start : word.start + 2] or "(주)" in sentence[word.start : word.end]:
        return Strength.STRONG
    if _LATIN.match(stem) and stem not in words.names["never"]:
        return Strength.STRONG
    if all(headed(words, part) or country_of(part) for part in stem.split("·")) and "·" in stem:
        return Strength.STRONG
    weak = word.particle in words.roles["subject"] or word.particle in words.roles["with"] or word.mark == ","
    common = stem.endswith(words.ends["common"] + words.ends["titles"]) or stem in words.names["stops"]
    return Strength.WEAK if weak and len(stem) >= 2 and not stem[0].isdigit() and not common else None


def _first(words: Lexicon, written: list[Word], index: int) -> int:
    """The first word of the name that ends with this one."""
    first = index
    while first > 0 and index - first < _MOST_BEFORE and _belongs(words, written[first - 1]):
        first -= 1
    while first < index and _leaves(words, written, first, index):
        first += 1
    return first


def _belongs(words: Lexicon, word: Word) -> bool:
    bare = not word.mark and not word.brackets and len(word.stem) >= 2
    if not bare or word.stem in words.names["stops"] or word.stem in words.names["titles"]:
        return False
    if says_what(words, word.stem + word.particle):
        return True
    plain = not word.particle and not word.stem.endswith(words.ends["endings"])
    return plain and not word.stem[0].isdigit()


def _leaves(words: Lexicon, written: list[Word], first: int, index: int) -> bool:
    """A leading country, a province before its city and mere descriptions are no part of the name."""
    stem = written[first].stem
    if stem in words.names["descriptors"] or (stem in countries() and not _only_kind(words, written[first + 1].stem)):
        return True
    last = written[index].stem
    branch = last.endswith(words.ends["branches"]) and seat_of(words, last) == last
    if first + 1 == index and branch and stem not in countries():
        return country_of(stem) is not None  # "롯데시네마 천안불당점": whose branch
    following = written[first + 1].stem
    heads = words.names["place_heads"]
    if _place_front(stem) and first + 1 == index and stem[-1:] in heads and following[-1:] in heads:
        return True  # "캘리포니아주 새크라멘토시"
    inside_place = country_of(stem) is not None and _place_front(following) and not following.startswith(stem[:2])
    known = any(says_what(words, word.stem) for word in written[first:index])
    return inside_place or not (known or stem in words.names["legal"])


def _only_kind(words: Lexicon, stem: str) -> bool:
    """ "철도공사", "중앙은행": it says what it is and not whose, so a country before it belongs to the name."""
    heads = sorted((head for head in words.names["heads"] if stem.endswith(head)), key=len, reverse=True)
    front = stem.removesuffix(heads[0]) if heads else stem
    return bool(heads) and (not front or front in words.names["after_place"] or front in words.names["heads"])


def _place_front(stem: str) -> bool:
    return any(stem[:length] in gazetteer() for length in range(2, 6))


def _name(words: Lexicon, written: list[Word], first: int, index: int) -> str:
    last = seat_of(words, written[index].stem)
    name = " ".join([*(word.stem + word.particle for word in written[first:index]), last])
    return re.sub(r"^(?:주식회사|㈜)\s*", "", name)


def _aliases(words: Lexicon, word: Word) -> tuple[str, ...]:
    """Brackets that hold another name of the same, not its head, its country or an age."""
    names = (bracket.split(",")[0].strip() for bracket in word.brackets)
    return tuple(
        name
        for name in names
        if 1 < len(name) < 40
        and not any(title in name for title in words.names["titles"])
        and country_of(name) is None
        and not name.isdigit()
        and name != "이하"
    )


def _parts(words: Lexicon, name: str) -> list[str]:
    """ "충남대·한밭대·공주대" are three."""
    parts = [part for part in re.split(r"[·ㆍ･]", name) if part]
    return parts if len(parts) > 1 and all(says_what(words, part) for part in parts) else [name]


def _settle_lists(found: list[Mention]) -> list[Mention]:
    """A name before a comma takes the role of the name that closes its list."""
    settled: list[Mention] = []
    for mention in reversed(found):
        if mention.listed:
            near = settled[-1] if settled and settled[-1].start - mention.end < 25 else None
            mention = replace(mention, role=near.role if near is not None else Role.OTHER)
        settled.append(mention)
    return settled[::-1]
