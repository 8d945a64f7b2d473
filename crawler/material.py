"""What is known about a page before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stories.model import DateOrigin


@dataclass(frozen=True, slots=True)
class Material:
    """The bytes, where they are from, and what the source said. URLs are absolute."""

    url: str
    body: bytes
    zone: ZoneInfo
    latest: datetime  # when it was fetched; nothing on it is younger
    content_type: str | None = None
    final_url: str | None = None
    cms: str | None = None
    site_name: str | None = None
    home_country: str | None = None
    identity: str | None = None
    title: str | None = None  # what the source calls it
    published: str | None = None  # raw, as the source writes it
    published_origin: DateOrigin = DateOrigin.FEED
    content: str | None = None  # HTML that the feed carries
    truncated: bool = False
