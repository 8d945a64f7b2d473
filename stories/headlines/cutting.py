"""Where a name that is written in one word is cut: where the known words cover it best."""

from __future__ import annotations

from collections.abc import Callable, Iterator

# The price of a known piece, less where it begins the name; of another, of its characters, of being only one.
_KNOWN, _FIRST, _UNKNOWN, _LETTER, _LONE = 1.0, 0.5, 2.0, 1.5, 4.0

Known = Callable[[str, int, int], str | None]  # what word[start:end] is called; None for no known piece
Spelled = Callable[[str], str | None]  # an unknown piece; None for one that cannot be spelled
_Cut = tuple[float, tuple[tuple[str, str | None], ...]]  # what it costs; each piece with what it is called if known


def cut(word: str, known: Known, spelled: Spelled) -> tuple[str, ...] | None:
    """The cheapest pieces; of two ways the one whose last piece is short. None where one cannot be spelled. Pure."""
    best: list[_Cut] = [(0.0, ())]
    for end in range(1, len(word) + 1):
        best.append(min(_ways(word, end, best, known), key=lambda way: way[0]))
    pieces = [found or spelled(piece) for piece, found in best[-1][1]]
    return tuple(filter(None, pieces)) if all(pieces) else None


def _ways(word: str, end: int, best: list[_Cut], known: Known) -> Iterator[_Cut]:
    for start in reversed(range(end)):
        price, before = best[start]
        if found := known(word, start, end):
            price += _KNOWN if start else _FIRST
        else:
            price += _UNKNOWN + _LETTER * (end - start) + (_LONE if end - start == 1 else 0)
        yield price, (*before, (word[start:end], found))
