"""Page -> Story | Drop: reading, judging and facts composed. Pure, so that it can run in the parsing pool."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from crawler.model import Entry, Page, Source
from crawler.reading import Bundle, read
from stories.facts import facts
from stories.judge import judge
from stories.model import Article, Drop, Story, Verdict


@dataclass(frozen=True, slots=True)
class Rejected:
    """An article that is no partnership story, with the verdict that says why."""

    article: Article
    verdict: Verdict
    drop: Drop


Assessment = Story | Rejected | Drop


def assess(page: Page, entry: Entry, source: Source, now: datetime) -> tuple[Assessment, ...]:
    """What became of a page: one assessment, or one for each item of a bundle."""
    found = read(page, entry, source, now)
    if isinstance(found, Bundle):
        return tuple(assess_article(article) for article in found.articles)
    return (found if isinstance(found, Drop) else assess_article(found),)


def assess_article(article: Article) -> Story | Rejected:
    """Judge an article and take its facts if it is kept."""
    verdict = judge(article)
    if not verdict.keep:
        drop = Drop(verdict.drop_reason or "no_partnership", _because(verdict))
        return Rejected(article, verdict, drop)
    if article.language is None:
        article = replace(article, language=verdict.language)
    return Story(article, verdict, facts(article, verdict))


def _because(verdict: Verdict) -> str | None:
    against = [reason for reason in verdict.reasons if reason.weight < 0]
    return min(against, key=lambda reason: reason.weight).quote if against else None
