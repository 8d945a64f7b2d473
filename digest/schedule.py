"""When the reader gets the next digest."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from digest.model import EVERY_DAY, Reader


def next_sending(reader: Reader, after: datetime) -> datetime:
    """The reader's sending time on his next weekday after the local day of `after`: one digest a day at most."""
    zone = ZoneInfo(reader.timezone)
    today = after.astimezone(zone).date()
    wanted = set(reader.weekdays) or set(EVERY_DAY)
    days = (today + timedelta(days=ahead) for ahead in range(1, 8))
    day = next((day for day in days if day.isoweekday() in wanted), today + timedelta(days=1))
    return datetime.combine(day, reader.send_at, zone)
