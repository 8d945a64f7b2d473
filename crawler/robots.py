"""What a robots.txt permits (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from protego import Protego

from crawler.decoding import decode

MOST_BYTES = 512 * 1024  # are read; RFC 9309 section 2.5 asks for at least 500 KiB
LONGEST_DELAY = 60.0  # seconds
_EVERYTHING = Protego.parse("")
_NOTHING = Protego.parse("User-agent: *\nDisallow: /")


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for us; `trouble` says why they are not known, which forbids everything."""

    rules: Protego
    agent: str  # product token
    trouble: str | None = None
    retry_after: str | None = None  # header of the answer that was trouble

    def allows(self, url: str) -> bool:
        """Tell whether `url` may be fetched."""
        return bool(self.rules.can_fetch(url, self.agent))

    @property
    def delay(self) -> float:
        """Seconds between two requests that the host asks for, at most 60."""
        return min(float(self.rules.crawl_delay(self.agent) or 0.0), LONGEST_DELAY)


def read_robots(status: int, body: bytes, agent: str) -> Robots:
    """Understand the answer to a request for /robots.txt.

    No such file (4xx) permits everything; trouble (5xx, 429 and whatever else is no answer) forbids everything
    until it is over, as section 2.3.1 says. A web page in its place says nothing. `agent` is the product token.
    """
    if 200 <= status < 300:
        text = decode(body[:MOST_BYTES]).lstrip()
        return Robots(_EVERYTHING if text.startswith("<") else Protego.parse(text), agent)
    if 400 <= status < 500 and status != HTTPStatus.TOO_MANY_REQUESTS:
        return Robots(_EVERYTHING, agent)
    return Robots(_NOTHING, agent, f"answers {status}")
