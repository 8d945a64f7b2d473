"""A second opinion on articles near the edge. It may turn a drop into a story, never a story into a drop."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from crawler.pool import ParseCrash, ParseTimeout
from db.opinions import Opinion, known_opinion, note_answer, take_request
from scheduler.assess import Assessment, Rejected
from scheduler.opinion_endpoint import QUESTION, NoAnswer, UselessAnswer, ask, opinion_in
from scheduler.setting_values import Band
from scheduler.worker_wiring import WorkerWiring
from stories.facts import facts
from stories.model import Article, Drop, Reason, Story, Verdict

RULE = "second_opinion"
EDGE = 0.5  # score of what was kept by the second opinion alone
REMARK = 0.1  # weight of a reason that is only told; the score does not have it
NEVER_ASKED = {"empty", "unsupported_language"}  # nothing was weighed there
SELDOM = 600.0  # seconds


class OnceAWhile(logging.Filter):
    """Lets the same message pass once in `seconds`: an endpoint that is down is news once, not with each article."""

    def __init__(self, seconds: float = SELDOM, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds, self._clock = seconds, clock
        self._next: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record's message, its values apart, has not been told of late."""
        told = self._clock() < self._next.get(record.msg, -math.inf)
        if not told:
            self._next[record.msg] = self._clock() + self._seconds
        return not told


log = logging.getLogger(__name__)
log.addFilter(OnceAWhile())


async def second_opinions(
    wiring: WorkerWiring, outcome: Sequence[Assessment], now: datetime
) -> tuple[Assessment, ...]:
    """What became of a page, with a second opinion where the score lies in the band; unchanged if none is set up."""
    if not wiring.settings.second_opinion_url:
        return tuple(outcome)
    return tuple([await _reconsidered(wiring, assessment, now) for assessment in outcome])


def is_asked_about(verdict: Verdict, band: Band) -> bool:
    """Whether the judge weighed the article and was not sure."""
    return verdict.score in band and verdict.drop_reason not in NEVER_ASKED


def weighed(verdict: Verdict, opinion: Opinion) -> Verdict:
    """The verdict with an opinion that counts as its last reason: kept stays kept, dropped may become kept."""
    quote = opinion.quote or ""
    if verdict.keep or not opinion.partnership:
        remark = Reason(RULE, REMARK if opinion.partnership else -REMARK, quote)
        return replace(verdict, reasons=(*verdict.reasons, remark))
    lift = Reason(RULE, max(REMARK, round(-_logit(verdict.score), 2)), quote)
    score = max(EDGE, verdict.score)
    return replace(verdict, keep=True, score=score, drop_reason=None, reasons=(*verdict.reasons, lift))


async def _reconsidered(wiring: WorkerWiring, assessment: Assessment, now: datetime) -> Assessment:
    if isinstance(assessment, Drop) or not is_asked_about(assessment.verdict, wiring.settings.second_opinion_band):
        return assessment
    opinion = await _opinion(wiring, assessment.article, now)
    if opinion is None or opinion.partnership is None:
        return assessment
    verdict = weighed(assessment.verdict, opinion)
    if isinstance(assessment, Rejected) and verdict.keep:
        return await _rescued(wiring, assessment, verdict)
    return replace(assessment, verdict=verdict)


async def _rescued(wiring: WorkerWiring, rejected: Rejected, verdict: Verdict) -> Story | Rejected:
    article = replace(rejected.article, language=rejected.article.language or verdict.language)
    try:
        return Story(article, verdict, await wiring.parsing.run(facts, article, verdict))
    except (ParseTimeout, ParseCrash) as error:
        log.warning("an article that the second opinion would keep stays dropped, its facts cannot be had: %s", error)
        return rejected


async def _opinion(wiring: WorkerWiring, article: Article, now: datetime) -> Opinion | None:
    settings, key = wiring.settings, _key(article, wiring.settings.second_opinion_model or "")
    async with wiring.pool.connection() as conn:
        if known := await known_opinion(conn, key):
            return known
        budget, model = settings.second_opinion_budget, settings.second_opinion_model or ""
        request = await take_request(conn, key, model, budget, now)
    if request is None:
        log.warning("the %d second opinions of today (UTC) are spent: the judge alone decides", budget)
        return None
    return await _answer(wiring, request, article)


async def _answer(wiring: WorkerWiring, request: int, article: Article) -> Opinion | None:
    opinion: Opinion | None = None
    trouble: Exception | None = None
    try:
        opinion = opinion_in(await ask(wiring.settings, article), article)
    except UselessAnswer as error:  # kept as well: the same question would get the same answer
        opinion, trouble = Opinion(), error
    except NoAnswer as error:
        trouble = error
    if trouble:
        where = wiring.settings.second_opinion_url
        log.warning("no second opinion from %s, the judge alone decides: %s", where, trouble)
    async with wiring.pool.connection() as conn:
        await note_answer(conn, request, opinion, str(trouble) if trouble else None)
    return opinion


def _key(article: Article, model: str) -> bytes:
    asked = [QUESTION, model, article.language, article.title, article.text]
    return hashlib.sha256(json.dumps(asked).encode()).digest()


def _logit(score: float) -> float:
    inside = min(max(score, 0.0001), 0.9999)
    return math.log(inside / (1 - inside))
