"""Compare the rule of when to look again with fixed intervals and the known optimum; docs/pace.md has the table.

    python bench/pace.py [--feeds 120] [--days 60] [--seed 2026] [--interval 3600] [--unhurried | --rushes]

No clock and no network: time is a number. The whole takes some minutes.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pace_delays import delays
from pace_optimum import Optimum
from pace_world import BEGIN, DAY, Feed, Installation, Outcome, Policy, feed, play, published, recorded


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=120)
    parser.add_argument("--days", type=float, default=60)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--interval", type=float, default=3600)
    parser.add_argument("--warm", type=float, default=14, help="days that do not count in the second columns")
    parser.add_argument("--rushes", action="store_true", help="let feeds cover less than the recorded windows")
    parser.add_argument("--unhurried", action="store_true", help="leave out the feeds with the recorded windows")
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    fixed = [replace(each, window=None) for each in recorded()] if asked.rushes else recorded()
    fixed = [] if asked.unhurried else fixed
    feeds = fixed + [feed(n, rng) for n in range(asked.feeds - len(fixed))]
    traces = [published(each, asked.days, rng) for each in feeds]
    Table(feeds, traces, asked.days, asked.warm).fill(timedelta(seconds=asked.interval))


class Table:
    """Prints a line for each policy; all see the same items."""

    def __init__(self, feeds: Sequence[Feed], traces: Sequence[Sequence[float]], days: float, warm: float) -> None:
        self.feeds, self.traces, self.days = feeds, traces, days
        self.begin, self.end = BEGIN.timestamp(), BEGIN.timestamp() + days * DAY
        self.warm = self.begin + warm * DAY
        print(
            f"{len(feeds)} feeds, {days:g} days, {sum(map(len, traces))} items; then without the first {warm:g} days"
        )
        heads = f"{'looks/day':>10}{'mean min':>10}{'p95 min':>9}{'lost':>7}{'looks/day':>11}{'mean min':>10}"
        print(f"{'policy':44}{heads}")

    def fill(self, interval: timedelta) -> None:
        """Let every policy have the requests that the product took."""
        product = Installation(self.feeds, interval)
        ours = self.play("the rule", product.policy)
        looks = ours.requests_per_day(self.begin, self.end)
        for name, safe in (("optimum, same safety", True), ("optimum, may lose items", False)):
            best = Optimum(self.feeds, self.traces, self.days, safe).within(looks, product.price)
            self.play(name, best.policy)
        self.play("fixed interval", lambda _: Policy(DAY / looks))
        self.play("fixed interval of the setting", lambda _: Policy(interval.total_seconds()))
        self.play("a third of the narrowest window, else fixed", self._thirds(interval.total_seconds()))
        undated = [replace(each, dated=False) for each in self.feeds]
        self.play("the rule, feeds without dates", Installation(undated, interval).policy)

    def play(self, name: str, policy: Callable[[Feed], Policy]) -> Outcome:
        """Play one policy and print its line."""
        outcome = play(self.feeds, self.traces, self.days, policy)
        line = f"{name:44}"
        for begin, wanted in ((self.begin, True), (self.warm, False)):
            found = delays(self.feeds, self.traces, outcome, begin, self.end)
            line += f"{outcome.requests_per_day(begin, self.end):>{10 if wanted else 11}.2f}{found.mean * 60:>10.2f}"
            line += f"{found.p95 * 60:>9.1f}{found.lost:>7}" if wanted else ""
        print(line, flush=True)
        return outcome

    def _thirds(self, seconds: float) -> Callable[[Feed], Policy]:
        """As many a feed reader does it, told the narrowest window of the whole time."""
        waits = {}
        for each, trace in zip(self.feeds, self.traces, strict=True):
            windows = [b - a for a, b in zip(trace, trace[each.places - 1 :], strict=False)]
            waits[each.id] = max(300.0, min([seconds, *(window / 3 for window in windows)]))
        return lambda feed: Policy(waits[feed.id])


if __name__ == "__main__":
    main()
