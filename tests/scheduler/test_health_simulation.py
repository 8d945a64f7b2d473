"""The rule of silence on made-up sources: how often it cries wolf, and how soon it sees that a source has died."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest

from crawler.model import VisitReport
from scheduler.health import History, health_of
from scheduler.rhythm import Rhythm

DAY = timedelta(days=1)
MONDAY = datetime(2026, 1, 4, 15, 0, tzinfo=UTC)  # 0:00 in Seoul
DAYS = 180
HOURS = [1] * 6 + [4] * 2 + [11] * 11 + [5] * 3 + [2] * 2
WEEK = [1.0] * 5 + [0.11] * 2
UNCHANGED = VisitReport("made-up", "not_modified")


@dataclass
class Watched:
    """A source that is looked at once a day, and what the service would know of it."""

    rhythm: Rhythm = field(default_factory=lambda: Rhythm("Asia/Seoul"))  # as of the last look with something new
    last_new_at: datetime | None = None
    gaps: list[timedelta] = field(default_factory=list)

    def look(self, new: list[datetime], now: datetime) -> str:
        if new:
            self.gaps += [now - self.last_new_at] if self.last_new_at else []
            self.rhythm, self.last_new_at = self.rhythm.learn(new, now), now
        return self.word(now)

    def word(self, now: datetime) -> str:
        gaps = sorted(self.gaps[-30:])
        usual = gaps[int(0.9 * len(gaps))] if len(gaps) >= 5 else None
        known = History(sign="ok", last_new_at=self.last_new_at, rhythm=self.rhythm, usual_gap=usual)
        return health_of(UNCHANGED, known, now).word


def poisson(chance: random.Random, mean: float) -> int:
    """Knuth's method, in parts that do not underflow."""
    if mean > 30:
        return poisson(chance, 30) + poisson(chance, mean - 30)
    limit, count, product = math.exp(-mean), -1, 1.0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def published(chance: random.Random, rate: float, bursts: float, day: datetime, weekday: int) -> list[datetime]:
    """One day: a Poisson number whose mean is spread by a Gamma factor (negative binomial), in office hours."""
    mean = rate * 7 / sum(WEEK) * WEEK[weekday] * chance.gammavariate(bursts, 1 / bursts)
    hours = chance.choices(range(24), HOURS, k=poisson(chance, mean))
    return sorted(day + timedelta(hours=hour, seconds=chance.uniform(0, 3600)) for hour in hours)


def simulated(seed: int, sources: int, bursts: tuple[float, float]) -> tuple[float, dict[float, int]]:
    """Return the share of source-days with a false alarm, and after how many days each source's death is seen."""
    chance = random.Random(seed)
    alarms, seen = 0, {}
    for _ in range(sources):
        source, rate, spread = Watched(), 0.1 * 500 ** chance.random(), chance.uniform(*bursts)
        for number in range(DAYS):
            day = MONDAY + number * DAY
            word = source.look(published(chance, rate, spread, day, number % 7), day + DAY)
            alarms += word in ("silent", "empty")
        end = MONDAY + DAYS * DAY
        seen[rate] = next((n for n in range(1, 200) if source.word(end + n * DAY) in ("silent", "empty")), 200)
    return alarms / (sources * DAYS), seen


@pytest.mark.parametrize(("seed", "bursts"), [(1, (1.0, 4.0)), (2, (0.5, 2.0)), (3, (3.0, 10.0))])
def test_silence_is_seen_soon_and_seldom_where_there_is_none(seed: int, bursts: tuple[float, float]) -> None:
    false_alarms, seen = simulated(seed, 120, bursts)
    often = [days for rate, days in seen.items() if rate >= 1]
    assert false_alarms <= 0.003  # of all source-days
    assert median(often) <= 4
    assert sum(days <= 10 for days in often) >= 0.98 * len(often)
    assert max(often) <= 12
    assert max(seen.values()) < 200  # articles that come every ten days, too
