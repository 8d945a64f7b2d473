"""Objections: the same words, another matter. What in an article speaks against a partnership story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stories.judge_lexicon import Lexicon, Objection
from stories.judge_lines import Line
from stories.judge_signals import close_to_the_paper
from stories.model import Reason

# Logits. Beside the paper an objection outweighs every signal; far from it, it may be background.
SURE_CLOSE, SURE_FAR = -6.0, -3.0
HINTS_CLOSE, HINTS_FAR, ONE_HINT_CLOSE = -4.5, -2.5, -0.6
THREE_HINTS_FAR = -4.0
RECURRING, RECURRING_LINES = -1.5, 3  # what comes up in so many sentences is what the story is about
SPARED = 0.35  # what is left of an objection that a reported signing outweighs


def objections(article_lines: Sequence[Line], lexicon: Lexicon, signed: bool) -> Iterator[Reason]:
    """One reason for each objection that holds, with a negative weight. `signed`: a signing is reported."""
    close = [close_to_the_paper(line, lexicon) for line in article_lines]
    for objection in lexicon.objections:
        reason = _strongest(objection, article_lines, close, lexicon)
        if reason is not None:
            spared = SPARED if signed and objection.spares_signing else 1.0
            yield Reason(reason.rule, round(reason.weight * spared, 2), reason.quote)


def _strongest(
    objection: Objection, article_lines: Sequence[Line], close: Sequence[bool], lexicon: Lexicon
) -> Reason | None:
    found: list[tuple[float, str]] = []
    for line, is_close in zip(article_lines, close, strict=True):
        weight, span = _weigh(objection, line, is_close, lexicon)
        if weight:
            found.append((weight, line.text[span]))
    if not found or _is_lifted(objection, article_lines, close):
        return None
    weight, quote = min(found)
    recurring = sum(1 for each, _ in found if each <= HINTS_FAR) >= RECURRING_LINES
    return Reason(objection.name, weight + (RECURRING if recurring else 0.0), quote)


def _is_lifted(objection: Objection, article_lines: Sequence[Line], close: Sequence[bool]) -> bool:
    pairs = zip(article_lines, close, strict=True)
    return any(is_close and objection.unless.search(line.text) for line, is_close in pairs)


def _weigh(objection: Objection, line: Line, is_close: bool, lexicon: Lexicon) -> tuple[float, slice]:
    text = line.own if objection.outside_quotations else line.text
    sure = objection.sure.search(text)
    if sure:
        return (SURE_CLOSE if is_close else SURE_FAR), slice(*sure.span())
    hints = list(objection.hint.finditer(text))
    if not hints:
        return 0.0, slice(0)
    kinds = len({match.group().casefold() for match in hints})
    alone = objection.names_the_paper and bool(lexicon.words["nothing_else"].search(text))
    return _of_hints(kinds, is_close, alone), slice(hints[0].start(), hints[-1].end())


def _of_hints(kinds: int, is_close: bool, alone: bool) -> float:
    if is_close:
        return HINTS_CLOSE if kinds >= 2 or alone else ONE_HINT_CLOSE
    return {1: 0.0, 2: HINTS_FAR}.get(kinds, THREE_HINTS_FAR)
