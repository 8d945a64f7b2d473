"""The names of places in a story, and the country that is meant by each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from math import log10

from stories.facts.dateline import dateline_end
from stories.facts.event_date import has_date
from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention
from stories.facts.telling import Sentence, Telling
from stories.places import countries, country_of
from stories.places.apart import named_apart
from stories.places.named import Evidence, Named, Nouns
from stories.places.together import named_together

_DATELINE = re.compile(r"^[\[【(]?[^.\n]{2,50}?(?:\([^)\n]{2,20}\)\s*[-–—]|[=–—]\s|】|\])")
_MOST = 20  # sentences of a story that are looked at
_HEAD = 9  # the title and the sentences whose adjectives speak for a country
_FIRST = 3  # sentences at the beginning whose towns count, whatever they tell
_CLEARLY = 10  # times as many people as its namesakes: then a name speaks for its country
_LARGE = 150  # thousands of people of a city that is named without a word that says where it is
_METROPOLIS = 1_500  # … in Han or kana, where two characters are found in many words
_SPOKEN_FOR = 1.5  # what another name of the country weighs, in powers of ten of people
_PRIOR = 1.2  # what the source's home country weighs


def texts_of(told: Telling) -> list[str]:
    """The title and the sentences that are looked at."""
    return [told.title, *(s.text for s in told.body[:_MOST])]


@lru_cache(maxsize=512)  # a story's sentences are asked several times
def named(words: Lexicon, text: str) -> tuple[Named, ...]:
    """What may be places in a text, read the way the language writes names."""
    return tuple(named_apart(text, _nouns(words)) if words.writing == "capitals" else named_together(text))


def telling_names(words: Lexicon, told: Telling, parties: tuple[Mention, ...]) -> Iterator[Named]:
    """The names of title, dateline, telling and dated sentences and parties; of other first sentences only towns."""
    main = {s.index: s.text for s in (*told.main[:4], *_lead(words, told))}
    texts = [
        told.title,
        *_dateline(words, told),
        *(main[index] for index in sorted(main)),
        *(p.name for p in parties),
    ]
    yield from (name for text in texts for name in named(words, text))
    rest = (s.text for s in told.body[1:_FIRST] if s.index not in main)
    yield from (name for text in rest for name in named(words, text) if name.name not in countries())


def named_in_party(words: Lexicon, party: str) -> Iterator[Named]:
    """The places in the name of a party; its whole name only if the gazetteer has it, as it has no "KOTRA"."""
    yield from (name for name in named(words, party) if name.name != party or country_of(party))


def supported(words: Lexicon, told: Telling, names: list[Named], prior: str | None) -> Counter[str]:
    """How many names and adjectives of a story speak for each country."""
    support = Counter([prior] if prior else [])
    for name in {name.name: name for name in names if name.evidence is Evidence.STRONG}.values():
        people = sorted(name.people.values())
        if len(people) == 1 or people[-1] >= _CLEARLY * people[-2]:
            support[max(name.people, key=name.people.__getitem__)] += 1
    text = "\n".join(texts_of(told)[:_HEAD])
    doubted = {
        code for name in names if len(name.people) > 1 or name.evidence < Evidence.STRONG for code in name.people
    }
    asked = ((code, pattern) for code, pattern in words.demonyms.items() if code in doubted)
    support.update(code for code, pattern in asked if pattern.search(text))
    return support


def speaks_for(words: Lexicon, name: Named, country: str, support: Counter[str]) -> bool:
    """Whether a name that little speaks for is a place: its country is spoken of, or it is a large city."""
    enough = _LARGE if words.writing == "capitals" else _METROPOLIS
    return max(name.people.values()) >= enough or support[country] > 0


def home_of(name: Named, support: Counter[str], prior: str | None) -> str:
    """The country that is meant: one that the story speaks of, the source's own, else that of the largest place."""
    return max(
        name.people,
        key=lambda c: log10(name.people[c] + 1) + _SPOKEN_FOR * (support[c] > 0) + _PRIOR * (c == prior),
    )


@cache
def _nouns(words: Lexicon) -> Nouns:
    kinds = ("heads", "place_heads", "generic")
    heads = frozenset(word.lower().split(" ")[-1] for kind in kinds for word in words.names[kind])
    return Nouns(heads, tuple(words.names["suffixes"]), words.names["titles"], words.weak_names)


def _lead(words: Lexicon, told: Telling) -> list[Sentence]:
    """The first sentence, and those that give a day of the event."""
    return [*told.body[:1], *(s for s in told.body[1:12] if not s.background and has_date(words, s.text))]


def _dateline(words: Lexicon, told: Telling) -> list[str]:
    match = _DATELINE.match(told.body[0].text) if told.body else None
    capitals = re.match(r"[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+)*", told.body[0].text) if told.body else None
    sent = capitals and dateline_end(words, told.body[0].text) and capitals.group().isupper()
    return [*([match.group()] if match else []), *([capitals.group().title()] if capitals and sent else [])]
