"""Which of the ways that work to take, which to keep for bad days, and how often to look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from crawler.discovery.judging import Way
from crawler.measuring import LONGEST, SHARE, SHORTEST

_KINDS = ("feed", "wp-json", "sitemap", "listing")
_BEHIND = timedelta(days=7)  # by which a feed may be older than the list of the same site
_FEW = 4  # articles, and a quarter of what a list has: less is a feed of something else
_ENOUGH = 3  # articles of a way that needs no better one


def in_order(ways: Iterable[Way], now: datetime) -> list[Way]:
    """Return the ways that work, the best first.

    Fresh before stale, all the news before a section's; then feed, wp-json, news sitemap, list, sitemap. A feed that
    announces far fewer or older articles than a list of the site comes after it.
    """
    works = [way for way in ways if way.watch is not None]
    lists = [way for way in works if way.candidate.kind == "listing"]
    return sorted(works, key=lambda way: (_is_dead(way, works, now), _is_behind(way, lists), *_rank(way)))


def is_enough(way: Way, now: datetime) -> bool:
    """Tell whether nothing better needs to be looked for."""
    is_good = not way.is_stale(now) and not way.candidate.is_secondary and len(way.entries) >= _ENOUGH
    return is_good and (_rank(way)[1] <= 2 or (way.candidate.kind == "listing" and way.candidate.promise > 50))


def fallback(chosen: Way, ways: Sequence[Way], now: datetime) -> Way | None:
    """Return the best way of another kind that announces the same: most of it, or of what the chosen one does."""
    others = [way for way in in_order(ways, now) if way.candidate.kind != chosen.candidate.kind and way is not chosen]
    good = (way for way in others if not way.candidate.is_secondary and way.is_stale(now) <= chosen.is_stale(now))
    return next((way for way in good if _is_alike(way, chosen)), None)


def _is_dead(way: Way, ways: Sequence[Way], now: datetime) -> bool:
    """Tell whether a way is stale; one without dates is if it announces what a stale one does."""
    if way.newest is not None:
        return way.is_stale(now)
    return any(_is_alike(way, other) for other in ways if other.is_stale(now))


def _is_alike(way: Way, other: Way) -> bool:
    one, two = ({entry.identity for entry in each.entries} for each in (way, other))
    return 2 * len(one & two) >= min(len(one), len(two))


def interval_of(window: float | None) -> float | None:
    """Return the seconds between two looks: a third of what the feed covers, between 5 minutes and a day."""
    if window is None:
        return None
    return min(max(window / SHARE, SHORTEST.total_seconds()), LONGEST.total_seconds())


def _rank(way: Way) -> tuple[bool, float, float]:
    kind = float(_KINDS.index(way.candidate.kind))
    if way.candidate.kind == "sitemap" and not way.is_news_sitemap:
        kind = len(_KINDS)  # all pages of the site, day by day
    return way.candidate.is_secondary, kind, -way.candidate.promise


def _is_behind(way: Way, lists: Sequence[Way]) -> bool:
    if way.candidate.kind == "listing":
        return False
    return any(_is_older(way, other) or _is_smaller(way, other) for other in lists)


def _is_older(way: Way, other: Way) -> bool:
    return way.newest is not None and other.newest is not None and other.newest - way.newest > _BEHIND


def _is_smaller(way: Way, other: Way) -> bool:
    return len(way.entries) < _FEW and len(way.entries) * 4 < len(other.entries)
