import json
from datetime import UTC, datetime, timedelta

import pytest

from crawler.model import VisitReport
from scheduler.lessons import Lessons
from scheduler.rhythm import Rhythm

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW = Lessons(Rhythm("UTC"))


def ok(entries, window=None):
    return VisitReport("s", "ok", entries=entries, window=window)


def counted(lessons):
    return sum(lessons.rhythm.items[:7])


def test_a_feed_with_times_teaches_its_past_at_the_first_look():
    moments = tuple(NOW - n * HOUR for n in range(20))
    lessons = NEW.after(ok(20, 19 * 3600.0), moments, 20, NOW)
    assert counted(lessons) == 19
    assert lessons.windows.latest == 19 * 3600
    assert lessons.windows.places == 20


def test_a_list_without_times_teaches_by_what_is_new_at_each_look():
    lessons = NEW.after(ok(20), (), 20, NOW)
    assert counted(lessons) == 0
    lessons = lessons.after(ok(20), (), 10, NOW + HOUR)
    assert counted(lessons) == 10
    assert lessons.windows.latest == 7200


def test_days_without_times_teach_how_much_comes_from_the_first_look_on():
    lessons = NEW.after(ok(20, 10.0 * 86400), (), 20, NOW)
    assert lessons.rhythm.level * 24 == pytest.approx(2, rel=0.3)


def test_nothing_new_teaches_that_nothing_came():
    lessons = NEW.after(ok(20), (), 20, NOW)
    later = lessons.after(VisitReport("s", "not_modified"), (), 0, NOW + DAY)
    assert later.rhythm.level < lessons.rhythm.level
    assert later.windows.places == 20


@pytest.mark.parametrize("outcome", ["unreachable", "http_error", "robots", "empty", "failed"])
def test_a_visit_that_failed_teaches_nothing(outcome):
    lessons = NEW.after(ok(20), (), 20, NOW)
    assert lessons.after(VisitReport("s", outcome), (), 0, NOW + DAY) == lessons


def test_what_came_during_an_outage_is_learned_afterwards():
    lessons = NEW.after(ok(2, 3600.0), (NOW - HOUR, NOW), 2, NOW)
    lessons = lessons.after(VisitReport("s", "unreachable"), (), 0, NOW + HOUR)
    lessons = lessons.after(ok(3, 3600.0), (NOW, NOW + HOUR / 2, NOW + HOUR), 2, NOW + DAY)
    assert counted(lessons) == pytest.approx(3, rel=0.02)


def test_lessons_survive_json():
    lessons = NEW.after(ok(20, 3600.0), tuple(NOW - n * HOUR / 20 for n in range(20)), 20, NOW)
    read = Lessons.from_dict(json.loads(json.dumps(lessons.to_dict())), "UTC")
    assert read.windows == lessons.windows
    assert read.rhythm.week() == pytest.approx(lessons.rhythm.week(), rel=0.001)
    assert Lessons.from_dict(None, "UTC") == Lessons.from_dict({}, "UTC") == NEW
