"""What a job does: one visit, one page, one digest. The only place that catches everything: it writes the
failure down, and after the last attempt the work is quarantined as a drop, never lost."""

from __future__ import annotations

import logging
from datetime import datetime

from procrastinate import Blueprint, JobContext

from crawler.model import Source, Validators, VisitReport
from crawler.pool import ParseCrash, ParseTimeout
from db import items, pages, stories
from db.clock import Clock
from db.errors import LOST
from db.history import SourceHistory, history_of
from db.sources import find_source
from db.visits import begin_visit, cut_off
from scheduler.assess import Assessment, Rejected, assess
from scheduler.health import needs_audit
from scheduler.ledger_sink import LedgerSink
from scheduler.naming import learn_names
from scheduler.recording import Visited, record, record_failure
from scheduler.second_opinion import second_opinions
from scheduler.telling import deliver_digest, tell_reader
from scheduler.worker_wiring import WorkerWiring
from stories.model import Drop, Story

log = logging.getLogger(__name__)
jobs = Blueprint()
_SAME_TEXT = Drop("same_text", "the source has given this text before, at another address")


def _wiring(context: JobContext) -> WorkerWiring:
    wiring = context.additional_context["wiring"]
    assert isinstance(wiring, WorkerWiring)  # the worker put it there
    return wiring


@jobs.task(name="visit", pass_context=True)
async def visit(context: JobContext, source_id: str) -> None:
    """Look at one source once, if it is still due."""
    wiring = _wiring(context)
    clock = await wiring.clock()
    async with wiring.pool.connection() as conn:
        found = await begin_visit(conn, source_id, clock())
        known = await history_of(conn, source_id, clock())
    if found is None or known is None:
        return
    try:
        await _look(wiring, found, known, clock)
    except LOST as error:  # the site is not to blame: it is looked at again as soon as the database is back
        log.warning("a visit was cut off by the database: source=%s: %s", source_id, error)
        async with wiring.pool.connection() as conn:
            await cut_off(conn, [source_id], clock())
    except Exception as error:
        log.exception("what a visit taught cannot be stored: source=%s", source_id)
        await record_failure(wiring, Visited(found[0], _failed(source_id, error), known, 0), clock())


async def _look(wiring: WorkerWiring, found: tuple[Source, Validators], known: SourceHistory, clock: Clock) -> None:
    sink = LedgerSink(wiring, found[0], clock)
    audit = needs_audit(known.full_at, known.failures, clock())
    try:
        report = await wiring.visit(*found, sink, clock, audit=audit)
    except LOST:
        raise
    except Exception as error:
        log.exception("visit failed: source=%s", found[0].id)
        report = _failed(found[0].id, error)
    await record(wiring, Visited(found[0], report, known, len(sink.fresh)), clock())


def _failed(source_id: str, error: Exception) -> VisitReport:
    return VisitReport(source_id, "failed", detail=f"{type(error).__name__}: {error}"[:300])


@jobs.task(name="read", pass_context=True)
async def read(context: JobContext, item_id: int) -> None:
    """Read, judge and store one fetched item."""
    wiring = _wiring(context)
    async with wiring.pool.connection() as conn:
        fetched = await pages.load_fetched(conn, item_id)
        found = await find_source(conn, fetched.source_id) if fetched else None
    if fetched is None or found is None:
        return
    now = (await wiring.clock())()
    try:
        try:
            outcome = await wiring.parsing.run(assess, fetched.page, fetched.entry, found[0], now)
        except (ParseTimeout, ParseCrash) as error:
            outcome = (Drop("unreadable", str(error)),)
        await _store(wiring, item_id, await _reconsidered(wiring, outcome, now), now)
    except LOST:  # the page is not to blame: it is read again as soon as the database is back
        async with wiring.pool.connection() as conn:
            await pages.hand_back(conn, [item_id], now)
    except Exception as error:
        log.exception("reading failed: item=%d", item_id)
        await _postpone(wiring, item_id, error, now)


async def _reconsidered(
    wiring: WorkerWiring, outcome: tuple[Assessment, ...], now: datetime
) -> tuple[Assessment, ...]:
    try:
        return await second_opinions(wiring, outcome, now)
    except LOST:
        raise
    except Exception:  # the judge has decided already: no article is lost for want of a second opinion
        log.exception("the second opinion went wrong, the judge alone decides")
        return outcome


async def _store(wiring: WorkerWiring, item_id: int, outcome: tuple[Assessment, ...], now: datetime) -> None:
    async with wiring.pool.connection() as conn, conn.transaction():
        ids = [item_id]
        if len(outcome) > 1:
            ids = await items.split_item(conn, item_id, len(outcome), now)
        for part, assessment in zip(ids, outcome, strict=True):
            if not isinstance(assessment, Drop) and await items.is_told_already(conn, part, assessment.article.text):
                await items.drop_item(conn, part, _SAME_TEXT, now, assessment.article.title)
            elif isinstance(assessment, Story):
                await stories.attach(conn, part, assessment, now)
            elif isinstance(assessment, Rejected):
                title, verdict = assessment.article.title, assessment.verdict
                await items.drop_item(conn, part, assessment.drop, now, title, verdict)
            else:
                await items.drop_item(conn, part, assessment, now)
        await learn_names(conn, now)


async def _postpone(wiring: WorkerWiring, item_id: int, error: Exception, now: datetime) -> None:
    words = f"{type(error).__name__}: {error}"[:300]
    async with wiring.pool.connection() as conn:
        for spent in await items.postpone(conn, [item_id], words, now):
            await items.drop_item(conn, spent, Drop("quarantined", words), now)


@jobs.task(name="tell", pass_context=True)
async def tell(context: JobContext, reader_id: int) -> None:
    """Compose a reader's digest of today and deliver it."""
    wiring = _wiring(context)
    digest_id = await tell_reader(wiring, reader_id, (await wiring.clock())())
    if digest_id is not None:
        await deliver_digest(wiring, digest_id, (await wiring.clock())())


@jobs.task(name="deliver", pass_context=True)
async def deliver(context: JobContext, digest_id: int) -> None:
    """Deliver a digest that waits in the outbox."""
    wiring = _wiring(context)
    await deliver_digest(wiring, digest_id, (await wiring.clock())())
