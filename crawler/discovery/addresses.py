"""The addresses of a sitemap -> the pattern of those that are articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from crawler.lists.families import Field, Shape
from crawler.lists.shapes import item_of, shape_of, strength_of

_MOST = 500  # addresses that are looked at, from the start
_LEAST = 3  # addresses that make a pattern
_LEAST_STRENGTH = 0.3  # of an id or a title that tells articles from other pages


def address_pattern(urls: Sequence[str]) -> str | None:
    """Return a regular expression that the articles among `urls` match in full; None if they cannot be told apart.

    Addresses made alike (crawler.lists.shapes) go together; of them those with the most members and the surest ids
    count. What at least half of them have at one place stays as it is: a section, a board.
    """
    counting: dict[object, tuple[str, ...]] = {}
    frames: dict[object, list[Shape]] = defaultdict(list)
    for shape in filter(None, (shape_of(url, counting) for url in urls[:_MOST])):
        frames[shape.frame].append(shape)
    rated = [(_strength(members) * len(members), members) for members in map(_narrowed, frames.values())]
    worth, best = max(rated, key=lambda pair: pair[0], default=(0.0, []))
    if len(best) < _LEAST or worth < _LEAST_STRENGTH * len(best):
        return None
    return item_of(best[0], _fields(best))


def _narrowed(members: list[Shape]) -> list[Shape]:
    """Leave out those that differ from most of the others in a section or a board."""
    for place in range(len(members[0].values)):
        value, count = Counter(shape.values[place] for shape in members).most_common(1)[0]
        if 2 * count >= len(members):
            members = [shape for shape in members if shape.values[place] == value]
    return members


def _fields(members: list[Shape]) -> tuple[Field, ...]:
    columns = zip(*(shape.values for shape in members), strict=True)
    return tuple(Field(column, True) if len(set(column)) > 1 else Field(column[:1], False) for column in columns)


def _strength(members: list[Shape]) -> float:
    return strength_of(members[0], _fields(members)) if len(members) >= _LEAST else 0.0
