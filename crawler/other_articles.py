"""Lists of other articles below a text: each from its heading to where the text goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from crawler.set_apart import SetApart

_LONG = 160  # characters of a line that is a paragraph, however it ends
_LONGEST_TEASER = 400  # characters
_LEAST_SENTENCE = 15  # characters
_LEAST_TEXT = 80  # bytes of sentences above a list of other articles; with less, the page is the list


def without_lists(lines: Sequence[str], is_heading: Callable[[str], bool], apart: SetApart) -> list[str]:
    """Leave out the lists of other articles."""
    places = _Places(lines, apart)
    own: list[str] = []
    place = text = 0
    while place < len(lines):
        line = lines[place]
        if is_heading(line) and (text >= _LEAST_TEXT or places.is_above_links(place)):
            place = places.after_list(place + 1)
        else:
            own.append(line)
            text += len(line.encode("utf-8", "ignore")) if is_sentence(line) else 0
            place += 1
    return own


def is_sentence(line: str) -> bool:
    """Tell whether a line is long, or ends as a sentence does."""
    ends = line.rstrip("\"'”“’‘»«」』）)]").endswith((".", "!", "。", "！", "…", "다"))
    return len(line) > _LONG or (ends and len(line) >= _LEAST_SENTENCE)


class _Places:
    """Where links and sentences stand; each is looked for once, when the first heading asks."""

    def __init__(self, lines: Sequence[str], apart: SetApart) -> None:
        self._lines, self._apart = lines, apart

    def is_above_links(self, place: int) -> bool:
        """Tell whether a link follows, and a sentence somewhere below it."""
        following = place + 1
        return following < len(self._lines) and self._links[following] and self._next_said[following + 1] is not None

    def after_list(self, start: int) -> int:
        """Return where the text goes on: below links, if no other follows, else where sentences do.

        Sentences are a long one, two in a row, or a last one; below a title one is its teaser.
        """
        end, said, link = len(self._lines), self._next_said[start], self._next_link[start]
        behind = self._next_unlinked[start]
        behind = end if behind is None else behind
        if behind > start and self._next_link[behind] is None:
            return behind
        if self._apart.knows_links and said is not None and (link is None or link >= said):
            return start  # its links are gone already
        long = self._next_long[start]
        return long if long is not None else end - 1 if said == end - 1 else end

    @cached_property
    def _links(self) -> list[bool]:
        return list(map(self._apart.is_link, self._lines))

    @cached_property
    def _said(self) -> list[bool]:
        return list(map(is_sentence, self._lines))

    @cached_property
    def _next_link(self) -> list[int | None]:
        return _next(self._links)

    @cached_property
    def _next_unlinked(self) -> list[int | None]:
        return _next([not link for link in self._links])

    @cached_property
    def _next_said(self) -> list[int | None]:
        return _next(self._said)

    @cached_property
    def _next_long(self) -> list[int | None]:
        following = [*self._said[1:], False]
        several = zip(self._lines, self._said, following, strict=True)
        return _next([said and (more or len(line) > _LONGEST_TEASER) for line, said, more in several])


def _next(holds: Sequence[bool]) -> list[int | None]:
    """Return for each place, and the one behind the last, the first place from it on where something holds."""
    found: list[int | None] = [None]
    for place in range(len(holds) - 1, -1, -1):
        found.append(place if holds[place] else found[-1])
    return found[::-1]
