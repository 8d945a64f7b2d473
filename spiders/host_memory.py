"""What hosts said about being visited, kept between visits: an idle poll must not cost a robots.txt each time."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from crawler.reservations import Tdmrep
from crawler.robots import Robots

T = TypeVar("T")
LONGEST = 24 * 3600.0  # seconds; RFC 9309 section 2.4
SHORTEST = 600.0  # seconds; a shorter max-age is meant for browsers
MOST_HOSTS = 5_000
MOST_BYTES = 16 * 2**20  # of answers together; understood they take up to thirty times as much
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NOT_KEPT = re.compile(r"\bno-(?:store|cache)\b", re.IGNORECASE)


def lifetime(cache_control: str | None) -> float:
    """Return how many seconds an answer may be kept by its Cache-Control (RFC 9111): ten minutes to a day."""
    said = cache_control or ""
    if _NOT_KEPT.search(said):
        return SHORTEST
    age = _MAX_AGE.search(said)
    return min(max(float(age[1]), SHORTEST), LONGEST) if age else LONGEST


class Kept(Generic[T]):
    """Answers by origin, each until its time is over; beyond `most` the one that was unused for longest goes.

    So it does when the answers have more than `most_bytes` together.
    """

    def __init__(self, clock: Callable[[], float], most: int = MOST_HOSTS, most_bytes: int = MOST_BYTES) -> None:
        self._clock, self._most, self._most_bytes = clock, most, most_bytes
        self._answers: OrderedDict[str, tuple[T, float, int]] = OrderedDict()

    def get(self, origin: str) -> T | None:
        """Return what `origin` said, None if that is not known or too old."""
        answer, until, _ = self._answers.get(origin, (None, 0.0, 0))
        if answer is None or self._clock() >= until:
            self._answers.pop(origin, None)
            return None
        self._answers.move_to_end(origin)
        return answer

    def keep(self, origin: str, answer: T, seconds: float, size: int) -> None:
        """Keep what `origin` said in `size` bytes for so many seconds."""
        self._answers[origin] = (answer, self._clock() + seconds, size)
        self._answers.move_to_end(origin)
        while len(self._answers) > self._most or self._size() > self._most_bytes:
            self._answers.popitem(last=False)

    def _size(self) -> int:
        return sum(size for _, _, size in self._answers.values())

    def __len__(self) -> int:
        return len(self._answers)


class HostMemory:
    """One per worker process and FetchPolicy, handed to each `fetching`; all of them in one loop.

    Only answers are kept: trouble is asked about again at the next visit. `clock` counts seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST_HOSTS) -> None:
        self.robots: Kept[Robots] = Kept(clock, most)
        self.tdmrep: Kept[Tdmrep] = Kept(clock, most)
