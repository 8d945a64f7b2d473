"""When a host that is busy wants to be asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """Read a Retry-After header, seconds or an HTTP date (RFC 9110 section 10.2.3), capped at a day from `now`.

    None without a header, for one that says nothing, or names a time that has passed.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:9]), LONGEST.total_seconds()))
        return now + wait if wait else None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(at, now + LONGEST) if at > now else None
