"""The shapes of `judge --jsonl` and `group --jsonl`: one mapping in, one mapping out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from crawler.identity import identity_of
from stories.facts import facts
from stories.judge import judge
from stories.model import Article, Dated, DateOrigin, DatePrecision, Facts, Verdict

Record = dict[str, Any]
_UNKNOWN: Mapping[str, Any] = {
    "kind": None,
    "status": None,
    "headline": None,
    "parties": [],
    "places": [],
    "event_date": None,
    "date_precision": None,
    "sectors": [],
    "flags": [],
    "evidence": None,
}


class RecordError(ValueError):
    """A line that cannot be answered; the message says what is wrong with it."""


def judged(line: Mapping[str, Any]) -> Record:
    """Answer one line of `judge --jsonl`. Raises RecordError."""
    article = article_of(line)
    verdict = judge(article)
    found = facts_record(facts(article, verdict)) if verdict.keep else dict(_UNKNOWN)
    return {
        "id": line.get("id"),
        "keep": verdict.keep,
        "score": round(verdict.score, 4),
        "language": verdict.language,
        **found,
        "reasons": reasons_record(verdict),
        "error": None,
    }


def grouped(line: Mapping[str, Any], number: int) -> Record:
    """Answer a line of `group --jsonl`, the `number`th: one identity, one story. Raises RecordError."""
    url = _text(line, "url")
    key = identity_of(url) if url else f"line {number}"
    why = "same address" if url else "no address: a story of its own"
    return {"id": line.get("id"), "story": key, "why": why, "error": None}


def article_of(line: Mapping[str, Any]) -> Article:
    """The article that a line gives. Raises RecordError."""
    title, text = _text(line, "title"), _text(line, "text")
    if title is None and text is None:
        raise RecordError("give title and text")
    return Article(
        url=_text(line, "url") or "",
        title=title,
        text=text or "",
        language=_text(line, "language"),
        published=_published(_text(line, "published")),
    )


def facts_record(found: Facts) -> Record:
    """Facts as the contract writes them."""
    return {
        "kind": found.kind,
        "status": found.status,
        "headline": dict(found.headline) or None,
        "parties": [{"name": party.name, "country": party.country} for party in found.parties],
        "places": [{"name": place.name, "country": place.country} for place in found.places],
        "event_date": found.event_date.isoformat() if found.event_date else None,
        "date_precision": found.date_precision,
        "sectors": list(found.sectors),
        "flags": list(found.flags),
        "evidence": found.evidence,
    }


def reasons_record(verdict: Verdict) -> list[Record]:
    """Reasons as the contract writes them."""
    return [{"rule": r.rule, "weight": round(r.weight, 3), "quote": r.quote} for r in verdict.reasons]


def _text(line: Mapping[str, Any], key: str) -> str | None:
    value = line.get(key)
    if value is not None and not isinstance(value, str):
        raise RecordError(f"{key} must be a text, not {type(value).__name__}")
    return value


def _published(text: str | None) -> Dated | None:
    if not text:
        return None
    try:
        if len(text) == 10:
            midnight = datetime.combine(date.fromisoformat(text), time.min, UTC)
            return Dated(midnight, DatePrecision.DAY, DateOrigin.FEED)
        at = datetime.fromisoformat(text)
    except ValueError:
        raise RecordError(f"published must be ISO 8601, not '{text[:40]}'") from None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Dated(at, DatePrecision.SECOND, DateOrigin.FEED)
