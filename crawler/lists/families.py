"""Links made alike -> families: those that differ in the article only, not in the board or section."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from lxml.html import HtmlElement

FEWEST = 3  # members of a family; with fewer nothing can be told apart
_DATE = re.compile(r"(?:19|20)\d\d(?:[-_.]?(?:0?[1-9]|1[0-2])(?:[-_.]?(?:0?[1-9]|[12]\d|3[01]))?)?")
_WHOLE_DATE = re.compile(r"(?:19|20)\d\d[-_.]?(?:0\d|1[0-2])[-_.]?(?:[0-2]\d|3[01])")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]|[A-Za-z]{3,9}")  # below a year in a path: a month or a day


class Placed(Protocol):
    """Something that stands somewhere on a page."""

    @property
    def element(self) -> HtmlElement:
        """The element on the page."""


Kind = TypeVar("Kind", bound=Placed)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a link is made of. Links of one `frame` have fields of the same meaning, in the same order."""

    frame: Any  # hashable
    values: tuple[str, ...]
    in_path: int = 0  # that many of the values come from a path, where a year alone is a date


@dataclass(frozen=True, slots=True)
class Field:
    """One field of all members of a family."""

    values: tuple[str, ...]  # of the members, or the one that all have
    varies: bool
    is_date: bool = False

    @property
    def distinct(self) -> bool:
        """Tell whether most members have a value of their own, as an id has."""
        return len(set(self.values)) * 5 >= len(self.values) * 3


@dataclass(frozen=True, slots=True)
class Family(Generic[Kind]):
    """Members whose links differ in the varying fields only.

    `mixed` tells when those of several boards or sections are taken together: "one list" when they stand in one,
    where a section or a mark differs from row to row; "several lists" when each has its own.
    """

    shape: Shape  # of one of the members
    fields: tuple[Field, ...]
    members: tuple[Kind, ...]
    mixed: str = ""


@dataclass(frozen=True, slots=True)
class _Part(Generic[Kind]):
    members: Sequence[tuple[Shape, Kind]]
    lists: dict[HtmlElement, HtmlElement]  # which one each link stands in
    fields: tuple[Field, ...] = ()
    mixed: str = ""


def families(links: Sequence[tuple[Shape, Kind]]) -> Iterator[Family[Kind]]:
    """Yield the families of links; those of several boards or sections both apart and together, once."""
    frames: dict[Any, list[tuple[Shape, Kind]]] = defaultdict(list)
    for shape, link in links:
        frames[shape.frame].append((shape, link))
    for members in frames.values():
        if len(members) >= FEWEST:
            yield from _divided(_Part(members, _lists([link.element for _, link in members])))


def _divided(part: _Part[Kind]) -> Iterator[Family[Kind]]:
    if len(part.members) < FEWEST:
        return
    shape = part.members[0][0]
    if len(part.fields) == len(shape.values):
        if any(field.varies for field in part.fields):
            yield Family(shape, part.fields, tuple(link for _, link in part.members), part.mixed)
        return
    for smaller in _parts(part):
        yield from _divided(smaller)


def _parts(part: _Part[Kind]) -> Iterator[_Part[Kind]]:
    """Divide by the next field: by the values that come up often, unless they are dates."""
    shape, index = part.members[0][0], len(part.fields)
    by_value: dict[str, list[tuple[Shape, Kind]]] = defaultdict(list)
    for member in part.members:
        by_value[member[0].values[index]].append(member)
    values = tuple(other.values[index] for other, _ in part.members)
    is_date = _are_dates(by_value, part.fields, in_path=index < shape.in_path)
    often = [value for value, members in by_value.items() if len(members) >= FEWEST]
    if is_date or not often:
        yield replace(part, fields=(*part.fields, Field(values, True, is_date)))
        return
    for value in often:
        yield replace(part, members=by_value[value], fields=(*part.fields, Field((value,), False)))
    if len(by_value) > 1 and not part.mixed:
        stand_in = [{part.lists[link.element] for _, link in by_value[value]} for value in often]
        is_one = sum(map(len, stand_in)) > len(set().union(*stand_in))
        yield replace(
            part, fields=(*part.fields, Field(values, True)), mixed="one list" if is_one else "several lists"
        )


def _lists(links: Sequence[HtmlElement]) -> dict[HtmlElement, HtmlElement]:
    """Return for each link the smallest part of the page that holds three of them: the list that it stands in."""
    held = Counter(parent for link in links for parent in link.iterancestors())
    return {link: next((part for part in link.iterancestors() if held[part] >= FEWEST), link) for link in links}


def _are_dates(values: Collection[str], before: Sequence[Field], *, in_path: bool) -> bool:
    follows_date = bool(before) and before[-1].is_date
    pattern = _DATE if in_path else _WHOLE_DATE
    return all(map(pattern.fullmatch, values)) or (follows_date and all(map(_DAY.fullmatch, values)))
