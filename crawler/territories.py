"""Host name -> the country and the time zone that its top-level domain stands for, as far as that can be told."""

from __future__ import annotations

from typing import NamedTuple

from babel.core import get_global

# Top-level domains that are sold as words: who has one is anywhere.
_GENERIC = frozenset({"ai", "cc", "cd", "co", "fm", "gg", "io", "la", "ly", "me", "nu", "sh", "to", "tv", "vc", "ws"})
_RENAMED = {"UK": "GB"}  # RFC 1591 takes ISO 3166 names; this one is older
_UNIONS = {"EU": "Europe/Brussels"}  # reserved in ISO 3166; CLDR gives it no zone
# Territories of several clocks where one of them is meant unless another is named: CLDR, supplemental/metaZones.xml,
# primaryZones, which Babel leaves out.
_PRIMARY = {
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MH": "Pacific/Majuro",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}


class Territory(NamedTuple):
    """Where a source is: `country` in two capitals (ISO 3166-1, or EU), `timezone` an IANA name."""

    country: str
    timezone: str | None  # None: the country has several clocks, somebody has to choose


def territory_of(host: str) -> Territory | None:
    """Return what the top-level domain of `host` says (RFC 1591); None for .com and for domains sold as words."""
    label = host.rstrip(".").rpartition(".")[2].lower()
    country = _RENAMED.get(label.upper(), label.upper())
    if label in _GENERIC or not (len(country) == 2 and zones_of(country)):
        return None
    return Territory(country, timezone_of(country))


def timezone_of(country: str) -> str | None:
    """Return the time zone of a country in two capitals; None if it has several clocks or is not known."""
    if known := _UNIONS.get(country) or _PRIMARY.get(country):
        return known
    zones = zones_of(country)
    clocks = {get_global("meta_zones").get(zone, zone) for zone in zones}
    if len(clocks) != 1:
        return None
    well_known = set(get_global("windows_zone_mapping").values())  # of zones with one clock the one others name
    return next((zone for zone in zones if zone in well_known), zones[0])


def zones_of(country: str) -> tuple[str, ...]:
    """Return every IANA time zone of a country in two capitals (CLDR); empty if it is not known."""
    union = _UNIONS.get(country)
    return (union,) if union else tuple(get_global("territory_zones").get(country, ()))
