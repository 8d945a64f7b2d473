"""How fast items drop out of a source: what is known of its window and its places. Pure; the clock is passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from crawler.measuring import LONGEST, SHARE, SHORTEST
from scheduler.rhythm import Rhythm

FEW = 10  # entries: of fewer, the times between them do not tell how fast a full list is replaced
RELAXES = timedelta(days=30)  # after which a narrow window of the past counts twice as wide
_WIDEST = 1e10  # seconds; a wider window says no more
_LIMITS = {"places": 1e9, "latest": _WIDEST, "narrowest": _WIDEST, "at": 2.5e11}


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows seen at a source; `Windows()` is one never seen. `to_dict` is what a jsonb column keeps."""

    places: int = 0  # entries that it shows, the most ever seen
    latest: float | None = None  # seconds from the oldest entry to the newest
    narrowest: float | None = None  # of late
    at: float | None = None  # POSIX seconds of the last look

    def seen(self, window: float | None, entries: int, now: datetime) -> Windows:
        """What is known after a good look. `entries` 0 (304, unchanged) leaves all as it was.

        `window` is crawler.measuring's, or `replaced`'s for a source without times of day.
        """
        end, record = now.timestamp(), self.narrowest
        if record is not None and self.at is not None:
            months = max(end - self.at, 0.0) / RELAXES.total_seconds()
            record = min(record * 2 ** min(months, 100.0), _WIDEST)
        if not entries:
            return replace(self, narrowest=record, at=end)
        found = max(window, SHORTEST.total_seconds()) if window is not None and entries >= FEW else None
        known = [each for each in (record, found) if each is not None]
        return Windows(max(self.places, entries), found, min(known, default=None), end)

    def safe_wait(self, rhythm: Rhythm, now: datetime) -> timedelta:
        """How long nothing should be lost; at most `LONGEST`, and possibly less than `SHORTEST`.

        A third of the window. Not longer than the narrowest window of late, for a rush comes without a warning. Until
        the rhythm expects a third of the places to be filled. And nobody is trusted for longer than he is known.
        """
        limits = [LONGEST, max(rhythm.known_for, SHORTEST)]
        limits += [] if self.latest is None else [timedelta(seconds=self.latest / SHARE)]
        limits += [] if self.narrowest is None else [timedelta(seconds=self.narrowest)]
        return self._filled(rhythm, now, min(limits))

    def least_looks(self, rhythm: Rhythm) -> float:
        """Looks an hour that safety takes, about."""
        hour = timedelta(hours=1)
        rushing = hour.total_seconds() / self.narrowest if self.narrowest else 0.0
        filling = SHARE * rhythm.level / self.places if self.places else 0.0
        return min(max(hour / LONGEST, filling, rushing), hour / SHORTEST)

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any] | None) -> Windows:
        """Read what `to_dict` wrote. What another version wrote, or nothing at all, is a source never seen."""
        try:
            found = cls(**stored) if stored else cls()
            values = [(getattr(found, name), most) for name, most in _LIMITS.items()]
            return found if all(value is None or 0 <= value <= most for value, most in values) else cls()
        except TypeError:
            return cls()

    def _filled(self, rhythm: Rhythm, now: datetime, most: timedelta) -> timedelta:
        if not self.places:
            return most
        room, hours = self.places / SHARE, 0.0
        for rate, length in rhythm.ahead(now, most):
            if rate * length >= room:
                return timedelta(hours=hours + room / rate)
            room, hours = room - rate * length, hours + length
        return most


def replaced(new: int, entries: int, elapsed: timedelta) -> float | None:
    """The window, in seconds, of a source without times: `new` of its `entries` are new after `elapsed`.

    None while too few are new to tell. When all are new, some may have been missed: then it is half of what passed.
    """
    if new * SHARE < entries or not new:
        return None
    return elapsed.total_seconds() * (entries / new if new < entries else 0.5)
