"""The judge's part of a language file, compiled: word lists and rules become patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from stories.languages import section

WORDS = (
    "pact", "paper", "anaphor", "signing", "act", "cooperation", "intent", "mutual", "organisation", "joiner",
    "background", "nothing_else", "urged", "denied", "ended",
)  # fmt: skip
KINDS = ("joint_venture", "joint_research", "network", "sister_city", "delegation", "other")
OBJECTIONS = (
    "labour_agreement", "treaty", "coalition", "party_pact", "court_settlement", "sponsorship", "player_contract",
    "loan", "share_sale", "supplier", "joint_enforcement", "share_price", "call", "event_only", "statistics", "audit",
    "partner_programme", "opinion", "spouse", "organisation_name", "denial", "hoax", "background_only",
)  # fmt: skip
# What an event, an exercise or a figure told beside it does not take back.
DEEDS = frozenset(
    {"pact_signed", "pact_ended", "paper_signed", "bare_paper_signed", "bare_paper_ended", "pact_planned"}
    | {"network", "joint_venture", "sister_city_signed"}
)
JOINT_WORK = frozenset({"joint_venture", "joint_research", "other"})
NEVER = re.compile(r"(?!)")
_ANY_START = re.compile(r"\\w\*(?![?+])")
TOGETHER = 24
_LITERAL_INITIAL = re.compile(r"[^\W_](?![?*+{])")


@dataclass(frozen=True, slots=True)
class Kind:
    """Cooperation without a paper: a thing and what was done with it, in one sentence."""

    name: str
    thing: re.Pattern[str]
    done: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Objection:
    """Another matter told in the same words."""

    name: str
    sure: re.Pattern[str]  # one is enough
    hint: re.Pattern[str]  # two different ones in a sentence are enough
    unless: re.Pattern[str]  # words in a title, a lead or beside the paper that lift the objection
    spared_by: frozenset[str]  # rules that speak for the story and outweigh it
    outside_quotations: bool  # only the writer's own words count
    ordinary_far: bool  # far from the paper it counts half
    names_the_paper: bool  # one hint beside "nothing but" says that the paper is another matter


# Kinds of objection, the same in every language; the language files say by which words they are known.
SPARED_BY = {
    **dict.fromkeys(("joint_enforcement", "event_only", "organisation_name"), DEEDS),
    "supplier": JOINT_WORK,  # who builds or studies something together also supplies parts
    "share_sale": frozenset({"joint_venture"}),
    "coalition": frozenset({"sister_city", "sister_city_signed"}),  # parties vote on it in the council
    "statistics": frozenset({"network"}),  # what is founded has statutes
}
OUTSIDE_QUOTATIONS = frozenset({"opinion"})
ORDINARY_FAR = frozenset({"statistics"})  # any story ends with figures
NAMES_THE_PAPER = frozenset(OBJECTIONS[:10]) | {"spouse"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All patterns of one language."""

    names_are_capitalised: bool  # and other nouns are not
    words: Mapping[str, re.Pattern[str]]
    kinds: tuple[Kind, ...]
    objections: tuple[Objection, ...]
    objecting: re.Pattern[str]  # an empty match wherever a word of any objection starts: one scan for all of them


def _one_of(terms: Sequence[str], depth: int = 2) -> str:
    """`sign|seal|ink` as `s(?:ign|eal)|ink`: a word is compared with a handful of initials, not with every term.

    Ends of compounds are put together, too: a word is walked once for all of them, not once for each.
    """
    by_initial: dict[str, list[str]] = {}
    ends, others = [], []
    for term in terms:
        if depth and _LITERAL_INITIAL.match(term):
            by_initial.setdefault(term[0], []).append(term[1:])
        elif depth and _ANY_START.match(term):
            ends.append(term.removeprefix(r"\w*"))
        else:
            others.append(term)
    grouped = {initial: initial + _group(rests, depth) for initial, rests in by_initial.items()}
    return "|".join([*_asked_together(grouped), *([r"\w*" + _group(ends, depth)] if ends else []), *others])


def _group(rests: Sequence[str], depth: int) -> str:
    return f"(?:{_one_of(rests, depth - 1)})" if len(rests) > 1 else rests[0]


def _asked_together(by_initial: Mapping[str, str]) -> list[str]:
    """Many initials in groups: a letter is looked up in a set for each group, not compared with each of them."""
    initials = list(by_initial)
    if len(initials) <= 2 * TOGETHER:
        return list(by_initial.values())
    groups = [initials[at : at + TOGETHER] for at in range(0, len(initials), TOGETHER)]
    return [f"(?=[{''.join(group)}])(?:{'|'.join(by_initial[each] for each in group)})" for group in groups]


@cache
def lexicon(language: str) -> Lexicon:
    """The compiled `[judge]` table of a language. Raises KeyError when the language or a key is missing."""
    table = section(language, "judge")
    start = r"(?<!\w)" if table["words_start_at_a_boundary"] else ""
    end = r"(?!\w)" if table["words_end_at_a_boundary"] else ""

    def pattern(terms: Iterable[str]) -> re.Pattern[str]:
        terms = tuple(terms)
        return re.compile(f"{start}(?:{_one_of(terms)}){end}", re.IGNORECASE) if terms else NEVER

    def openings(rules: Iterable[Mapping[str, Any]]) -> re.Pattern[str]:
        terms = [term for rule in rules for key in ("sure", "hint") for term in rule[key]]
        return re.compile(f"{start}(?=(?:{_one_of(terms)}){end})", re.IGNORECASE)

    def objection(name: str, rule: Mapping[str, Any]) -> Objection:
        sure, hint, unless = (pattern(rule[key]) for key in ("sure", "hint", "unless"))
        of_kind = (name in names for names in (OUTSIDE_QUOTATIONS, ORDINARY_FAR, NAMES_THE_PAPER))
        return Objection(name, sure, hint, unless, SPARED_BY.get(name, frozenset()), *of_kind)

    return Lexicon(
        names_are_capitalised=table["names_are_capitalised"],
        words={name: pattern(table["words"][name]) for name in WORDS},
        kinds=tuple(
            Kind(name, pattern(table["kinds"][name]["thing"]), pattern(table["kinds"][name]["done"]))
            for name in KINDS
        ),
        objections=tuple(objection(name, table["against"][name]) for name in OBJECTIONS),
        objecting=openings(table["against"][name] for name in OBJECTIONS),
    )
