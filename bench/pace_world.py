"""A world to try policies of looking in: sources that publish in their zones, feeds that forget, looks at them."""

from __future__ import annotations

import heapq
import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from crawler.model import VisitReport
from scheduler.lessons import Lessons
from scheduler.pace import interval_for, need_of, price_of
from scheduler.rhythm import Rhythm

DAY = 86400.0
HISTORY = 30 * DAY  # what the feeds already show when the watching begins
ZONES = ("Asia/Seoul", "Asia/Ho_Chi_Minh", "Europe/Berlin", "Europe/London")
BEGIN = datetime(2026, 5, 1, tzinfo=UTC)  # no zone above changes its clocks in the 60 days that follow
# Hours of the day by type of source. Written down before the policy's prior was, and not read off it.
OFFICE = [0] * 8 + [1, 3, 4, 3, 1, 3, 4, 4, 3, 1] + [0.2] * 3 + [0] * 3
PAPER = [0.3, 0.1, 0.1, 0.1, 0.5, 1, 2, 3, 4, 4, 5, 4, 3, 4, 5, 5, 5, 4, 3, 2, 2, 1, 1, 0.5]
WIRE = [1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 4, 4, 5, 5, 5, 5, 4, 3, 3, 2, 2, 2, 1]
NIGHTLY = [6, 1] + [0.2] * 6 + [1] * 10 + [0.3] * 5 + [4]  # uploads the next day's paper around midnight
TYPES = (
    (OFFICE, [1, 1.1, 1.1, 1.1, 0.9, 0.03, 0.01]),
    (PAPER, [1.2, 1.1, 1.1, 1.1, 1.1, 0.4, 0.7]),
    (WIRE, [1.1, 1.1, 1.1, 1.1, 1.1, 0.7, 0.7]),
    (NIGHTLY, [1.1, 1.1, 1.1, 1.1, 1.1, 0.1, 1]),
    (OFFICE, [0.2, 0.2, 0.2, 3, 0.3, 0, 0]),  # a weekly
)


# Places and hours that a full feed covered: news feeds of 2026, and the feed of a police press office.
RECORDED = (
    ("paper-fast", 50, 0.7),
    ("agency-flash", 100, 1.7),
    ("agency-local", 120, 3.3),
    *((f"paper-{hours}", 50, float(hours)) for hours in (18, 20, 21, 25, 40, 46)),
    ("paper-long", 1000, 168.0),
    ("police", 15, 0.25),
)


@dataclass(frozen=True)
class Feed:
    """A source as it truly is. `week`: items an hour in each hour of its local week; `places`: how many it shows."""

    id: str
    timezone: str
    places: int
    week: tuple[float, ...]
    dated: bool = True
    window: float | None = None  # seconds: however busy, a full feed never covers less

    def rate(self, at: float) -> float:
        """Expected items an hour at a POSIX time."""
        local = datetime.fromtimestamp(at, ZoneInfo(self.timezone))
        return self.week[local.weekday() * 24 + local.hour]


@dataclass
class Outcome:
    """What a policy did: the looks at each feed, and how the items fared."""

    looks: dict[str, list[float]] = field(default_factory=dict)

    def requests_per_day(self, begin: float, end: float) -> float:
        """Looks a day and feed from `begin` to `end`."""
        count = sum(bisect_left(each, end) - bisect_left(each, begin) for each in self.looks.values())
        return count / len(self.looks) / ((end - begin) / DAY)


def feed(number: int, rng: random.Random, dated: bool = True) -> Feed:
    """A feed of one of the types: 0.1 to 500 items a day, and every hour differs at random from its type."""
    per_day = 10 ** rng.uniform(-1, 2.7)
    places = rng.choice((100, 120)) if per_day > 80 else 50 if per_day > 20 else rng.choice((20, 30, 50))
    hours, days = TYPES[number % len(TYPES)]
    own_hours = [max(hour, 0.02) * rng.lognormvariate(0, 0.3) for hour in hours]
    week = [day * hour for day in days for hour in own_hours]
    scale = per_day / 24 / (sum(week) / len(week))
    zone = ZONES[rng.randrange(len(ZONES))]
    return Feed(f"source-{number}", zone, places, tuple(rate * scale for rate in week), dated)


def recorded(dated: bool = True) -> list[Feed]:
    """Feeds with the windows that were recorded: as busy in their busiest hour as fills the places in that time."""
    feeds = []
    for number, (name, places, hours) in enumerate(RECORDED):
        kind, days = TYPES[1 + number % 3]
        week = [day * hour for day in days for hour in kind]
        scale = places / hours / max(week)
        rates = tuple(rate * scale for rate in week)
        feeds.append(Feed(name, ZONES[number % len(ZONES)], places, rates, dated, hours * 3600))
    return feeds


def published(feed: Feed, days: float, rng: random.Random, spell: float = 2.0, batch: float = 1.5) -> list[float]:
    """When items came, POSIX seconds, from `HISTORY` before `BEGIN` on. Over-dispersed in two ways.

    Each local day has its own level (Gamma of shape `spell`, mean 1), and items come in batches (geometric, mean
    `batch`, within some minutes). Infinite `spell` and `batch` 1 are an inhomogeneous Poisson process.
    """
    at, end, times = BEGIN.timestamp() - HISTORY, BEGIN.timestamp() + days * DAY, []
    levels: dict[int, float] = {}
    while at < end:
        rate = feed.rate(at) / batch
        day = datetime.fromtimestamp(at, ZoneInfo(feed.timezone)).toordinal()
        if day not in levels:
            levels[day] = rng.gammavariate(spell, 1 / spell) if math.isfinite(spell) else 1.0
        for _ in range(_poisson(rate * levels[day], rng)):
            first = at + rng.random() * 3600
            times.append(first)
            while rng.random() > 1 / batch:
                times.append(first + rng.random() * 300)
        at += 3600
    return _no_faster(sorted(times), feed)


def play(
    feeds: Sequence[Feed], traces: Sequence[Sequence[float]], days: float, policy: Callable[[Feed], Policy]
) -> Outcome:
    """Run a policy on all feeds, in the order of time; its part for each feed is `policy(feed)`."""
    begin, end = BEGIN.timestamp(), BEGIN.timestamp() + days * DAY
    players = {each.id: policy(each) for each in feeds}
    by_id = {each.id: (each, trace) for each, trace in zip(feeds, traces, strict=True)}
    outcome = Outcome({each.id: [] for each in feeds})
    queue = [(begin + 60.0 * n, each.id) for n, each in enumerate(feeds)]
    heapq.heapify(queue)
    while queue and queue[0][0] < end:
        at, name = queue[0]
        one, trace = by_id[name]
        done = outcome.looks[name]
        seen = bisect_right(trace, at)
        before = bisect_right(trace, done[-1]) if done else max(0, seen - one.places)
        done.append(at)
        wait = players[name].wait(trace[max(0, seen - one.places) : seen], seen - before, at)
        heapq.heapreplace(queue, (at + wait, name))
    return outcome


class Policy:
    """What looks at one feed; a fixed interval."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def wait(self, shown: Sequence[float], new: int, at: float) -> float:
        """Seconds until the next look, after one at `at` that was shown these items, `new` of them unseen before."""
        return self.seconds


class Planned(Policy):
    """Follows a plan: the steps to wait, for each step of the time that begins at `BEGIN`."""

    def __init__(self, plan: Sequence[int], step: float) -> None:
        self.plan, self.step = plan, step

    def wait(self, shown: Sequence[float], new: int, at: float) -> float:
        """Seconds until the next look of the plan."""
        place = round((at - BEGIN.timestamp()) / self.step)
        return (place + self.plan[min(place, len(self.plan) - 1)]) * self.step + BEGIN.timestamp() - at


class Installation:
    """The product's rule as the service applies it: lessons stored for each feed, one price for all."""

    def __init__(self, feeds: Sequence[Feed], interval: timedelta, reprice: timedelta = timedelta(hours=1)) -> None:
        self.interval, self.reprice = interval, reprice
        self.learners = {each.id: Learner(each, self) for each in feeds}
        self.price, self.priced = math.nan, -math.inf

    def policy(self, feed: Feed) -> Policy:
        """The part of the rule for one feed."""
        return self.learners[feed.id]

    def price_at(self, at: float) -> float:
        """The price of a look, found anew now and then."""
        if at - self.priced >= self.reprice.total_seconds():
            needs = [need_of(each.lessons.windows, each.lessons.rhythm) for each in self.learners.values()]
            self.price, self.priced = price_of(needs, self.interval), at
        return self.price


class Learner(Policy):
    """What the service does after a look, without the network. A look that shows nothing new is answered by 304."""

    def __init__(self, feed: Feed, installation: Installation) -> None:
        self.feed, self.installation, self.lessons = feed, installation, Lessons(Rhythm(feed.timezone))

    def wait(self, shown: Sequence[float], new: int, at: float) -> float:
        """Seconds until the next look, by the product's own functions."""
        now = datetime.fromtimestamp(at, UTC)
        self.lessons = self.lessons.after(*self._visit(shown, new), new, now)
        price = self.installation.price_at(at)
        wait = interval_for(self.lessons.windows, self.lessons.rhythm, None, now, price, self.feed.id)
        return wait.total_seconds()

    def _visit(self, shown: Sequence[float], new: int) -> tuple[VisitReport, tuple[datetime, ...]]:
        if not new:
            return VisitReport(self.feed.id, "not_modified"), ()
        if not self.feed.dated:
            return VisitReport(self.feed.id, "ok", entries=len(shown)), ()
        window = shown[-1] - shown[0] if len(shown) > 1 else None
        moments = tuple([datetime.fromtimestamp(each, UTC) for each in shown])
        return VisitReport(self.feed.id, "ok", entries=len(shown), window=window), moments


def _poisson(mean: float, rng: random.Random) -> int:
    count, at = 0, rng.expovariate(1.0)
    while at < mean:
        count, at = count + 1, at + rng.expovariate(1.0)
    return count


def _no_faster(times: list[float], feed: Feed) -> list[float]:
    if feed.window is not None:
        for n in range(feed.places - 1, len(times)):
            times[n] = max(times[n], times[n - feed.places + 1] + feed.window)
            times[n] = max(times[n], times[n - 1])
    return times
