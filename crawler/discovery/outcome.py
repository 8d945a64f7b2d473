"""What a search ends with: the source that it makes of the way it chose, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crawler.cms import cms_for, cms_named
from crawler.discovery.answers import Refusal, path_of, refusal
from crawler.discovery.choosing import interval_of
from crawler.discovery.homepage import Homepage
from crawler.discovery.judging import Way
from crawler.discovery.place import languages_of, name_of, place_of
from crawler.finding import Finding, Sample, Tried
from crawler.hosts import id_of
from crawler.model import Source
from crawler.signs import Sign


def source_of(
    ways: Sequence[Way],
    home: Homepage,
    samples: Sequence[Sample],
    now: datetime,
    country: str | None = None,
    timezone: str | None = None,
) -> Source:
    """Make a source of ways that work, the chosen one first; country and zone are guessed unless given."""
    languages = languages_of((sample.language for sample in samples), home)
    guessed, zone = place_of(home.url, home, languages, country)
    return Source(
        id=id_of(home.url),
        name=name_of(home, ways[0].title),
        homepage=home.url,
        country=guessed,
        timezone=timezone or zone or "UTC",
        watch=tuple(way.watch for way in ways if way.watch),
        cms=_cms(home, ways[0]),
        languages=languages,
        confidence="confirmed",
        checked=now.date().isoformat(),
    )


def found(
    source: Source, way: Way, home: Homepage, tried: Sequence[Tried], samples: Sequence[Sample], now: datetime
) -> Finding:
    """Tell how a site can be watched."""
    is_stale, window = way.is_stale(now), way.measured.window if way.measured else None
    words = f"{source.name} can be watched by its {way.candidate.kind} {path_of(way.candidate.url)}: {way.why}"
    return Finding(
        homepage=home.url,
        source=source,
        sign="stale" if is_stale else "ok",
        sentence=words + (" Nothing better was found." if is_stale else ""),
        tried=tuple(tried),
        samples=tuple(samples),
        cms=source.cms,
        window=window,
        interval=interval_of(window),
    )


def none_found(home: Homepage, signs: Sequence[Sign], tried: int) -> Refusal:
    """Say why nothing can be watched. Of several signs the first counts; `tried` addresses were looked at."""
    if home.is_parked:
        return refusal("nothing", f"{home.url} is no site but the page of a domain or server without one")
    if home.is_calendar:
        return refusal("nothing", f"{home.url} is a calendar without end, not a list of articles")
    if signs:
        return refusal(signs[0].word, f"{home.url}: {signs[0].sentence}")
    return refusal("nothing", f"{home.url} announces no articles: {tried} addresses were looked at")


def family_of(home: Homepage) -> str | None:
    """Return the CMS of a homepage, None for an unknown one."""
    return None if home.cms == cms_named("generic").name else home.cms


def _cms(home: Homepage, way: Way) -> str | None:
    generic = cms_named("generic").name
    names = [home.cms, *(cms_for(None, entry.url, "").name for entry in way.entries[:2])]
    return next((name for name in names if name != generic), None)
