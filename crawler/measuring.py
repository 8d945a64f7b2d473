"""What an answer shows about time: how far back its list reaches, and when its server wants to be asked again.

Pure. What is made of it stands in scheduler/pace.py and docs/pace.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from crawler.dates import dated
from crawler.decoding import decode
from crawler.model import Entry
from stories.model import Dated, DateOrigin, DatePrecision

SHORTEST = timedelta(minutes=5)  # between two looks at a source
LONGEST = timedelta(days=1)
SHARE = 3  # a third of what a source shows may be replaced between two looks
STALE = timedelta(days=21)  # without anything new; then a feed or list may be a dead one
_HEAD = 8192  # bytes of a feed that say something of the feed itself
_EXACT = (DatePrecision.SECOND, DatePrecision.MINUTE)
_LENGTH = {DatePrecision.DAY: timedelta(days=1), DatePrecision.MONTH: timedelta(days=31)}
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_FEED = re.compile(r"<(?:rss|feed|(?:\w{1,20}:)?RDF)[\s>]")
_FIRST_ITEM = re.compile(r"<(?:item|entry)[\s>]")
_TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>")
_PERIOD = re.compile(r"<(?:\w{1,20}:)?updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*<")
_FREQUENCY = re.compile(r"<(?:\w{1,20}:)?updateFrequency>\s*(\d{1,4})\s*<")
_PERIODS = {"hourly": 3600.0, "daily": 86400.0, "weekly": 604800.0, "monthly": 2592000.0, "yearly": 31536000.0}
_SKIP_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>")
_SKIP_DAY = re.compile(r"<day>\s*([A-Za-z]{6,9})\s*</day>")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AGE = re.compile(r"\s*(\d{1,10})\s*")
_DIRECTIVE = re.compile(r'([\w-]+)(?:\s*=\s*"?(\d{1,10})?)?')


@dataclass(frozen=True, slots=True)
class Measured:
    """When the entries of an answer were published."""

    newest: datetime | None
    oldest: datetime | None
    window: float | None  # seconds from the oldest entry to the newest, at least; None if that cannot be told
    dated: int  # entries with a usable date
    total: int
    moments: tuple[datetime, ...] = ()  # of those that have a time of day, the oldest first


def measured(entries: Sequence[Entry], timezone: str, now: datetime) -> Measured:
    """Read the dates of `entries`; what is written without a zone is in `timezone` (IANA).

    A date in the future (by more than a day) or before 1990 does not count. Days without a time of day give the
    shortest window that they allow. When all times are the same, they are when the list was made, and no times.
    """
    zone = ZoneInfo(timezone)
    found = [each for entry in entries if (each := _dated(entry, zone, now))]
    times = sorted(each.at for each in found)
    if not times:
        return Measured(None, None, None, 0, len(entries))
    moments = sorted(each.at for each in found if each.precision in _EXACT)
    if len(moments) > 1 and moments[0] == moments[-1] and len(moments) == len(found):
        return Measured(times[-1], times[0], None, len(times), len(entries))
    return Measured(times[-1], times[0], _window(found), len(times), len(entries), tuple(moments))


def hint(headers: Mapping[str, str], body: bytes, now: datetime) -> float | None:
    """Seconds until the server wants to be asked again, as it or its feed says; None if it says nothing.

    The longest counts of: what is left of the freshness lifetime (RFC 9111 section 4.2: s-maxage, max-age, Expires),
    RSS 2.0 `ttl`, `skipHours` and `skipDays`, and the syndication module's `updatePeriod` and `updateFrequency`.
    """
    wishes = [wish for wish in (_fresh_for(headers, now), *_feed_wishes(body, now)) if wish is not None and wish > 0]
    return max(wishes, default=None)


def _dated(entry: Entry, zone: ZoneInfo, now: datetime) -> Dated | None:
    return dated(entry.published, zone, DateOrigin(entry.published_origin), now)


def _window(found: Sequence[Dated]) -> float | None:
    if len(found) < 2:
        return None
    newest, oldest = max(found, key=lambda each: each.at), min(found, key=lambda each: each.at)
    shortest = newest.at - oldest.at - _LENGTH.get(oldest.precision, timedelta())
    all_exact = all(each.precision in _EXACT for each in found)
    return shortest.total_seconds() if all_exact or shortest > timedelta() else None


def _fresh_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """What is left of the freshness lifetime. Who fetches for many readers is a shared cache: s-maxage goes first."""
    named = {name.lower(): value for name, value in headers.items()}
    said = {name.lower(): number for name, number in _DIRECTIVE.findall(named.get("cache-control", ""))}
    if {"no-cache", "no-store"} & said.keys():
        return None
    age = _AGE.fullmatch(named.get("age", ""))
    for directive in ("s-maxage", "max-age"):
        if said.get(directive):
            return float(said[directive]) - (float(age[1]) if age else 0.0)
    expires, sent = _http_date(named.get("expires")), _http_date(named.get("date"))
    return (expires - (sent or now)).total_seconds() if expires else None


def _feed_wishes(body: bytes, now: datetime) -> Iterator[float | None]:
    text = _HIDDEN.sub("", decode(body[:_HEAD]))
    if not _FEED.search(text):
        return
    head = _FIRST_ITEM.split(text, maxsplit=1)[0]
    ttl, period, frequency = _TTL.search(head), _PERIOD.search(head), _FREQUENCY.search(head)
    if ttl:
        yield float(ttl[1]) * 60
    if period or frequency:  # each has a default: daily, once
        yield _PERIODS[period[1] if period else "daily"] / max(int(frequency[1]) if frequency else 1, 1)
    yield _skipped(head, now)


def _skipped(head: str, now: datetime) -> float | None:
    """Seconds until the first hour that is not skipped, None when this one is not. All are GMT."""
    hours = {int(hour) % 24 for hour in _SKIP_HOUR.findall(head)}
    days = {day.lower() for day in _SKIP_DAY.findall(head)}
    full_hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    for ahead in range(168):
        at = full_hour + timedelta(hours=ahead)
        if at.hour not in hours and _WEEK[at.weekday()] not in days:
            return (at - now).total_seconds() if ahead else None
    return None  # a feed that is always to be skipped means something else


def _http_date(text: str | None) -> datetime | None:
    try:
        at = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
