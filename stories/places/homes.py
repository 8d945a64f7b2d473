"""Where a story is at home: places that no list has, and letters that only one country's papers use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from stories.places import country_of
from stories.places.cities import homes_of
from stories.places.named import context

_ENOUGH = 8  # letters of a country's own, in a title and some sentences


def written_in(texts: Iterable[str]) -> str | None:
    """The country whose own letters a text is written with; None for letters that are used in several."""
    text = "".join(texts)
    counts = {country: sum(map(text.count, letters)) for country, letters in context()["letters"].items()}
    return next((country for country, count in counts.items() if count >= _ENOUGH), None)


def administered(text: str) -> Iterator[str]:
    """Names that no list has, with what administers a place: "Stadt Wehrheim", "滨河市", "햇골시청"."""
    for pattern in _patterns():
        yield from (match["name"] for match in pattern.finditer(text) if not _is_known(match["name"]))


def _is_known(name: str) -> bool:
    """Whether a list has it, with or without the letter that says what it is: it lies where the list says."""
    names = (name, name[:-1])
    return any(country_of(each) or homes_of(each) for each in names)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in context()["administered"])
