from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.dates import dated
from stories.model import DateOrigin

SEOUL, HANOI, BERLIN, NEW_YORK = map(
    ZoneInfo, ("Asia/Seoul", "Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York")
)
TOKYO, SHANGHAI, PARIS, MADRID = map(ZoneInfo, ("Asia/Tokyo", "Asia/Shanghai", "Europe/Paris", "Europe/Madrid"))
LATEST = datetime(2026, 11, 26, tzinfo=UTC)


def read(raw: str | None, zone: ZoneInfo = SEOUL) -> tuple[str, str] | None:
    found = dated(raw, zone, DateOrigin.FEED, LATEST)
    return (found.at.isoformat(), found.precision.value) if found else None


@pytest.mark.parametrize(
    "raw",
    [
        "2023.08.09 16:33",
        "승인 2023.08.09 16:33",
        "2023/08/09 [16:33]",
        "2023년 08월 09일 16시 33분",
        "2023년 8월 9일 (수) 오후 4:33",
        "2023.08.09. 오후 4:33",
        "2023-08-09T16:33",
        "Aug 9, 2023 4:33 PM",
        "입력 2023.08.09 16:33 수정 2023.08.10 10:00",
    ],
)
def test_a_korean_time_without_a_zone_is_in_the_zone_of_its_source(raw: str) -> None:
    assert read(raw) == ("2023-08-09T16:33:00+09:00", "minute")


@pytest.mark.parametrize(
    "raw",
    [
        "2023-08-09 16:33:00",
        "20230809163300",
        "Wed, 09 Aug 2023 16:33:00 +0900",
        "Wed, 09 Aug 2023 16:33:00 KST",
        "Wed, 09 Aug 2023 07:33:00 GMT",
        "Wed, 09 08 2023 07:33:00 GMT",
        "2023-08-09T16:33:00+09:00",
        "2023-08-09T16:33:00+0900",
        "2023-08-09T07:33:00Z",
        "2023-08-09T07:33:00.123Z",
        "Wed, 09 Aug 2023 14:33:00 GMT+7",
    ],
)
def test_a_written_zone_counts(raw: str) -> None:
    assert read(raw) == ("2023-08-09T16:33:00+09:00", "second")


@pytest.mark.parametrize(
    ("raw", "zone", "day"),
    [
        ("26-06-02", SEOUL, "2026-06-02"),
        ("18-10-26", SEOUL, "2018-10-26"),
        ("02.06.26", BERLIN, "2026-06-02"),
        ("15/04/2024", HANOI, "2024-04-15"),
        ("04/05/2024", HANOI, "2024-05-04"),
        ("04/05/2024", NEW_YORK, "2024-04-05"),
        ("15/04/2024", SEOUL, "2024-04-15"),
        ("25. November 2022", BERLIN, "2022-11-25"),
        ("1. März 2022", BERLIN, "2022-03-01"),
        ("April 15, 2024", SEOUL, "2024-04-15"),
        ("15 tháng 4 năm 2024", HANOI, "2024-04-15"),
        ("2023-08-09", SEOUL, "2023-08-09"),
        ("20230809", SEOUL, "2023-08-09"),
    ],
)
def test_a_day_without_a_time_is_a_day(raw: str, zone: ZoneInfo, day: str) -> None:
    found = read(raw, zone)
    assert found is not None
    assert (found[0][:19], found[1]) == (f"{day}T00:00:00", "day")


def test_a_german_and_a_vietnamese_time_are_read() -> None:
    assert read("28.03.2014, 10:36 Uhr", BERLIN) == ("2014-03-28T10:36:00+01:00", "minute")
    assert read("Thứ Hai, 15/4/2024 | 16:35 GMT+7", HANOI) == ("2024-04-15T16:35:00+07:00", "minute")


@pytest.mark.parametrize(
    ("raw", "zone"),
    [
        ("2026年11月3日 14時20分", TOKYO),
        ("2026年11月3日（火）午後2時20分", TOKYO),
        ("发布时间：2026年11月03日 14:20", SHANGHAI),
        ("2026年11月3日 下午2点20分", SHANGHAI),
        ("Publié le 3 novembre 2026 à 14h20", PARIS),
        ("mardi 3 novembre 2026 à 14:20", PARIS),
        ("03/11/2026 à 14h20", PARIS),
        ("3 de noviembre de 2026 a las 14:20", MADRID),
        ("14:20 03/11/2026", HANOI),
        ("Nov. 3, 2026 2:20 pm ET", NEW_YORK),
    ],
)
def test_a_time_is_read_as_pages_of_many_countries_write_it(raw: str, zone: ZoneInfo) -> None:
    found = read(raw, zone)
    assert found is not None
    assert (found[0][:19], found[1]) == ("2026-11-03T14:20:00", "minute")


def test_a_summer_time_is_the_places_own() -> None:
    assert read("July 3, 2026 2:20 pm ET", BERLIN) == ("2026-07-03T20:20:00+02:00", "minute")


@pytest.mark.parametrize("raw", ["1793683200", "1793683200000", "1793683200.25"])
def test_a_clock_that_counts_from_1970_is_read(raw: str) -> None:
    assert read(raw) == ("2026-11-03T14:20:00+09:00", "second")


@pytest.mark.parametrize("raw", ["2024.10.27 00:00", "2024-10-27 00:00:00", "2024-10-27T00:00:00Z"])
def test_midnight_means_that_no_time_was_known(raw: str) -> None:
    assert read(raw) == ("2024-10-27T00:00:00+09:00", "day")


def test_a_time_in_a_zone_that_nobody_knows_is_only_a_day() -> None:
    assert read("2023-08-09 16:33:00 XYZ") == ("2023-08-09T00:00:00+09:00", "day")


def test_a_month_is_a_month() -> None:
    assert read("2026.06") == ("2026-06-01T00:00:00+09:00", "month")


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "Published on",
        "오후 4:33",
        "08.09 16:33",
        "3시간 전",
        "04/05/2024",
        "2023-02-31",
        "1970-01-01 00:00:00",
        "9999-12-31",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "99999-12-31",
        "2026-12-03",
        "Copyright 1997-2010",
    ],
)
def test_what_is_no_date_is_none(raw: str | None) -> None:
    assert read(raw) is None


def test_a_clock_may_be_a_day_ahead_and_no_more() -> None:
    assert read("2026-11-27 08:00") is not None
    assert read("2026-11-27 10:00") is None


def test_a_program_that_puts_its_zone_between_day_and_time_is_understood() -> None:
    assert read("2023-08-09KST16:33:00") == ("2023-08-09T16:33:00+09:00", "second")


def test_a_short_date_with_dashes_begins_with_the_year_unless_the_place_itself_writes_dashes() -> None:
    for zone in (SEOUL, BERLIN, NEW_YORK):
        assert (read("23-08-09 16:33", zone) or "")[0].startswith("2023-08-09T16:33")
    assert (read("09-08-23", ZoneInfo("Europe/Amsterdam")) or "")[0].startswith("2023-08-09")
    assert (read("09.08.23", BERLIN) or "")[0].startswith("2023-08-09")


def test_a_time_may_stand_before_a_day_in_words_and_a_minute_have_one_digit() -> None:
    for raw in ("16:03, 9 tháng 8, 2023", "16:03 09/08/2023"):
        assert read(raw, HANOI) == ("2023-08-09T16:03:00+07:00", "minute")
    assert read("16:03, 9 tháng 11, 2023", HANOI) == ("2023-11-09T16:03:00+07:00", "minute")
    assert read("16:03 Uhr, 9. August 2023", BERLIN) == ("2023-08-09T16:03:00+02:00", "minute")
    assert read("2023年8月9日 16時3分", TOKYO) == ("2023-08-09T16:03:00+09:00", "minute")
