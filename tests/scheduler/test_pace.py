from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawler.measuring import LONGEST, SHORTEST
from crawler.model import VisitReport
from scheduler.pace import Need, digest_day, interval_for, need_of, next_look, price_of
from scheduler.rhythm import Rhythm, spread
from scheduler.windows import Windows

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("failures", "hours"), [(0, 1), (1, 2), (3, 8), (5, 24), (900, 24)])
def test_failures_double_the_wait_up_to_a_day(failures, hours):
    assert next_look(VisitReport("s", "unreachable"), failures, NOW, HOUR) == NOW + hours * HOUR


def test_a_good_visit_waits_one_interval():
    assert next_look(VisitReport("s", "ok"), 7, NOW, HOUR) == NOW + HOUR


@pytest.mark.parametrize(("asked", "hours"), [(5, 5), (0.1, 1), (900, 24)])
def test_retry_after_is_obeyed_up_to_a_day(asked, hours):
    report = VisitReport("s", "ok", retry_after=NOW + asked * HOUR)
    assert next_look(report, 0, NOW, HOUR) == NOW + hours * HOUR


def known(per_day, places=50, days=28, zone="UTC"):
    """A source that was watched for some days in which items came evenly around the clock."""
    rhythm = Rhythm(zone)
    for day in range(days):
        end = NOW - (days - 1 - day) * 24 * HOUR
        rhythm = rhythm.learn(spread(round(per_day * (day + 1)) - round(per_day * day), end - 24 * HOUR, end), end)
    window = places / per_day * 86400
    return Windows().seen(window, places, NOW), rhythm


def price(*sources, interval=HOUR):
    return price_of([need_of(*source) for source in sources], interval)


def wait(source, cost, hint=None, source_id=""):
    return interval_for(*source, hint, NOW, cost, source_id)


def looks_of_a_week(source, cost):
    now, looks = NOW, 0
    while now < NOW + 168 * HOUR:
        now += interval_for(*source, None, now, cost)
        looks += 1
    return looks


def test_all_sources_together_look_once_per_interval():
    sources = [known(per_day) for per_day in (1, 4, 16, 64)]
    cost = price(*sources)
    assert sum(looks_of_a_week(source, cost) for source in sources) == pytest.approx(4 * 168, rel=0.1)


def test_looks_go_with_the_square_root_of_what_is_published():
    slow, busy = known(8), known(32)
    cost = price(slow, busy)
    assert looks_of_a_week(busy, cost) / looks_of_a_week(slow, cost) == pytest.approx(2, rel=0.1)


def test_one_source_alone_is_looked_at_once_per_interval():
    assert looks_of_a_week(known(24), price(known(24))) == pytest.approx(168, rel=0.1)


def test_a_quiet_source_is_looked_at_once_a_day_and_a_busy_one_not_more_than_every_five_minutes():
    cost = price(known(0.1), known(900, places=5000))
    assert looks_of_a_week(known(0.1), 1e6) in (7, 8)
    assert wait(known(0.1), 1e6) <= LONGEST
    assert wait(known(900, places=5000), cost / 1e6) == SHORTEST


def test_safety_goes_before_the_budget():
    hurried = known(1000)  # its 50 places cover 72 minutes
    assert wait(hurried, 1e6) <= 24 * timedelta(minutes=1)


def test_a_few_hurried_sources_do_not_starve_the_others():
    hurried, usual = known(1440, places=15), known(24)  # 15 minutes
    cost = price(hurried, usual, usual)
    assert wait(hurried, cost) == SHORTEST
    assert wait(usual, cost) < 3 * HOUR
    assert price_of([Need(0.2, 12.0)] * 5, HOUR) < float("inf")


def test_a_server_hint_makes_the_wait_longer_and_never_shorter():
    source = known(24)
    cost = price(source)
    usual = wait(source, cost)
    assert wait(source, cost, hint=60) == usual
    assert wait(source, cost, hint=7200) == timedelta(hours=2)


def test_a_server_hint_gives_way_to_the_window():
    hurried = known(1000)
    assert wait(hurried, price(hurried), hint=86400) <= 24 * timedelta(minutes=1)
    assert wait(known(0.1), 1.0, hint=9e9) <= LONGEST


def test_the_look_comes_when_the_working_day_ends_and_not_in_the_night():
    rhythm, day = Rhythm("UTC"), datetime(2026, 1, 5, tzinfo=UTC)
    for n in range(56):
        moments = [day + n * 24 * HOUR + hour * HOUR / 2 for hour in range(18, 34)] if n % 7 < 5 else []
        rhythm = rhythm.learn(moments, day + (n + 1) * 24 * HOUR)
    now = day + 56 * 24 * HOUR + timedelta(hours=16, minutes=10)  # a Monday
    first = now + interval_for(Windows(), rhythm, None, now, 2.0)
    assert first - now.replace(hour=17, minute=0) < timedelta(minutes=5)
    then = first + interval_for(Windows(), rhythm, None, first, 2.0)
    assert then.day == first.day + 1
    assert then.hour >= 9


def test_sources_of_the_same_rhythm_do_not_look_at_the_same_moment():
    source = known(24)
    cost = price(source)
    waits = {wait(source, cost, source_id=f"source-{n}") for n in range(20)}
    assert len(waits) == 20
    assert max(waits) - min(waits) < SHORTEST
    assert wait(source, cost, source_id="a") == wait(source, cost, source_id="a")


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Seoul", "Africa/Casablanca"]
)
@pytest.mark.parametrize("send_at", [time(0), time(1, 30), time(2, 30), time(3)])
def test_every_local_day_of_a_year_has_exactly_one_digest_whatever_the_clocks_do(zone, send_at):
    moment, end, days = (
        datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC),
        datetime(2027, 1, 2, tzinfo=UTC),
        [],
    )
    while moment < end:
        day = digest_day(zone, send_at, EVERY_DAY, moment, LONG_AGO)
        if day and day not in days[-2:]:
            days.append(day)
        moment += timedelta(minutes=30)
    in_2026 = [day for day in days if day.year == 2026]
    assert in_2026 == [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


def test_no_digest_on_a_day_that_the_reader_left_out():
    sunday = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert digest_day("UTC", time(7), [1, 2, 3, 4, 5], sunday, LONG_AGO) is None
    assert digest_day("UTC", time(7), [7], sunday, LONG_AGO) == date(2026, 3, 1)
    assert digest_day("UTC", time(13), [7], sunday, LONG_AGO) is None


def test_a_reader_who_comes_after_todays_time_begins_tomorrow():
    morning, evening = NOW.replace(hour=6), NOW.replace(hour=20)
    assert digest_day("UTC", time(7), EVERY_DAY, evening, morning) == NOW.date()
    assert digest_day("UTC", time(7), EVERY_DAY, evening, NOW) is None
    assert digest_day("UTC", time(7), EVERY_DAY, evening + timedelta(days=1), NOW) == NOW.date() + timedelta(days=1)
