"""The judge's part of a language file, compiled: word lists and rules become patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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
NEVER = re.compile(r"(?!)")


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
    spares_signing: bool  # a reported signing outweighs it
    outside_quotations: bool  # only the writer's own words count
    names_the_paper: bool  # one hint beside "nothing but" says that the paper is another matter


# Kinds of objection, the same in every language; the language files say by which words they are known.
SPARES_SIGNING = frozenset({"joint_enforcement", "event_only", "organisation_name"})
OUTSIDE_QUOTATIONS = frozenset({"opinion"})
NAMES_THE_PAPER = frozenset(OBJECTIONS[:10]) | {"spouse"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All patterns of one language."""

    names_are_capitalised: bool  # and other nouns are not
    words: Mapping[str, re.Pattern[str]]
    kinds: tuple[Kind, ...]
    objections: tuple[Objection, ...]


@cache
def lexicon(language: str) -> Lexicon:
    """The compiled `[judge]` table of a language. Raises KeyError when the language or a key is missing."""
    table = section(language, "judge")
    start = r"(?<!\w)" if table["words_start_at_a_boundary"] else ""
    end = r"(?!\w)" if table["words_end_at_a_boundary"] else ""

    def pattern(terms: Iterable[str]) -> re.Pattern[str]:
        terms = tuple(terms)
        return re.compile(f"{start}(?:{'|'.join(terms)}){end}", re.IGNORECASE) if terms else NEVER

    def objection(name: str, rule: Mapping[str, Any]) -> Objection:
        sure, hint, unless = (pattern(rule[key]) for key in ("sure", "hint", "unless"))
        return Objection(
            name, sure, hint, unless, name in SPARES_SIGNING, name in OUTSIDE_QUOTATIONS, name in NAMES_THE_PAPER
        )

    return Lexicon(
        names_are_capitalised=table["names_are_capitalised"],
        words={name: pattern(table["words"][name]) for name in WORDS},
        kinds=tuple(
            Kind(name, pattern(table["kinds"][name]["thing"]), pattern(table["kinds"][name]["done"]))
            for name in KINDS
        ),
        objections=tuple(objection(name, table["against"][name]) for name in OBJECTIONS),
    )
