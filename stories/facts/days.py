"""The days that a written date can mean, seen from the day of the text."""

from __future__ import annotations

from datetime import date, timedelta

from stories.facts.dated import Written

_WEEK = 7
_MONTHS = 12
_LEEWAY = timedelta(days=1)  # of time zones: what is tomorrow here was today where it was written


def readings(written: Written, today: date | None, before: date | None) -> tuple[date, ...]:
    """The latest such day and the next; only one where the text says which. Without `today` only a whole date.

    `today` is the day of the text, `before` the day that stands before in it.
    """
    if written.year and written.month and written.day:
        return _known(_day(written.year, written.month, written.day))
    if written.leaning is not None:
        leant_on = before or (today if written.leaning else None)  # "the day before" of no other day: yesterday
        return _known(leant_on and leant_on + timedelta(days=written.leaning))
    if today is None:
        return ()
    if written.relative is not None:
        return (today + timedelta(days=written.relative),)
    if written.day is None:
        return _weekdays(written, today)
    return _numbered(written, today)


def _weekdays(written: Written, today: date) -> tuple[date, ...]:
    if written.weekday is None:
        return ()
    if written.shift:
        monday = today - timedelta(days=today.weekday())
        return (monday + timedelta(days=_WEEK * written.shift[1] + written.weekday),)
    ago = (today.weekday() - written.weekday) % _WEEK
    latest = today - timedelta(days=ago or (_WEEK if written.past else 0))
    return _chosen(written, latest, today + timedelta(days=_WEEK - ago))


def _numbered(written: Written, today: date) -> tuple[date, ...]:
    """A day of which the year, or the year and the month, are left out."""
    days = _of_years(written, today) if written.month else _of_months(written, today)
    if written.shift:
        return _known(days[1 + written.shift[1]])
    fitting = [day for day in _known(*days) if written.weekday in (None, day.weekday())] or list(_known(*days))
    latest = max((day for day in fitting if day <= today + _LEEWAY), default=None)
    following = min((day for day in fitting if day > today), default=None)
    return _chosen(written, latest, following)


def _of_years(written: Written, today: date) -> list[date | None]:
    return [_day(today.year + step, written.month or 1, written.day or 1) for step in (-1, 0, 1)]


def _of_months(written: Written, today: date) -> list[date | None]:
    months = [today.year * _MONTHS + today.month - 1 + step for step in (-1, 0, 1)]
    return [_day(number // _MONTHS, number % _MONTHS + 1, written.day or 1) for number in months]


def _chosen(written: Written, latest: date | None, following: date | None) -> tuple[date, ...]:
    if written.past or written.ahead:
        return _known(latest if written.past else following)
    return _known(latest, None if following == latest else following)


def _known(*days: date | None) -> tuple[date, ...]:
    return tuple(day for day in days if day is not None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
