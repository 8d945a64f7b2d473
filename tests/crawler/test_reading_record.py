from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading_record import read_record

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
KEYS = {
    "id", "status", "reason", "title", "text", "translation", "items", "language", "published_at", "date_precision",
    "date_origin", "modified_at", "author", "site_name", "canonical_url", "identity", "truncated", "error",
}  # fmt: skip
TEXT = "".join(f"<p>Der Rat der Stadt Lindental hat am Montag die Brücke Nummer {n} eröffnet.</p>" for n in range(6))
HTML = f"<html><head><title>Brücken in Lindental</title></head><body><article>{TEXT}</article></body></html>"
GOOD: dict[str, Any] = {"id": "a", "url": "https://kurier.example.de/bruecken-in-lindental", "html": HTML}


def test_every_key_of_the_contract_is_there() -> None:
    assert set(read_record(GOOD, NOW)) == KEYS
    assert set(read_record(GOOD | {"html": "<p>short</p>"}, NOW)) == KEYS


def test_an_article_is_read_from_text_and_from_bytes() -> None:
    as_bytes = {key: GOOD[key] for key in ("id", "url")} | {
        "html_base64": base64.b64encode(HTML.encode("latin-1")).decode(),
        "content_type": "text/html; charset=iso-8859-1",
    }
    assert read_record(as_bytes, NOW) == read_record(GOOD, NOW)
    assert read_record(GOOD, NOW)["status"] == "article"
    assert read_record(GOOD, NOW)["language"] == "de"


@pytest.mark.parametrize(
    ("known", "published"),
    [
        ({"published": "2026-11-23 09:30:00", "timezone": "Asia/Seoul"}, "2026-11-23T09:30:00+09:00"),
        ({"published": "2026-11-23 09:30:00"}, "2026-11-23T09:30:00+01:00"),  # the usual zone of .de
        ({"published": "2026-11-23 09:30:00", "url": "https://kurier.example.kr/x-1"}, "2026-11-23T09:30:00+09:00"),
        ({"published": "2026-11-23 09:30:00", "url": "https://kurier.example.com/x-1"}, "2026-11-23T09:30:00+01:00"),
        (
            {"published": "2026-11-23 09:30:00", "url": "https://x.example.com/x-1", "html": f"<html lang=ko>{HTML}"},
            "2026-11-23T09:30:00+09:00",
        ),
        ({"published": "gestern"}, None),
    ],
)
def test_the_feeds_date_is_read_in_the_zone_given_or_usual(known: dict[str, str], published: str | None) -> None:
    record = read_record(GOOD | known, NOW)
    assert (record["published_at"], record["date_origin"]) == (published, "feed" if published else None)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ({"id": "a"}, "'url'"),
        ({"id": "a", "url": "ftp://x/y", "html": ""}, "'url'"),
        ({"id": "a", "url": "https://x.example/y"}, "'html'"),
        ({"id": "a", "url": "https://x.example/y", "html": 5}, "'html'"),
        ({"id": "a", "url": "https://x.example/y", "html_base64": "%%%"}, "base64"),
        ({"id": "a", "url": "https://x.example/y", "html": "", "timezone": "Mars/Base"}, "'timezone'"),
        ({"id": "a", "url": "http://[bad/", "html": ""}, "'url'"),
    ],
)
def test_a_bad_line_gives_its_id_and_one_sentence(line: dict[str, Any], error: str) -> None:
    record = read_record(line, NOW)
    assert set(record) == {"id", "error"}
    assert record["id"] == "a"
    assert error in record["error"]


@pytest.mark.parametrize("line", [{}, [], None, "text", {"url": "https://x.example/y", "html": ""}])
def test_a_line_without_an_id_has_none(line: Any) -> None:
    record = read_record(line, NOW)
    assert record["id"] is None
    assert record["error"]


@given(st.text(max_size=400))
def test_no_markup_raises_and_every_record_is_json(markup: str) -> None:
    record = read_record(GOOD | {"html": f"<p>{markup}"}, NOW)
    assert record["error"] is None
    json.dumps(record, ensure_ascii=False).encode("utf-8")
