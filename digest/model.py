"""What a digest is made of: stories in, a Digest composed, a Rendered mail, and how its delivery ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from stories.model import Reason

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
Named = tuple[str, str | None]  # a name with its country (ISO 3166-1 alpha-2), where known


@dataclass(frozen=True, slots=True)
class DigestStory:
    """One story as the digest tells it; plain values, as they were stored."""

    id: int
    kind: str  # a stories.model.Kind
    status: str | None  # a stories.model.Status
    title: str | None
    language: str | None  # ISO 639-1, of title and evidence
    parties: tuple[Named, ...]
    places: tuple[Named, ...]
    event_date: date | None
    date_precision: str | None
    evidence: str | None
    url: str
    source_name: str
    published_at: datetime | None
    published_precision: str | None
    other_sources: int = 0
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    headline: tuple[tuple[str, str], ...] = ()  # (language, headline), as stories.model.Facts


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets the digest, in which language, and when by his own clock."""

    email: str
    name: str | None = None
    locale: str = "en"  # one without labels reads English
    timezone: str = "UTC"  # IANA
    send_at: time = time(7)
    weekdays: tuple[int, ...] = EVERY_DAY  # ISO: 1 is Monday


@dataclass(frozen=True, slots=True)
class Health:
    """How the watching went: how many sources were checked, and which need attention, in words."""

    checked: int
    failing: tuple[tuple[str, str], ...] = ()  # (name of the source, what is wrong)


@dataclass(frozen=True, slots=True)
class Group:
    """Stories of one kind, newest first."""

    kind: str
    stories: tuple[DigestStory, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One reader's digest of one day: chosen, ordered and counted, but not yet written."""

    reader: Reader
    day: date  # the reader's
    period_start: datetime
    period_end: datetime
    subject: str  # at most 70 characters
    preheader: str  # at most 100 characters
    kinds: tuple[tuple[str, int], ...]  # how many stories of which kind, all of them counted
    top: tuple[DigestStory, ...]
    groups: tuple[Group, ...]
    hidden: int  # stories beyond the cap
    days: int  # that the digest covers
    health: Health
    passed_over: int = 0  # stories that the reader's interests leave out

    @property
    def stories(self) -> tuple[DigestStory, ...]:
        """The stories that the mail shows, in its order."""
        return self.top + tuple(story for group in self.groups for story in group.stories)

    @property
    def total(self) -> int:
        """How many stories are new, shown or not."""
        return len(self.stories) + self.hidden


@dataclass(frozen=True, slots=True)
class Rendered:
    """The mail as people see it."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """The mail server that takes the digests."""

    host: str
    port: int = 587
    tls: str = "starttls"  # "starttls" | "tls" | "none"
    user: str | None = None
    password: str | None = None
    ca_file: Path | None = None  # PEM; certificate authorities to trust instead of the system's


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a delivery ended: sent, deferred (try again), bounced (refused) or unknown (may have arrived)."""

    state: str  # "sent" | "deferred" | "bounced" | "unknown"
    code: int | None  # the server's last reply (RFC 5321 section 4.2)
    words: str
