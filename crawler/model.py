"""The nouns of watching, in the order they flow: Source -> Entry -> Page (-> stories.model.Article)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Watch:
    """One way to watch a source. `kind` is a kind of watching; a kind has one spider."""

    kind: str  # "feed" | "listing" | "sitemap" | "wp-json"
    url: str
    item: str | None = None  # regular expression that an article URL matches in full; listing, sitemap
    link: str | None = None  # listing whose links are scripts: the article URL, with {1} for group 1 of `item`


@dataclass(frozen=True, slots=True)
class Source:
    """A place that announces news, as one block of a source file says."""

    id: str
    name: str
    homepage: str
    country: str  # ISO 3166-1 alpha-2
    timezone: str  # IANA
    watch: tuple[Watch, ...]  # in order of preference
    cms: str | None = None  # name of a file in seeds/cms
    languages: tuple[str, ...] = ()
    tell_archive: bool = False  # tell what the first sight finds, instead of storing it as the baseline
    delay: float = 2.0  # seconds between two requests to the host
    kind: str | None = None  # news | government | technopark | agency | association | university
    confidence: str | None = None  # confirmed | inferred | unknown: how sure the first way of watching is
    checked: str | None = None  # ISO date of the evidence
    evidence: str | None = None  # where the address was seen
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a source says about one article before it is read."""

    url: str  # newest complete fetch URL
    identity: str  # crawler.identity.identity_of(url)
    title: str | None = None
    published: str | None = None  # raw, as the feed or the list row writes it
    published_origin: str = "feed"  # a stories.model.DateOrigin: "feed" | "list_row"
    content: str | None = None  # HTML that the feed carries
    position: int = 0  # place in the feed or list


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one response, where from and when."""

    url: str  # as asked
    final_url: str  # after redirects
    status: int
    headers: tuple[tuple[str, str], ...]  # names in lower case
    body: bytes
    fetched_at: datetime  # aware
    truncated: bool = False  # the size cap cut it

    @property
    def content_type(self) -> str | None:
        """The Content-Type header as sent, or None."""
        return dict(self.headers).get("content-type")


@dataclass(frozen=True, slots=True)
class Validators:
    """What lets the next visit be answered by 304 or be recognised as unchanged (RFC 9110 section 13)."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class VisitReport:
    """How one visit to a source went."""

    source_id: str
    outcome: str  # ok | not_modified | unchanged | empty | robots | refused | unreachable | http_error | unreadable
    watch_url: str | None = None
    validators: Validators = field(default_factory=Validators)
    entries: int = 0  # entries that the source announced
    fetched: int = 0  # article pages fetched
    requests: int = 0  # requests sent, robots.txt included
    status: int | None = None  # HTTP status of the watch URL
    detail: str | None = None  # one sentence a person understands
    retry_after: datetime | None = None
    sign: str | None = (
        None  # what the answer showed of the source's health: a word of docs/health.md, None if nothing
    )
    newest: datetime | None = None  # of the announced articles, as far as they have dates
    moments: tuple[datetime, ...] = ()  # of those that have a time of day, the oldest first
    window: float | None = None  # seconds from the oldest announced article to the newest
    hint: float | None = None  # seconds until the server wants to be asked again
    moved_to: str | None = None  # where a permanent redirect of the watch URL leads


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """How this installation fetches; the same for every source."""

    user_agent: str  # product token and contact, e.g. "pactwatch/0.1 (+mailto:press@example.org)"
    proxy: str | None = None  # http://host:port that every request goes through
    ca_file: Path | None = None  # PEM of certificate authorities trusted instead of the system's
    allow_networks: tuple[IPv4Network | IPv6Network, ...] = ()  # opened by hand; the guard refuses non-public ones
    delay: float | None = None  # seconds between requests to a host, instead of each source's own
    max_bytes: int = 8 * 2**20  # of a decompressed response
    timeout: float = 30.0  # seconds, total for one response
    honour_reservations: bool = True  # what is reserved against text and data mining is not read
