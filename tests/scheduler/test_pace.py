from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawler.model import VisitReport
from scheduler.pace import digest_day, next_look

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
