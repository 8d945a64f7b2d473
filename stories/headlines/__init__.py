"""Headlines from the facts, in each language that has words for them: "Acme City × Beta University: MOU signed"."""

from __future__ import annotations

from dataclasses import replace

from stories.headlines.lining_up import lined_up
from stories.headlines.naming import Named, named, tidy
from stories.headlines.words import Words, supported, words
from stories.model import Facts, Kind

__all__ = ["headlines"]

LONGEST = 115  # characters
_MOST_PLACES = 2  # that stand in where no party is known


def headlines(facts: Facts, language: str | None) -> tuple[tuple[str, str], ...]:
    """(language, headline) for each language that has words; `language` is that of the story (ISO 639-1). Pure.

    Empty where the facts are: neither who nor where nor when, and nothing of what.
    """
    if facts.kind is Kind.OTHER and not (facts.parties or facts.places or facts.status or facts.event_date):
        return ()
    bare = replace(facts, parties=tuple(replace(party, name=tidy(party.name, language)) for party in facts.parties))
    return tuple((each, _headline(bare, language, words(each))) for each in supported())


def _headline(facts: Facts, language: str | None, wanted: Words) -> str:
    what, when = wanted.told(facts.kind, facts.status), wanted.when(facts.event_date, facts.date_precision)
    who = _who(facts, language, wanted, LONGEST - len(wanted.composed("-", what, when)) + 1)
    return wanted.composed(who, what, when)


def _who(facts: Facts, language: str | None, wanted: Words, room: int) -> str:
    """The parties, whose names are tidy; where none is known, the places; empty where neither is."""
    parties = _different([named(each.name, each.aliases, wanted, language) for each in facts.parties if each.name])
    if not parties:
        parties = _different([named(place.name, (), wanted, language) for place in facts.places])[:_MOST_PLACES]
    return lined_up(parties, wanted, room)


def _different(names: list[Named]) -> list[Named]:
    """Each name once: what two spellings have in common is how they are read."""
    return list({name.read.casefold(): name for name in reversed(names)}.values())[::-1]
