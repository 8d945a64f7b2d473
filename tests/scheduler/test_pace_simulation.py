"""The rule of when to look again against the known optimum, in a small world; bench/pace.py is the large one."""

import random
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench"))

from pace_delays import delays
from pace_optimum import Optimum
from pace_world import BEGIN, DAY, Feed, Installation, Policy, feed, play, published, recorded

DAYS, WARM = 16, 4
START, COUNTED, END = (BEGIN.timestamp() + days * DAY for days in (0, WARM, DAYS))
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def world():
    """Feeds with the recorded windows and others, what they published, and what the product did."""
    rng = random.Random(3)
    feeds = [*recorded(), *(feed(n, rng) for n in range(13))]
    traces = [published(each, DAYS, rng) for each in feeds]
    product = Installation(feeds, HOUR, reprice=6 * HOUR)
    return feeds, traces, product, play(feeds, traces, DAYS, product.policy)


def fares(world, outcome, begin=COUNTED):
    feeds, traces, *_ = world
    return delays(feeds, traces, outcome, begin, END)


def test_the_mean_delay_is_within_ten_percent_of_the_optimum_on_as_many_requests(world):
    feeds, traces, product, ours = world
    looks = ours.requests_per_day(START, END)
    best = Optimum(feeds, traces, DAYS, safe=True).within(looks, product.price)
    theirs = play(feeds, traces, DAYS, best.policy)
    assert theirs.requests_per_day(START, END) == pytest.approx(looks, rel=0.01)
    assert fares(world, ours).mean <= 1.10 * fares(world, theirs).mean
    assert fares(world, ours, START).mean <= 1.10 * fares(world, theirs, START).mean


def test_a_fixed_interval_with_as_many_requests_is_twice_as_late_and_loses_items(world):
    feeds, traces, _, ours = world
    seconds = DAY / ours.requests_per_day(START, END)
    fixed = fares(world, play(feeds, traces, DAYS, lambda _: Policy(seconds)))
    assert fixed.mean > 2 * fares(world, ours).mean
    assert fixed.lost > 100


def test_nothing_is_lost_on_the_recorded_windows_from_the_first_look_on(world):
    assert fares(world, world[3], START).lost == 0


def test_the_budget_is_kept_but_for_what_safety_takes(world):
    _, _, product, ours = world
    least = sum(each.lessons.windows.least_looks(each.lessons.rhythm) for each in product.learners.values())
    budget = 24 + least * 24 / len(product.learners)
    assert 20 < ours.requests_per_day(COUNTED, END) < budget


def test_waits_are_between_five_minutes_and_a_day(world):
    for looks in world[3].looks.values():
        waits = [later - earlier for earlier, later in pairwise(looks)]
        assert min(waits) > 299.99
        assert max(waits) < DAY + 0.01


def test_feeds_without_dates_are_learned_from_when_items_are_first_seen(world):
    feeds, traces, *_ = world
    undated = [replace(each, dated=False) for each in feeds]
    product = Installation(undated, HOUR, reprice=6 * HOUR)
    outcome = play(undated, traces, DAYS, product.policy)
    found = fares(world, outcome)
    seconds = DAY / outcome.requests_per_day(START, END)
    assert found.mean < 0.6 * fares(world, play(feeds, traces, DAYS, lambda _: Policy(seconds))).mean
    assert found.lost == 0


def test_the_simulation_counts_delay_and_loss():
    two_places = Feed("small", "UTC", 2, (1.0,) * 168)
    trace = [START + minutes * 60 for minutes in (10, 20, 30, 70)]
    outcome = play([two_places], [trace], 2, lambda _: Policy(3600.0))
    found = delays([two_places], [trace], outcome, START, START + 2 * DAY)
    assert (found.items, found.lost) == (4, 1)  # the first had been pushed out by the third when the look came
    assert found.mean == pytest.approx((50 + 40 + 30 + 50) / 4 / 60)
