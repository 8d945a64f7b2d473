"""Zones as feeds write them: offsets, UTC and its names, and the abbreviations that mean one thing only."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

NOT_A_ZONE: Final = timezone(timedelta(0), "not a zone")  # letters that name no zone we know
# Hours east of UTC. North American ones are RFC 822's; the others are used by news sites though no standard has them.
_HOURS = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "KST": 9, "JST": 9, "ICT": 7, "HKT": 8, "SGT": 8, "CET": 1,
    "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "BST": 1, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "MSK": 3, "TRT": 3, "WIB": 7, "AEST": 10, "AEDT": 11,
}  # fmt: skip
# North American pages leave it to the reader whether it is summer.
_PLACES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
_WRITTEN = re.compile(r"\(?(?P<name>[A-Z]{0,5})\)?\s?(?:(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?)?")


def written_zone(written: str | None, local: ZoneInfo, day: datetime) -> tzinfo | None:
    """Return the zone `written` names, None if nothing is written, NOT_A_ZONE if it is not known.

    `GMT+7` is seven hours ahead of UTC, as people mean it (POSIX means the opposite). A name that the `local` zone
    uses on that `day` is the local zone.
    """
    found = _WRITTEN.fullmatch(written.strip()) if written else None
    if found is None or not found[0]:
        return None
    name, sign = found["name"], found["sign"]
    if sign:
        ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        return NOT_A_ZONE if ahead >= timedelta(hours=15) else timezone(ahead if sign == "+" else -ahead)
    if name == day.replace(tzinfo=local).tzname():
        return local
    if name in _PLACES:
        return ZoneInfo(_PLACES[name])
    return timezone(timedelta(hours=_HOURS[name])) if name in _HOURS else NOT_A_ZONE
