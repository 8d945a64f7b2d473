"""Looking at every way of a source that is known, as its next visit would, and at a few of its articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from crawler.discovery.answers import no_articles, refusal, sign_of_samples
from crawler.discovery.choosing import interval_of
from crawler.finding import Finding, Sample, Tried
from crawler.model import FetchPolicy, Source, Validators
from spiders.allowance import BUSY, asking
from spiders.discovering import SAMPLES
from spiders.kinds import Parsing
from spiders.looking import Look, Looker
from spiders.reserving import Reservations
from spiders.sampling import Sampler

MOST_REQUESTS = 20


async def check(
    source: Source,
    policy: FetchPolicy,
    parsing: Parsing,
    clock: Callable[[], datetime],
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> Finding:
    """Try each way of watching `source`, with at most 20 requests, and read samples of the first one that works.

    `tried` has one line a way; `taken` are those that work. Trouble is the sign of the Finding, never an exception.
    """
    async with asking(MOST_REQUESTS, policy, source, clock) as allowed:
        fetcher = allowed.fetcher
        looks: list[Look] = []
        for way in source.watch:
            progress(f"{way.kind} {way.url}")
            if looks and looks[-1].status in BUSY:
                looks.append(
                    Look("unreachable", "not asked: the site wants to be left alone", status=looks[-1].status)
                )
                continue
            one = replace(source, watch=(way,))
            looks.append(await Looker(one, Validators(), clock, fetcher, parsing).look())
        best = next((look for look in looks if look.entries), None)
        samples: list[Sample] = []
        if best is not None:
            progress(f"{min(SAMPLES, len(best.entries))} articles")
            sampler = Sampler(allowed, parsing, Reservations(fetcher))
            samples = await sampler.samples(best.entries[:SAMPLES], source, has_others=False)
        return replace(_finding(source, looks, best, samples), requests=allowed.sent)


def _finding(source: Source, looks: list[Look], best: Look | None, samples: list[Sample]) -> Finding:
    tried = tuple(
        Tried(way.kind, way.url, bool(look.entries), _told(look))
        for way, look in zip(source.watch, looks, strict=True)
    )
    window = best.measured.window if best and best.measured else None
    shared = Finding(
        source.homepage, source, "ok", "", tried, tuple(samples), source.cms, window, interval_of(window)
    )
    if best is None:
        why = refusal(looks[0].sign or looks[0].outcome, f"source {source.id} announces nothing: {_told(looks[0])}")
        return replace(shared, sign=why.word, sentence=why.sentence)
    if samples and all(sample.drop for sample in samples):
        seen = sign_of_samples(samples)
        return replace(shared, sign=seen.word if seen else "nothing", sentence=f"{source.id}: {no_articles(samples)}")
    working = sum(1 for look in looks if look.entries)
    return replace(shared, sentence=f"{source.id}: ways that deliver: {working} of {len(looks)}.")


def _told(look: Look) -> str:
    if not look.entries:
        return f"{look.detail or look.outcome}."
    newest = look.measured.newest if look.measured else None
    return f"{len(look.entries)} articles, {f'the newest of {newest.date()}' if newest else 'none with a date'}."
