"""The nouns of a story, in the order they flow: Article -> Verdict + Facts -> Story | Drop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DatePrecision(StrEnum):
    """How exactly a date is known; finer than what was written is never claimed."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


class DateOrigin(StrEnum):
    """Where a publication date was read."""

    FEED = "feed"
    JSON_LD = "json_ld"
    META = "meta"
    LABELLED_LINE = "labelled_line"
    LIST_ROW = "list_row"
    URL = "url"
    TEXT = "text"


class Kind(StrEnum):
    """What happened, as docs/definition.md lists it."""

    MOU = "mou"
    AGREEMENT = "agreement"
    LETTER_OF_INTENT = "letter_of_intent"
    JOINT_RESEARCH = "joint_research"
    JOINT_VENTURE = "joint_venture"
    NETWORK = "network"
    SISTER_CITY = "sister_city"
    DELEGATION = "delegation"
    INTENT = "intent"
    OTHER = "other"


class Status(StrEnum):
    """How far the cooperation has come."""

    PLANNED = "planned"
    SIGNED = "signed"
    UNDER_WAY = "under_way"
    RENEWED = "renewed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment with how exactly it is known and where it was read."""

    at: datetime  # aware; for DAY the local midnight, for MONTH the first local midnight
    precision: DatePrecision
    origin: DateOrigin


@dataclass(frozen=True, slots=True)
class Article:
    """The cleaned text of one page (or of one item of a bundle) with what the page says about it."""

    url: str
    title: str | None
    text: str
    language: str | None = None  # ISO 639-1, of the text
    published: Dated | None = None
    modified_at: datetime | None = None
    author: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    identity: str | None = None
    translation: str | None = None  # machine translation on the same page; never evidence
    truncated: bool = False
    home_country: str | None = None  # ISO 3166-1 alpha-2 of the source: a prior for places, no fact


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that spoke, how much it counted, and the literal words that carried it."""

    rule: str
    weight: float
    quote: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Kept or not, how surely, and why."""

    keep: bool
    score: float  # 0..1
    language: str | None
    reasons: tuple[Reason, ...] = ()
    drop_reason: str | None = None  # the rule that decided against it; None when kept


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation or place that cooperates, as the text writes it."""

    name: str
    country: str | None = None  # ISO 3166-1 alpha-2
    aliases: tuple[str, ...] = ()  # what the story calls it, too


@dataclass(frozen=True, slots=True)
class Place:
    """A place the story names."""

    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Who, what, where, when, and the sentence that proves it; what the text does not give is None or empty."""

    kind: Kind
    status: Status | None
    parties: tuple[Party, ...]
    places: tuple[Place, ...]
    event_date: date | None
    date_precision: DatePrecision | None
    sectors: tuple[str, ...]
    flags: tuple[str, ...]  # subset of future, historical, hypothetical
    evidence: str | None  # a literal substring of text or title
    headline: tuple[tuple[str, str], ...] = ()  # (language, headline), see stories/headlines/


@dataclass(frozen=True, slots=True)
class Drop:
    """Why an item did not become part of a story: expected trouble as a value, never an exception."""

    reason: str  # a stable word, listed in docs/drops.md
    detail: str | None = None
    text: str | None = None  # what text there was


@dataclass(frozen=True, slots=True)
class Story:
    """A kept article with its verdict and facts."""

    article: Article
    verdict: Verdict
    facts: Facts
