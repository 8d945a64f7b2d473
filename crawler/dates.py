"""A date as somebody wrote it -> Dated. Strict: what is not written is not invented, what is ambiguous is no date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import Locale, get_global

from crawler.date_zones import NOT_A_ZONE, written_zone
from crawler.relative_dates import ago, day_without_year, midnight_of
from stories.languages import supported
from stories.model import Dated, DateOrigin, DatePrecision

_SEEN = (DateOrigin.LIST_ROW, DateOrigin.LABELLED_LINE)  # told to whoever looks now
LATEST = timedelta(hours=24)  # after the fetch: a clock may be wrong by that much, and a day may have begun elsewhere
_EARLIEST = 1990  # before the web: the zero of a clock, no date of a page
_TIME = re.compile(
    r"""[\sT,|(\[·-]*(?:um|lúc|at|à|às|a\ las?|alle(?:\ ore)?|kl\.?|-
            |[A-Z]{3,4}(?=\d\d:)|[(（][^()（）\d]{1,12}[)）])?
        [\s\[(,]*
        # 2023/01/02 [12:01], 15/4/2024 (Thứ Hai) lúc 16:35
        (?P<noon>오전|오후|午前|午後|上午|下午|[AaPp]\.?[Mm]\.?)?\s*
        (?P<hour>\d{1,2})\s*(?:[:：]|시|時|时|点|點|[hH]|giờ)\s*(?P<minute>\d{2}|\d(?=\s*[분分]))(?:\s*[분分])?
        (?:\s*[:：]?\s*(?P<second>\d{2})(?:\s*[초秒])?(?:[.,]\d{1,9})?)?
        (?!\d)\s*(?P<noon2>[AaPp]\.?[Mm]\b\.?)?(?:\s*Uhr)?[\])]?
        \s*(?P<zone>Z\b|\(?[A-Z]{2,5}\)?(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}(?::?\d{2})?)?""",
    re.VERBOSE,
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})\s*[-./년年]\s*(?P<m>\d{1,2})\s*[-./월月]\s*(?P<d>\d{1,2})(?!\d)\s*[일日.]?")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<hh>\d\d)(?P<mm>\d\d)(?P<ss>\d\d)?)?(?!\d)")
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})\s?[-./ ]\s?(?P<b>\d{1,2})\s?[-./ ]\s?(?P<y>\d{4})(?!\d)")
_SHORT = re.compile(r"(?P<a>\d{2})[-./]\s?(?P<b>\d{2})[-./]\s?(?P<c>\d{2})(?![\d:])")
_DAY_NAME = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º)?\.?[\s-]*(?:(?:of|de)\s+)?(?P<name>(?:tháng|thg)\s*\d{1,2}|[^\W\d]{3,12}\.?),?[\s-]*(?:(?:năm|del?)\s*)?(?P<y>\d{4}|\d{2}\b)"
)
_NAME_DAY = re.compile(r"(?P<name>[^\W\d]{3,12})\.?\s*(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})(?!\d)")
_MONTH = re.compile(r"(?P<y>\d{4})\s*[-./년年]\s*(?P<m>\d{1,2})(?!\d)\s*[월月.]?\s*$")
_CLOCK = re.compile(r"(?P<seconds>[1-9]\d{8}|1[0-8]\d{8})(?:\.\d+|\d{3})?$")  # seconds or milliseconds since 1970

_TIME_FIRST = re.compile(r"(\d{1,2}\s?[:hH]\s?\d{2}(?::\d{2})?)(?:\s?Uhr)?[\s,|-]+(?=\d)")
_OTHERS = ("fr", "es", "it", "pt", "nl", "sv", "da", "nb", "tr", "id")  # languages whose names of months are read
_LEAD = re.compile(r"[^\d]{0,40}?(?=\d|[^\W\d]{3,12}\.?\s*\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})")


def dated(raw: str | None, zone: ZoneInfo, origin: DateOrigin, latest: datetime | None = None) -> Dated | None:
    """Read `raw`, one date as a feed, a page or a list writes it; a time without a zone is in `zone`.

    RFC 822, ISO 8601, seconds since 1970 and the ways of pages in East Asian and European languages. Midnight to the
    second means that no time was known. `latest` is when it was seen: "3시간 전" in a list row or after a label
    counts from it, and a list row without a year is of the last year that fits. None for what is not a date, has no
    year elsewhere, is ambiguous (04/05/2024 where neither order is usual), lies before the web or more than a day
    after `latest`.
    """
    text = " ".join((raw or "").split())[:100]
    try:
        found = _found(text, zone, origin, latest)
        if found is None:
            return None
        at, precision = found
        too_late = latest is not None and at.astimezone(UTC) > latest.astimezone(UTC) + LATEST
        return None if too_late or at.year < _EARLIEST else Dated(at, precision, origin)
    except (ValueError, OverflowError):  # 31 February, year 0, year 9999 in another zone
        return None


def _found(
    text: str, zone: ZoneInfo, origin: DateOrigin, latest: datetime | None
) -> tuple[datetime, DatePrecision] | None:
    lead = _LEAD.match(text)
    if lead and (turned := _TIME_FIRST.match(text, lead.end())):  # 14:20 03/11/2026
        rest = text[turned.end() :]
        day = _day(rest, zone)
        return _found(f"{rest[: day[1]]} {turned[1]}{rest[day[1] :]}", zone, origin, latest) if day else None
    found = _moment(text[lead.end() :], zone) if lead else None
    if found is None and latest is not None and origin in _SEEN:
        found = ago(text, zone, latest)
    if found is None and latest is not None and origin is DateOrigin.LIST_ROW and lead:
        found = _without_year(text[lead.end() :], zone, latest)
    return found


def _without_year(text: str, zone: ZoneInfo, latest: datetime) -> tuple[datetime, DatePrecision] | None:
    found = day_without_year(text, _order(zone), (latest + LATEST).astimezone(zone).replace(tzinfo=None))
    return _with_time(found[0], _TIME.match(text, found[1]), zone) if found else None


def _moment(text: str, zone: ZoneInfo) -> tuple[datetime, DatePrecision] | None:
    clock = _CLOCK.match(text)
    compact = None if clock else _COMPACT.match(text)
    if clock:
        return datetime.fromtimestamp(int(clock["seconds"]), UTC).astimezone(zone), DatePrecision.SECOND
    if compact:
        hour, minute, second = (int(compact[part] or 0) for part in ("hh", "mm", "ss"))
        at = datetime(int(compact["y"]), int(compact["m"]), int(compact["d"]), hour, minute, second, tzinfo=zone)
        precision = DatePrecision.SECOND if compact["ss"] else DatePrecision.MINUTE
        return at, precision if hour or minute or second else DatePrecision.DAY
    found = _day(text, zone)
    if found is not None:
        day, end = found
        return _with_time(day, _TIME.match(text, end), zone)
    month = _MONTH.match(text)
    if month is None:
        return None
    return datetime(int(month["y"]), int(month["m"]), 1, tzinfo=zone), DatePrecision.MONTH


def _day(text: str, zone: ZoneInfo) -> tuple[datetime, int] | None:
    """Return the day that `text` begins with (local midnight, no zone) and where it ends."""
    found = _YEAR_FIRST.match(text)
    if found:
        return midnight_of(int(found["y"]), int(found["m"]), int(found["d"])), found.end()
    for form in (_DAY_NAME, _NAME_DAY):
        found = form.match(text)
        month = _months().get(_folded(found["name"])) if found else None
        if found and month:
            return midnight_of(_full_year(found["y"]), month, int(found["d"])), found.end()
    found = _YEAR_LAST.match(text) or _SHORT.match(text)
    day = _ordered(found, zone) if found else None
    return (day, found.end()) if found and day else None


def _ordered(found: re.Match[str], zone: ZoneInfo) -> datetime | None:
    """Read three numbers in the order that is usual where the zone is, or the only one that makes a date."""
    order = "dmy" if " " in found[0].strip() and not re.search("[-./]", found[0]) else _order(zone)  # as in RFC 822
    parts = found.groupdict()
    first, second = int(parts["a"]), int(parts["b"])
    if "c" in parts:
        year_first = order == "ymd" or ("-" in found[0] and not _writes_dashes(zone))  # 26-11-03 is ISO 8601's, cut
        year, rest = (parts["a"], (second, int(parts["c"]))) if year_first else (parts["c"], (first, second))
        month, day = rest if year_first or order == "mdy" else rest[::-1]
        return midnight_of(_full_year(year), month, day)
    if order not in ("dmy", "mdy"):
        if first <= 12 and second <= 12 and first != second:
            return None
        order = "dmy" if second <= 12 else "mdy"
    elif max(first, second) > 12:
        order = "dmy" if second <= 12 else "mdy"
    day, month = (first, second) if order == "dmy" else (second, first)
    return midnight_of(int(parts["y"]), month, day)


def _with_time(day: datetime, time: re.Match[str] | None, zone: ZoneInfo) -> tuple[datetime, DatePrecision]:
    if time is None:
        return day.replace(tzinfo=zone), DatePrecision.DAY
    hour, minute, second = _hour(time), int(time["minute"]), int(time["second"] or 0)
    where: tzinfo | None = written_zone(time["zone"], zone, day)
    if (hour, minute, second) == (0, 0, 0) or hour > 23 or minute > 59 or where is NOT_A_ZONE:
        return day.replace(tzinfo=zone), DatePrecision.DAY
    at = day.replace(hour=hour, minute=minute, second=min(second, 59), tzinfo=where or zone).astimezone(zone)
    return at, DatePrecision.SECOND if time["second"] else DatePrecision.MINUTE


def _hour(time: re.Match[str]) -> int:
    hour, noon = int(time["hour"]), (time["noon"] or time["noon2"] or "").replace(".", "").lower()
    if noon in ("오후", "午後", "下午", "pm"):
        return hour if hour >= 12 else hour + 12
    return 0 if noon in ("오전", "午前", "上午", "am") and hour == 12 else hour


def _full_year(year: str) -> int:
    """RFC 5322 section 4.3: two digits below 50 are of this century."""
    number = int(year)
    if len(year) == 4:
        return number
    return number + (2000 if number < 50 else 1900)


@cache
def _months() -> dict[str, int]:
    """The names of the months as CLDR gives them: in all languages that have a file, cut to three letters as well,
    and in others that pages write dates in."""
    own = dict(_month_names(*supported(), "en"))
    short = {name[:3]: month for name, month in own.items() if name.isalpha() and name.isascii()}
    return dict(_month_names(*_OTHERS)) | own | short


def _month_names(*languages: str) -> Iterator[tuple[str, int]]:
    for language in languages:
        for widths in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                yield from ((_folded(name), month) for month, name in widths.get(width, {}).items())


def _folded(name: str) -> str:
    return name.lower().rstrip(".").replace(" ", "")


@cache
def _order(zone: ZoneInfo) -> str | None:
    """Return the usual order of day, month and year where the zone is ('ymd', 'dmy', 'mdy'), None if unknown."""
    return "".join(dict.fromkeys(letter for letter in _short_form(zone) if letter in "ymd")) or None


def _writes_dashes(zone: ZoneInfo) -> bool:
    """Tell whether a day is written as 03-11-26 where the zone is."""
    return "-" in _short_form(zone)


@cache
def _short_form(zone: ZoneInfo) -> str:
    """Return how CLDR writes a day in numbers where the zone is; nothing where it does not know the place."""
    territory = get_global("zone_territories").get(zone.key)
    if territory is None:
        return ""
    likely = get_global("likely_subtags").get(f"und_{territory}", f"en_{territory}")
    return str(Locale.parse(likely).date_formats["short"].pattern).lower()
