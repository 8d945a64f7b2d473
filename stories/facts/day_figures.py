"""The days a story names, each with what speaks for and against its being the day it happened, as named figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import log1p

from stories.facts.date_words import date_words
from stories.facts.dated import Written, days_written
from stories.facts.dateline import stands_in_dateline
from stories.facts.days import readings
from stories.facts.lexicon import Lexicon
from stories.facts.telling import EVENTS, Sentence, Telling
from stories.model import Kind, Status

_MOST_SENTENCES = 60  # what stands further down dates nothing that a story begins with
_FRESH = timedelta(days=10)  # a dateline older than this was not the text's own
_LEANING = 2  # sentences over which "on this occasion" reaches back
_DAY, _WEEK, _MONTH = 1, 7, 31
_PAPERS = frozenset({Kind.MOU, Kind.LETTER_OF_INTENT, Kind.AGREEMENT, Kind.SISTER_CITY})
_CLAUSE_END = re.compile(r"[,;:、，；—–()（）“”\"«»「」]")


@dataclass(frozen=True, slots=True)
class Named:
    """A day that a sentence names, by one of the ways to read it."""

    day: date
    written: Written
    sentence: Sentence
    today: date  # of the text: its dateline, else the publication, else the day itself
    first: bool  # of all that the story names

    @property
    def ago(self) -> int:
        """Days before the day of the text; negative for what is to come."""
        return (self.today - self.day).days


def named_days(words: Lexicon, told: Telling, published: date | None) -> Iterator[Named]:
    """Every day that the body names, but datelines and deadlines."""
    today, before, first = published, None, True
    for sentence, written in _written(words, told):
        days = readings(written, today, before)
        before = days[0] if days else before
        if "posted" in written.marks or stands_in_dateline(words, sentence.text, written.start, written.end):
            today = days[0] if days and _is_its_own(written, days[0], published) else today
        elif "deadline" not in written.marks:
            yield from (Named(day, written, sentence, today or day, first) for day in days)
            first = first and not days


def figures_of(words: Lexicon, told: Telling, status: Status | None, named: Named) -> dict[str, float]:
    """What speaks for and against a day; the weights say how much (stories/facts/day_weights.toml)."""
    announced = "announced" in named.written.marks
    says = _of_announcing(words, told, status, named) if announced else _of_acts(words, named)
    return {**_of_standing(words, told, named), **says, **_of_coming(words, status, named), **_of_age(named)}


def _written(words: Lexicon, told: Telling) -> Iterator[tuple[Sentence, Written]]:
    language = date_words(words.language)
    for sentence in told.body[:_MOST_SENTENCES]:
        yield from ((sentence, written) for written in days_written(language, sentence.text))


def _is_its_own(written: Written, day: date, published: date | None) -> bool:
    """Whether a dateline's day is that of the text, by which "today" and "Monday" are read."""
    return written.day is not None and (published is None or published - _FRESH <= day <= published)


def _of_standing(words: Lexicon, told: Telling, named: Named) -> dict[str, float]:
    """Where it stands towards the sentences that tell the event."""
    index, main = named.sentence.index, [sentence.index for sentence in told.main]
    away = min((index - telling for telling in main), key=abs, default=0)
    leans = bool(main) and bool(words.marks["same_day"].search(told.main[0].text))
    return {
        "any": 1.0,
        "first": float(named.first and "announced" not in named.written.marks),
        "late": log1p(index),
        "told": float(index in main),
        "before_told": log1p(max(0, -away)),
        "after_told": log1p(max(0, away)),
        "leant_on": float(leans and 0 < main[0] - index <= _LEANING),
        "starting": float("starting" in named.written.marks),
        "idle_today": float(named.written.relative == 0 and not named.sentence.events),  # "nowadays"
    }


def _of_acts(words: Lexicon, named: Named) -> dict[str, float]:
    """What is done on it, by the words of its sentence and of its clause."""
    text, clause = named.sentence.text, _clause(named)
    acts = [words.acts[name] for name in ("signed", "founded", "visited")] + [words.marks["held"]]
    papers = (words.kinds[kind] for kind in EVENTS if kind is not Kind.INTENT)
    return {
        "tells": float(bool(named.sentence.events)),
        "signed": float(bool(words.acts["signed"].search(text))),
        "founded": float(bool(words.acts["founded"].search(text))),
        "held": float(bool(words.marks["held"].search(text))),
        "paper": float(any(pattern.search(text) for pattern in papers)),
        "clause_acts": float(any(pattern.search(clause) for pattern in acts)),
    }


def _of_announcing(words: Lexicon, told: Telling, status: Status | None, named: Named) -> dict[str, float]:
    """A day of announcing: of a wish, a founding or an end it may be the day; a paper was signed before."""
    return {
        "announced": 1.0,
        "announced_signed": float(bool(words.acts["signed"].search(named.sentence.text))),
        "announced_paper": float(told.kind in _PAPERS),
        "announced_wish": float(status is Status.PLANNED),
        "announced_end": float(status is Status.ENDED),
    }


def _of_coming(words: Lexicon, status: Status | None, named: Named) -> dict[str, float]:
    """Whether it is ahead and whether its sentence, its clause and the story tell of what is to come."""
    text, upcoming = named.sentence.text, date_words(words.language).upcoming
    wish, comes = status is Status.PLANNED, bool(upcoming.search(_clause(named)))
    planned = bool(words.marks["planned"].search(text)) and not words.marks["approved"].search(text)
    ahead, soon = named.ago < 0, bool(upcoming.search(text))
    return {
        "planned": float(planned),
        "upcoming": float(soon),
        "ahead": float(ahead),
        "far_ahead": float(named.ago < -_MONTH),
        "ahead_upcoming": float(ahead and soon),
        "ahead_planned": float(ahead and planned),
        "ahead_wish": float(ahead and wish),
        "ahead_clause": float(ahead and comes),
        "past_wish": float(named.ago > 0 and comes and planned and wish),
    }


def _of_age(named: Named) -> dict[str, float]:
    return {
        "today": float(named.ago == 0),
        "yesterday": float(named.ago == _DAY),
        "this_week": float(_DAY < named.ago <= _WEEK),
        "months_ago": float(named.ago > _MONTH),
    }


def _clause(named: Named) -> str:
    text, written = named.sentence.text, named.written
    start = max((mark.end() for mark in _CLAUSE_END.finditer(text, 0, written.start)), default=0)
    end = _CLAUSE_END.search(text, written.end + 1)  # one more: "on the 8th, the city signed"
    return text[start : end.start() if end else len(text)]
