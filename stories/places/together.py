"""Names of places in languages that write words together: Han, kana, Hangul."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from stories.places import gazetteer, places_in
from stories.places.cities import Homes, beginnings, homes_of
from stories.places.named import Evidence, Named, context

_LONGEST = 9  # characters in a name
_KNOWN = 2_000  # thousands of people, for places of the hand-written list
_CITY = 100  # thousands of people from which a name of two characters is one without its kind
_TELLING = 4  # characters from which a name of the list speaks for itself
_SIDES = frozenset("東西南北新")  # part of another name: 東瀬戸
_KATAKANA = re.compile(r"[\u30a0-\u30ff]")
_HANGUL = re.compile(r"[가-힣]")


def named_together(text: str) -> list[Named]:
    """What are places in a text, in order, each with its kind: "仙台市", "대전"."""
    known = [Named(p.name, p.start, p.end, {p.country: _KNOWN}) for p in places_in(text)]
    scanned = [n for n in _scanned(text) if not any(k.start < n.end and n.start < k.end for k in known)]
    return sorted([*known, *scanned], key=lambda n: n.start)


def _scanned(text: str) -> Iterator[Named]:
    index = 0
    while index < len(text) - 1:
        found = _at(text, index) if text[index : index + 2] in _beginnings() else None
        if found is not None and found.people:
            yield found
        index = found.end if found is not None else index + 1


def _at(text: str, start: int) -> Named | None:
    if text[start - 1 : start] in _SIDES or _goes_on(text[start - 1 : start], text[start]):
        return None
    found = (_ending_at(text, start, end) for end in range(min(start + _LONGEST, len(text)), start + 1, -1))
    return next((name for name in found if name is not None), None)


def _ending_at(text: str, start: int, end: int) -> Named | None:
    """The place of exactly these characters; without people where the list of words says that it is none."""
    name, country = text[start:end], gazetteer().get(text[start:end])
    if country == "nowhere":
        return Named(name, start, end)
    homes = None if country else homes_of(name)
    if (country is None and homes is None) or _goes_on(name[-1], text[end : end + 1]):
        return None
    kind = text.startswith(_kinds(), end) or name.endswith(_kinds())
    if text.startswith(_persons(), end) or (homes and not _may_stand(name, homes, kind)):
        return None
    short = homes is not None and len(name) < _TELLING and not kind
    people = homes.people if homes else {str(country): _KNOWN}
    return Named(name, start, end, people, Evidence.FAIR if short else Evidence.STRONG)


def _goes_on(one: str, other: str) -> bool:
    """Whether two neighbours are of one word: katakana, or Hangul before a name."""
    if "・" in one + other:
        return False
    return any(script.match(one) and script.match(other) for script in (_KATAKANA, _HANGUL))


def _may_stand(name: str, homes: Homes, kind: bool) -> bool:
    """Whether a name of the list can be one here: with its kind, or if it is no word and long or well known."""
    return kind or (not homes.ordinary and (len(name) > 2 or homes.most >= _CITY))


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(context()["kinds"])


@cache
def _persons() -> tuple[str, ...]:
    return tuple(context()["persons"])


@cache
def _beginnings() -> frozenset[str]:
    return beginnings() | {name[:2] for name in gazetteer() if not name.isascii() and name[0] >= "\u3000"}
