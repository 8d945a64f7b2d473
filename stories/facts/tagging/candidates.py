"""Marginals -> the names that may be parties, each once, with figures of how and where the story tells them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import log

import numpy as np

from stories.facts.dateline import dateline_end
from stories.facts.lexicon import Lexicon
from stories.facts.mentions import mentions_in
from stories.facts.tagging.columns import Columns
from stories.facts.tagging.ruled import NAMED
from stories.facts.tagging.tagger import BEGINS, GOES_ON, Floats
from stories.facts.tagging.units import Line, Text
from stories.names.keys import name_key
from stories.places import country_of

LEAST = 0.06  # probability from which a name is a candidate
_BRACKET = re.compile(r"\s*[(（][^()（）]*[)）]$")  # a short form or place behind the name
_GOES_ON = 0.5  # of the beginning's probability: how surely it goes on


@dataclass(frozen=True, slots=True)
class Span:
    """Units that may be a party's name; first and behind count units of the text."""

    name: str
    line: Line
    first: int
    behind: int
    start: int  # characters of the line
    end: int
    probability: float


@dataclass(slots=True)
class Candidate:
    """One name in all its spans."""

    name: str
    spans: list[Span] = field(default_factory=list)
    best_listed: float = 0.0  # the best probability among names of its lists

    @property
    def probability(self) -> float:
        """How surely its surest span is a party."""
        return max(span.probability for span in self.spans)

    @property
    def only_titled(self) -> bool:
        """Whether only the title names it so."""
        return all(span.line.index < 0 for span in self.spans)

    @property
    def only_past(self) -> bool:
        """Whether it is named only where the story tells what was before."""
        return all(span.line.background for span in self.spans)


def spans(words: Lexicon, text: Text, marginals: Floats) -> list[Span]:
    """The spans of a text, line by line: what the tagger sees, and the parties by rule that it sees otherwise."""
    found: list[Span] = []
    base = 0
    for line in text.lines:
        inside = marginals[base : base + len(line.units)]
        opening = dateline_end(words, line.text) if line.index == 0 else 0
        seen = [span for span in _of_line(line, base, inside) if span.start >= opening]
        by_rule = list(_by_rule(words, text, line, base, inside, {span.name for span in seen}))
        seen = [span for span in seen if not any(_knows_better(words, rule, span) for rule in by_rule)]
        found += sorted([*seen, *by_rule], key=lambda span: span.start)
        base += len(line.units)
    return found


def _knows_better(words: Lexicon, rule: Span, seen: Span) -> bool:
    """Where a plural completes a name of its list, or a word only says what a company is: "Chemiekonzern Nord"."""
    if rule.name not in rule.line.text:
        return rule.first < seen.behind and seen.first < rule.behind
    front = rule.line.text[seen.start : rule.start].strip().lower()
    return rule.behind == seen.behind and bool(front) and front.endswith(words.ends["descriptors"])


def _by_rule(words: Lexicon, text: Text, line: Line, base: int, marginals: Floats, known: set[str]) -> Iterator[Span]:
    starts, ends = [unit.start for unit in line.units], [unit.end for unit in line.units]
    for mention in mentions_in(words, line.text):
        start, end = mention.written(line.text)
        first, behind = bisect_left(starts, start), bisect_left(ends, end + 1)
        if first < behind and mention.name in text.ruled and mention.name not in known:
            yield Span(mention.name, line, base + first, base + behind, start, end, float(marginals[first, BEGINS]))


def _of_line(line: Line, base: int, marginals: Floats) -> Iterator[Span]:
    begins, goes_on = marginals[:, BEGINS].tolist(), marginals[:, GOES_ON].tolist()
    at = 0
    while at < len(begins):
        behind = at + 1
        if begins[at] >= LEAST:
            while (
                behind < len(goes_on)
                and goes_on[behind] >= _GOES_ON * begins[at]
                and goes_on[behind] > begins[behind]
            ):
                behind += 1
            start, end = line.units[at].start, line.units[behind - 1].end
            name = _BRACKET.sub("", line.text[start:end].strip())
            yield Span(name, line, base + at, base + behind, start, end, begins[at])
        at = behind


def candidates(words: Lexicon, text: Text, found: list[Span]) -> dict[str, Candidate]:
    """Spans of one party together, by its key, under its first spelling in the body; short forms with the full."""
    named: dict[str, Candidate] = {}
    short_forms = _short_forms(words, text)
    keys = {span.name: name_key(span.name) for span in found if not _says_only_what(words, span.name)}
    keys = {name: short_forms.get(key, key) for name, key in keys.items() if key}
    for span in sorted(found, key=lambda span: (span.line.index < 0, name_key(span.name) in short_forms)):
        if span.name in keys:
            named.setdefault(keys[span.name], Candidate(span.name)).spans.append(span)
    for one in _lists(words, [span for span in found if span.name in keys]):
        best = max(span.probability for span in one)
        for candidate in (named[keys[span.name]] for span in one):
            candidate.best_listed = max(candidate.best_listed, best)
    return named


def _says_only_what(words: Lexicon, name: str) -> bool:
    """ "District Office", "대학": no name, but what a thing is."""
    return all(word in words.names["generic"] for word in name.lower().split())


def _short_forms(words: Lexicon, text: Text) -> dict[str, str]:
    """Key of a short form that stands in brackets behind a name -> key of that name; of two names it is none's."""
    full: dict[str, set[str]] = {}
    for line in text.lines:
        for mention in mentions_in(words, line.text):
            for alias in mention.aliases:
                full.setdefault(name_key(alias), set()).add(name_key(mention.name))
    return {short: next(iter(names)) for short, names in full.items() if short and len(names) == 1}


def _lists(words: Lexicon, found: list[Span]) -> Iterator[list[Span]]:
    """Names of a line with nothing but a comma or "and" between them."""
    one: list[Span] = []
    for span in found:
        if one and not (one[-1].line is span.line and _joins(words, span.line.text[one[-1].end : span.start])):
            yield one
            one = []
        one.append(span)
    if one:
        yield one


def _joins(words: Lexicon, between: str) -> bool:
    plain = between.strip().lower()
    return plain in words.roles["list"] or plain in {",", "·", "、", "ㆍ", "/", ";"}


def figures(
    candidate: Candidate, all_of_them: Mapping[str, Candidate], seen: Columns, language: str
) -> dict[str, float]:
    """What speaks for a candidate to be a party; every figure between about -7 and 7."""
    spans, others = candidate.spans, sorted((each.probability for each in all_of_them.values()), reverse=True)
    surely, rank = candidate.probability, others.index(candidate.probability)
    never = float(np.prod([1 - min(span.probability, 0.999) for span in spans]))
    first = min(max(span.line.index, 0) for span in spans)
    inside = {name for span in spans for at in range(span.first, span.behind) for name in seen.sets["class"][at]}
    said = {each for span in spans for each in seen.sets[NAMED][span.first]}
    return {
        "surest": _logit(surely),
        "any": _logit(1 - never),
        "listed": _logit(max(candidate.best_listed, surely)) - _logit(surely),
        "second": _logit(others[1] if len(others) > 1 else 0.0),
        "times": log(len(spans)),
        "rank": min(rank, 5),
        "first": float(rank == 0),
        "first_two": float(rank <= 1),
        "titled": float(any(span.line.index < 0 for span in spans)),
        "only_titled": float(candidate.only_titled),
        "telling": float(any(span.line.telling for span in spans)),
        "at_the_top": float(first == 0),
        "later": float(min(first, 6)),
        "long": len(candidate.name) / 20,
        "organisation": float(any(name.startswith(("organisation", "name:heads")) for name in inside)),
        "place": float("place" in inside),
        "country": float(country_of(candidate.name) is not None),
        "person": float("name:titles" in inside),
        "unruled": float(not said),
        **{f"ruled {each}": 0.5 for each in said},
        f"language {language}": 1.0,
    }


def _logit(probability: float) -> float:
    return log(max(probability, 1e-3) / (1 - min(probability, 0.999)))
