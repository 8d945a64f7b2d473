"""Dates in the head of an article, whether a label stands before them or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.article_head import columns
from crawler.labelled_lines import OwnLine

_LONGEST = 80  # characters of a line that tells when; what is longer tells more
_MOST_BEFORE = 40  # columns before the day; what says more is a caption
_DAY = re.compile(
    r"(?<![\d.])(?:\d{4}\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,2}|\d{1,2}[-./]\s?\d{1,2}[-./]\s?(?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2}\s?\w{0,2}\.?\s(?:de\s)?[^\W\d]{3,12}\.?,?\s(?:(?:del?|\d{1,2},|năm)\s)?\d{4}|[^\W\d]{3,9}\.?\s\d{1,2},?\s\d{4})"
)
_TIME = re.compile(r"(?:[^\W\d]{2}\s)?\d{1,2}\s?[:：hH時시]\s?\d{2}(?:[:：]\d{2})?(?:\s?[^\W\d]{1,3})?")
_CLOCK = re.compile(r"\d{1,2}\s?[:：hH時시时点]\s?\d{1,2}")
_TIME_BEFORE = re.compile(r"\d{1,2}\s?[:hH]\s?\d{2}(?::\d{2})?[\s,|-]+$")
_CHANGED = re.compile("modif|updat", re.IGNORECASE)
_ENDS = " :：|·-("
_COLON = re.compile(r"[:：]\s*$")
_SENTENCE = re.compile(r"[^\W\d_]{3}.{12,}(?:[^\W\d_]{4}\.|[!?。！？])$")  # no time of day ends so


class Labels(NamedTuple):
    """Words that stand before the date of a publication, and before that of a change."""

    published: Sequence[str]
    changed: Sequence[str]


def dates_in_head(head: Sequence[OwnLine], order: Iterable[int], labels: Labels, certain: bool) -> Iterator[str]:
    """Yield the lines that tell a day, from it on, with the time that stands beside it; not those of changes.

    `order` are their places, the most trusted first. What an element keeps in its title counts as well: a date, or
    the time of its day. Not `certain` are those that may tell another day: behind another label, in a sentence.
    """
    for at in order:
        node, line = head[at]
        days = [text[found.start() :] for text in (line, node.get("title") or "") if (found := _day_in(text))]
        if days and not _is_change(head, at, labels.changed) and _is_certain(head, at, labels.published) == certain:
            yield from (_with_time(node, day, head[at + 1 : at + 2]) for day in reversed(days))


def _is_certain(head: Sequence[OwnLine], at: int, published: Sequence[str]) -> bool:
    line = head[at][1]
    if _SENTENCE.search(line):
        return False
    day = _DAY.search(line)
    before, label = line[: day.start()] if day else "", head[at - 1] if at else None
    if label is not None and label[0].tag in ("th", "dt") and not before:
        before = f"{label[1]}:"
    return not _COLON.search(before) or any(_is_label(before, word) for word in published)


def is_date(line: str) -> bool:
    """Tell whether a line holds a day."""
    return len(line) <= _LONGEST and _day_in(line) is not None


def _day_in(text: str) -> re.Match[str] | None:
    """Find the day in a text, with a time before it: "14:20, 3 November 2026"."""
    found = _DAY.search(text) if len(text) <= _LONGEST else None
    if found is None or columns(text[: found.start()]) > _MOST_BEFORE:
        return None
    before = _TIME_BEFORE.search(text[: found.start()])
    return re.compile(r".*", re.DOTALL).match(text, before.start()) if before else found


def _with_time(node: HtmlElement, day: str, following: Sequence[OwnLine]) -> str:
    """Return the day with the time in a title around it, or in the line that follows, if it has none."""
    if _CLOCK.search(day):
        return day
    parent = node.getparent()
    kept = [element.get("title") or "" for element in (node, parent) if element is not None]
    times = [*kept, *(line for _, line in following)]
    return next((f"{day} {time}" for time in times if _TIME.fullmatch(time.strip(_ENDS))), day)


def _is_change(head: Sequence[OwnLine], at: int, changed: Sequence[str]) -> bool:
    node, line = head[at]
    before = head[at - 1][1] if at and not _DAY.search(head[at - 1][1]) else ""
    if any(_is_label(text, label) for text in (line, before) for label in changed):
        return True
    parent = node.getparent()
    about = " ".join(f"{each.get('class')} {each.get('itemprop')}" for each in (node, parent) if each is not None)
    return bool(_CHANGED.search(about)) and "publi" not in about


def _is_label(text: str, label: str) -> bool:
    return text.lower().strip(_ENDS).startswith(label.lower())
