"""Which of the kept stories a reader wants to be told. docs/interests.md says what each line means."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from stories.folding import folded, holds
from stories.places.spelled import meant_by, told_at

Named = tuple[str, str | None]  # a name with its country (ISO 3166-1 alpha-2), where known
Lines = Mapping[str, tuple[str, ...]]  # the name of a line -> what it asks for; one of it is enough


@dataclass(frozen=True, slots=True)
class Interests:
    """What a story must fit, and what it must not; by default every story is wanted."""

    wanted: Lines = field(default_factory=dict)
    unwanted: Lines = field(default_factory=dict)
    minimum_score: float = 0.0  # 0..1


@dataclass(frozen=True, slots=True)
class Facets:
    """What of a story interests look at, taken from all its articles."""

    kind: str  # a stories.model.Kind
    score: float  # 0..1
    languages: tuple[str, ...]  # ISO 639-1
    sectors: tuple[str, ...]
    parties: tuple[Named, ...]  # under all names of their organisations
    places: tuple[Named, ...]
    texts: tuple[str, ...]  # titles, evidence, texts


def fits(interests: Interests, story: Facets) -> bool:
    """Whether a story is as sure as it must be, fits every wanted line and no unwanted one."""
    return (
        story.score >= interests.minimum_score
        and all(_FITS[line](asked, story) for line, asked in interests.wanted.items())
        and not any(_FITS[line](asked, story) for line, asked in interests.unwanted.items())
    )


def _of_places(asked: Collection[str], story: Facets) -> bool:
    there = {country for _, country in story.parties}.union(*(told_at(*place) for place in story.places))
    return any(not meant_by(each).isdisjoint(there) for each in asked)


def _of_sectors(asked: Collection[str], story: Facets) -> bool:
    return not set(asked).isdisjoint(story.sectors)


def _of_kinds(asked: Collection[str], story: Facets) -> bool:
    return story.kind in asked


def _of_languages(asked: Collection[str], story: Facets) -> bool:
    return not set(asked).isdisjoint(story.languages)


def _of_parties(asked: Collection[str], story: Facets) -> bool:
    return _said(asked, [name for name, _ in story.parties])


def _of_words(asked: Collection[str], story: Facets) -> bool:
    return _said(asked, story.texts)


def _said(asked: Collection[str], texts: Collection[str]) -> bool:
    words = [folded(each) for each in asked]
    return any(holds(text, word) for text in map(folded, texts) for word in words)


_FITS: Mapping[str, Callable[[Collection[str], Facets], bool]] = {
    "places": _of_places,
    "sectors": _of_sectors,
    "kinds": _of_kinds,
    "languages": _of_languages,
    "parties": _of_parties,
    "words": _of_words,
}
LINES = tuple(_FITS)  # in the order in which a profile is written
