"""The line that says where and by whom a story was sent: "SEOUL, Feb. 1 (Yonhap) --", "(TTXVN) -", "Lingen (epd)"."""

from __future__ import annotations

import re

from stories.facts.lexicon import Lexicon
from stories.places import country_of, places_in

_BRACKETS = r"\((?P<agency>[^()\n]{2,30})\)"
_BEHIND = re.compile(rf"\s*(?P<place>[^\W\d_][^()\n–—]{{1,60}}?)\s*(?:{_BRACKETS})?\.?\s*(?:--?|[–—])\s+(?=\W*\w)")
_BARE = re.compile(r"\s*(?P<place>[^\W\d_][^()\n.,–—]{1,40}?) \([a-z][a-z/ -]{1,10}\)\.?\s*(?=[^\W\d_]|$)")
_BEFORE = re.compile(r"\s*\((?P<agency>[^()\n]{2,30})\)\s*(?:[-–—:]+\s*)?")
_DAY_AFTER = re.compile(r"\W*[^\W\d_][^\d\n;:!?]{1,48}?[,.:)] (?:le |den |el )?")  # "HANOI, ", "Kampala (ACN), le "
_DAY_BEFORE = re.compile(r"[.,:]?\s*(?:[/(]|--?\s|[–—]|\.-)|:\s")
_ENDS = {"", ",", ":", "."}
_FEW = 3  # words that a place has at most where only the agency speaks for it


def dateline_end(words: Lexicon, text: str) -> int:
    """Where the dateline at the front of a text ends; 0 for a text without one."""
    before = _BEFORE.match(text)
    if before and text[before.end() : before.end() + 1].isupper():
        return before.end()
    bare = _BARE.match(text)
    if bare and len(bare["place"].split()) <= _FEW:
        return bare.end()
    behind = _BEHIND.match(text)
    return behind.end() if behind and _is_dateline(words, text, behind) else 0


def _is_dateline(words: Lexicon, text: str, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 40]
    goes_to = any(p.start == 0 and following[p.end : p.end + 1] in _ENDS for p in places_in(following))
    if following[:1].islower() or goes_to:
        return False  # an aside between dashes; "Leipzig - Hanoi:" are two
    place = re.split(r"[,/]", match["place"])[0].strip()
    if country_of(place) or (place.isupper() and len(place) > 1):
        return True
    agency = match["agency"]
    sent_by = {part.strip().lower() for part in re.split(r"[,/]", f"{agency or ''},{match['place']}")}
    return bool(sent_by & words.names["agencies"]) or bool(agency and len(match["place"].split()) <= _FEW)


def stands_in_dateline(words: Lexicon, text: str, start: int, end: int) -> bool:
    """Whether a day at these characters of a text says when it was sent."""
    before, behind = text[:start], text[end:]
    alone = behind.strip() in _ENDS and len(before.split()) <= _FEW  # "Ilmenau, 30. Dezember 2015."
    opens = bool(_DAY_AFTER.fullmatch(before)) and (alone or bool(_DAY_BEFORE.match(behind)))
    return opens or end <= dateline_end(words, text)
