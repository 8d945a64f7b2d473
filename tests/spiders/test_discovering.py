"""Discovery on small sites of the local web: what it asks for, what it takes, and how it says no."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.spiders.small_city import ALTERNATE, FEED, LIST, LOGIN, Small, ways, why


def test_an_announced_feed_is_taken_and_the_list_of_the_homepage_kept(small: Small) -> None:
    small.write({"/": LIST.replace("</head>", f"{ALTERNATE}</head>"), "/rss.xml": FEED})
    found = small.discover()
    assert found.sign == "ok", found.sentence
    assert found.requests == len(small.asked)
    assert ways(found) == [("feed", "/rss.xml"), ("listing", "/")]
    assert small.asked[0] == "robots.txt"
    assert found.requests == 9  # robots.txt, the homepage, the feed, what is reserved, five articles
    assert found.window == 7 * 86_400
    assert found.interval == 86_400


def test_what_a_source_is_called_and_where_it_is_comes_from_the_site(small: Small) -> None:
    small.write({"/": LIST.replace("</head>", f"{ALTERNATE}</head>"), "/rss.xml": FEED})
    source = small.discover().source
    assert source is not None
    assert (source.id, source.name, source.country, source.timezone) == ("example-city", "City", "KR", "Asia/Seoul")
    assert source.languages == ("ko",)
    assert (source.confidence, source.checked) == ("confirmed", "2026-04-01")


def test_samples_are_read_as_the_service_reads_them(small: Small) -> None:
    small.write({"/": LIST})
    samples = small.discover().samples
    assert len(samples) == 5
    assert samples[0].title == "경북테크노파크, 하노이 과학기술대와 업무협약 체결"
    assert (samples[0].language, samples[0].drop) == ("ko", None)
    assert samples[0].opening.startswith("경북테크노파크는 지난 3월")
    assert samples[0].published_at is not None
    assert samples[0].date_origin == "meta"


def test_what_robots_txt_forbids_is_not_fetched_and_the_list_is_taken(small: Small) -> None:
    small.write(
        {"/": LIST.replace("</head>", f"{ALTERNATE}</head>"), "/rss.xml": FEED},
        robots="User-agent: *\nDisallow: /rss",
    )
    found = small.discover()
    assert ways(found) == [("listing", "/")]
    assert not [path for path in small.asked if path.startswith("rss")]
    assert "forbids" in why(found, "/rss.xml")


def test_a_site_that_forbids_everything_is_asked_for_robots_txt_alone(small: Small) -> None:
    small.write({"/": LIST}, robots="User-agent: *\nDisallow: /")
    found = small.discover()
    assert (found.source, found.sign) == (None, "robots")
    assert small.asked == ["robots.txt"]


@pytest.mark.parametrize("status", [500, 503])
def test_a_site_whose_robots_txt_is_broken_is_left_for_later(small: Small, status: int) -> None:
    small.write({"/": LIST}, faults=f'[[fault]]\npath = "/robots.txt"\nstatus = {status}')
    found = small.discover()
    assert (found.source, found.sign) == (None, "unreachable")
    assert "later" in found.sentence
    assert set(small.asked) == {"robots.txt"}


@pytest.mark.parametrize(
    ("status", "sign"),
    [
        (403, "blocked"),
        (401, "blocked"),
        (451, "geo"),
        (404, "gone"),
        (429, "unreachable"),
        (502, "unreachable"),
        (400, "unreadable"),
    ],
)
def test_a_homepage_that_does_not_answer_says_why(small: Small, status: int, sign: str) -> None:
    small.write({"/": LIST}, faults=f'[[fault]]\npath = "/"\nstatus = {status}')
    found = small.discover()
    assert (found.source, found.sign) == (None, sign)
    assert str(status) in found.sentence
    assert {path for path in small.asked if path != "robots.txt"} == {""}


def test_an_untrusted_certificate_is_tls_trouble(small: Small, policy: Any) -> None:
    small.write({"/": LIST})
    assert small.web is not None
    found = small.discover(policy=replace(policy, proxy=small.web.address))
    assert (found.source, found.sign) == (None, "tls")


SCRIPTS = """<html><head><title>City</title></head><body><div id=app></div><script src=/a.js></script>
<noscript>Please enable JavaScript</noscript></body></html>"""
DAYS = "".join(f'<td><a href="/calendar?year=2026&month=4&day={day}">{day}</a></td>' for day in range(1, 31))
PARKED = "<html><body><h1>city.example.kr</h1><p>This domain is for sale. Buy this domain today.</p></body></html>"


@pytest.mark.parametrize(
    ("page", "sign", "words"),
    [
        (LOGIN, "login", "does not log in"),
        (SCRIPTS, "needs_js", "runs no scripts"),
        (f"<html><body><table><tr>{DAYS}</tr></table></body></html>", "nothing", "calendar without end"),
        (PARKED, "nothing", "domain"),
        ("<html><body><p>We bake bread.</p></body></html>", "nothing", "announces no articles"),
        ("%PDF-1.4 binary", "not_html", "no web page"),
    ],
    ids=["login", "needs_js", "calendar", "parked", "nothing", "pdf"],
)
def test_a_site_without_a_way_gets_a_word_and_a_sentence(small: Small, page: str, sign: str, words: str) -> None:
    small.write({"/": page})
    found = small.discover()
    assert (found.source, found.sign) == (None, sign), found.sentence
    assert words in found.sentence
