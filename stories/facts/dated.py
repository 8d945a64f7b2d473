"""The days that a sentence names, as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from stories.facts.date_words import DateWords

_SIDE = 140  # characters beside a day that can say what it is
_STEPS = {"last": -1, "this": 0, "next": 1}
_SHIFTS = {f"{way}{unit}": (unit, step) for unit in ("week", "month", "year") for way, step in _STEPS.items()}
_MOST = {"year": 9999, "month": 12, "day": 31}
_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九十")} | {
    "元": 1
}  # 元: an era's first year


@dataclass(frozen=True, slots=True)
class Written:
    """A day as written: what it names of year, month, day and weekday, or how many days from another."""

    start: int  # characters of the sentence
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 = Monday
    relative: int | None = None  # days from the day of the text
    leaning: int | None = None  # days from the day that stands before it in the text
    shift: tuple[str, int] | None = None  # from the week, month or year of the text: ("month", -1)
    past: bool = False  # "last Friday"
    ahead: bool = False  # "next Friday"
    marks: frozenset[str] = frozenset()  # what stands beside it: posted, announced, deadline, starting


@lru_cache(maxsize=512)  # a story's sentences are asked several times
def days_written(words: DateWords, text: str) -> tuple[Written, ...]:
    """The days that a sentence names, in order; what is no month, day or numeral is left out."""
    return tuple(_days_written(words, text))


def _days_written(words: DateWords, text: str) -> Iterator[Written]:
    for match in words.written.finditer(text):
        said = {name.rstrip("0123456789"): value.lower() for name, value in match.groupdict().items() if value}
        written = _written(words, said, match.span(), _marks(words, text, *match.span()))
        if written is not None:
            yield written


def _marks(words: DateWords, text: str, start: int, end: int) -> frozenset[str]:
    before, behind = text[max(0, start - _SIDE) : start], text[end : end + _SIDE]
    marks = {name for name, pattern in words.before.items() if pattern.search(before)}
    return frozenset(marks | {name for name, pattern in words.behind.items() if pattern.match(behind)})


def _written(
    words: DateWords, said: Mapping[str, str], span: tuple[int, int], marks: frozenset[str]
) -> Written | None:
    numbers = {name: _number(words, name, said[name]) for name in _MOST if name in said}
    if None in numbers.values():
        return None
    year = numbers.get("year")
    return Written(
        *span,
        year=year + words.eras[said["era"]] if year and "era" in said else year,
        month=numbers.get("month"),
        day=numbers.get("day"),
        weekday=words.weekdays[said["weekday"]] if "weekday" in said else None,
        relative=words.relative[said["relative"]] if "relative" in said else None,
        leaning=words.leaning[said["leaning"]] if "leaning" in said else None,
        shift=next((shift for name, shift in _SHIFTS.items() if name in said), None),
        past="past" in said,
        ahead="next" in said,
        marks=marks,
    )


def _number(words: DateWords, name: str, text: str) -> int | None:
    """A numeral or the name of a month, if a calendar has it: "8", "1er", "十九", "März"."""
    if name == "month" and text in words.months:
        return words.months[text]
    digits = text.removesuffix("er")
    number = int(digits) if digits.isdecimal() else _in_characters(text)
    return number if number and number <= _MOST[name] else None


def _in_characters(text: str) -> int | None:
    tens, ten, units = text.rpartition("十")
    if set(text) - _NUMERALS.keys() or len(tens) > 1 or len(units) > 1:
        return None
    return (_NUMERALS.get(tens, 1) * _NUMERALS["十"] if ten else 0) + _NUMERALS.get(units, 0)
