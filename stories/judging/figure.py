"""A named number of a story, with the literal words that it was counted from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What is learned from: `rule` is what a reader is told, `circumstance` what may weigh otherwise."""

    rule: str
    circumstance: str
    value: float
    quote: str = ""
    kin: str = ""  # where rules of a kind share a weight, the name of the kind

    @property
    def key(self) -> str:
        """Its name among the weights."""
        return f"{self.kin or self.rule}.{self.circumstance}"
