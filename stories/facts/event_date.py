"""The day it happened, resolved against the day of publication; a day of mere announcement or background is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale

from stories.facts.dateline import dateline_end
from stories.facts.lexicon import Lexicon
from stories.facts.telling import Sentence, Telling
from stories.model import Dated, DatePrecision, Status

_WEEK = 7
_NEAR = 8  # sentences in which a paper of another name is still this one


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: what it names of year, month, day and weekday, or how many days from publication."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 = Monday
    away: int | None = None  # days from publication
    months_away: int = 0


def event_date(
    words: Lexicon, told: Telling, status: Status | None, published: Dated | None
) -> tuple[date | None, DatePrecision | None]:
    """The day and its precision, (None, None) when the text gives none; without publication only a whole date."""
    day = published.at.date() if published and published.precision is not DatePrecision.MONTH else None
    for sentence in _sentences(words, told):
        for written in _dates(words, sentence.text[dateline_end(words, sentence.text) :]):
            found = _resolve(written, day, status is Status.PLANNED and _is_ahead(words, sentence))
            if found is not None:
                return found, DatePrecision.DAY
    return None, None


def _is_ahead(words: Lexicon, sentence: Sentence) -> bool:
    """Whether a sentence's day is still to come: a wish spoken, a plan approved on a day is none for it."""
    return bool(words.marks["planned"].search(sentence.text)) and not words.marks["approved"].search(sentence.text)


def has_date(words: Lexicon, text: str) -> bool:
    """Whether a text names a day."""
    return _pattern(words).search(text) is not None


def _sentences(words: Lexicon, told: Telling) -> Iterator[Sentence]:
    """The telling sentences; then, where they lean on an occasion, the sentence that first dates it."""
    yield from told.main[:3]
    leaning = any(words.marks["same_day"].search(s.text) for s in told.main[:3])
    last = told.main[0].index if told.main else 0
    for sentence in told.body[: max(3, last)]:
        held = words.marks["held"].search(sentence.text)
        if not sentence.background and (leaning or held) and sentence not in told.main:
            yield sentence
    others = (s for s in told.body[:_NEAR] if s.events and not s.background and s not in told.main)
    yield from (s for s in others if words.acts["signed"].search(s.text))


def _dates(words: Lexicon, text: str) -> Iterator[Written]:
    reported = [(m.start(), m.end()) for m in _reported(words).finditer(text)]
    for match in _pattern(words).finditer(text):
        if any(start <= match.start() and match.end() <= end for start, end in reported):
            continue
        written = _written(words, {name.rstrip("0123456789"): v for name, v in match.groupdict().items() if v})
        if written is not None:
            yield written


def _written(words: Lexicon, said: dict[str, str]) -> Written | None:
    relative = said.get("relative")
    if relative:
        return Written(away=words.relative.get(relative.lower()))
    if "weekday" in said:
        return Written(weekday=_weekdays(words.language)[said["weekday"].lower()])
    month = said.get("month")
    number = (
        None if month is None else int(month) if month.isdecimal() else _months(words.language).get(month.lower())
    )
    if month is not None and number is None:
        return None
    year = said.get("year")
    back = -1 if "lastmonth" in said else 1 if "nextmonth" in said else 0
    return Written(int(year) if year else None, number, int(said["day"]), months_away=back)


def _resolve(written: Written, published: date | None, planned: bool) -> date | None:
    if written.year and written.month and written.day:
        return _day(written.year, written.month, written.day)
    if published is None:
        return None
    if written.away is not None:
        return published + timedelta(days=written.away)
    if written.weekday is not None:
        ago = (published.weekday() - written.weekday) % _WEEK
        return published + timedelta(days=(_WEEK - ago) % _WEEK if planned else -ago)
    return _nearest(written, published, planned) if written.day else None


def _nearest(written: Written, published: date, planned: bool) -> date | None:
    """The latest such day up to publication (a day's leeway for time zones); a planned one the next."""
    if written.month:
        years = (published.year - 1, published.year, published.year + 1)
        days = [_day(year, written.month, written.day or 1) for year in years]
    else:
        months = [published.year * 12 + published.month - 1 + shift for shift in (-1, 0, 1)]
        if written.months_away:
            months = [months[1] + written.months_away]
        days = [_day(number // 12, number % 12 + 1, written.day or 1) for number in months]
    known = [day for day in days if day is not None]
    if written.months_away:
        return known[0] if known else None
    if planned:
        return min((day for day in known if day >= published), default=None)
    return max((day for day in known if day <= published + timedelta(days=1)), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months(language: str) -> dict[str, int]:
    """Month names, long and short, in lower case -> 1..12 (CLDR)."""
    formats = Locale(language).months["format"]
    return {n.rstrip(".").lower(): int(i) for width in ("wide", "abbreviated") for i, n in formats[width].items()}


@cache
def _weekdays(language: str) -> dict[str, int]:
    """Weekday names in lower case -> 0 (Monday) .. 6 (CLDR)."""
    return {name.lower(): int(i) for i, name in Locale(language).days["format"]["wide"].items()}


@cache
def _pattern(words: Lexicon) -> re.Pattern[str]:
    return _compile(words, words.dates)


@cache
def _reported(words: Lexicon) -> re.Pattern[str]:
    """A date that belongs to the verb of announcing: "2일 밝혔다", "said on Tuesday that"."""
    return _compile(words, words.reported)


def _compile(words: Lexicon, templates: tuple[str, ...]) -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _months(words.language)), key=len, reverse=True))
    weekday = "|".join(sorted(map(re.escape, _weekdays(words.language)), key=len, reverse=True))
    relative = "|".join(sorted(map(re.escape, words.relative), key=len, reverse=True)) or "(?!)"
    parts = []
    for number, template in enumerate(templates):
        filled = template.replace("{month}", month).replace("{weekday}", weekday).replace("{relative}", relative)
        parts.append(re.sub(r"\(\?P<(\w+?)>", rf"(?P<\g<1>{number}>", filled))
    return re.compile("|".join(f"(?:{part})" for part in parts) or "(?!)", re.IGNORECASE)
