"""Article -> Verdict: is this a partnership story? docs/definition.md is the law, docs/judging.md says how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import exp

from stories.detection import language_of
from stories.judging.figure import Figure
from stories.judging.figures import figures
from stories.judging.lexicon import OBJECTIONS, lexicon
from stories.judging.lines import Line, lines
from stories.judging.marks import FADING, marked
from stories.judging.weights import Weights, vocabulary, weights
from stories.judging.words import spoken
from stories.languages import supported
from stories.model import Article, Reason, Verdict

LONGEST_QUOTE = 200  # characters
WORDS_NAMED = 3  # that speak most for, and most against
NOTHING = "no_partnership"
# How clearly a figure of an objection names another matter, and how clear the name of a drop must be. What names a
# drop is not what decides it: that are the learned weights.
CLEARNESS = {
    "sure.top": 3.0, "sure.close": 3.0, "nothing_else": 2.0, "hints.close": 2.0, "sure.far": 1.5, "hints.far": 1.2,
    "recurring": 1.0,
}  # fmt: skip
CLEAR = 1.2
TELLING = 0.05  # logits; what weighs less is no reason
_VISIBLE = re.compile(r"\w")


def judge(article: Article) -> Verdict:
    """Keep or drop, the probability 0..1 and everything that spoke. Pure, never raises on any text."""
    if not _VISIBLE.search(article.text) and not _VISIBLE.search(article.title or ""):
        return Verdict(False, 0.0, article.language, drop_reason="empty")
    language = article.language or language_of(article.text, article.title or "")
    if language not in supported():
        return Verdict(False, 0.0, language, drop_reason="unsupported_language")
    return _weigh(lines(article), language)


def _weigh(story: Sequence[Line], language: str) -> Verdict:
    words = lexicon(language)
    learned = weights()
    found = figures(marked(story, words), words)
    reasons = [*_by_rule(found, learned), *_by_word(story, language, learned)]
    logit = learned.start.get(language, 0.0) + sum(reason.weight for reason in reasons)
    telling = sorted((r for r in reasons if r.quote and abs(r.weight) >= TELLING), key=lambda r: -abs(r.weight))
    return Verdict(
        keep=logit >= 0,
        score=round(1 / (1 + exp(-max(-30.0, min(30.0, logit)))), 4),
        language=language,
        reasons=tuple(Reason(r.rule, round(r.weight, 2), r.quote[:LONGEST_QUOTE]) for r in telling),
        drop_reason=None if logit >= 0 else _drop_reason(found),
    )


def _by_rule(found: Mapping[str, Figure], learned: Weights) -> list[Reason]:
    """One reason for each rule: all its figures weighed, with the words of the heaviest."""
    added: dict[str, list[tuple[float, str]]] = {}
    for key, figure in found.items():
        weight = learned.figures.get(key, 0.0) * figure.value
        added.setdefault(figure.rule, []).append((weight, figure.quote))
    return [
        Reason(rule, sum(w for w, _ in each), max(each, key=lambda a: abs(a[0]))[1]) for rule, each in added.items()
    ]


def _by_word(story: Sequence[Line], language: str, learned: Weights) -> list[Reason]:
    """The heaviest words by name, the others in one reason that has no quote."""
    found = [
        Reason("wording", each.weight * learned.words, each.word) for each in spoken(story, vocabulary(language))
    ]
    named = [*_first(r for r in found if r.weight > 0), *_first(r for r in found if r.weight < 0)]
    rest = sum(r.weight for r in found) - sum(r.weight for r in named)
    return [*named, Reason("wording", rest, "")]


def _first(reasons: Iterable[Reason]) -> list[Reason]:
    return [reason for reason, _ in zip(reasons, range(WORDS_NAMED), strict=False)]


def _drop_reason(found: Mapping[str, Figure]) -> str:
    """The objection that says most clearly what the story is instead, else why what it tells counts for little."""
    named: dict[str, float] = {}
    for figure in found.values():
        if figure.rule in OBJECTIONS:
            clear = CLEARNESS.get(figure.circumstance, 0.0) * figure.value
            named[figure.rule] = named.get(figure.rule, 0.0) + clear
    best = max(named, key=lambda rule: named[rule], default="")
    if named.get(best, 0.0) >= CLEAR:
        return best
    return next((why for why in FADING.values() for place in ("top", "body") if f"{why}.{place}" in found), NOTHING)
