"""Who, what, where and when of a kept story, and the sentence that proves it. Pure; some milliseconds a story."""

from __future__ import annotations

from dataclasses import replace

from stories.facts.event_date import event_date
from stories.facts.evidence import by_evidence, evidence
from stories.facts.flags import flags
from stories.facts.kind import kind
from stories.facts.lexicon import lexicon
from stories.facts.noticed import noticed
from stories.facts.parties import parties
from stories.facts.places import locate, places
from stories.facts.sectors import sectors
from stories.facts.status import status
from stories.facts.telling import tell
from stories.headlines import headlines
from stories.model import Article, Facts, Party, Verdict
from stories.names.said import names_said

__all__ = ["facts"]

LOOKED_AT = 4_000  # characters in which a text gives its parties other names


def facts(article: Article, verdict: Verdict) -> Facts:
    """The facts of a kept article; what its text does not give is None or empty. Never raises on any text."""
    words = lexicon(article.language or verdict.language)
    told = tell(words, article.title or "", article.text)
    who = parties(words, told)
    found = noticed(words.language, told)
    order = by_evidence(told, found, who)
    what = kind(told, found, order)
    how_far = status(found, order, what)
    shown = evidence(told, order)
    sharper = replace(told, kind=what, main=tuple(each for each in told.body if each.literal == shown))
    when = event_date(words, sharper, how_far, article.published)
    read = Facts(
        kind=what,
        status=how_far,
        parties=_with_other_names(locate(words, told, who, article.home_country), article),
        places=places(words, told, who, article.home_country),
        event_date=when[0],
        date_precision=when[1],
        sectors=sectors(words, told),
        flags=flags(words, told, how_far),
        evidence=shown,
    )
    return replace(read, headline=headlines(read, article.language or verdict.language))


def _with_other_names(parties: tuple[Party, ...], article: Article) -> tuple[Party, ...]:
    """The parties with what else the text calls them: "가온대학교(Gaon University)"."""
    said = names_said(article.title, article.text[:LOOKED_AT], [party.name for party in parties])
    return tuple(replace(each, aliases=tuple(s.other for s in said if s.full == each.name)) for each in parties)
