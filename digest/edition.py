"""A digest that fits into a mail: composed, rendered, and shorter where the HTML would be cut off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from digest.compose import CAP, compose
from digest.model import Digest, DigestStory, Health, Reader, Rendered
from digest.render import render

LARGEST = 90_000  # bytes of HTML; Gmail cuts a mail off at about 102 kB


def edition(
    stories: Sequence[DigestStory],
    reader: Reader,
    start: datetime,
    end: datetime,
    health: Health,
    *,
    passed_over: int = 0,
) -> tuple[Digest, Rendered]:
    """Compose and render; shows fewer stories until the HTML is at most 90 kB. `digest.stories` are those shown."""
    for cap in (CAP, 30, 20, 10, 5, 1):
        digest = compose(stories, reader, start, end, health, cap, passed_over=passed_over)
        rendered = render(digest)
        if len(rendered.html.encode()) <= LARGEST:
            break
    return digest, rendered
