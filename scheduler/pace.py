"""When to look at a source again, and when a reader's digest is due. Pure; the clock is passed in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crawler.model import VisitReport

LONGEST = timedelta(days=1)
FAILED = ("unreachable", "http_error", "unreadable", "robots", "refused", "failed")


def next_look(report: VisitReport, failures: int, now: datetime, interval: timedelta) -> datetime:
    """The interval after a good visit, doubled with each failure in a row up to a day; Retry-After wins.

    A source is never given up: at worst it is looked at once a day.
    """
    wait = interval
    if report.outcome in FAILED:
        wait = min(interval * 2 ** min(failures, 10), max(LONGEST, interval))
    if report.retry_after is not None:
        wait = max(wait, min(report.retry_after - now, LONGEST))
    return now + wait


def digest_day(timezone: str, send_at: time, weekdays: list[int], now: datetime, added_at: datetime) -> date | None:
    """The reader's local date if today's digest is due by now, else None.

    The date is the key of the digest, so an hour that a clock change repeats cannot send twice.
    """
    local, added = now.astimezone(ZoneInfo(timezone)), added_at.astimezone(ZoneInfo(timezone))
    missed = added.date() == local.date() and added.time() > send_at  # whoever came too late today begins tomorrow
    due = local.isoweekday() in weekdays and local.time() >= send_at and not missed
    return local.date() if due else None
