"""What was said of names -> which are one organisation. A person outweighs texts, the newest word the older."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody says that two names (keys) mean one organisation, or two. Texts say it of the short name `other`."""

    full: str
    other: str
    same: bool = True
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """The organisations that follow from what was said."""

    organisations: Mapping[str, frozenset[str]]  # a key -> all keys of its organisation
    unclear: Mapping[
        str, tuple[str, ...]
    ]  # a short name that texts give to several organisations -> their full names

    def names_of(self, key: str) -> frozenset[str]:
        """The keys of the organisation with this one; of a key nothing was said of, only itself."""
        return self.organisations.get(key, frozenset({key}))


def register(sayings: Sequence[Saying]) -> Register:
    """The register of what was said, the oldest first.

    Persons come first, the newest word before the older: what contradicts it is passed over. Then texts join a short
    name to the only full name that they give it to; one that they give to several joins none of them. Nothing joins
    what a person has parted.
    """
    sides = _Sides()
    for saying in reversed([each for each in sayings if each.by_person]):
        (sides.join if saying.same else sides.part)(saying.full, saying.other)
    claims = _claims(sides, [each for each in sayings if not each.by_person])
    _join_what_is_clear(sides, claims)
    return Register(sides.groups(), {other: tuple(fulls) for other, fulls in claims.items()})


def _claims(sides: _Sides, sayings: Iterable[Saying]) -> dict[str, list[str]]:
    """Each short name with the full names that texts give it, without those that a person has parted it from."""
    claims: dict[str, list[str]] = defaultdict(list)
    for saying in sayings:
        if saying.full not in claims[saying.other] and not sides.are_parted(saying.full, saying.other):
            claims[saying.other].append(saying.full)
    return {other: fulls for other, fulls in claims.items() if fulls}


def _join_what_is_clear(sides: _Sides, claims: dict[str, list[str]]) -> None:
    """Join short names whose full names are one organisation, until no more become so; leave the others in claims."""
    while clear := [other for other, fulls in claims.items() if len({sides.side_of(full) for full in fulls}) == 1]:
        for other in clear:
            sides.join(claims.pop(other)[0], other)


class _Sides:
    """Names joined into organisations, and pairs that are never joined."""

    def __init__(self) -> None:
        self._members: dict[str, set[str]] = {}  # a key -> the set of its organisation, shared by all its keys
        self._parted: dict[str, set[str]] = defaultdict(set)

    def side_of(self, key: str) -> int:
        """What two keys of one organisation have in common."""
        return id(self._group(key))

    def are_parted(self, one: str, other: str) -> bool:
        """Whether a parted pair lies between the organisations of two keys."""
        others = self._group(other)
        return any(not self._parted[key].isdisjoint(others) for key in self._group(one))

    def join(self, one: str, other: str) -> None:
        """Make two organisations one, unless they are parted."""
        first, second = self._group(one), self._group(other)
        if first is not second and not self.are_parted(one, other):
            first |= second
            self._members.update(dict.fromkeys(second, first))

    def part(self, one: str, other: str) -> None:
        """Keep two keys apart, unless they have been joined."""
        if self._group(one) is not self._group(other):
            self._parted[one].add(other)
            self._parted[other].add(one)

    def groups(self) -> dict[str, frozenset[str]]:
        """Each key with all keys of its organisation."""
        return {key: frozenset(group) for key, group in self._members.items()}

    def _group(self, key: str) -> set[str]:
        return self._members.setdefault(key, {key})
