"""Where: the places of the telling sentences, the dateline and the parties, and the country of each party."""

from __future__ import annotations

import re

from stories.facts.dateline import dateline_end
from stories.facts.event_date import has_date
from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention, Strength
from stories.facts.telling import Sentence, Telling
from stories.model import Party, Place
from stories.places import place_key, places_in

_DATELINE = re.compile(r"^[\[【(]?[^.\n]{2,50}?(?:\([^)\n]{2,20}\)\s*[-–—]|[=–—]\s|】|\])")
_ENDS = {"", ",", ".", ";", ")"}  # behind a place that says where the name before it is
_WORDS = 4  # before a name in which an adjective may say its country: "Czech engineering company"
_NEAR = 45  # characters around a name that may say its country


def places(words: Lexicon, told: Telling, parties: tuple[Mention, ...]) -> tuple[Place, ...]:
    """Each place once, in the order told; a country only where no place in it is told."""
    chosen = {s.index: s.text for s in (*told.main[:4], *_lead(words, told))}
    sentences = (chosen[index] for index in sorted(chosen))
    texts = [told.title, *_dateline(words, told), *sentences, *(p.name for p in parties)]
    found = [place for text in texts for place in places_in(text)]
    first: dict[str, Place] = {}
    for place in found:
        first.setdefault(place_key(place.name), Place(place.name, place.country))
    towns = {place.country for key, place in first.items() if key != place.country}
    return tuple(place for key, place in first.items() if key not in towns)


def _lead(words: Lexicon, told: Telling) -> list[Sentence]:
    """The first sentence, and those that give a day of the event."""
    return [*told.body[:1], *(s for s in told.body[1:12] if not s.background and has_date(words, s.text))]


def _dateline(words: Lexicon, told: Telling) -> list[str]:
    match = _DATELINE.match(told.body[0].text) if told.body else None
    capitals = re.match(r"[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+)*", told.body[0].text) if told.body else None
    sent = capitals and dateline_end(words, told.body[0].text) and capitals.group().isupper()
    return [*([match.group()] if match else []), *([capitals.group().title()] if capitals and sent else [])]


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
        by_name = next((place.country for place in places_in(name)), None) or _demonym(words, name)
        if by_name:
            return by_name
    names = (party.name, *party.aliases, party.name.partition(" ")[2])  # the last for a head in another case
    texts = _whole(words, told)
    around = (_around(words, text, name) for name in names if len(name) > 2 for text in texts if name in text)
    return next((country for country in around if country), None)


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
    found = [(m.start(), code) for code, pattern in words.demonyms.items() for m in pattern.finditer(text)]
    return max(found)[1] if found else None
