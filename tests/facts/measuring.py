"""How right the facts are on gold stories; docs/facts.md explains the figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.gold import GoldStory, gold
from stories.facts import facts
from stories.judge import judge
from stories.model import Facts

Figures = dict[str, dict[str, float]]
MAIN = 2  # parties: the two between which the cooperation is

_LEGAL = re.compile(r"\(주\)|㈜|주식회사|株式会社|㈱")
_ARTICLES = frozenset({"the", "die", "der", "das", "den", "dem", "des"})
_MARKS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Told:
    """A gold story with the facts that were read from it."""

    story: GoldStory
    facts: Facts


def told(stories: Iterable[GoldStory]) -> list[Told]:
    """The facts of stories to be kept, whatever the judge says of them."""
    return [Told(story, facts(story.article, judge(story.article))) for story in stories if story.keep]


def stories(*, held_out: bool, language: str | None = None) -> list[GoldStory]:
    """The stories that only measure, or those to tune on."""
    return [story for story in gold(language) if story.keep and story.held_out is held_out]


def figures(found: Sequence[Told]) -> Figures:
    """By language and of all: the share of stories whose fact is right; wrong parties a story; F1 of countries."""
    languages = sorted({each.story.language for each in found})
    groups = {name: [each for each in found if each.story.language == name] for name in languages}
    return {name: _figures(group) for name, group in {**groups, "all": found}.items()}


def same_name(one: str, other: str) -> bool:
    """Whether two spellings name the same party.

    Case, articles, marks and legal forms aside they are equal, or one holds the other, which has at least half of its
    letters: "Menai University" and "Bangor-based Menai University", not "Institute" and "Institute of Oceanography".
    Folded here and not by the product, which is what is measured.
    """
    short, long = sorted((_letters(one), _letters(other)), key=len)
    return bool(short) and (short == long or (short in long and 2 * len(short) >= len(long)))


def found_parties(each: Told) -> list[str]:
    """The names of the parties that were read."""
    return [party.name for party in each.facts.parties]


def wrong_parties(each: Told) -> list[str]:
    """Those that are no party of the story."""
    return [name for name in found_parties(each) if not any(same_name(name, party) for party in each.story.parties)]


def missed_parties(each: Told) -> list[str]:
    """Those of the two main parties that were not read."""
    main = each.story.parties[:MAIN]
    return [party for party in main if not any(same_name(name, party) for name in found_parties(each))]


def shows_the_same(each: Told) -> bool:
    """Whether the evidence is the sentence that the story gives, or a part or a whole of it."""
    one, other = each.facts.evidence or "", each.story.evidence or ""
    return bool(one) and (one in other or other in one)


def _figures(found: Sequence[Told]) -> dict[str, float]:
    stories = len(found)
    return {
        "kind": sum(each.facts.kind == each.story.kind for each in found) / stories,
        "status": sum(each.facts.status == each.story.status for each in found) / stories,
        "both": sum(not missed_parties(each) for each in found) / stories,
        "precision": _precision(found),
        "wrong": sum(len(wrong_parties(each)) for each in found) / stories,
        "country": _country_f1(found),
        "date": sum(each.facts.event_date == each.story.event_date for each in found) / stories,
        "evidence": sum(shows_the_same(each) for each in found) / stories,
    }


def _precision(found: Sequence[Told]) -> float:
    read = sum(len(found_parties(each)) for each in found)
    return 1 - sum(len(wrong_parties(each)) for each in found) / read if read else 0.0


def _country_f1(found: Sequence[Told]) -> float:
    expected = [{country for _, country in each.story.places if country} for each in found]
    read = [{place.country for place in each.facts.places if place.country} for each in found]
    right = sum(len(one & other) for one, other in zip(expected, read, strict=True))
    named = sum(map(len, expected)) + sum(map(len, read))
    return 2 * right / named if named else 1.0


def _letters(name: str) -> str:
    plain = _LEGAL.sub("", unicodedata.normalize("NFKC", name)).casefold()
    return "".join(word for word in _MARKS.sub(" ", plain).split() if word not in _ARTICLES)
