"""Country and time zone of a new source: as typed, or asked for."""

from __future__ import annotations

import sys
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import click
from babel.core import get_global

from crawler.discovery.place import UNKNOWN
from crawler.model import Source
from crawler.territories import timezone_of, zones_of
from scheduler.errors import UsageError

_SOME = 7  # time zones, as many as the USA have that people know
_NOTHING = "nothing tells the country of this site"


def checked_place(country: str | None, timezone: str | None) -> tuple[str | None, str | None]:
    """Return country and time zone as they were typed, tidied. Raises UsageError for what is none."""
    if country is not None and not zones_of(country.upper()):
        raise UsageError(f"'{country}' is no country: write two letters of ISO 3166, e.g. KR or GB")
    if timezone is not None:
        _check_zone(timezone)
    return country.upper() if country else None, timezone


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        meant = next((zone for zone in sorted(available_timezones()) if zone.lower() == name.lower()), "Asia/Seoul")
        raise UsageError(f"'{name}' is no time zone: write an IANA name, e.g. {meant}") from error


def refuse_several(country: str | None, timezone: str | None) -> None:
    """Refuse a country of several clocks without a zone, where nobody can be asked. Raises UsageError."""
    if country and not timezone and timezone_of(country) is None:
        raise UsageError(_several(country))


def missing_place(source: Source, timezone: str | None) -> str | None:
    """Return what `add` would ask for, as a sentence; None if all is known."""
    if source.country == UNKNOWN:
        return f"{_NOTHING}: `sources add` asks for it, or give --country"
    return _several(source.country) if timezone is None and timezone_of(source.country) is None else None


def placed(source: Source, timezone: str | None, *, yes: bool) -> Source:
    """Ask for country and zone where nothing told them; with `yes` nobody is asked. Raises UsageError."""
    country = source.country
    if country == UNKNOWN:
        country = _asked("Country (two letters, e.g. KR)", f"{_NOTHING}: give --country", yes).upper()
        checked_place(country, None)
    zone = timezone or timezone_of(country)
    if zone is None:
        zone = _asked(f"Time zone ({_some_zones(country)})", _several(country), yes)
        _check_zone(zone)
    return replace(source, country=country, timezone=zone)


def _several(country: str) -> str:
    return f"{country} has several time zones ({_some_zones(country)}): give --timezone"


def _some_zones(country: str) -> str:
    well_known = set(get_global("windows_zone_mapping").values())
    zones = sorted(zones_of(country), key=lambda zone: zone not in well_known)[:_SOME]
    return ", ".join([*zones, "…"] if len(zones) < len(zones_of(country)) else zones)


def _asked(question: str, otherwise: str, yes: bool) -> str:
    if yes:
        raise UsageError(otherwise)
    try:
        answer: str = click.prompt(question, err=True)
    except click.Abort as error:
        if sys.stdin.isatty():
            raise
        click.echo(err=True)  # the question has no end of its line
        raise UsageError(otherwise) from error
    return answer
