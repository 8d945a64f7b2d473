"""Pieces of words that were learned: what no list of words foresees, and how it weighs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import sqrt

from stories.judging.lines import Line, Position

LOOKED_AT = 4_000  # characters of a story; what it is about stands in them
SHORTEST, LONGEST = 2, 4  # letters of a piece
EDGE = "_"  # where a word begins or ends
NUMBER = "0"
LONGEST_WORD = 200  # characters; of a script without blanks it is a clause
REMEMBERED = 50_000  # words of a language; about 10 MB

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The pieces of one language with their weights: anywhere in the story, and once more in title and lead."""

    weights: Mapping[str, tuple[float, float]]

    def known(self, word: str) -> tuple[str, ...]:
        """The pieces of a word that have a weight."""
        return self._known(word)

    @cached_property
    def _known(self) -> Callable[[str], tuple[str, ...]]:
        # Stories share most of their words; a word is cut to pieces once.
        return lru_cache(REMEMBERED)(lambda word: tuple(piece for piece in pieces(word) if piece in self.weights))


@dataclass(slots=True)
class Found:
    """A piece of a word in a story."""

    word: str  # the first that it is a piece of, literal
    at_the_top: bool = False  # whether it stands in title or lead, too


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one word adds to the logit."""

    word: str  # literal
    weight: float


def spoken(story: Sequence[Line], vocabulary: Vocabulary) -> list[Spoken]:
    """What each known word of a story adds, the heaviest first; their sum is what the words say."""
    known = found_pieces(story, vocabulary.known)
    length = length_of(known)
    added: dict[str, float] = {}
    for piece, found in known.items():
        anywhere, at_the_top = vocabulary.weights[piece]
        weight = anywhere + at_the_top if found.at_the_top else anywhere
        added[found.word] = added.get(found.word, 0.0) + weight / length
    return sorted((Spoken(*each) for each in added.items()), key=lambda each: -abs(each.weight))


def length_of(found: Mapping[str, Found]) -> float:
    """The Euclidean length of a story's pieces, by which their weights are divided: long stories say no more."""
    return sqrt(max(1, sum(2 if each.at_the_top else 1 for each in found.values())))


def found_pieces(story: Sequence[Line], cut: Callable[[str], Iterable[str]] | None = None) -> dict[str, Found]:
    """The pieces of a story's words, as `cut` cuts them; without it all there are."""
    found: dict[str, Found] = {}
    for word, at_the_top in _words(story).items():
        for piece in (cut or pieces)(word):
            found.setdefault(piece, Found(word)).at_the_top |= at_the_top
    return found


def _words(story: Sequence[Line]) -> dict[str, bool]:
    """The different words of what is looked at, literal, in order; whether they stand at the top."""
    words: dict[str, bool] = {}
    left = LOOKED_AT
    for line in story:
        at_the_top = line.position is not Position.BODY
        for word in _WORD.findall(line.text[: max(left, 0)]):
            words[word] = words.get(word, False) or at_the_top
        left -= len(line.text)
    return words


def pieces(word: str) -> list[str]:
    """The pieces of one word: case folded, digits as 0, edges marked."""
    marked = f"{EDGE}{_DIGITS.sub(NUMBER, word[:LONGEST_WORD].casefold())}{EDGE}"
    return [
        marked[start : start + length]
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(marked) - length + 1)
    ]
