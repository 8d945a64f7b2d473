"""What a visit leaves behind: how the source is, what was learned of it, and when to look again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.measuring import SHORTEST
from crawler.model import Source, VisitReport
from db.history import Learned, SourceHistory
from db.sources import record_visit
from scheduler.health import WORDS, Health, History, health_of
from scheduler.lessons import Lessons
from scheduler.pace import interval_for, need_of, next_look
from scheduler.rhythm import Rhythm
from scheduler.worker_wiring import WorkerWiring


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit that has ended: of what, how it went, what was known before, how much was new."""

    source: Source
    report: VisitReport
    known: SourceHistory
    fresh: int


async def record(wiring: WorkerWiring, visited: Visited, now: datetime) -> None:
    """Store the visit with what it taught, and set the next look."""
    source, report, known = visited.source, visited.report, visited.known
    lessons = Lessons.from_dict(known.lessons, source.timezone).after(report, report.moments, visited.fresh, now)
    need = need_of(lessons.windows, lessons.rhythm)
    health = _health(visited, lessons.rhythm, now)
    learned = Learned(
        fresh=visited.fresh,
        lessons=lessons.to_dict(),
        rhythm_at_new=lessons.rhythm.to_dict() if visited.fresh else None,
        need=(need.root, need.least),
        health=health.word,
        health_words=health.sentence,
    )
    mean = timedelta(seconds=wiring.settings.interval)
    async with wiring.pool.connection() as conn:
        price = await wiring.price.now(conn, mean, now)
        wait = interval_for(lessons.windows, lessons.rhythm, report.hint, now, price, source.id)
        at = next_look(report, known.failures, now, wait)
        await record_visit(conn, report, now, at, learned, source)


async def record_failure(wiring: WorkerWiring, visited: Visited, now: datetime) -> None:
    """Store a visit of which nothing can be learned, as little as that takes, and set the next look."""
    report = visited.report
    at = next_look(report, visited.known.failures, now, SHORTEST)
    learned = Learned(health=report.outcome, health_words=f"{report.detail}. {WORDS[report.outcome]}")
    async with wiring.pool.connection() as conn:
        await record_visit(conn, report, now, at, learned, visited.source)


def _health(visited: Visited, rhythm: Rhythm, now: datetime) -> Health:
    known, fresh, report = visited.known, visited.fresh, visited.report
    if visited.source.tell_archive:  # then old news is what it is watched for
        known, report = replace(known, newest_at=None), replace(report, newest=None)
    history = History(
        paused=known.paused,
        failures=known.failures,
        empty_looks=known.empty_looks,
        sign=known.sign,
        moved_to=known.moved_to,
        last_new_at=now if fresh else known.last_new_at,
        rhythm=rhythm if fresh else Rhythm.from_dict(known.rhythm_at_new, visited.source.timezone),
        usual_gap=known.usual_gap,
        newest_at=known.newest_at,
        recent_pages=known.recent_pages,
        recent_drops=known.recent_drops,
        health=known.health,
        health_since=known.health_since,
    )
    return health_of(report, history, now)
