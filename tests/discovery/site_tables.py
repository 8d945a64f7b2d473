"""The tables of the generated web's sites (TOML), completed by what their families and all sites have."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SKINS = HERE / "skins"
KNOWN = HERE / "sites" / "known.toml"
HELD_OUT = HERE / "held_out" / "held_out.toml"
NOW = datetime(2026, 5, 14, 3, 0, tzinfo=UTC)  # when all of it is looked at


@dataclass(frozen=True, slots=True)
class Expect:
    """What discovery has to find out about a site."""

    outcome: str  # "added" | "refused"
    words: tuple[str, ...] = ()  # signs that a refusal may have
    cms: tuple[str, ...] = ()  # names that the finding may have; "generic" also stands for none; empty: any
    shows: int = 0  # how many of the newest articles the site's best way shows
    sections: tuple[str, ...] = ()  # watching any one of these is right; empty: all of them are one
    link_template: bool = False  # "refused" is right, too, if the sentence or a reason asks for a link template
    given: bool = False  # country and time zone cannot be seen and are given to discovery


@dataclass(frozen=True, slots=True)
class WebSite:
    """One site of the generated web: its table, completed by what its family says."""

    host: str
    values: Mapping[str, Any]
    expect: Expect

    @property
    def origin(self) -> str:
        """Scheme and host."""
        return f"{self.values['scheme']}://{self.host}"

    @property
    def start(self) -> str:
        """The address that a user would give."""
        return str(self.values.get("start", f"{self.origin}/"))

    @property
    def hosts(self) -> tuple[str, ...]:
        """All host names that belong to it."""
        return (self.host, *self.values["mirrors"], *self.values["redirects"])


def read_sites(file: Path) -> list[WebSite]:
    """Read the tables of a file."""
    return [_site(table) for table in tomllib.loads(file.read_text(encoding="utf-8"))["site"]]


def _site(table: Mapping[str, Any]) -> WebSite:
    given = dict(table)
    expect = {key: tuple(v) if isinstance(v, list) else v for key, v in given.pop("expect").items()}
    values: dict[str, Any] = {}
    for family in ("_default", given["family"]):
        defaults = SKINS / family / "defaults.toml"
        values |= tomllib.loads(defaults.read_text(encoding="utf-8")) if defaults.exists() else {}
    values |= given
    values["html_lang"] = values["html_lang"] or values["language"]
    values = _filled(_filled(values, values), values)
    return WebSite(values["host"], values, Expect(**expect))


def _filled(value: Any, values: Mapping[str, Any]) -> Any:
    """Put other values in where <their name> stands."""
    if isinstance(value, dict):
        return {key: _filled(part, values) for key, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, values) for part in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"<([a-z]\w+)>", lambda found: str(values.get(found[1], found[0])), value)
