"""Lines of a story cut into what a name is made of: words, or characters where words are not written apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple, TypeVar

from stories.facts.lexicon import Lexicon
from stories.facts.ruled_parties import ruled_parties
from stories.facts.telling import Sentence, Telling

PAD = 4  # units before and behind every line that belong to none
OUTSIDE = "#"
BLANK = "_"

_WORD = re.compile(r"(?:[dl]|qu)[’'](?=\w)|L[’'](?=[^\W\d_])|\w+|[^\w\s]")
_CHARACTER = re.compile(r"\s+|\S")
_LINES = 8  # from the top; behind them only lines that tell the event
_TELLING = 6  # of those


Value = TypeVar("Value")


class Unit(NamedTuple):
    """A word, mark or character; start and end are characters of its line."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A title (index -1) or sentence with its units."""

    text: str
    index: int
    telling: bool
    background: bool
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Text:
    """The lines that are looked at. Units of all lines stand in one row, padded so that no line sees another."""

    language: str
    title: str
    lines: tuple[Line, ...]
    ruled: tuple[str, ...] = ()  # the parties by rule

    @cached_property
    def row(self) -> list[str]:
        """Every unit in small letters, with pads between lines."""
        row = [OUTSIDE] * PAD
        for line in self.lines:
            row += [unit.text.lower() if not unit.text[0].isspace() else BLANK for unit in line.units]
            row += [OUTSIDE] * PAD
        return row

    @cached_property
    def places(self) -> list[int]:
        """Where in the row the units are."""
        return [place for line in self._spans for place in line]

    @cached_property
    def _spans(self) -> list[range]:
        """Where in the row the units of each line are."""
        units = [len(line.units) for line in self.lines]
        begins = accumulate((number + PAD for number in units), initial=PAD)
        return [range(begin, begin + number) for begin, number in zip(begins, units, strict=False)]

    def beside(self, values: Sequence[Value], at: int) -> list[Value]:
        """Of values for all places in the row those that stand so many behind the units, at most PAD either way."""
        return list(chain.from_iterable(values[line.start + at : line.stop + at] for line in self._spans))

    @cached_property
    def units(self) -> list[Unit]:
        """The units of all lines."""
        return [unit for line in self.lines for unit in line.units]


def text_of(words: Lexicon, told: Telling) -> Text:
    """What of a story is read for names."""
    spaced = words.writing == "capitals"
    telling = {sentence.index for sentence in told.main}
    title = [Sentence(told.title, told.title, -1, {}, False, False)] if told.title else []
    looked_at = [*title, *(s for s in told.body if s.index < _LINES or s in told.main[:_TELLING])]
    lines = (_line(sentence, sentence.index in telling, spaced=spaced) for sentence in looked_at)
    ruled = tuple(mention.name for mention in ruled_parties(words, told))
    return Text(words.language, told.title, tuple(line for line in lines if line.units), ruled)


def _line(sentence: Sentence, telling: bool, *, spaced: bool) -> Line:
    pattern = _WORD if spaced else _CHARACTER
    units = tuple(Unit(m.group(), m.start(), m.end()) for m in pattern.finditer(sentence.literal))
    return Line(sentence.literal, sentence.index, telling, sentence.background, units)


def per_unit(text: Text, values: Sequence[str]) -> list[str]:
    """A value of each line, given to all its units."""
    return [value for line, value in zip(text.lines, values, strict=True) for _ in line.units]
