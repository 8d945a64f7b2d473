"""What the rules of a language say of each unit: names by their writing, roles by particle, preposition or place."""

from __future__ import annotations

from bisect import bisect_left

from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention
from stories.facts.mentions import mentions_in
from stories.facts.tagging.units import Line, Text
from stories.names.keys import name_key

NAMED = "rule"
PARTY = "party"
_MOST_NAMES = 5


def ruled(words: Lexicon, text: Text) -> tuple[list[tuple[str, ...]], list[str]]:
    """For each unit what the mentions that cover it are, and how many names its line has."""
    parties = {name_key(name) for name in text.ruled}
    found: list[tuple[str, ...]] = []
    names: list[str] = []
    for line in text.lines:
        mentions = mentions_in(words, line.text)
        found += [tuple(each) for each in _of_line(line, mentions, parties)]
        names += [str(min(len(mentions), _MOST_NAMES))] * len(line.units)
    return found, names


def _of_line(line: Line, mentions: tuple[Mention, ...], parties: set[str]) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in line.units]
    starts, ends = [unit.start for unit in line.units], [unit.end for unit in line.units]
    for mention in mentions:
        start, end = mention.written(line.text)
        first, behind = bisect_left(starts, start), bisect_left(ends, end + 1)
        is_party = name_key(mention.name) in parties
        for index in range(first, behind):
            part = "B" if index == first else "E" if index == behind - 1 else "I"
            found[index] += _said(line, mention, part)
            if is_party:
                found[index] += [PARTY, f"{part}:{PARTY}"]
        if 0 < first < behind:
            found[first - 1].append("next")
        if first < behind < len(found):
            found[behind].append("last")
    return found


def _said(line: Line, mention: Mention, part: str) -> list[str]:
    said = [part, f"{part}:{mention.role}", f"{part}:{int(mention.strength)}"]
    said.append(f"{part}:{mention.role}:{int(mention.strength)}:{'m' if line.telling else ''}")
    if mention.generic:
        said.append("generic")
    if mention.listed:
        said.append(f"{part}:listed")
    return said
