"""Which other names a text gives to the organisations it names, with the sentence that does so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from stories.names.candidate import is_acronym, is_name, speaks_for_itself
from stories.names.keys import name_key
from stories.names.shortening import script_of
from stories.names.wording import any_of, endings
from stories.sentences import sentences

_MARKS = "\"'“”„‟‘’‚«»‹›「」『』《》〈〉＂"
_QUOTED = rf"[{_MARKS}]\s?(?P<quoted>[^{_MARKS}]{{2,60}}?)\s?[{_MARKS}]"
_INSIDE = r"[(（［\[]([^()（）［］\[\]]{2,120})"
_BRACKET = re.compile(_INSIDE + r"(?:[)）］\]](?!\s{0,3}[.,]?[-–—])|$)")  # "Hue (ABC) - …" names a news agency
_IN_BRACKETS_AT_END = re.compile(r"\s?[(（［\[][^()（）［］\[\]]{1,120}[)）］\]]$")
_PART = re.compile(r"\s*[,;·/、，；]\s*")
_TAIL = re.compile(rf"(?:\s?[(（][^()（）]*[)）])?[\s,，、{_MARKS}]*$")
_STEM = 4  # letters that a word keeps in all cases
_BEFORE = 200  # characters that are looked at for the full name: the longest that is one


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence says that a name is another one of the organisation with the full name."""

    full: str
    other: str
    sentence: str  # literal


def names_said(title: str | None, text: str, parties: Collection[str]) -> tuple[Said, ...]:
    """What title and text say of the names of the parties: each pair once, with the first sentence that says it.

    A name counts that stands in brackets right behind a party and is its abbreviation, the same in another script, or
    quoted; and one that is introduced ("kurz X", "이하 X"), with or without brackets. Never raises on any text.
    """
    names = _whole_and_without_brackets(parties)
    found: dict[tuple[str, str], Said] = {}
    for sentence in (*sentences(title or ""), *sentences(text)) if names else ():
        for full, other in (*_in_brackets(sentence, names), *_introduced(sentence, names)):
            found.setdefault((name_key(full), name_key(other)), Said(full, other, sentence))
    return tuple(said for (full, other), said in found.items() if full != other)


def _whole_and_without_brackets(parties: Collection[str]) -> list[str]:
    """The names of the parties, the longest first; of "Harbour Agency (HAX)" also what stands before the bracket."""
    spelled = {name.strip() for party in parties for name in (party, _IN_BRACKETS_AT_END.sub("", party))}
    return sorted((name for name in spelled if len(name_key(name)) > 1), key=len, reverse=True)


def _in_brackets(sentence: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    for bracket in _BRACKET.finditer(sentence):
        name = _named_before(sentence, bracket.start(), names)
        given = _given(bracket.group(1).strip(), name) if name else ()
        if name and (other := next((each for each in given if is_name(each, name)), None)):
            full, short = _by_length(name, other)
            yield full, short
            yield from ((full, each) for each in names if each.startswith(name) and each.endswith(bracket.group()))


def _by_length(name: str, other: str) -> tuple[str, str]:
    """The full name first: "HAX (Harbour Agency)" is said the other way round."""
    return (other, name) if is_acronym(name) and not is_acronym(other) else (name, other)


def _given(inside: str, full: str) -> Iterator[str]:
    """What may be a name in brackets: it is introduced or quoted, or speaks for itself."""
    for told in (_told_before().search(inside), _told_behind().fullmatch(inside), _quoted().fullmatch(inside)):
        if told:
            yield _bare(told["quoted"] or told["open"])
    first = _PART.split(inside, maxsplit=1)[0]
    if speaks_for_itself(first, full):
        yield first


def _introduced(sentence: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Without brackets nothing says where a name ends: it is quoted, or one word with capitals."""
    for told in _told_before().finditer(sentence):
        full = _named_before(sentence, told.start(), names)
        other = told["quoted"] or _PART.split(told["open"].split()[0])[0].rstrip(".")
        if full and (told["quoted"] or is_acronym(other)) and is_name(other, full):
            yield _by_length(full, other)


def _named_before(sentence: str, end: int, names: Collection[str]) -> str | None:
    """The longest of the names that the sentence writes whole right before a place; a bracket may lie between."""
    before = _TAIL.sub("", sentence[max(0, end - _BEFORE) : end])
    return next((name for name in names if _ends_with(before, name)), None)


def _ends_with(text: str, name: str) -> bool:
    """Whether a text ends with a whole name, be it in another case: "des Instituts für Hügel"."""
    if text.endswith(name):
        letter = text[-len(name) - 1 : -len(name)]
        return not letter.isalpha() or script_of(letter) == "HAN"
    words = name.split()
    there = text.split()[-len(words) :]
    return len(there) == len(words) and all(map(_same_word, there, words))


def _same_word(one: str, other: str) -> bool:
    stem = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one == other or (stem >= _STEM and {one[stem:], other[stem:]} <= endings())


def _bare(name: str) -> str:
    """A name up to the next comma, without what says that it is one behind it."""
    first = _PART.split(name, maxsplit=1)[0]
    return re.sub(rf"\s?(?:{any_of('short_behind')})[.。]?$", "", first, flags=re.IGNORECASE).strip(f" {_MARKS}")


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('articles')})?{_QUOTED}(?P<open>)", re.IGNORECASE)


@cache
def _told_before() -> re.Pattern[str]:
    articles = f"(?:{any_of('articles')})?"
    name = rf"{articles}(?:{_QUOTED}|(?P<open>[^\s()（）][^()（）]{{1,80}}))"
    return re.compile(rf"(?:^|(?<=[\s,;·/、，；]))(?:{any_of('short_before')})[\s:：,、]{{0,3}}{name}", re.IGNORECASE)


@cache
def _told_behind() -> re.Pattern[str]:
    name = rf"(?:{_QUOTED}|(?P<open>[^()（）]{{2,80}}?))"
    return re.compile(rf"{name}[\s,，、]{{0,2}}(?:{any_of('short_behind')})[.。]?", re.IGNORECASE)
