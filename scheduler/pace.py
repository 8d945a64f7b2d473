"""When to look at a source again, and when a reader's digest is due. Pure; the clock is passed in.

The rule of looking, and why it is near the optimum, is docs/pace.md: a look has one price all over the installation,
so that the installation as a whole looks as often as its `interval` says.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from crawler.measuring import LONGEST, SHORTEST
from crawler.model import VisitReport
from scheduler.rhythm import Rhythm
from scheduler.windows import Windows

FAILED = ("unreachable", "http_error", "unreadable", "robots", "refused", "failed")
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Need:
    """What one source asks of the budget of looks."""

    root: float  # mean over its week of the square root of items an hour
    least: float  # looks an hour that it needs so that nothing is lost


def interval_for(
    windows: Windows, rhythm: Rhythm, hint: float | None, now: datetime, price: float, source_id: str = ""
) -> timedelta:
    """How long to wait after a good look at `now`; between `SHORTEST` and `LONGEST`.

    `price` (of `price_of`) is what a look costs, in item-hours of waiting. `hint` (seconds, of crawler.measuring) is
    what the server asks for: it makes the wait longer as far as that is safe, never shorter.
    """
    safe = windows.safe_wait(rhythm, now)
    wait = _cheapest(rhythm, now, price, safe)
    wait += min(wait * 0.1, SHORTEST) * _share_of(source_id)  # rates change at full hours; not all looks with them
    if hint is not None:
        wait = max(wait, timedelta(seconds=min(hint, LONGEST.total_seconds())))
    return max(SHORTEST, min(wait, safe))


def need_of(windows: Windows, rhythm: Rhythm) -> Need:
    """What a source asks of the budget."""
    week = rhythm.week()
    return Need(sum(map(math.sqrt, week)) / len(week), windows.least_looks(rhythm))


def price_of(needs: Sequence[Need], interval: timedelta) -> float:
    """The price of a look, in item-hours of waiting, at which all sources look once per `interval` on average.

    What safety needs comes first. Where it leaves less than half of the budget, it comes on top of that half: a few
    hurried feeds must not starve the others. Cho and Garcia-Molina 2003; Sia, Cho and Cho 2007.
    """
    budget = len(needs) * (_HOUR / interval)
    budget = max(budget, sum(need.least for need in needs) + budget / 2)
    low, high = 0.0, 1e6  # looks an hour for each item an hour, under the root
    for _ in range(60):
        middle = (low + high) / 2
        spent = sum(min(max(need.root * middle, need.least), _HOUR / SHORTEST) for need in needs)
        low, high = (middle, high) if spent < budget else (low, middle)
    return 1 / (2 * high * high)


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


def _cheapest(rhythm: Rhythm, now: datetime, price: float, safe: timedelta) -> timedelta:
    """Sia's condition: look when the items that wait are as many as one more gap here would gather.

    That gap is sqrt(2 price / rate), so these items are sqrt(2 price x rate). A rate that falls brings the look at
    once.
    """
    waiting = hours = 0.0
    ahead = list(rhythm.ahead(now, safe + timedelta(minutes=1)))  # a change of rate at the very end is seen, too
    for rate, length in ahead:
        enough = math.sqrt(2 * price * rate)
        if waiting + rate * length >= enough:
            return timedelta(hours=hours + max(enough - waiting, 0.0) / rate)
        waiting, hours = waiting + rate * length, hours + length
    return _evening(ahead, waiting / hours) if safe == LONGEST else safe


def _evening(ahead: Sequence[tuple[float, float]], mean: float) -> timedelta:
    """The same condition for one look a day: when the rate last falls through the day's mean."""
    hours, evening = 0.0, 0.0
    for (rate, length), (later, _) in pairwise(ahead):
        hours += length
        evening = hours if rate > mean >= later else evening
    return timedelta(hours=evening) if evening else LONGEST


def _share_of(source_id: str) -> float:
    return zlib.crc32(source_id.encode()) / 2**32
