from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.retry_after import retry_after

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("Wed, 01 Apr 2026 10:00:00 GMT", 3600),
        ("Wednesday, 01-Apr-26 10:00:00 GMT", 3600),
        ("Wed Apr  1 10:00:00 2026", 3600),
        ("999999999999999999", 86400),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 86400),
    ],
)
def test_seconds_and_dates_are_understood_and_capped_at_a_day(value: str, seconds: int) -> None:
    assert retry_after(value, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "0",
        "-5",
        "soon",
        "1.5",
        "Wed, 01 Apr 2026 08:00:00 GMT",
        "９",
        "Wed, 01 Apr 2026 10:00:00 +99999999999999",
        "Wed, 01 Apr 99999999999999999999 10:00:00 GMT",
    ],
)
def test_what_says_nothing_counts_as_nothing(value: str | None) -> None:
    assert retry_after(value, NOW) is None
