"""Who, what, where and when of a kept story, and the sentence that proves it. Pure; about a millisecond a story."""

from __future__ import annotations

from stories.facts.event_date import event_date
from stories.facts.flags import flags
from stories.facts.kind import kind
from stories.facts.lexicon import lexicon
from stories.facts.mention import Mention
from stories.facts.parties import parties
from stories.facts.places import locate, places
from stories.facts.sectors import sectors
from stories.facts.status import status
from stories.facts.telling import Telling, tell
from stories.model import Article, Facts, Verdict

__all__ = ["facts"]


def facts(article: Article, verdict: Verdict) -> Facts:
    """The facts of a kept article; what its text does not give is None or empty. Never raises on any text."""
    words = lexicon(article.language or verdict.language)
    told = tell(words, article.title or "", article.text)
    what = kind(words, told)
    how_far = status(words, told, what)
    who = parties(words, told, what)
    when = event_date(words, told, how_far, article.published)
    return Facts(
        kind=what,
        status=how_far,
        parties=locate(words, told, who, article.home_country),
        places=places(words, told, who),
        event_date=when[0],
        date_precision=when[1],
        sectors=sectors(words, told),
        flags=flags(words, told, how_far),
        evidence=_evidence(told, verdict, who),
    )


def _evidence(told: Telling, verdict: Verdict, who: tuple[Mention, ...]) -> str | None:
    """The first telling sentence that names a party, or any; else the one that the judge leant on; else the title."""
    names = [name for party in who for name in (party.name, *party.aliases)]
    naming = (sentence.literal for sentence in told.main[:3] if any(name in sentence.text for name in names))
    if told.main:
        return next(naming, told.main[0].literal)
    quotes = [reason.quote for reason in verdict.reasons if reason.weight > 0 and reason.quote]
    leant_on = (sentence.literal for sentence in told.body for quote in quotes if quote in sentence.literal)
    return next(leant_on, None) or told.title or None
