"""Where: the places of the telling sentences, the dateline and the parties, and the country of each party."""

from __future__ import annotations

import re
from collections import Counter

from stories.facts.dateline import dateline_end
from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention, Strength
from stories.facts.place_names import home_of, named, named_in_party, speaks_for, supported, telling_names, texts_of
from stories.facts.telling import Telling
from stories.model import Party, Place
from stories.places import countries, place_key, places_in
from stories.places.homes import administered, written_in
from stories.places.named import Evidence

_HEAD = 9  # the title and the sentences that say where a story is at home
_ENDS = {"", ",", ".", ";", ")"}  # behind a place that says where the name before it is
_WORDS = 4  # before a name in which an adjective may say its country: "Czech engineering company"
_NEAR = 45  # characters around a name that may say its country


def places(words: Lexicon, told: Telling, parties: tuple[Mention, ...], home: str | None = None) -> tuple[Place, ...]:
    """Each place once, in the order told; a country only where no place in it is told.

    `home` is the source's country: of places that are called alike its own is meant, and where the sentences that
    tell the event name no place in it, the first of the story is given.
    """
    prior = home or words.country or written_in(texts_of(told)[:_HEAD])
    names = [name for text in texts_of(told) for name in named(words, text)]
    support = supported(words, told, names, prior)
    sure = {name.name for name in names if name.evidence is Evidence.STRONG}
    first: dict[str, Place] = {}
    for name in telling_names(words, told, parties):
        country = home_of(name, support, prior)
        if name.name in sure or (name.evidence and speaks_for(words, name, country, support)):
            first.setdefault(place_key(name.name), Place(name.name, country))
    if prior and prior not in {place.country for place in first.values()}:
        told_in = [name.name for name in names if name.evidence and home_of(name, support, prior) == prior]
        texts = [*(party.name for party in parties), *texts_of(told)[:_HEAD]]
        unknown = (name for text in texts for name in administered(text))
        at_home = next((name for name in (*told_in, *unknown) if name not in countries()), None)
        first |= {at_home: Place(at_home, prior)} if at_home else {}
    towns = {place.country for key, place in first.items() if key != place.country}
    return tuple(place for key, place in first.items() if key not in towns)


def locate(words: Lexicon, told: Telling, parties: tuple[Mention, ...], home: str | None) -> tuple[Party, ...]:
    """Each party with its country: by its name, by what stands around it, by the story's only one, by the source."""
    prior = home or words.country or _only(words, told, parties)
    told_of = [_country(words, told, mention) for mention in parties]
    if not (home or words.country) and any(country not in (prior, None) for country in told_of):
        prior = None  # the story goes on between countries: it is no guess which of them
    pairs = zip(parties, told_of, strict=True)
    return tuple(Party(m.name, country or (prior if _at_home(words, m) else None)) for m, country in pairs)


def _only(words: Lexicon, told: Telling, parties: tuple[Mention, ...]) -> str | None:
    """The country of all places that a story names beside its parties."""
    texts = [told.title, *(s.text for s in told.body[:20])]
    for party in parties:
        for name in (party.name, party.name.partition(" ")[2]) if party.each else (party.name,):
            texts = [text.replace(name, "") for text in texts]
    told_in = {place.country for text in texts for place in places_in(text)}
    told_in |= {country for text in texts if (country := _demonym(words, text))}
    return told_in.pop() if len(told_in) == 1 else None


def _at_home(words: Lexicon, party: Mention) -> bool:
    """Whether a party can be taken to be at home where nothing says otherwise: not a company, nor a mere name."""
    company = any(f" {word} " in f" {party.name.lower()} " for word in words.names["companies"])
    return party.strength is Strength.STRONG and not company


def _whole(words: Lexicon, told: Telling) -> list[str]:
    return [told.title, *(s.text[dateline_end(words, s.text) :] for s in told.body[:20])]


def _country(words: Lexicon, told: Telling, party: Mention) -> str | None:
    for name in (party.name, *party.aliases):
        by_name = (
            next((place.country for place in places_in(name)), None) or _demonym(words, name) or _town(words, name)
        )
        if by_name:
            return by_name
    names = (party.name, *party.aliases, party.name.partition(" ")[2])  # the last for a head in another case
    texts = _whole(words, told)
    around = (_around(words, text, name) for name in names if len(name) > 2 for text in texts if name in text)
    return next((country for country in around if country), None)


def _town(words: Lexicon, name: str) -> str | None:
    """The country of a town in a name, where its kind or a preposition says that it is one."""
    towns = (town for town in named_in_party(words, name) if town.evidence is Evidence.STRONG and town.people)
    return next((home_of(town, Counter(), words.country) for town in towns), None)


def _around(words: Lexicon, text: str, name: str) -> str | None:
    start = text.find(name)
    before = re.split(r"[,;.]| (?:and|und|với|và|with|mit) ", text[max(0, start - _NEAR) : start])[-1]
    demonym = _demonym(words, " ".join(before.split()[-_WORDS:]))
    before = " ".join(before.split()[-2:])
    after = text[start + len(name) : start + len(name) + 30]
    if demonym:
        return demonym
    near = [place.country for place in places_in(before)][-1:]
    if near and before.endswith(("’s", "'s")):
        return near[0]
    behind = re.match(r"\s*(?:\(([^)]{2,40})\)|,? (?:of|in|aus|của|from|\() ?(?:the )?(.{2,30}))", after)
    found = [p for part in (behind.groups() if behind else ()) if part for p in places_in(part) if p.start < 2]
    aside = after[2:] if after.startswith(", ") and words.writing == "capitals" else ""
    found += [p for p in places_in(aside) if p.start == 0 and aside[p.end : p.end + 1] in _ENDS]
    return next((p.country for p in found), None) or (near[0] if near else None)


def _demonym(words: Lexicon, text: str) -> str | None:
    """The country whose adjective stands last: nearest to the name."""
    if not words.any_demonym.search(text):
        return None
    found = [(m.start(), code) for code, pattern in words.demonyms.items() for m in pattern.finditer(text)]
    return max(found)[1]
