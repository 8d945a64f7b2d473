"""The price of a look, as all sources together make it; kept for a while, because it changes slowly."""

from __future__ import annotations

from datetime import datetime, timedelta

from db.connection import Connection
from db.history import needs
from scheduler.pace import Need, price_of

_HOLDS = timedelta(minutes=10)
_WHOLE = Need(0.65, 1 / 24)  # what a source never seen asks for: counts until the first ones are known


class Price:
    """One per worker."""

    def __init__(self) -> None:
        self._until: datetime | None = None
        self._price = 0.0

    async def now(self, conn: Connection, interval: timedelta, now: datetime) -> float:
        """The price at which all sources are looked at once per `interval` on average (scheduler.pace.price_of)."""
        if self._until is None or now >= self._until:
            known = [Need(*row) for row in await needs(conn)]
            self._price = price_of(known or [_WHOLE], interval)
            self._until = now + _HOLDS if known else None
        return self._price
