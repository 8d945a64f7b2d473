"""What a service meets that nobody attends for years: silence, wrong clocks, what another version stored."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.measuring import LONGEST, SHORTEST
from crawler.model import VisitReport
from scheduler.health import needs_audit
from scheduler.lessons import Lessons
from scheduler.pace import interval_for, need_of, next_look, price_of
from scheduler.rhythm import Rhythm
from scheduler.windows import Windows

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
SEEN = Lessons(Rhythm("UTC")).after(
    VisitReport("s", "ok", entries=20, window=19 * 3600.0), tuple(NOW - n * HOUR for n in range(20)), 20, NOW
)
STORED: dict[str, Any] = json.loads(json.dumps(SEEN.to_dict()))
UNCHANGED, FAILED = VisitReport("s", "unchanged"), VisitReport("s", "unreachable")


def wait_of(lessons: Lessons, now: datetime, hint: float | None = None) -> timedelta:
    """The wait that a visit would set; it may be neither shorter nor longer than allowed, whatever was learned."""
    need = need_of(lessons.windows, lessons.rhythm)
    wait = interval_for(lessons.windows, lessons.rhythm, hint, now, price_of([need], HOUR), "s")
    assert SHORTEST <= wait <= LONGEST
    for failures in (0, 1, 5, 100_000):
        assert SHORTEST <= next_look(FAILED, failures, now, wait) - now <= LONGEST
    return wait


def test_a_source_that_never_changes_for_thirty_years_is_looked_at_still() -> None:
    lessons, now = SEEN, NOW
    for _ in range(360):
        now += 30 * DAY
        lessons = Lessons.from_dict(json.loads(json.dumps(lessons.after(UNCHANGED, (), 0, now).to_dict())), "UTC")
        wait_of(lessons, now)


@pytest.mark.parametrize("jump", [DAY, 30 * YEAR, 7000 * YEAR])
def test_a_clock_that_was_wrong_for_a_while_teaches_nothing(jump: timedelta) -> None:
    wrong = SEEN.after(VisitReport("s", "not_modified"), (), 0, NOW + jump)
    wait_of(wrong, NOW + jump)
    right = wrong.after(VisitReport("s", "not_modified"), (), 0, NOW + HOUR)
    wait_of(right, NOW + HOUR)
    assert right.rhythm.until == (NOW + HOUR).timestamp()
    later, moments = NOW + 3 * HOUR, (NOW + HOUR, NOW + 2 * HOUR)
    learned = right.after(VisitReport("s", "ok", entries=2, window=3600.0), moments, 2, later)
    assert sum(learned.rhythm.items[:7]) == pytest.approx(sum(right.rhythm.items[:7]) + 2, rel=0.01)


def test_a_long_pause_is_no_silence() -> None:
    paused = SEEN.after(VisitReport("s", "ok", entries=20), (), 20, NOW + 3 * YEAR)
    assert sum(paused.rhythm.exposure[:7]) < 61 * 24


@pytest.mark.parametrize("value", [-1, 1e300, -1e300, float("nan"), float("inf"), "soon", [], {}, True])
@pytest.mark.parametrize("place", ["rhythm", "windows"])
def test_whatever_is_stored_the_next_look_is_set(place: str, value: Any) -> None:
    for name in STORED[place]:
        for stored in ({name: value}, dict(STORED[place], **{name: value}), value, [value], {"more": value}):
            lessons = Lessons.from_dict(STORED | {place: stored}, "UTC")
            for report in (UNCHANGED, VisitReport("s", "ok", entries=20), VisitReport("s", "ok")):
                wait_of(lessons.after(report, (), report.entries, NOW + HOUR), NOW + HOUR)
    wait_of(Lessons.from_dict(value, "UTC"), NOW)  # stored by who knows whom


def test_the_counts_of_a_rhythm_may_be_anything_too() -> None:
    for counts in ([-1.0] * 31, [float("nan")] * 31, [1e300] * 31, ["x"] * 31, [0.0] * 30, [None] * 31, 5):
        for name in ("items", "exposure"):
            found = Rhythm.from_dict(dict(STORED["rhythm"], **{name: counts}), "UTC")
            assert found == Rhythm("UTC")


@pytest.mark.parametrize("hint", [0.0, -1.0, 1.0, 1e300, float("inf")])
@pytest.mark.parametrize("window", [0.0, 1e-9, 4e9])
def test_odd_windows_and_hints_keep_to_the_bounds(window: float, hint: float) -> None:
    report = VisitReport("s", "ok", entries=20, window=window)
    wait_of(SEEN.after(report, (), 20, NOW + HOUR), NOW + HOUR, hint)
    wait_of(SEEN.after(report, (), 20, NOW), NOW, hint)  # no time has passed


def test_a_list_that_is_all_new_at_each_look_is_not_hurried_for_months() -> None:
    lessons = SEEN.after(VisitReport("s", "ok", entries=20), (), 20, NOW + timedelta(seconds=2))
    assert lessons.windows.narrowest == SHORTEST.total_seconds()
    calm = lessons.windows.seen(86400.0, 20, NOW + 150 * DAY)
    assert calm.narrowest is not None
    assert calm.narrowest > 9000


def test_a_time_of_a_wrong_clock_does_not_keep_an_audit_away() -> None:
    assert needs_audit(NOW + 10 * YEAR, 0, NOW)
    assert not needs_audit(NOW, 0, NOW)


def test_clock_changes_of_the_zone_neither_lose_nor_double_hours() -> None:
    rhythm = Rhythm("Europe/Berlin")
    now = datetime(2026, 3, 28, tzinfo=UTC)
    for _ in range(48):  # over the night of 29 March
        now += HOUR
        rhythm = rhythm.learn([], now)
    assert rhythm.until == now.timestamp()
    for start in (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)):
        assert sum(hours for _, hours in rhythm.ahead(start, DAY)) == pytest.approx(24)
        assert SHORTEST <= interval_for(Windows(), rhythm, None, start, 1.0) <= LONGEST
