"""How a language writes days: the tables [facts.dates] of its file, compiled once, and the names of the CLDR."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale

from stories.facts.small_letters import AnyCase, any_case
from stories.languages import section


@dataclass(frozen=True, slots=True, eq=False)  # one a language: compared and hashed as itself
class DateWords:
    """Patterns and names, in lower case; keys as in the language files."""

    written: AnyCase  # a number behind each group's name says which pattern it belongs to
    months: Mapping[str, int]  # 1..12
    weekdays: Mapping[str, int]  # 0 = Monday
    eras: Mapping[str, int]  # the year before the first of an era
    relative: Mapping[str, int]  # days from the day of the text
    leaning: Mapping[str, int]  # days from the day that stands before it in the text
    upcoming: AnyCase  # a sentence that tells what is to come
    before: Mapping[str, AnyCase]  # what a day is by what ends right before it
    behind: Mapping[str, AnyCase]  # and by what begins right behind it


@cache
def date_words(language: str) -> DateWords:
    """The words of a language that has a file. Raises KeyError for any other."""
    table = section(language, "facts")["dates"]
    months = {**_months(language), **table["months"]}
    weekdays = {**_weekdays(language), **table["weekdays"]}
    names = {"month": months, "weekday": weekdays, "era": table["eras"]}
    return DateWords(
        written=_written(table, {**names, "relative": table["relative"], "leaning": table["leaning"]}),
        months=months,
        weekdays=weekdays,
        eras=table["eras"],
        relative=table["relative"],
        leaning=table["leaning"],
        upcoming=any_case(_any(table["upcoming"])),
        before={name: any_case(f"(?:{_any(words)})$") for name, words in table["before"].items()},
        behind={name: any_case(_any(words)) for name, words in table["behind"].items()},
    )


def _months(language: str) -> dict[str, int]:
    formats = Locale(language).months["format"]
    return {n.rstrip(".").lower(): int(i) for width in ("wide", "abbreviated") for i, n in formats[width].items()}


def _weekdays(language: str) -> dict[str, int]:
    return {name.lower(): int(i) for i, name in Locale(language).days["format"]["wide"].items()}


def _written(table: Mapping[str, Any], names: Mapping[str, Mapping[str, int]]) -> AnyCase:
    longest_first = {key: sorted(map(re.escape, words), key=len, reverse=True) for key, words in names.items()}
    parts = []
    for number, template in enumerate(table["patterns"]):
        for key, words in longest_first.items():
            template = template.replace(f"{{{key}}}", _any(words))
        parts.append(re.sub(r"\(\?P<(\w+?)>", rf"(?P<\g<1>{number}>", template))
    return any_case(_any(parts))


def _any(patterns: list[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)"
