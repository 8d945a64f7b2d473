"""Objections: the same words, another matter. What in a story speaks against a partnership."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stories.judging.figure import Figure
from stories.judging.lexicon import Lexicon, Objection
from stories.judging.marks import Marked

KIN = "objection"  # what weighs whichever objection it is, unless something lifts it
RECURRING = 3  # lines: what comes up in so many is what the story is about
HINTS = 3  # different ones in a sentence; more say no more
ONE_HINT = 1 / HINTS


@dataclass(frozen=True, slots=True)
class _Spot:
    """A line in which some objection may speak."""

    marked: Marked
    starts: tuple[int, ...]  # where a word of any objection starts


@dataclass(frozen=True, slots=True)
class _Said:
    """What one objection says in one line."""

    place: str  # "top", "close" to the paper, or "far"
    sure: str  # literal words; empty where there are only hints
    hints: str
    kinds: int  # different hints
    alone: bool  # the line says that the paper is nothing else

    @property
    def carries(self) -> bool:
        return bool(self.sure) or self.kinds >= 2 or (self.kinds > 0 and self.alone)


def objections(lines: Sequence[Marked], lexicon: Lexicon) -> Iterator[Figure]:
    """The figures of every objection that says something, each with its literal words."""
    spots = list(_spots(lines, lexicon))
    for objection in lexicon.objections if spots else ():
        said = [each for spot in spots if (each := _said(objection, spot, lexicon))]
        if said:
            yield from _figures(objection, said, lines)


def _spots(lines: Sequence[Marked], lexicon: Lexicon) -> Iterator[_Spot]:
    for marked in lines:
        starts = tuple(match.start() for match in lexicon.objecting.finditer(marked.line.text))
        if starts:
            yield _Spot(marked, starts)


def _said(objection: Objection, spot: _Spot, lexicon: Lexicon) -> _Said | None:
    line, marked = spot.marked.line, spot.marked
    text = line.own if objection.outside_quotations else line.text
    sure = next(_matches(objection.sure, text, spot.starts), None)
    hints = list(_matches(objection.hint, text, spot.starts))
    if not sure and not hints:
        return None
    place = "top" if marked.at_the_top else "close" if marked.close else "far"
    quote = line.text[hints[0].start() : hints[-1].end()] if hints else ""
    kinds = len({match.group().casefold() for match in hints})
    alone = objection.names_the_paper and "nothing_else" in marked.words
    return _Said(place, line.text[slice(*sure.span())] if sure else "", quote, kinds, alone)


def _matches(pattern: re.Pattern[str], text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    end = 0
    for start in starts:
        match = pattern.match(text, start) if start >= end else None
        if match:
            end = match.end()
            yield match


def _figures(objection: Objection, said: Sequence[_Said], lines: Sequence[Marked]) -> Iterator[Figure]:
    name = objection.name
    carrying = [each for each in said if each.carries]
    lifted = next((m for line in lines if line.close and (m := objection.unless.search(line.line.text))), None)
    for figure in _spoken(name, said):
        yield figure
        if not lifted and (figure.value > ONE_HINT or figure.circumstance == "nothing_else"):
            yield replace(figure, kin=KIN)
    if len(carrying) >= RECURRING:
        yield Figure(name, "recurring", 1.0, carrying[0].sure or carrying[0].hints)
    if carrying and lifted:
        yield Figure(name, "unless", 1.0, lifted.group())


def _spoken(name: str, said: Sequence[_Said]) -> Iterator[Figure]:
    for each in said:
        if each.sure:
            yield Figure(name, f"sure.{each.place}", 1.0, each.sure)
        if each.hints:
            near = "far" if each.place == "far" else "close"
            yield Figure(name, f"hints.{near}", min(each.kinds, HINTS) / HINTS, each.hints)
            if each.alone and near == "close":
                yield Figure(name, "nothing_else", 1.0, each.hints)
