"""Country and time zone of a new source: as typed, or asked for."""

from __future__ import annotations

import sys
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from crawler.discovery.place import UNKNOWN
from crawler.model import Source
from crawler.territories import timezone_of, zones_of
from scheduler.errors import UsageError


def checked_place(country: str | None, timezone: str | None) -> tuple[str | None, str | None]:
    """Return country and time zone as they were typed, tidied. Raises UsageError for what is none."""
    if country is not None and not zones_of(country.upper()):
        raise UsageError(f"'{country}' is no country: write two letters of ISO 3166, e.g. KR")
    if timezone is not None:
        _check_zone(timezone)
    return country.upper() if country else None, timezone


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"'{name}' is no time zone: write an IANA name, e.g. Asia/Seoul") from error


def placed(source: Source, timezone: str | None, *, yes: bool) -> Source:
    """Ask for country and zone where nothing told them; with `yes` nobody is asked. Raises UsageError."""
    country = source.country
    if country == UNKNOWN:
        why = "nothing tells the country of this site"
        country = _asked("Country (two letters, e.g. KR)", f"{why}: give --country", yes).upper()
        checked_place(country, None)
    zone = timezone or timezone_of(country)
    if zone is None:
        zones = ", ".join(zones_of(country)[:4])
        words = f"Time zone ({zones}, …)"
        zone = _asked(words, f"{country} has several time zones ({zones}, …): give --timezone", yes)
        _check_zone(zone)
    return replace(source, country=country, timezone=zone)


def _asked(question: str, otherwise: str, yes: bool) -> str:
    if yes:
        raise UsageError(otherwise)
    try:
        answer: str = click.prompt(question, err=True)
    except click.Abort as error:
        if sys.stdin.isatty():
            raise
        raise UsageError(otherwise) from error
    return answer
