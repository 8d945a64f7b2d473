from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from digest.compose import CAP, compose
from digest.edition import LARGEST, edition
from digest.model import Health, Reader
from digest.schedule import next_sending
from digest.wording import Wording

END = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)
START = END - timedelta(days=1)
WELL = Health(212)


def test_five_stories_are_told_in_full_and_the_rest_by_kind(many, reader):
    digest = compose(many(14), reader("en"), START, END, WELL)
    assert len(digest.top) == 5
    assert sum(len(group.stories) for group in digest.groups) == 9
    assert all(story.kind == group.kind for group in digest.groups for story in group.stories)
    assert digest.hidden == 0


def test_the_surest_story_comes_first(five, reader):
    digest = compose(five[::-1], reader("en"), START, END, WELL)
    scores = [story.score for story in digest.top]
    assert scores == sorted(scores, reverse=True)


def test_inside_a_kind_the_newest_comes_first_and_the_undated_last(five, reader):
    dated = [replace(five[0], id=n, score=0.5, published_at=END - timedelta(hours=n * 7 % 5)) for n in range(5)]
    undated = replace(five[0], id=9, score=0.5, published_at=None)
    digest = compose(
        [undated, *dated, *(replace(five[1], id=20 + n, score=1) for n in range(5))], reader("en"), START, END, WELL
    )
    (group,) = digest.groups
    moments = [story.published_at for story in group.stories]
    assert moments[-1] is None
    assert moments[:-1] == sorted(moments[:-1], reverse=True)


def test_at_most_forty_stories_are_shown_and_the_others_counted(many, reader):
    digest = compose(many(400), reader("en"), START, END, WELL)
    assert (len(digest.stories), digest.hidden, digest.total) == (CAP, 360, 400)
    assert sum(number for _, number in digest.kinds) == 400


def test_the_order_of_arrival_does_not_matter(many, reader):
    stories = many(60)
    assert compose(stories, reader("ko"), START, END, WELL) == compose(stories[::-1], reader("ko"), START, END, WELL)


@pytest.mark.parametrize("locale", ["en", "ko", "de", "vi"])
@pytest.mark.parametrize("number", [0, 1, 2, 5, 40, 400])
def test_the_subject_tells_count_names_and_date_in_seventy_characters(locale, number, many, reader):
    subject = compose(many(number), reader(locale), START, END, WELL).subject
    wording = Wording(reader(locale))
    assert len(subject) <= 70
    assert wording.short_day(wording.local(END).date()) in subject
    if number:
        assert str(number) in subject
        assert "경북테크노파크–울산테크노파크" in subject


def test_two_stories_with_short_names_are_both_in_the_subject(five, reader):
    first = replace(five[0], parties=(("Acme", None), ("Beta", None)))
    second = replace(five[1], parties=(("Hanbit", None), ("Lang", None)))
    subject = compose([first, second, replace(five[2], score=0)], reader("en"), START, END, WELL).subject
    assert subject == "3 new · Acme–Beta, Hanbit–Lang … · Nov 25"


def test_an_endless_name_is_cut_and_the_date_stays(five, reader):
    story = replace(five[0], parties=(("Wirtschaftsförderungsgesellschaft " * 9, "DE"),))
    subject = compose([story], reader("de"), START, END, WELL).subject
    assert len(subject) <= 70
    assert subject.endswith("… · 25. Nov.")


def test_the_preheader_counts_countries_and_trouble(five, reader):
    health = Health(212, (("A", "404"), ("B", "silent")))
    preheader = compose(five, reader("en"), START, END, health).preheader
    assert preheader == "South Korea 3, Vietnam 1, Germany 1 · 2 sources need attention"


@pytest.mark.parametrize(("off", "days"), [(timedelta(hours=1), 1), (timedelta(hours=26), 2), (timedelta(days=4), 5)])
def test_a_digest_after_downtime_knows_how_many_days_it_covers(off, days, five, reader):
    assert compose(five, reader("en"), START - off, END, WELL).days == days


def test_the_day_is_the_readers(reader):
    assert compose((), reader("ko"), START, END, WELL).day == date(2026, 11, 26)
    assert compose((), reader("de"), START, END, WELL).day == date(2026, 11, 25)


def test_the_mail_shrinks_until_it_fits(many, reader):
    bulky = [replace(story, url="https://example.org/" + "ä&" * 900 + str(story.id)) for story in many(40)]
    digest, rendered = edition(bulky, reader("en"), START, END, WELL)
    assert len(rendered.html.encode()) <= LARGEST
    assert 0 < len(digest.stories) < 40
    assert digest.total == 40


@pytest.mark.parametrize("offset", [-10, -5, 0, 1, 5.5, 9, 12, 13])
def test_a_date_without_a_time_is_the_date_that_was_written_in_every_zone(offset, five, reader):
    midnight = datetime(2024, 4, 15, tzinfo=timezone(timedelta(hours=offset))).astimezone(UTC)
    for locale in ("en", "ko"):
        assert Wording(reader(locale)).published(midnight, "day") == Wording(reader(locale)).day(date(2024, 4, 15))
    assert Wording(reader("en")).published(midnight.replace(day=midnight.day), "month") == "April 2024"


def test_a_date_with_a_time_is_the_readers_date():
    moment = datetime(2024, 4, 15, 23, 30, tzinfo=UTC)
    assert Wording(Reader("a@example.org", timezone="Asia/Seoul")).published(moment, "minute") == "Apr 16, 2024"


def test_a_date_at_the_end_of_time_is_no_date():
    assert Wording(Reader("a@example.org")).published(datetime.max.replace(tzinfo=UTC), "day") == "undated"


def test_the_next_digest_comes_on_the_readers_next_weekday():
    reader = Reader("a@example.org", timezone="Asia/Seoul", send_at=time(6, 30), weekdays=(1, 4))
    thursday = datetime(2026, 11, 25, 21, 40, tzinfo=UTC)
    assert next_sending(reader, thursday).isoformat() == "2026-11-30T06:30:00+09:00"


def test_a_locale_without_labels_reads_english_and_a_region_keeps_its_dates():
    assert Wording(Reader("a@example.org", locale="fr")).language == "en"
    assert Wording(Reader("a@example.org", locale="nonsense!")).language == "en"
    assert Wording(Reader("a@example.org", locale="en-GB")).day(date(2026, 11, 26)) == "26 Nov 2026"
    assert Wording(Reader("a@example.org", locale="de_AT")).language == "de"
