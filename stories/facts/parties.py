"""Who cooperates: the names that a tagger learned to see, chosen by how and where the story tells them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from stories.facts.choice import weighed
from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention, Role, Strength
from stories.facts.tagging.candidates import Candidate, candidates, figures, spans
from stories.facts.tagging.columns import columns
from stories.facts.tagging.tagger import tagger
from stories.facts.tagging.units import text_of
from stories.facts.telling import Telling

WEIGHTS = Path(__file__).with_name("parties.toml")
SURE = 0.4  # the least probability of a party: on stories not learned from, one more wrong party finds one more pair
ENOUGH = 2
LIKELY = 0.2  # the least while there are not two
_BEGINNING = 2  # letters
_MIXED = re.compile("[가-힣一-鿿][A-Z]")  # "경북TP"
MOST = 8  # what names more is a list of members or guests


@dataclass(frozen=True, slots=True)
class Choice:
    """A party's logit is start + the sum of its figures times weights. Learned by bench/learn_parties.py."""

    start: float
    weights: Mapping[str, float]

    def probability(self, found: Mapping[str, float]) -> float:
        """How surely a candidate with these figures is a party, 0..1."""
        logit = self.start + weighed(found, self.weights)
        return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


def parties(words: Lexicon, told: Telling) -> tuple[Mention, ...]:
    """The parties, in the order of the text. Pure, never raises on any text."""
    named = read(words, told)
    chosen = chosen_of({key: (candidate, choice().probability(found)) for key, (candidate, found) in named.items()})
    return tuple(_mention(each) for each in sorted(chosen[:MOST], key=_order))


def read(words: Lexicon, told: Telling) -> dict[str, tuple[Candidate, dict[str, float]]]:
    """Every name that may be a party, by key, with its figures."""
    text = text_of(words, told)
    if not text.units:
        return {}
    seen = columns(words, text)
    named = candidates(words, text, spans(words, text, tagger(words.writing).marginals(text, seen)))
    return {key: (each, figures(each, named, seen, words.language)) for key, each in named.items()}


def chosen_of(weighed: Mapping[str, tuple[Candidate, float]]) -> list[Candidate]:
    """The surest first; what overlaps one that was chosen, or is nearly its name, is the same party.

    Beside two parties the partners of an earlier agreement are none.
    """
    chosen: dict[str, Candidate] = {}
    for key, (candidate, probability) in sorted(weighed.items(), key=lambda each: -each[1][1]):
        if probability < (SURE if len(chosen) >= ENOUGH else LIKELY):
            break
        past = candidate.only_past and len(chosen) >= ENOUGH
        if not past and not any(_same_party(key, candidate, other, chosen[other]) for other in chosen):
            chosen[key] = candidate
    return list(chosen.values())


def _same_party(key: str, candidate: Candidate, other: str, chosen: Candidate) -> bool:
    if (candidate.only_titled or _MIXED.search(candidate.name)) and _shortens(key, other):
        return True
    return _nearly(key, other) or _overlap(candidate, chosen)


def _shortens(key: str, other: str) -> bool:
    """Whether a title may write so for a longer name: the same beginning, or all its letters in their order."""
    letters = iter(other)
    return key[:_BEGINNING] == other[:_BEGINNING] or all(letter in letters for letter in key)


def _nearly(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short in long and 2 * len(short) >= len(long)


def _overlap(one: Candidate, other: Candidate) -> bool:
    return any(a.first < b.behind and b.first < a.behind for a in one.spans for b in other.spans)


def _order(candidate: Candidate) -> tuple[int, int]:
    first = min(candidate.spans, key=lambda span: (span.line.index < 0, span.line.index, span.start))
    return max(first.line.index, 0), first.start


def _mention(candidate: Candidate) -> Mention:
    span = candidate.spans[0]
    return Mention(_usual_name(candidate), span.start, span.end, Role.SUBJECT, Strength.STRONG)


def _usual_name(candidate: Candidate) -> str:
    """What the text calls it most, short forms aside: "Harbour Agency (Invest Harbour)" may be Invest Harbour."""
    names = Counter(span.name for span in candidate.spans if " " in span.name and span.line.index >= 0)
    return max(names, key=names.__getitem__, default=candidate.name) if " " in candidate.name else candidate.name


@cache
def choice() -> Choice:
    """The weights that are shipped."""
    document = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Choice(document["start"], document["weights"])
