"""What a source file may say. Every refusal names the file, the id and the key, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.cms import CmsFileError, cms_named
from crawler.model import Source
from crawler.territories import zones_of

WATCH_KINDS = ("feed", "listing", "sitemap", "wp-json")
SOURCE_KINDS = ("news", "government", "technopark", "agency", "association", "university")
CONFIDENCES = ("confirmed", "inferred", "unknown")
LONGEST_DELAY = 3600.0  # seconds
_CHOOSING = ("listing", "sitemap")  # kinds of watching that take item
_REQUIRED = ("id", "name", "homepage", "country", "timezone", "watch")
_TEXT: tuple[tuple[type, ...], str] = ((str,), "text in quotes")
_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "id": _TEXT,
    "name": _TEXT,
    "homepage": _TEXT,
    "country": _TEXT,
    "timezone": _TEXT,
    "watch": ((list,), "one or more [[source.watch]] tables"),
    "cms": _TEXT,
    "languages": ((list,), 'a list of ISO 639-1 codes, e.g. ["ko", "en"]'),
    "tell_archive": ((bool,), "true or false"),
    "delay": ((int, float), f"a number of seconds from 0 to {LONGEST_DELAY:.0f}"),
    "kind": _TEXT,
    "confidence": _TEXT,
    "checked": ((str, date), "a date, e.g. 2026-09-14"),
    "evidence": _TEXT,
    "note": _TEXT,
}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)  # NUL is no text for PostgreSQL, the rest none for a person
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
# A repeated group that is nothing but something repeated: every way to cut the text is tried, which never ends.
_ENDLESS = re.compile(r"\((?:\?:)?(?:\[[^\]]*\]|\\[A-Za-z]|[\w.])[*+]\)[*+]")


class SourceFileError(ValueError):
    """A source file that cannot be used; the message says where and what to do."""


def check_block(block: Mapping[str, Any], where: str) -> None:
    """Check which keys a block has, and their types. Raises SourceFileError."""
    unknown = set(block) - set(_TYPES)
    if unknown:
        raise SourceFileError(f"{where}: unknown key{_list(unknown)}; known: {', '.join(_TYPES)}")
    missing = [key for key in _REQUIRED if key not in block]
    if missing:
        raise SourceFileError(f"{where}: missing key{_list(missing)}")
    for key, value in block.items():
        types, wanted = _TYPES[key]
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise SourceFileError(f"{where}: {key} must be {wanted}")
        if isinstance(value, str) and (not value.strip() or _UNPRINTABLE.search(value)):
            raise SourceFileError(f"{where}: {key} is blank or holds control characters")


def iso_date(value: object, where: str) -> str | None:
    """Return the date of `checked` as text (ISO 8601), whether it was written as a TOML date or in quotes."""
    try:
        if isinstance(value, datetime):
            raise ValueError
        return date.fromisoformat(str(value)).isoformat() if value is not None else None
    except ValueError as error:
        raise SourceFileError(f"{where}: checked must be a whole date, e.g. 2026-09-14") from error


def check_source(source: Source, where: str) -> None:
    """Check the values of a source; those of its ways have been checked. Raises SourceFileError."""
    if not _ID.fullmatch(source.id):
        raise SourceFileError(f"{where}: id must be 2 to 63 lower-case letters, digits and '-'")
    if "\n" in source.name:
        raise SourceFileError(f"{where}: name must be one line")
    _check_place(source, where)
    _check_word("kind", source.kind, SOURCE_KINDS, where)
    _check_word("confidence", source.confidence, CONFIDENCES, where)
    if source.cms is not None:
        _check_cms(source.cms, where)
    if not all(isinstance(code, str) and re.fullmatch("[a-z]{2}", code) for code in source.languages):
        raise SourceFileError(f"{where}: languages must be {_TYPES['languages'][1]}")
    if not 0 <= source.delay <= LONGEST_DELAY:  # NaN is not, either
        raise SourceFileError(f"{where}: delay must be {_TYPES['delay'][1]}")
    check_address("homepage", source.homepage, where)
    _check_ways([way.url for way in source.watch], where)


def check_way(way: object, where: str) -> dict[str, Any]:
    """Check one way of watching and return its keys. Raises SourceFileError."""
    if not isinstance(way, dict) or set(way) - {"kind", "url", "item", "link"} or "url" not in way:
        raise SourceFileError(
            f"{where}: [[source.watch]] takes kind, url, item (listings, sitemaps) and link (listings)"
        )
    if way.get("kind") not in WATCH_KINDS:
        raise SourceFileError(f"{where}: watch kind must be one of {', '.join(WATCH_KINDS)}")
    check_address("url", way["url"], where)
    if "item" in way and way["kind"] not in _CHOOSING:
        raise SourceFileError(f"{where}: a {way['kind']} takes no item; leave it out")
    if "link" in way and (way["kind"] != "listing" or "item" not in way):
        raise SourceFileError(f"{where}: link belongs to a listing whose item finds the id in a script link")
    if "item" in way:
        groups = _pattern(way["item"], where).groups
        if "link" in way:
            _check_link(way["link"], groups, where)
    return way


def check_address(key: str, url: object, where: str) -> None:
    """Check that something is an absolute http(s) address. Raises SourceFileError."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or re.search(r"[\s\x00-\x1f\x7f-\x9f\\]", str(url)):
        raise SourceFileError(
            f"{where}: {key} '{url}' is not an http(s) address; it begins with https:// and a blank is %20"
        )


def _check_place(source: Source, where: str) -> None:
    if not re.fullmatch(r"[A-Z]{2}", source.country):
        raise SourceFileError(f"{where}: country must be two capital letters (ISO 3166), e.g. 'KR'")
    if not zones_of(source.country):
        raise SourceFileError(f"{where}: there is no country '{source.country}' (ISO 3166; the UK is 'GB')")
    try:
        ZoneInfo(source.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SourceFileError(
            f"{where}: unknown timezone '{source.timezone}'; write an IANA name, e.g. 'Asia/Seoul'"
        ) from error


def _check_word(key: str, word: str | None, known: Iterable[str], where: str) -> None:
    if word is not None and word not in known:
        raise SourceFileError(f"{where}: {key} must be one of {', '.join(known)}")


def _check_cms(name: str, where: str) -> None:
    try:
        cms_named(name)
    except CmsFileError as error:
        raise SourceFileError(f"{where}: cms: {error}") from error


def _check_ways(urls: list[str], where: str) -> None:
    if not urls:
        raise SourceFileError(f"{where}: give at least one [[source.watch]]")
    twice = next((url for url in urls if urls.count(url) > 1), None)
    if twice:
        raise SourceFileError(f"{where}: two [[source.watch]] have the url {twice}; leave one out")


def _pattern(item: object, where: str) -> re.Pattern[str]:
    if not isinstance(item, str) or not item:
        raise SourceFileError(f"{where}: item must be a regular expression for article URLs, in quotes")
    if endless := _ENDLESS.search(item):
        raise SourceFileError(f"{where}: item would take for ever: repeat once in '{endless[0]}', not twice")
    try:
        return re.compile(item)
    except (re.error, OverflowError, RecursionError) as error:
        raise SourceFileError(f"{where}: item is not a regular expression: {error}") from error


def _check_link(link: object, groups: int, where: str) -> None:
    check_address("link", link, where)
    numbers = [int(number) for number in _PLACEHOLDER.findall(str(link))]
    if not numbers or re.search(r"[{}]", _PLACEHOLDER.sub("", str(link))):
        raise SourceFileError(f"{where}: link must say where the id goes, as {{1}}: '…/view?id={{1}}'")
    if not all(1 <= number <= groups for number in numbers):
        raise SourceFileError(f"{where}: link asks for {{{max(numbers)}}}, but item has {groups} groups: ( )")


def _list(names: Iterable[str]) -> str:
    return f" {', '.join(sorted(names))}" if names else ""
