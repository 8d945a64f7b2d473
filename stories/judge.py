"""Article -> Verdict: is this a partnership story? docs/definition.md is the law, language files the knowledge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import exp

from stories.detection import language_of
from stories.judge_lexicon import Lexicon, lexicon
from stories.judge_lines import Line, Position, lines
from stories.judge_objections import objections
from stories.judge_signals import Signal, names_two_organisations, signals
from stories.languages import supported
from stories.model import Article, Reason, Verdict

BIAS = -2.6  # a story is no partnership story until something says so: about one in a hundred is
FURTHER_SIGNAL, FURTHER_SIGNALS_AT_MOST = 0.5, 3
CEILING = 3.5  # no heap of signals outweighs one objection beside the paper
FURTHER_OBJECTION = 0.15  # share of its weight
DECIDING = -3.0  # an objection at least as heavy gives the drop its name
CERTAIN = -6.0  # one at least as heavy does so even where the partnership is told as past, denied or asked for
LONGEST_QUOTE = 200  # characters
_VISIBLE = re.compile(r"\w")


def judge(article: Article) -> Verdict:
    """Keep or drop, the probability 0..1 and every rule that spoke. Pure, never raises on any text."""
    if not _VISIBLE.search(article.text) and not _VISIBLE.search(article.title or ""):
        return Verdict(False, 0.0, article.language, drop_reason="empty")
    language = article.language or language_of(article.text, article.title or "")
    if language not in supported():
        return Verdict(False, 0.0, language, drop_reason="unsupported_language")
    return _weigh(lines(article), lexicon(language), language)


def _weigh(article_lines: Sequence[Line], words: Lexicon, language: str) -> Verdict:
    top = [line for line in article_lines if line.position is not Position.BODY]
    between_two = any(names_two_organisations(line, words) for line in top)
    found = [signal for line in article_lines for signal in signals(line, words, between_two)]
    told = frozenset(signal.rule for signal in found if not signal.faded)
    against = sorted(objections(article_lines, words, told), key=lambda reason: (reason.weight, reason.rule))
    logit = min(CEILING, BIAS + _strength(found)) + _weakness(against)
    keep = logit >= 0
    return Verdict(
        keep=keep,
        score=round(1 / (1 + exp(-max(-30.0, logit))), 4),
        language=language,
        reasons=tuple(_reasons(found, against)),
        drop_reason=None if keep else _drop_reason(found, against),
    )


def _strength(found: Sequence[Signal]) -> float:
    if not found:
        return 0.0
    best = max(signal.weight for signal in found)
    further = sum(1 for signal in found if not signal.faded) - 1
    return best + FURTHER_SIGNAL * min(max(further, 0), FURTHER_SIGNALS_AT_MOST)


def _weakness(against: Sequence[Reason]) -> float:
    """The heaviest objection in full, the others a little: they mostly speak of the same thing."""
    weights = [reason.weight for reason in against]
    return weights[0] + FURTHER_OBJECTION * sum(weights[1:]) if weights else 0.0


def _reasons(found: Sequence[Signal], against: Sequence[Reason]) -> list[Reason]:
    strongest: dict[str, Signal] = {}
    for signal in found:
        name = signal.rule if signal.faded is None else f"{signal.rule}:{signal.faded}"
        if name not in strongest or signal.weight > strongest[name].weight:
            strongest[name] = signal
    speaking = [Reason(name, round(signal.weight, 2), signal.quote) for name, signal in strongest.items()]
    return [_short(reason) for reason in (*speaking, *against)]


def _short(reason: Reason) -> Reason:
    return Reason(reason.rule, reason.weight, reason.quote[:LONGEST_QUOTE])


def _drop_reason(found: Sequence[Signal], against: Sequence[Reason]) -> str:
    faded = [signal for signal in found if signal.faded]
    if against and against[0].weight <= (CERTAIN if faded else DECIDING):
        return against[0].rule
    return max(faded, key=lambda signal: signal.weight).faded or "" if faded else "no_partnership"
