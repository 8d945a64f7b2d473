"""The words of headlines: one file a language, all with the same keys; dates by Babel, plurals as CLDR names them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date

from stories.model import DatePrecision, Kind, Status

_NO_STATUS = "unknown"


@dataclass(frozen=True, slots=True)
class Words:
    """What a headline is made of in one language."""

    language: str
    script: str  # that its readers read, as spellings.script_of names it
    joint: str  # between two parties
    _table: Mapping[str, Any]
    _locale: Locale

    def told(self, kind: Kind, status: Status | None) -> str:
        """What happened."""
        return str(self._table["told"][kind][status or _NO_STATUS])

    def when(self, day: date | None, precision: str | None) -> str:
        """The date as exactly as it is known; empty for none."""
        form = "month" if precision == DatePrecision.MONTH else "day"
        return str(format_date(day, self._table[form], self._locale)) if day else ""

    def more(self, number: int) -> str:
        """So many parties that are not named; empty for none."""
        forms = self._table["more"]
        form = forms["one"] if self._locale.plural_form(number) == "one" else forms["other"]
        return str(form).format(n=number) if number else ""

    def composed(self, who: str, what: str, when: str) -> str:
        """The headline; without anybody it begins with what happened."""
        line = str(self._table["by"]).format(who=who, what=what) if who else what[:1].upper() + what[1:]
        return str(self._table["dated"]).format(line=line, when=when) if when else line

    def both(self, read: str, written: str) -> str:
        """A name as it is read, with what is written in another script."""
        return str(self._table["original"]).format(read=read, written=written)

    def placed(self) -> list[tuple[str, str]]:
        """Patterns of a place named with its kind, and how readers say that of its spelling."""
        return [(pattern, form) for pattern, form in self._table["names"]["placed"]]

    def country(self, code: str) -> str | None:
        """The name of a country (ISO 3166-1 alpha-2)."""
        own: str | None = self._table["countries"].get(code)
        return own or self._locale.territories.get(code)


@cache
def supported() -> tuple[str, ...]:
    """The languages that headlines are written in, as ISO 639-1 codes in order."""
    names = (item.name for item in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def table(language: str) -> Mapping[str, Any]:
    """The file of a language. Raises FileNotFoundError for one that has none."""
    return tomllib.loads(files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))


@cache
def bare_forms(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What a sentence does to a name in a language, and what a headline writes instead, in order."""
    rules = table(language)["names"]
    return tuple((_filled(pattern, rules["stems"]), replacement) for pattern, replacement in rules["bare"])


def _filled(pattern: str, stems: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    for name, stem in stems:
        pattern = pattern.replace(name, f"(?:{stem})")
    return re.compile(pattern)


@cache
def abbreviations() -> tuple[tuple[str, str], ...]:
    """What is written shorter where there is no room, in all languages: long and short form."""
    return tuple((long, short) for each in supported() for long, short in table(each)["names"]["short"])


@cache
def words(language: str) -> Words:
    """The words of a language. Raises FileNotFoundError for one that has none."""
    found = table(language)
    return Words(language, found["script"], found["joint"], found, Locale.parse(found["locale"]))
