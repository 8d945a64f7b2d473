"""What discovery found out about a homepage: how it can be watched, what was tried, what its articles look like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.model import Source


@dataclass(frozen=True, slots=True)
class Tried:
    """One address that was considered as a way of watching, and what became of it."""

    kind: str  # kind of watching, or "homepage", "robots"
    url: str
    taken: bool
    why: str  # one sentence, also when taken


@dataclass(frozen=True, slots=True)
class Sample:
    """One announced article, read as the service would read it."""

    url: str
    title: str | None
    published_at: datetime | None
    date_origin: str | None
    language: str | None
    opening: str  # the first line or two of the text
    drop: str | None = None  # why it is no article: a word of docs/drops.md and its detail


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to "can this be watched?"."""

    homepage: str  # as it answered, after redirects
    source: Source | None  # None: nothing that can be watched was found
    sign: str  # "ok", or in one word of docs/health.md why not
    sentence: str  # the same for a person, with what to do
    tried: tuple[Tried, ...] = ()
    samples: tuple[Sample, ...] = ()
    cms: str | None = None
    window: float | None = None  # seconds that the chosen feed covers
    interval: float | None = None  # seconds between two looks that follow from it
    requests: int = 0  # sent, robots.txt and redirects included
