"""How the items of a simulated time fared under a policy: how long they waited for a look, and which were lost."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pace_world import DAY, Feed, Outcome


@dataclass(frozen=True)
class Delays:
    """How the items of a time fared. Hours."""

    mean: float
    p95: float
    lost: int
    items: int
    by_feed: float  # mean over feeds of their mean delay: each feed counts the same, however busy


def delays(
    feeds: Sequence[Feed], traces: Sequence[Sequence[float]], outcome: Outcome, begin: float, end: float
) -> Delays:
    """From publication to the first look after it, of the items published from `begin` to a day before `end`.

    Lost is what fell out of the feed before: when as many items as it has places came before the next look.
    """
    all_delays, means, lost = [], [], 0
    for one, trace in zip(feeds, traces, strict=True):
        looks, own = outcome.looks[one.id], []
        for n in range(bisect_left(trace, begin), bisect_left(trace, end - DAY)):
            look = bisect_left(looks, trace[n])
            lost += n + one.places < len(trace) and trace[n + one.places] <= looks[look]
            own.append((looks[look] - trace[n]) / 3600)
        all_delays += own
        means += [sum(own) / len(own)] if own else []
    all_delays.sort()
    p95 = all_delays[int(len(all_delays) * 0.95)]
    return Delays(sum(all_delays) / len(all_delays), p95, lost, len(all_delays), sum(means) / len(means))
