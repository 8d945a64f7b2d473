import json
from datetime import UTC, datetime, timedelta

import pytest

from crawler.measuring import LONGEST, SHORTEST
from scheduler.rhythm import Rhythm, spread
from scheduler.windows import RELAXES, Windows, replaced

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KNOWN = Rhythm("UTC").learn([NOW - 30 * DAY], NOW - 30 * DAY).learn([], NOW)  # and silent ever since


def safe(windows, rhythm=KNOWN, now=NOW):
    return windows.safe_wait(rhythm, now)


@pytest.mark.parametrize(("window", "hours"), [(0.7, 0.7 / 3), (1.7, 1.7 / 3), (18, 6), (46, 46 / 3), (168, 24)])
def test_a_third_of_the_window_is_safe(window, hours):
    assert safe(Windows().seen(window * 3600, 50, NOW)) / HOUR == pytest.approx(hours)


def test_a_wait_is_never_longer_than_the_narrowest_window_of_late():
    windows = Windows().seen(0.7 * 3600, 50, NOW - HOUR).seen(12 * 3600, 50, NOW)
    assert safe(windows) / HOUR == pytest.approx(0.7, rel=0.01)


def test_a_narrow_window_is_slowly_forgotten():
    windows = Windows().seen(3600, 50, NOW - RELAXES).seen(86400, 50, NOW)
    assert windows.narrowest == pytest.approx(7200)
    assert windows.latest == 86400


def test_an_answer_without_entries_leaves_the_window_as_it_was():
    windows = Windows().seen(3600, 50, NOW - HOUR)
    assert safe(windows.seen(None, 0, NOW)) == safe(windows) == HOUR / 3
    assert windows.seen(None, 0, NOW).places == 50


def test_forgetting_goes_on_while_nothing_changes():
    windows = Windows().seen(3600, 50, NOW - RELAXES)
    for day in range(29, -1, -1):
        windows = windows.seen(None, 0, NOW - day * DAY)
    assert windows.seen(86400, 50, NOW).narrowest == pytest.approx(7200, rel=0.01)


def test_three_entries_within_a_minute_are_no_narrow_window():
    assert safe(Windows().seen(60, 3, NOW)) > HOUR


def test_a_third_of_the_places_may_be_filled_by_what_the_rhythm_expects():
    rhythm = Rhythm("UTC")
    for day in range(30, 0, -1):
        end = NOW - (day - 1) * DAY
        rhythm = rhythm.learn(spread(240, end - DAY, end), end)  # ten an hour
    assert safe(Windows().seen(None, 60, NOW), rhythm) / HOUR == pytest.approx(2, rel=0.1)


def test_nobody_is_trusted_for_longer_than_he_is_known():
    rhythm, windows, waits = Rhythm("UTC").learn([], NOW), Windows().seen(None, 50, NOW), []
    now = NOW
    for _ in range(6):
        waits.append(windows.safe_wait(rhythm, now))
        now += waits[-1]
        rhythm = rhythm.learn([], now)
    assert [each / SHORTEST for each in waits] == [1, 1, 2, 4, 8, 16]


def test_a_quiet_source_without_a_window_is_safe_for_a_day():
    assert safe(Windows()) == LONGEST


def test_how_much_is_new_tells_the_window_of_a_list_without_times():
    assert replaced(10, 20, HOUR) == 7200
    assert replaced(20, 20, HOUR) == 1800  # some may have been missed
    assert replaced(3, 20, HOUR) is None
    assert replaced(0, 0, HOUR) is None


def test_windows_survive_json():
    windows = Windows().seen(3600.5, 50, NOW)
    assert Windows.from_dict(json.loads(json.dumps(windows.to_dict()))) == windows
    assert Windows.from_dict(None) == Windows.from_dict({"width": 3}) == Windows()
