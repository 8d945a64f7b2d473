import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.rhythm import Rhythm, spread

SEOUL = ZoneInfo("Asia/Seoul")
MONDAY = datetime(2026, 3, 2, tzinfo=SEOUL)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def after_weeks_of(moments_of_a_week, weeks=8, zone="Asia/Seoul"):
    """A rhythm that was looked at every six hours while a source published at these distances from Monday 0:00."""
    rhythm, moments = Rhythm(zone), [MONDAY + n * 7 * DAY + at for n in range(weeks) for at in moments_of_a_week]
    for look in range(1, weeks * 28 + 1):
        now = MONDAY + look * 6 * HOUR
        rhythm = rhythm.learn([at for at in moments if now - 6 * HOUR < at <= now], now)
    return rhythm


OFFICE_HOURS = [day * DAY + hour * HOUR + timedelta(minutes=7) for day in range(5) for hour in range(9, 18)]


def test_a_source_never_seen_has_a_newsrooms_week():
    rhythm = Rhythm("Asia/Seoul")
    assert rhythm.expected(MONDAY, MONDAY + 7 * DAY) == pytest.approx(70, rel=0.01)
    assert rhythm.rate(MONDAY + 10 * HOUR) > 5 * rhythm.rate(MONDAY + 3 * HOUR)
    assert rhythm.rate(MONDAY + 10 * HOUR) > 2 * rhythm.rate(MONDAY + 6 * DAY + 10 * HOUR)


def test_days_and_hours_are_learned_in_the_zone_of_the_source():
    rhythm = after_weeks_of(OFFICE_HOURS)
    ten_in_seoul = datetime(2026, 6, 1, 1, tzinfo=UTC)
    assert rhythm.rate(ten_in_seoul) == pytest.approx(1, rel=0.15)
    assert rhythm.rate(ten_in_seoul + 12 * HOUR) < 0.05
    assert rhythm.rate(ten_in_seoul + 5 * DAY) < 0.05


def test_expected_items_add_up_over_night_and_weekend():
    rhythm = after_weeks_of(OFFICE_HOURS)
    start, end = MONDAY + 70 * DAY, MONDAY + 77 * DAY
    assert rhythm.expected(start, end) == pytest.approx(45, rel=0.1)
    middle = start + timedelta(days=2, hours=10, minutes=20)
    assert rhythm.expected(start, middle) + rhythm.expected(middle, end) == pytest.approx(rhythm.expected(start, end))
    assert rhythm.expected(middle, middle) == 0


def test_a_first_look_learns_from_what_the_feed_reaches_back_to():
    now = MONDAY + 2 * DAY + 18 * HOUR
    rhythm = Rhythm("Asia/Seoul").learn([now - n * HOUR / 2 for n in range(1, 51)], now)
    assert rhythm.level * 24 > 30
    assert rhythm.known_for == 25 * HOUR


def test_what_was_seen_is_counted_once():
    now = MONDAY + 12 * HOUR
    moments = [now - n * HOUR for n in range(1, 9)]
    once = Rhythm("Asia/Seoul").learn(moments, now)
    again = once.learn(moments, now)
    assert again == once
    later = again.learn([*moments, now + HOUR / 2], now + HOUR)
    assert sum(later.items[:7]) == pytest.approx(sum(once.items[:7]) + 1, rel=0.001)


def test_what_lies_in_the_future_waits_until_it_has_come():
    now = MONDAY + 12 * HOUR
    scheduled = now + 5 * HOUR
    rhythm = Rhythm("Asia/Seoul").learn([now - HOUR], now).learn([scheduled, now - HOUR], now + HOUR)
    assert sum(rhythm.items[:7]) == 0
    assert sum(rhythm.learn([scheduled], now + 6 * HOUR).items[:7]) == 1


def test_a_few_items_are_no_rhythm():
    now = MONDAY + 20 * HOUR
    three_at_night = [now - 17 * HOUR, now - 16.9 * HOUR, now - 16.8 * HOUR]
    rhythm = Rhythm("Asia/Seoul").learn(three_at_night, now)
    assert rhythm.rate(now + 14 * HOUR) > rhythm.level / 3


def test_a_source_that_falls_silent_is_expected_to_be_silent():
    rhythm = after_weeks_of(OFFICE_HOURS)
    before, now = rhythm.level, MONDAY + 8 * 7 * DAY
    for _ in range(240):
        now += 24 * HOUR
        rhythm = rhythm.learn([], now)
    assert rhythm.level < before / 10


def test_a_feed_that_died_years_ago_is_slow_from_the_first_look():
    rhythm = Rhythm("UTC").learn([datetime(2016, 5, n, tzinfo=UTC) for n in range(1, 20)], MONDAY)
    assert rhythm.level * 24 < 0.05


def test_a_rhythm_survives_json():
    rhythm = after_weeks_of(OFFICE_HOURS, weeks=2)
    text = json.dumps(rhythm.to_dict())
    read = Rhythm.from_dict(json.loads(text), "Asia/Seoul")
    assert read.week() == pytest.approx(rhythm.week(), rel=0.001)
    assert (read.since, read.until, read.newest) == (rhythm.since, rhythm.until, rhythm.newest)
    assert len(text) < 900


@pytest.mark.parametrize("stored", [None, {}, {"items": [1]}, {"items": "x", "exposure": None}, {"rate": 3}])
def test_what_another_version_stored_is_a_source_never_seen(stored):
    assert Rhythm.from_dict(stored, "UTC") == Rhythm("UTC")


def test_a_source_that_moved_to_another_zone_is_learned_anew():
    stored = after_weeks_of(OFFICE_HOURS, weeks=1).to_dict()
    assert Rhythm.from_dict(stored, "Europe/Berlin") == Rhythm("Europe/Berlin")


def test_items_without_times_are_spread_between_two_looks():
    moments = spread(4, MONDAY, MONDAY + 4 * HOUR)
    assert moments == [MONDAY + n * HOUR / 2 for n in (1, 3, 5, 7)]
    assert spread(0, MONDAY, MONDAY + HOUR) == []
