from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawler.dates import dated
from crawler.entries import FeedError
from crawler.model import Entry
from crawler.wp_json import post_entries, posts_address
from stories.model import DateOrigin

URL = "https://city.example.kr/wp-json/wp/v2/posts?per_page=20"
POST: dict[str, Any] = {
    "date": "2026-03-01T10:30:00",
    "date_gmt": "2026-03-01T01:30:00",
    "link": "https://city.example.kr/pact/",
    "title": {"rendered": "Seoul &#8211; Ulm <em>pact</em>"},
    "content": {"rendered": "<p>Text</p>", "protected": False},
}


def entry(**changed: Any) -> Entry:
    (found,) = post_entries(json.dumps([POST | changed]).encode(), URL, "application/json")
    return found


def test_a_post_is_an_entry_with_its_content() -> None:
    found = entry()
    assert (found.url, found.title) == ("https://city.example.kr/pact/", "Seoul – Ulm pact")
    assert found.content == "<p>Text</p>"


def test_the_moment_in_utc_goes_before_the_clock_of_the_site() -> None:
    found = entry().published
    assert found == "2026-03-01T01:30:00Z"
    read = dated(found, ZoneInfo("Asia/Seoul"), DateOrigin.FEED)
    assert read is not None
    assert read.at == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("in_utc", [None, "", "0000-00-00T00:00:00", "2026-03-01T00:00:00"])
def test_without_a_moment_in_utc_the_clock_of_the_site_counts(in_utc: str | None) -> None:
    assert entry(date_gmt=in_utc).published == "2026-03-01T10:30:00"


def test_what_is_missing_is_none() -> None:
    (found,) = post_entries(b'[{"link": "/1"}]', URL)
    assert (found.url, found.title, found.published, found.content) == ("https://city.example.kr/1", None, None, None)


def test_posts_without_a_web_address_are_left_out() -> None:
    body = json.dumps([None, 7, [], {}, POST | {"link": "javascript:alert(1)"}, POST | {"title": "x"}]).encode()
    assert [(found.url, found.title) for found in post_entries(body, URL)] == [
        ("https://city.example.kr/pact/", None)
    ]


def test_a_blog_without_posts_has_no_entries() -> None:
    assert post_entries(b"[]", URL) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"code": "rest_no_route", "message": "No route"}', "not a list of WordPress posts"),
        (b"<!DOCTYPE html><html></html>", "not valid JSON"),
        (b"", "not valid JSON"),
    ],
)
def test_what_is_no_list_of_posts_is_refused_in_one_sentence(body: bytes, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        post_entries(body, URL)


FIELDS = "_fields=link,title,date,date_gmt,content"


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://c.kr/wp-json/wp/v2/posts", f"https://c.kr/wp-json/wp/v2/posts?per_page=20&{FIELDS}"),
        ("https://c.kr/wp-json/wp/v2/posts?per_page=5", f"https://c.kr/wp-json/wp/v2/posts?per_page=5&{FIELDS}"),
        ("https://c.kr/?rest_route=/wp/v2/posts", f"https://c.kr/?rest_route=/wp/v2/posts&per_page=20&{FIELDS}"),
        ("https://c.kr/p?per_page=9&_fields=link", "https://c.kr/p?per_page=9&_fields=link"),
    ],
)
def test_few_small_posts_are_asked_for(written: str, asked: str) -> None:
    assert posts_address(written) == asked
