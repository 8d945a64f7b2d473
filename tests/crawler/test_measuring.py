from datetime import UTC, datetime, timedelta

import pytest

from crawler.measuring import hint, measured
from crawler.model import Entry

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday


def entries(*dates, origin="feed"):
    return [
        Entry(f"https://a.example/{n}", str(n), published=raw, published_origin=origin) for n, raw in enumerate(dates)
    ]


def test_the_window_reaches_from_the_oldest_entry_to_the_newest():
    found = measured(entries("2026-03-04 20:00:00", "2026-03-04 19:18:00", "2026-03-04 19:30"), "Asia/Seoul", NOW)
    assert found.newest == datetime(2026, 3, 4, 11, tzinfo=UTC)
    assert found.oldest == datetime(2026, 3, 4, 10, 18, tzinfo=UTC)
    assert found.window == 42 * 60
    assert (found.dated, found.total) == (3, 3)
    assert list(found.moments) == sorted(found.moments)
    assert len(found.moments) == 3


def test_dates_of_the_far_future_or_before_the_web_do_not_count():
    found = measured(
        entries("2026-03-04 10:00", "2026-03-04 08:00", "2026-03-06 10:00", "1970-01-01 00:00"), "UTC", NOW
    )
    assert (found.window, found.dated, found.total) == (7200, 2, 4)


@pytest.mark.parametrize("dates", [(), (None, "soon"), ("2026-03-04 10:00",), ("2026-03-04 10:00", None)])
def test_fewer_than_two_dates_have_no_window(dates):
    assert measured(entries(*dates), "UTC", NOW).window is None


def test_days_without_times_give_the_shortest_window_they_allow():
    found = measured(entries("2026-03-04", "2026-03-01", origin="list_row"), "UTC", NOW)
    assert found.window == timedelta(days=2).total_seconds()
    assert found.moments == ()
    assert measured(entries("2026-03-04", "2026-03-04"), "UTC", NOW).window is None


def test_entries_that_all_bear_the_time_the_feed_was_made_have_no_times():
    found = measured(entries(*["2026-03-04 11:59:58"] * 20), "UTC", NOW)
    assert (found.window, found.moments, found.dated) == (None, (), 20)


FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{}<item><title>x</title></item></channel></rss>'
)


def wish(inside="", **headers):
    return hint({name.replace("_", "-"): value for name, value in headers.items()}, FEED.format(inside).encode(), NOW)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=600", 600),
        ("public, MAX-AGE=600", 600),
        ('max-age="600"', 600),
        ("max-age=600, s-maxage=60", 60),
        ("max-age=0, s-maxage=60", 60),
        ("no-cache, max-age=600", None),
        ("no-store", None),
        ("max-age=0", None),
        ("max-age=-5", None),
        ("max-age", None),
        ("public, stale-while-revalidate=900", None),
    ],
)
def test_cache_control_says_how_long_an_answer_is_fresh(header, seconds):
    assert wish(Cache_Control=header) == seconds


def test_an_answer_that_lay_in_a_cache_is_less_fresh():
    assert wish(cache_control="max-age=600", age="500") == 100
    assert wish(cache_control="max-age=600", age="900") is None


def test_expires_counts_from_the_date_of_the_answer():
    sent, later = "Wed, 04 Mar 2026 11:00:00 GMT", "Wed, 04 Mar 2026 11:30:00 GMT"
    assert wish(expires=later, date=sent) == 1800
    assert wish(expires=sent, date=later) is None
    assert wish(expires="0") is None
    assert wish(expires="Wed, 04 Mar 2026 11:00:00 +99999999999999") is None
    assert wish(expires="Wed, 04 Mar 2026 12:10:00 GMT") == 600
    assert wish(expires=later, date=sent, cache_control="max-age=60") == 60


@pytest.mark.parametrize(
    ("inside", "seconds"),
    [
        ("<ttl>60</ttl>", 3600),
        ("<ttl> 5 </ttl>", 300),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>\n hourly </sy:updatePeriod><sy:updateFrequency> 2 </sy:updateFrequency>", 1800),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 86400),
        ("<sy:updateFrequency>4</sy:updateFrequency>", 21600),
        ("<sy:updateFrequency>0</sy:updateFrequency>", 86400),
        ("<skipHours><hour>12</hour><hour>13</hour><hour>3</hour></skipHours>", 7200),
        ("<skipHours><hour>3</hour></skipHours>", None),
        ("<skipDays><day>Wednesday</day><day>Thursday</day></skipDays>", 36 * 3600),
        ("<skipHours>" + "".join(f"<hour>{n}</hour>" for n in range(24)) + "</skipHours>", None),
        ("<!-- <ttl>60</ttl> --><description><![CDATA[<ttl>60</ttl>]]></description>", None),
        ("<item><ttl>60</ttl></item>", None),
    ],
)
def test_a_feed_says_when_it_wants_to_be_asked_again(inside, seconds):
    assert wish(inside) == seconds


def test_the_longest_wish_counts():
    assert wish("<ttl>10</ttl>", cache_control="max-age=60") == 600
    assert wish("<ttl>1</ttl>", cache_control="max-age=600") == 600


def test_a_page_that_is_no_feed_wishes_nothing():
    assert hint({}, b"<html><body>the element <ttl>60</ttl> of RSS</body></html>", NOW) is None
    assert hint({}, b"", NOW) is None
    assert hint({}, bytes(range(256)) * 40, NOW) is None


def test_entities_are_not_followed():
    body = b'<!DOCTYPE r [<!ENTITY a "60">]><rss><channel><ttl>&a;</ttl></channel></rss>'
    assert hint({}, body, NOW) is None


def test_a_feed_in_utf_16_is_read():
    assert hint({}, FEED.format("<ttl>60</ttl>").encode("utf-16"), NOW) == 3600
