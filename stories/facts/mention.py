"""An organisation or place as a sentence names it, and the part it plays there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Role(StrEnum):
    """What a name does in its sentence; OTHER never makes a party."""

    SUBJECT = "subject"
    WITH = "with"
    OBJECT = "object"  # a party where somebody is visited or received
    OTHER = "other"


class Strength(IntEnum):
    """How surely a name is one of an organisation."""

    WEAK = 1  # only its writing says so
    PLACE = 2  # a place that may stand for its administration
    STRONG = 3  # it says what it is: university, city, GmbH


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence; start and end are characters of the sentence."""

    name: str
    start: int
    end: int
    role: Role
    strength: Strength
    generic: bool = False  # "the city", "시는": a name that was told before
    aliases: tuple[str, ...] = ()
    listed: bool = False  # joined to the name before it
    each: str = ""  # what this and every name of its list is, where a plural says so

    def written(self, sentence: str) -> tuple[int, int]:
        """Where its name alone stands, without particle, bracket or person; all of it if the name is not literal."""
        start = sentence.find(self.name, self.start, self.end)
        return (start, start + len(self.name)) if start >= 0 else (self.start, self.end)
