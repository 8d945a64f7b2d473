"""What the tagger sees of each unit: named columns, a value or several values for every unit of a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stories.facts.lexicon import Lexicon
from stories.facts.tagging.classes import classes
from stories.facts.tagging.ruled import NAMED, ruled
from stories.facts.tagging.shapes import script, shape
from stories.facts.tagging.units import OUTSIDE, Text, per_unit

_SEVERAL_TIMES = 4  # as often or oftener
_NEAR = 5  # sentences from the top that are told apart
_DEEDS = ("act", "signing", "pact")
_IN_WORD = ("end1", "end2", "next", "next-end", "last-end", "in", "left", "end+left")
_PART = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Columns:
    """`own` values are words of a language, `shared` ones mean the same in all, `sets` have any number a unit."""

    own: Mapping[str, Sequence[str]]
    shared: Mapping[str, Sequence[str]]
    sets: Mapping[str, Sequence[tuple[str, ...]]]


def columns(words: Lexicon, text: Text) -> Columns:
    """All columns of a text."""
    listed = [member for line in text.lines for member in _with_edges(classes(words, line))]
    inside, before, behind, deeds = (
        (list(column) for column in zip(*listed, strict=True)) if listed else ([], [], [], [])
    )
    named, names = ruled(words, text)
    sets = {"class": inside, "class-1": before, "class+1": behind, NAMED: named}
    shared = {"deed": deeds, "names": names, **_position(text)}
    if words.writing == "capitals":
        own, more, around = _of_words(words, text, inside)
        return Columns(own, shared | more, sets | around)
    own = _of_characters(text) | (_of_spaced(text) if words.writing == "particles" else {})
    return Columns(own, shared | _of_scripts(text), sets)


def _with_edges(found: list[list[str]]) -> list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]]:
    """For each unit of a line: its classes, those before and behind it, and on which sides a deed is told."""
    inside = [tuple(each) for each in found]
    deeds = [i for i, each in enumerate(inside) if any(name.startswith(_DEEDS) for name in each)]
    first, last = (deeds[0], deeds[-1]) if deeds else (len(inside), -1)
    sides = [("L" if first < i else "") + ("R" if last > i else "") for i in range(len(inside))]
    return list(zip(inside, [(), *inside[:-1]], [*inside[1:], ()], sides, strict=True))


def _position(text: Text) -> dict[str, list[str]]:
    where = ["T" if line.index < 0 else str(min(line.index, _NEAR - 1)) for line in text.lines]
    telling = [("m" if line.telling else "") + ("b" if line.background else "") for line in text.lines]
    both = [f"{tells}{min(line.index, 2)}" for tells, line in zip(telling, text.lines, strict=True)]
    return {
        "bias": per_unit(text, ["1"] * len(text.lines)),
        "position": per_unit(text, where),
        "telling": per_unit(text, [each or "-" for each in telling]),
        "telling+position": per_unit(text, both),
    }


def _of_characters(text: Text) -> dict[str, list[str]]:
    joined = "".join(unit[0] for unit in text.row)
    one, two, three, four = (_pieces(joined, length) for length in (1, 2, 3, 4))
    found = {f"c{at}": text.beside(one, at) for at in range(-3, 4)}
    found |= {f"cc{at}": text.beside(two, at) for at in range(-3, 3)}
    found |= {f"ccc{at}": text.beside(three, at) for at in range(-3, 2)}
    return found | {"c4+": text.beside(four, 0), "c4-": text.beside(four, -4)}


def _pieces(joined: str, length: int) -> list[str]:
    """So many characters from each place on."""
    return [joined[at : at + length] for at in range(len(joined))]


def _of_scripts(text: Text) -> dict[str, list[str]]:
    """The scripts around a character, and whether what begins here is told again and stands in the title."""
    scripts = "".join(map(script, text.row))
    body = "\n".join(line.text for line in text.lines)
    triples = [line.text[u.start : u.start + 3] for line in text.lines for u in line.units]
    middles = [line.text[max(0, u.start - 1) : u.start + 2] for line in text.lines for u in line.units]
    often = Counter(_pieces(body, 3))  # also where one overlaps another, which only those can that end as they begin
    counts = {each: body.count(each) if each[0] == each[-1] else often[each] for each in often}
    again = {triple: str(min(count, _SEVERAL_TIMES)) for triple, count in counts.items()}
    return {
        "scripts5": text.beside(_pieces(scripts, 5), -2),
        "scripts3": text.beside(_pieces(scripts, 3), -1),
        "again": [again[triple] if len(triple) == 3 and " " not in triple else "" for triple in triples],
        "titled": [
            ("a" if len(a) == 3 and a in text.title else "") + ("b" if len(b) == 3 and b in text.title else "")
            for a, b in zip(triples, middles, strict=True)
        ],
    }


def _of_spaced(text: Text) -> dict[str, list[str]]:
    """For each character the word it stands in: its ending, the words around it, and the place in it."""
    rows = [row for line in text.lines for row in _in_words(line.text)]
    return {name: [row[at] for row in rows] for at, name in enumerate(_IN_WORD)}


def _in_words(line: str) -> Iterator[tuple[str, ...]]:
    order = [OUTSIDE, *line.split(), OUTSIDE]
    at = 1
    for part in _PART.findall(line):
        if part[0].isspace():
            yield ("",) * len(_IN_WORD)
            continue
        last, following, end = order[at - 1], order[at + 1], part[-2:]
        at += 1
        for place in range(len(part)):
            left = str(min(len(part) - place, 6))
            yield part[-1], end, following[:3], following[-2:], last[-2:], str(min(place, 4)), left, end + left


def _of_words(
    words: Lexicon, text: Text, inside: Sequence[tuple[str, ...]]
) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, list[tuple[str, ...]]]]:
    row, places = text.row, text.places
    pairs, ends = [f"{one} {other}" for one, other in pairwise(row)], [word[-3:] for word in row]
    own = {f"w{at}": text.beside(row, at) for at in range(-3, 4)}
    own |= {f"ww{at}": text.beside(pairs, at) for at in range(-2, 2)}
    own |= {"begin3": [word[:3] for word in own["w0"]], "end3": text.beside(ends, 0)}
    own |= {f"end{n}": [word[-n:] for word in own["w0"]] for n in (4, 5)}
    own |= {"last-end": text.beside(ends, -1), "next-end": text.beside(ends, 1)}
    spans = _name_spans(words, text)
    own |= {"governor": [row[places[a] - 1] for a, _ in spans], "follower": [row[places[b] + 1] for _, b in spans]}
    own |= {"first": [row[places[a]] for a, _ in spans], "head": [row[places[b]][-4:] for _, b in spans]}
    classed = dict(zip(places, inside, strict=True))
    sets = {
        "governor class": [classed.get(places[a] - 1, (OUTSIDE,)) for a, _ in spans],
        "follower class": [classed.get(places[b] + 1, (OUTSIDE,)) for _, b in spans],
    }
    return own, _shapes(text), sets


def _shapes(text: Text) -> dict[str, list[str]]:
    units = [unit.text for unit in text.units]
    often, titled = Counter(units), {u.text for line in text.lines if line.index < 0 for u in line.units}
    shapes = dict(zip(text.places, map(shape, units), strict=True))
    row = [shapes.get(place, OUTSIDE) for place in range(len(text.row))]
    around = {at: text.beside(row, at) for at in range(-2, 3)}
    again = [
        f"{min(often[unit], _SEVERAL_TIMES)}{'t' * (unit in titled)}{'l' * (unit.lower() in often)}"
        if unit[0].isupper()
        else ""
        for unit in units
    ]
    three = ["".join(each) for each in zip(around[-1], around[0], around[1], strict=True)]
    return {**{f"shape{at}": each for at, each in around.items()}, "shapes": three, "again": again}


def _name_spans(words: Lexicon, text: Text) -> list[tuple[int, int]]:
    """For each word the first and last of the capitals around it, with the small words that names have inside."""
    found: list[tuple[int, int]] = []
    for line in text.lines:
        base, inner = len(found), words.names["inside_names"]
        capital = [unit.text[0].isupper() or unit.text[0].isdigit() for unit in line.units]
        holds = [c or unit.text.lower() in inner for c, unit in zip(capital, line.units, strict=True)]
        start = list(range(len(holds)))
        for i in range(1, len(holds)):
            start[i] = start[i - 1] if holds[i] and holds[i - 1] else i
        end = list(range(len(holds)))
        for i in range(len(holds) - 2, -1, -1):
            end[i] = end[i + 1] if holds[i] and holds[i + 1] else i
        found += [(base + a, base + b) for a, b in zip(start, end, strict=True)]
    return found
