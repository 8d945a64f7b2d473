"""Dates that only say something together with the moment they were seen: "3시간 전", "gestern", "03.01 10:30"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta

from stories.languages import supported
from stories.model import DatePrecision

_Unit = Literal["minute", "hour", "day", "week"]
_UNITS: dict[_Unit, timedelta] = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_ONE = "an?|einem|einer|một"  # written out before a unit
_DAYS = {  # the words for whole days, which babel leaves out of CLDR
    **dict.fromkeys(("오늘", "today", "heute", "hôm nay"), 0),
    **dict.fromkeys(("어제", "yesterday", "gestern", "hôm qua"), 1),
    **dict.fromkeys(("그저께", "그제", "vorgestern", "hôm kia"), 2),
}
_NO_YEAR = re.compile(r"(?P<a>\d{1,2})(?:\s?[-./]\s?|월\s?)(?P<b>\d{1,2})(?!\d)(?![-./]\s?\d{1,2}(?![\d:]))[.일]?")


def ago(text: str, zone: ZoneInfo, seen: datetime) -> tuple[datetime, DatePrecision] | None:
    """Read how long ago something was when it was `seen`, None for any other text. Only minutes tell the time."""
    text = " ".join(text.lower().split())
    word = re.match("|".join(map(re.escape, _DAYS)), text)
    if word:
        return _midnight(seen.astimezone(zone) - timedelta(days=_DAYS[word[0]])), DatePrecision.DAY
    for pattern, unit in _patterns():
        found = pattern.match(text)
        if found:
            at = seen.astimezone(zone) - _UNITS[unit] * int(found[1] if found[1].isdigit() else 1)
            is_exact = unit == "minute"
            minute = at.replace(second=0, microsecond=0)
            return (minute, DatePrecision.MINUTE) if is_exact else (_midnight(at), DatePrecision.DAY)
    return None


def day_without_year(text: str, order: str | None, latest: datetime) -> tuple[datetime, int] | None:
    """Read a month and a day in the `order` of the place ("ymd", "dmy", "mdy") as the last such day until `latest`.

    Returns the day (midnight, without zone) and where it ends; None without both, and where the order is unknown and
    matters. `latest` is local and without zone.
    """
    found = _NO_YEAR.match(text)
    if not found:
        return None
    first, second = int(found["a"]), int(found["b"])
    is_day_first = order == "dmy" and "월" not in found[0]
    if order is None and first <= 12 and second <= 12 and first != second:
        return None
    month, day = (second, first) if is_day_first or (order is None and first > 12) else (first, second)
    for year in (latest.year + 1, latest.year, latest.year - 1):
        try:
            at = midnight_of(year, month, day)
        except ValueError:  # 29 February
            continue
        if at <= latest:
            return at, found.end()
    return None


def midnight_of(year: int, month: int, day: int) -> datetime:
    """Return the day's first moment by the local clock, whose zone follows. Raises ValueError for no day."""
    return datetime.combine(date(year, month, day), time())


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], _Unit], ...]:
    """How all languages that have a file say it, as CLDR gives it: one and two of each unit."""
    said = {
        (format_timedelta(-length * count, unit, threshold=1e9, add_direction=True, locale=language).lower(), unit)
        for language in supported()
        for unit, length in _UNITS.items()
        for count in (1, 2)
    }
    forms = (
        (re.sub(r"[12]", rf"(\\d{{1,3}}|{_ONE})", re.escape(text).replace(r"\ ", " ?")), unit) for text, unit in said
    )
    return tuple((re.compile(form), unit) for form, unit in sorted(forms))
