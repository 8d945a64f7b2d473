from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.entries import FeedError
from crawler.feeds import feed_entries
from crawler.model import Entry

URL = "https://news.example.de/feed.json"
ITEM: dict[str, Any] = {
    "id": "1",
    "url": "https://news.example.de/1",
    "title": "Delegation &amp; Vertrag",
    "date_published": "2026-03-01T10:00:00+01:00",
    "content_html": "<p>Long</p>",
}


def entries(*items: Any, **more: Any) -> list[Entry]:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": list(items)} | more
    return feed_entries(json.dumps(feed).encode(), URL, "application/feed+json")


def entry(**changed: Any) -> Entry:
    (found,) = entries(ITEM | changed)
    return found


def test_a_json_feed_is_a_feed_whatever_its_label() -> None:
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [ITEM]})
    for label in ("application/feed+json", "text/xml", None):
        (found,) = feed_entries(b"\xef\xbb\xbf\n" + body.encode(), URL, label)
        assert (found.url, found.title) == ("https://news.example.de/1", "Delegation & Vertrag")
        assert (found.published, found.content) == ("2026-03-01T10:00:00+01:00", "<p>Long</p>")


def test_an_item_without_an_address_of_its_own_leads_outside() -> None:
    assert entry(url=None, external_url="https://city.example.de/9#top").url == "https://city.example.de/9"
    assert entry(url="javascript:alert(1)", external_url="/9").url == "https://news.example.de/9"
    assert entries(ITEM | {"url": None, "id": "https://news.example.de/1"}) == []


def test_plain_text_becomes_paragraphs() -> None:
    text = "Ulm < Bonn & Köln\n\nZweiter Absatz"
    assert entry(content_html=None, content_text=text).content == (
        "<p>Ulm &lt; Bonn &amp; Köln</p><p>Zweiter Absatz</p>"
    )


def test_what_is_missing_is_none() -> None:
    (found,) = entries({"url": "/1"})
    assert (found.title, found.published, found.content) == (None, None, None)


def test_the_date_of_a_change_stands_in_for_that_of_publication() -> None:
    assert entry(date_published=None, date_modified="2026-03-02").published == "2026-03-02"


def test_values_of_a_wrong_type_are_as_good_as_missing() -> None:
    assert entry(title=["x"], date_published=7, content_html={}).title is None
    assert [found.url for found in entries(None, 7, [], {"url": 3}, ITEM)] == ["https://news.example.de/1"]


def test_nuls_and_halves_of_pairs_are_taken_out() -> None:
    body = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/1", "title": "A\\u0000\\ud800B"}]}'
    assert feed_entries(body.encode(), URL)[0].title == "AB"


def test_an_article_that_is_listed_twice_is_one_entry() -> None:
    assert [found.position for found in entries(ITEM, ITEM, ITEM | {"url": "/2"})] == [0, 1]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"version": "https://jsonfeed.org/version/1.1"', "not valid JSON"),
        (b'{"items": []}', "JSON came, but no JSON Feed"),
        (b'{"version": "2.0", "items": []}', "JSON came, but no JSON Feed"),
        (b"[]", "JSON came, but no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}', "no list of items"),
        (b'{"version": ' + b"1" * 5000 + b"}", "not valid JSON"),
    ],
)
def test_what_is_no_json_feed_is_refused_in_one_sentence(body: bytes, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        feed_entries(body, URL)
