"""Objections: the same words, another matter. What in an article speaks against a partnership story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stories.judge_lexicon import Lexicon, Objection
from stories.judge_lines import Line
from stories.judge_signals import close_to_the_paper
from stories.model import Reason

# Logits. Beside the paper an objection outweighs every signal; far from it, it may be background.
SURE_CLOSE, SURE_FAR = -6.0, -3.0
HINTS_CLOSE, HINTS_FAR, ONE_HINT_CLOSE = -4.5, -2.5, -0.6
THREE_HINTS_FAR = -4.0
RECURRING, RECURRING_LINES = -1.5, 3  # what comes up in so many sentences is what the story is about
SPARED = 0.35  # what is left of an objection that a reported deed outweighs


@dataclass(frozen=True, slots=True)
class _Spot:
    """A line in which some objection may speak."""

    line: Line
    starts: tuple[int, ...]  # where a word of any objection starts
    is_close: bool  # to the paper, or where the story says what it is about


def objections(article_lines: Sequence[Line], lexicon: Lexicon, told: frozenset[str]) -> Iterator[Reason]:
    """One reason for each objection that holds, with a negative weight. `told`: rules that spoke for the story."""
    close = [line for line in article_lines if close_to_the_paper(line, lexicon)]
    spots = list(_spots(article_lines, close, lexicon))
    for objection in lexicon.objections if spots else ():
        reason = _strongest(objection, spots, lexicon)
        if reason is not None and not any(objection.unless.search(line.text) for line in close):
            spared = SPARED if told & objection.spared_by else 1.0
            yield Reason(reason.rule, round(reason.weight * spared, 2), reason.quote)


def _spots(article_lines: Sequence[Line], close: Sequence[Line], lexicon: Lexicon) -> Iterator[_Spot]:
    near = {id(line) for line in close}
    for line in article_lines:
        starts = tuple(match.start() for match in lexicon.objecting.finditer(line.text))
        if starts:
            yield _Spot(line, starts, id(line) in near)


def _strongest(objection: Objection, spots: Sequence[_Spot], lexicon: Lexicon) -> Reason | None:
    found: list[tuple[float, str]] = []
    for spot in spots:
        weight, span = _weigh(objection, spot, lexicon)
        if weight:
            halved = objection.ordinary_far and not spot.is_close
            found.append((weight / 2 if halved else weight, spot.line.text[span]))
    if not found:
        return None
    weight, quote = min(found)
    recurring = sum(1 for each, _ in found if each <= HINTS_FAR / 2) >= RECURRING_LINES
    return Reason(objection.name, weight + (RECURRING if recurring else 0.0), quote)


def _weigh(objection: Objection, spot: _Spot, lexicon: Lexicon) -> tuple[float, slice]:
    text = spot.line.own if objection.outside_quotations else spot.line.text
    sure = next(_matches(objection.sure, text, spot.starts), None)
    if sure:
        return (SURE_CLOSE if spot.is_close else SURE_FAR), slice(*sure.span())
    hints = list(_matches(objection.hint, text, spot.starts))
    if not hints:
        return 0.0, slice(0)
    kinds = len({match.group().casefold() for match in hints})
    alone = objection.names_the_paper and bool(lexicon.words["nothing_else"].search(text))
    return _of_hints(kinds, spot.is_close, alone), slice(hints[0].start(), hints[-1].end())


def _matches(pattern: re.Pattern[str], text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    end = 0
    for start in starts:
        match = pattern.match(text, start) if start >= end else None
        if match:
            end = match.end()
            yield match


def _of_hints(kinds: int, is_close: bool, alone: bool) -> float:
    if is_close:
        return HINTS_CLOSE if kinds >= 2 or alone else ONE_HINT_CLOSE
    return {1: 0.0, 2: HINTS_FAR}.get(kinds, THREE_HINTS_FAR)
