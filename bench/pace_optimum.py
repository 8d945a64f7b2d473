"""The known optimum: the looks of who knows every source's true rate at every moment. By dynamic programming.

Sia, Cho and Cho 2007 give the condition that an optimal placing fulfils; Cho and Garcia-Molina 2003 divide one budget
by a Lagrange multiplier, the price of a look. With a price, each source's looks are a shortest path of its own, found
exactly on a grid of steps; the price is searched at which all sources together spend the budget.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from pace_world import BEGIN, DAY, Feed, Planned, Policy

from crawler.measuring import LONGEST, SHARE, SHORTEST
from scheduler.windows import FEW, RELAXES


class Optimum:
    """Plans for all feeds on one budget. `safe`: under the safety rule of the product, told the true rates."""

    def __init__(self, feeds: Sequence[Feed], traces: Sequence[Sequence[float]], days: float, safe: bool) -> None:
        self.paths = [_Path(each, trace, days, safe) for each, trace in zip(feeds, traces, strict=True)]
        self.price = 0.0

    def within(self, looks_per_day: float, price: float) -> Optimum:
        """Find the price, from a guess on, at which the feeds take so many looks a day each (to 0.5 %)."""
        for _ in range(12):
            self.price = price
            spent = sum(path.plan(price) for path in self.paths) / len(self.paths)
            if abs(spent / looks_per_day - 1) < 0.005:
                break
            price *= (spent / looks_per_day) ** 2  # looks go with the root of 1 / price
        return self

    def policy(self, feed: Feed) -> Policy:
        """The plan for one feed."""
        path = next(each for each in self.paths if each.feed is feed)
        return Planned(path.gaps, path.step)


class _Path:
    """One feed's looks as a path over steps: an edge from look to look costs the waiting between, and the price."""

    def __init__(self, feed: Feed, trace: Sequence[float], days: float, safe: bool) -> None:
        self.feed, self.days = feed, days
        self.step = 60.0 if sum(feed.week) / 7 > 20 else 300.0
        self.size = int((days + 1) * DAY / self.step)
        self.hours = self.step / 3600
        rates = [feed.rate(BEGIN.timestamp() + hour * 3600) for hour in range(int((days + 3) * 24))]
        items = numpy.repeat(numpy.array(rates), int(3600 / self.step)) * self.hours
        self.items = numpy.concatenate([[0.0], numpy.cumsum(items)])
        self.moments = numpy.concatenate([[0.0], numpy.cumsum(items * (numpy.arange(len(items)) + 0.5))])
        self.least = int(SHORTEST.total_seconds() / self.step)
        seconds = self._safe(trace) if safe else numpy.full(self.size, LONGEST.total_seconds())
        self.most = numpy.maximum(self.least, seconds / self.step).astype(int)
        self.gaps: list[int] = []

    def plan(self, price: float) -> float:
        """Find the cheapest plan, backwards from a day after the end; returns its looks a day."""
        value = numpy.zeros(self.size + int(DAY / self.step) + 1)
        gaps = numpy.zeros(self.size, dtype=int)
        for n in range(self.size - 1, -1, -1):
            first, last = n + self.least, n + self.most[n] + 1
            ends = numpy.arange(first, last)
            waiting = ends * (self.items[first:last] - self.items[n]) - (self.moments[first:last] - self.moments[n])
            total = waiting * self.hours + value[first:last]
            best = int(total.argmin())
            value[n], gaps[n] = total[best] + price, ends[best] - n
        self.gaps = gaps.tolist()
        return self._looks_per_day()

    def _safe(self, trace: Sequence[float]) -> numpy.ndarray:
        """The product's safe wait at each step: from the windows that a look then would show, and the true rates."""
        at = BEGIN.timestamp() + numpy.arange(self.size) * self.step
        times, places = numpy.array(trace), self.feed.places
        newest = numpy.searchsorted(times, at, side="right") - 1
        oldest = numpy.maximum(newest - places + 1, 0)
        windows = numpy.where(newest - oldest + 1 >= FEW, times[newest] - times[oldest], numpy.inf)
        growth = 2.0 ** (numpy.arange(self.size) * self.step / RELAXES.total_seconds())
        narrowest = numpy.minimum.accumulate(windows / growth) * growth
        full = numpy.searchsorted(self.items, self.items[: self.size] + places / SHARE) - numpy.arange(self.size)
        return numpy.minimum.reduce(
            [numpy.full(self.size, LONGEST.total_seconds()), windows / SHARE, narrowest, full * self.step]
        )

    def _looks_per_day(self) -> float:
        at, looks, end = 0, 0, self.days * DAY / self.step
        while at < end:
            at += self.gaps[at]
            looks += 1
        return looks / self.days
