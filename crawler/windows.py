"""Which of many short strings may be in a long text: one look at the text for all of them, not one for each.

Of the text only windows are kept, as a set: four bytes at every second place. Where a string is, all windows at its
even or all at its odd places are among them. So most that are not there are told, and only the others looked for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_BITS = 18  # of a window's slot: windows share one, but a page has far fewer than there are slots
_ALWAYS = 2**_BITS  # the slot of a string without windows
_SPREAD = np.uint32(2_654_435_761)  # 2**32 by the golden ratio: alike windows get slots far apart
Seen = NDArray[np.bool_]


def seen_in(text: str) -> Seen:
    """Return which slots the windows of a text fill."""
    seen = np.zeros(_ALWAYS + 1, np.bool_)
    seen[_ALWAYS] = True
    seen[_slots(text.encode("utf-8", "ignore"))] = True
    return seen


class Needles:
    """Things to look for, at least one; each is told by its strings: one of them is wherever the thing is."""

    def __init__(self, things: Sequence[Sequence[str]]) -> None:
        shifted = [string.encode()[start:] for strings in things for string in strings for start in (0, 1)]
        slots = [np.append(_slots(letters), np.uint32(_ALWAYS)) for letters in shifted]
        self._slots = np.concatenate(slots)
        self._strings = np.cumsum([0, *map(len, slots[:-1])])
        self._things = np.cumsum([0, *(2 * len(strings) for strings in things[:-1])])

    def possible(self, seen: Seen) -> list[bool]:
        """Tell of each thing whether the text may hold it."""
        strings = np.logical_and.reduceat(seen[self._slots], self._strings)
        return list(map(bool, np.logical_or.reduceat(strings, self._things)))


def _slots(letters: bytes) -> NDArray[np.uint32]:
    """Return the slots of the windows at even places."""
    halves = [np.frombuffer(each[: len(each) & ~3], "<u4") for each in (letters, letters[2:])]
    return np.concatenate(halves) * _SPREAD >> np.uint32(32 - _BITS)
