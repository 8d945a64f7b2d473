"""A source's rhythm: how many items it publishes in each hour of its week, learned from when they came. Pure.

The model is level x day of the week x hour of the day, in the source's own zone: 31 numbers, so a few dozen items
are told from noise. Each factor is shrunken towards a newsroom's usual week (a Gamma prior on a Poisson rate), and
what is old fades. docs/pace.md says what it is good for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

HALF_LIFE = timedelta(days=60)  # after which an item counts half
FURTHEST = timedelta(days=60)  # what lies further back than this teaches a first look nothing
_HOUR = 3600.0
_LEVEL = 10 / 24  # items an hour of a source never seen, over its week
_LEVEL_ITEMS = 0.5  # how many items that guess is worth
_FACTOR_ITEMS = 0.5  # and how many the usual share of a day or an hour is worth
_FACTOR_TIMES = 0.3  # or how many such days or hours: the items of one day say little of the next, however many
_DAYS = (1.2,) * 5 + (0.5,) * 2  # a newsroom's week, Monday first; mean 1
_HOURS = (0.15,) * 6 + (0.6,) * 2 + (1.7,) * 11 + (0.8,) * 3 + (0.35,) * 2  # and its day; mean 1
_USUAL = _DAYS + _HOURS
_LENGTH = (24.0,) * 7 + (1.0,) * 24  # hours
_LIMIT = 2.5e11  # no number of a rhythm is as large: the year 9892 in POSIX seconds
_NONE = (0.0,) * len(_USUAL)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is known of a source's times; `Rhythm(zone)` is one never seen. `to_dict` is what a jsonb column keeps.

    `items` and `exposure` hold the seven days of the week, Monday first, then the 24 hours of the day, and fade
    together. An exposure is the hours watched, weighted by the usual week: what a source of one item an hour with
    that week would have published meanwhile. Times are POSIX seconds.
    """

    timezone: str
    items: tuple[float, ...] = _NONE
    exposure: tuple[float, ...] = _NONE
    since: float | None = None  # from when on the source is known
    until: float | None = None  # up to when
    newest: float | None = None  # of the items that were counted

    def learn(self, moments: Sequence[datetime], now: datetime) -> Rhythm:
        """The rhythm after a look at `now` that saw items of these moments, in any order.

        Each is counted once: what is no newer than the newest one counted was seen before. What lies after `now`
        waits until it has come. The oldest moment of a first look only says since when that look knows. A clock that
        was wrong, or a long pause, teaches nothing.
        """
        end = now.timestamp()
        seen = sorted(at for moment in moments if (at := moment.timestamp()) <= end)
        start = self.until if self.until is not None else min(seen, default=end)
        start = min(max(start, end - FURTHEST.total_seconds()), end)
        known = min(self.newest, end) if self.newest is not None else start
        fresh = [at for at in seen if at > known]
        return Rhythm(
            self.timezone,
            *self._counted(fresh, start, end, _offset(self.timezone, now)),
            since=min(self.since, start) if self.since is not None else start,
            until=end,
            newest=fresh[-1] if fresh else known,
        )

    @property
    def level(self) -> float:
        """Items an hour, over the week."""
        return (sum(self.items[:7]) + _LEVEL_ITEMS) / (sum(self.exposure[:7]) + _LEVEL_ITEMS / _LEVEL)

    @property
    def known_for(self) -> timedelta:
        """How long the source has been known, what its first list showed included."""
        return timedelta(seconds=(self.until or 0.0) - (self.since or 0.0))

    def week(self) -> tuple[float, ...]:
        """Items an hour in each of the 168 hours of the local week, from Monday 0:00 on."""
        level = self.level
        factors = [
            usual * (count + worth) / (level * exposure + worth)
            for count, exposure, usual, hours in zip(self.items, self.exposure, _USUAL, _LENGTH, strict=True)
            for worth in (_FACTOR_ITEMS + _FACTOR_TIMES * level * usual * hours,)
        ]
        return tuple([level * day * hour for day in factors[:7] for hour in factors[7:]])

    def rate(self, at: datetime) -> float:
        """Items an hour at this moment."""
        return self.week()[_hour_of_week(at.timestamp() + _offset(self.timezone, at))]

    def expected(self, start: datetime, end: datetime) -> float:
        """How many items will have been published between two moments."""
        return sum(rate * hours for rate, hours in self.ahead(start, end - start))

    def ahead(self, start: datetime, length: timedelta) -> Iterator[tuple[float, float]]:
        """The time from `start` on, cut where the rate changes: items an hour, and how many hours that lasts.

        The zone's offset is the one at `start`, so a clock change within `length` is not foreseen.
        """
        week, local = self.week(), start.timestamp() + _offset(self.timezone, start)
        for place, seconds in _hours(local, local + length.total_seconds()):
            yield week[place], seconds / _HOUR

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers and lists, for JSON; about 600 characters."""
        counts = {name: [round(n, 4) for n in getattr(self, name)] for name in ("items", "exposure")}
        return asdict(self) | counts

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any] | None, timezone: str) -> Rhythm:
        """Read what `to_dict` wrote. What another version wrote, or nothing at all, is a source never seen.

        So is one whose zone has changed: its hours meant others.
        """
        try:
            values = dict(stored or {})
            counts = {name: tuple(map(float, values[name])) for name in ("items", "exposure")}
            times = {name: at for name in ("since", "until", "newest") if (at := values[name]) is not None}
            found = cls(**(values | counts | {name: float(at) for name, at in times.items()}))
        except (KeyError, TypeError, ValueError, OverflowError):
            return cls(timezone)
        return found if found.timezone == timezone and found._is_sound() else cls(timezone)

    def _is_sound(self) -> bool:
        is_whole = len(self.items) == len(self.exposure) == len(_NONE)
        times = [at for at in (self.since, self.until, self.newest) if at is not None]
        return is_whole and all(0.0 <= n < _LIMIT for n in (*self.items, *self.exposure, *times))

    def _counted(
        self, fresh: Sequence[float], start: float, end: float, offset: float
    ) -> tuple[tuple[float, ...], tuple[float, ...]]:
        left = 0.5 ** (max(end - start, 0.0) / HALF_LIFE.total_seconds())
        items, exposure = [n * left for n in self.items], [n * left for n in self.exposure]
        for place, seconds in _hours(start + offset, end + offset):
            day, hour = divmod(place, 24)
            weight = seconds / _HOUR * _DAYS[day] * _HOURS[hour]
            exposure[day] += weight
            exposure[7 + hour] += weight
        for at in fresh:
            day, hour = divmod(_hour_of_week(at + offset), 24)
            items[day] += 1.0
            items[7 + hour] += 1.0
        return tuple(items), tuple(exposure)


def spread(count: int, start: datetime, end: datetime) -> list[datetime]:
    """Moments for items without a time of day, first seen at `end` and not yet at `start`: evenly between the two."""
    gap = (end - start) / count if count else timedelta()
    return [start + gap * (n + 0.5) for n in range(count)]


def _hour_of_week(local: float) -> int:
    return int(local // _HOUR + 72) % 168  # 1 January 1970 was a Thursday


def _hours(start: float, end: float) -> Iterator[tuple[int, float]]:
    """Cut local seconds at full hours: the hour of the week, and how many seconds of it."""
    while start < end:
        stop = min(end, (start // _HOUR + 1) * _HOUR)
        yield _hour_of_week(start), stop - start
        start = stop


def _offset(timezone: str, at: datetime) -> float:
    offset = at.astimezone(ZoneInfo(timezone)).utcoffset()
    return offset.total_seconds() if offset else 0.0
