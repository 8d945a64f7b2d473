"""What the looks at a source have taught: its rhythm and its windows, and how a visit adds to them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from crawler.model import VisitReport
from scheduler.rhythm import Rhythm, spread
from scheduler.windows import Windows, replaced

_SAME = ("not_modified", "unchanged")


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that is stored of a source for the sake of when to look again; `to_dict` is what the jsonb column keeps."""

    rhythm: Rhythm
    windows: Windows = field(default_factory=Windows)

    def after(self, report: VisitReport, moments: tuple[datetime, ...], new: int, now: datetime) -> Lessons:
        """What is known after a visit that ended at `now`.

        `moments` are crawler.measuring's, `new` is how many entries were announced for the first time. A source whose
        entries mostly have no time of day is learned from when they were first seen. A visit that failed teaches
        nothing: what came meanwhile is seen by the next one.
        """
        if report.outcome in _SAME:
            return Lessons(self.rhythm.learn([], now), self.windows.seen(None, 0, now))
        if report.outcome != "ok":
            return self
        if 2 * len(moments) >= report.entries:
            return Lessons(self.rhythm.learn(moments, now), self.windows.seen(report.window, report.entries, now))
        return self._first_seen(report, new, now)

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers and lists, for JSON; about 900 characters."""
        return {"rhythm": self.rhythm.to_dict(), "windows": self.windows.to_dict()}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any] | None, timezone: str) -> Lessons:
        """Read what `to_dict` wrote, for a source in this zone; what is missing or unusable is not known."""
        known = stored if isinstance(stored, Mapping) else {}
        return cls(Rhythm.from_dict(known.get("rhythm"), timezone), Windows.from_dict(known.get("windows")))

    def _first_seen(self, report: VisitReport, new: int, now: datetime) -> Lessons:
        if self.rhythm.until is None:  # the first look: days are better than nothing
            start = now - timedelta(seconds=report.window or 0.0)
            moments = spread(report.entries, start, now) if report.window else []
            return Lessons(self.rhythm.learn(moments, now), self.windows.seen(report.window, report.entries, now))
        start = datetime.fromtimestamp(self.rhythm.until, now.tzinfo)
        found = [each for each in (report.window, replaced(new, report.entries, now - start)) if each is not None]
        windows = self.windows.seen(min(found, default=None), report.entries, now)
        return Lessons(self.rhythm.learn(spread(new, start, now), now), windows)
