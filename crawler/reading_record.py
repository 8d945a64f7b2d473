"""One line of `read --jsonl` -> one record of the contract: every key is there, null where it is not known."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from crawler.identity import identity_of
from crawler.material import Material
from crawler.reading import Reading, reading_of

_LANGUAGE = re.compile(rb"<html[^<>]*\slang=['\"]?([a-z]{2})\b", re.IGNORECASE)
_SAMPLE = 100_000  # bytes in which a page declares its language
_UTC = ZoneInfo("UTC")
_TYPES = {"url": str, "html": str, "html_base64": str, "content_type": str, "published": str, "timezone": str}


class _BadLine(ValueError):
    """What is wrong with a line, for its `error`."""


def read_record(line: Mapping[str, Any], now: datetime | None = None) -> dict[str, Any]:
    """Read the page of one input object (docs/command-line.md, read); `now` is when it was fetched, else the clock's.

    A line that cannot be used gives `{"id": …, "error": …}`; a page that cannot be read has the status `failed`.
    """
    try:
        material, zone = _material(line, now or datetime.now(UTC))
    except _BadLine as error:
        return {"id": line.get("id") if isinstance(line, Mapping) else None, "error": str(error)}
    try:
        return {"id": line["id"], **_record(_read(material, zone)), "error": None}
    except Exception as error:  # a page may hold what nobody thought of; the stream goes on
        return failed_record(line, f"{type(error).__name__}: {error}"[:300])


def failed_record(line: Mapping[str, Any], error: str) -> dict[str, Any]:
    """The record of a page that could not be read."""
    return {"id": line.get("id"), **dict.fromkeys(_KEYS), "status": "failed", "truncated": False, "error": error}


_KEYS = (
    "status", "reason", "title", "text", "translation", "items", "language", "published_at", "date_precision",
    "date_origin", "modified_at", "author", "site_name", "canonical_url", "identity", "truncated",
)  # fmt: skip


def _record(reading: Reading) -> dict[str, Any]:
    article, refusal = reading.article, reading.refusal
    dated = article.published
    values = (
        "not_article" if refusal else "bundle" if reading.items else "article",
        refusal.reason if refusal else None,
        article.title,
        article.text or None,
        article.translation,
        [{"title": item.title, "text": item.text} for item in reading.items] or None,
        article.language,
        dated.at.isoformat() if dated else None,
        dated.precision.value if dated else None,
        dated.origin.value if dated else None,
        article.modified_at.isoformat() if article.modified_at else None,
        article.author,
        article.site_name,
        article.canonical_url,
        article.identity,
        article.truncated,
    )
    return dict(zip(_KEYS, values, strict=True))


def _read(material: Material, zone: ZoneInfo | None) -> Reading:
    """Read a page in a zone; where none is known, in that of the text's language, which the first reading tells."""
    reading = reading_of(replace(material, zone=zone or _UTC))
    told = None if zone else _zone_of(_territory(reading.article.language))
    return reading_of(replace(material, zone=told)) if told else reading


def _material(line: Mapping[str, Any], now: datetime) -> tuple[Material, ZoneInfo | None]:
    if not isinstance(line, Mapping):
        raise _BadLine("a line must be a JSON object")
    if line.get("id") is None:
        raise _BadLine("'id' is missing")
    for key, kind in _TYPES.items():
        if line.get(key) is not None and not isinstance(line[key], kind):
            raise _BadLine(f"'{key}' must be a string")
    url = str(line.get("url") or "")
    if not _is_address(url):
        raise _BadLine("'url' must be an http(s) address")
    body, content_type = _body(line), line.get("content_type")
    zone = _zone(line.get("timezone")) or _usual_zone(url, body)
    identity = identity_of(url)
    return Material(url, body, _UTC, now, content_type, published=line.get("published"), identity=identity), zone


def _is_address(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _body(line: Mapping[str, Any]) -> bytes:
    encoded, text = line.get("html_base64"), line.get("html")
    if encoded is None and text is None:
        raise _BadLine("'html' or 'html_base64' is missing")
    if encoded is None:
        return str(text).encode("utf-8", "replace")
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _BadLine(f"'html_base64' is not base64: {error}") from error


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _BadLine(f"'timezone' must be an IANA name such as 'Asia/Seoul', not '{name}'") from error


def _usual_zone(url: str, body: bytes) -> ZoneInfo | None:
    """Guess the zone of a page whose source is not known: its country's, by domain, else by declared language."""
    top = (urlsplit(url).hostname or "").rpartition(".")[2].upper().replace("UK", "GB")
    declared = _LANGUAGE.search(body[:_SAMPLE])
    return _zone_of(top) or _zone_of(_territory(declared[1].decode().lower() if declared else None))


@cache
def _zone_of(territory: str) -> ZoneInfo | None:
    """Return the zone of a country; one with several has none that could be meant without saying so."""
    zones = get_global("territory_zones").get(territory, [])
    offsets = {datetime(2020, 1, 1, tzinfo=ZoneInfo(name)).utcoffset() for name in zones}
    return ZoneInfo(zones[0]) if len(offsets) == 1 else None


def _territory(language: str | None) -> str:
    likely: str = get_global("likely_subtags").get(language or "", "")
    return likely.rpartition("_")[2]
