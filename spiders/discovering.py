"""Discovery: from a homepage to a source, with at most twelve polite requests, robots.txt first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.discovery.answers import Refusal, no_articles, refusal, sign_of_samples
from crawler.discovery.candidates import Candidate, candidates
from crawler.discovery.choosing import fallback, in_order, is_enough
from crawler.discovery.homepage import Homepage
from crawler.discovery.judging import Probe, Way, judge, kind_of
from crawler.discovery.outcome import family_of, found, none_found, source_of
from crawler.discovery.place import UNKNOWN, place_of
from crawler.finding import Finding, Sample, Tried
from crawler.hosts import host_of, id_of
from crawler.model import FetchPolicy, Page, Source, Watch
from crawler.pool import ParseCrash, ParseTimeout
from crawler.signs import Sign, as_sentence, sign_of
from spiders.allowance import Asking, asking
from spiders.entering import enter
from spiders.kinds import Parsing, address_of
from spiders.reserving import Reservations
from spiders.sampling import Sampler
from spiders.trouble import TROUBLE, RobotsForbid, Spent, sentence

MOST_REQUESTS = 12
DEADLINE = 900.0  # seconds; twelve requests with the longest Crawl-delay that is obeyed take 720
SAMPLES = 5
_KEPT = SAMPLES + 1  # requests kept for the samples and the reservations of their host
_KEPT_AT_LEAST = 3  # while there is nothing to take samples of
_KEPT_OF_ANNOUNCED = 4  # while the site itself says that there is something better
_ANNOUNCED = 80.0  # promise of what a site links as a feed
_HOME_PROMISE = 20.0  # of the homepage as a list: news pages of the menu hold more
Progress = Callable[[str], None]


async def discover(
    homepage: str,
    policy: FetchPolicy,
    parsing: Parsing,
    clock: Callable[[], datetime],
    *,
    country: str | None = None,
    timezone: str | None = None,
    progress: Progress = lambda _: None,
    most: int = MOST_REQUESTS,
    deadline: float = DEADLINE,
) -> Finding:
    """Find out how the site at `homepage` can be watched, with at most `most` requests of whatever kind.

    `homepage` may also be a feed, a sitemap or a list. Country (ISO 3166-1) and time zone (IANA) are guessed where
    they are not given; "ZZ" is the country of a source whose country nothing tells. Trouble of the site is the sign
    and the sentence of the Finding, never an exception. Needs the reactor's loop (spiders.reactor).
    """
    host = Source(id_of(homepage), host_of(homepage), homepage, country or UNKNOWN, timezone or "UTC", ())
    async with asking(most, policy, host, clock) as allowed:
        sampler = Sampler(allowed, parsing, Reservations(allowed.fetcher))
        home = Homepage(homepage if urlsplit(homepage).path else f"{homepage}/")
        search = _Search(home, allowed, sampler, parsing, progress, country, timezone)
        try:
            async with asyncio.timeout(deadline):
                return await search.run()
        except TimeoutError:  # of a request it is trouble, which the search itself takes for an answer
            return search.out_of_time(deadline)


@dataclass(slots=True)
class _Search:
    """One search; what was tried is told in the order of the requests."""

    home: Homepage  # as far as it is known
    asking: Asking
    sampler: Sampler
    parsing: Parsing
    progress: Progress
    country: str | None
    timezone: str | None
    tried: list[Tried] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    queue: list[Candidate] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    signs: list[Sign] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)

    async def run(self) -> Finding:
        """Search, and tell what was found."""
        why = await self._enter()
        if why is None:
            chosen = await self._choose()
            if chosen is not None:
                return self._found(chosen)
            busy = [Sign("unreachable", self.asking.busy)] if self.asking.busy else []
            why = none_found(self.home, busy + self.signs, len(self.tried))
        return self._refused(why)

    def out_of_time(self, deadline: float) -> Finding:
        """Tell what was seen by the end of the deadline (seconds)."""
        return self._refused(refusal("unreachable", f"{self.home.url} was not looked through in {deadline:g} s"))

    async def _enter(self) -> Refusal | None:
        """Read the homepage and line up what is worth trying; return why the site must be left."""
        entered = await enter(self.home.url, self.asking, self.parsing, self.progress)
        self.home = entered.home
        self.tried += entered.tried
        return entered.refusal if entered.page is None else await self._open(entered.page)

    async def _open(self, page: Page) -> Refusal | None:
        kind = await self._run(kind_of, page.body, page.content_type)
        if kind is None or kind == "file":
            words = f"is no web page but {page.content_type or 'a file'}"
            self._tell("homepage", page.final_url, words)
            return refusal("not_html", f"{page.final_url} {words}")
        if kind != "page":
            await self._open_announced(kind, page)
            return None
        self._tell("homepage", page.final_url, self._described(), taken=True)
        if sign := await self._run(sign_of, page, "listing", 0):
            self.signs.append(sign)
        self._line_up(candidates(self.home, self._sitemaps()))
        await self._judge(Candidate("listing", page.final_url, "is the homepage", _HOME_PROMISE), page)
        return None

    async def _open_announced(self, kind: str, page: Page) -> None:
        """Take a feed or a sitemap that was named in place of a homepage."""
        self.home = Homepage(urljoin(page.final_url, "/"))
        self.known.add(page.final_url)
        await self._judge(Candidate(kind, page.final_url, "was named", 100.0), page)

    def _sitemaps(self) -> Sequence[str]:
        origin = self.home.url.split("/", 3)
        robots = self.asking.fetcher.memory.robots.get("/".join(origin[:3]))
        return list(robots.rules.sitemaps)[:50] if robots else ()

    def _described(self) -> str:
        family = family_of(self.home)
        looks = f"; it looks like {family}" if family else ""
        return f"Links: {len(self.home.links)}; feeds announced: {len(self.home.alternates)}{looks}."

    async def _choose(self) -> Way | None:
        """Probe until a way is good enough or requests run short, then read samples; a way without articles goes."""
        while True:
            now = self.asking.clock()
            best = next(iter(in_order(self.ways, now)), None)
            if not (best and is_enough(best, now)) and self._may_go_on(best):
                await self._probe(self.queue.pop(0))
                continue
            if best is None or await self._has_articles(best):
                return best
            self.ways.remove(best)

    def _may_go_on(self, best: Way | None) -> bool:
        if not self.queue:
            return False
        is_announced = self.queue[0].promise >= _ANNOUNCED
        kept = _KEPT_AT_LEAST if best is None else _KEPT_OF_ANNOUNCED if is_announced else _KEPT
        return self.asking.left > kept

    async def _probe(self, candidate: Candidate) -> None:
        """Ask for a candidate, and judge the answer."""
        self.progress(f"{candidate.kind} {candidate.url}")
        watch = Watch(candidate.kind, candidate.url)
        try:
            page = await self.asking.page(address_of(watch))
        except Spent:
            return
        except TROUBLE as error:
            self._tell(candidate.kind, candidate.url, f"{candidate.because}, but {sentence(error)}")
            self.signs += [Sign("robots", sentence(error))] if isinstance(error, RobotsForbid) else []
            return
        if page.status == HTTPStatus.OK:
            await self._judge(candidate, page)
        else:
            self._tell(candidate.kind, candidate.url, f"{candidate.because}, but answers HTTP {page.status}")

    async def _judge(self, candidate: Candidate, page: Page) -> None:
        zone = self.timezone or place_of(self.home.url, self.home, (), self.country)[1] or "UTC"
        where = (candidate, page.final_url, page.body, page.content_type)
        way = await self._run(judge, Probe(*where, self.home.url, zone, self.asking.clock()))
        if way is None:
            self._tell(candidate.kind, candidate.url, "takes too long to read, or breaks the parser")
            return
        if way.watch is not None:
            self.ways.append(way)
            return
        self._tell(candidate.kind, candidate.url, f"{candidate.because}, but {way.why[:1].lower()}{way.why[1:]}")
        self._line_up(way.leads_to)
        if way.needs_link:
            self.signs.insert(0, Sign("needs_link", f"{candidate.url} lists articles by scripts: {way.why}"))
        sign = None if way.leads_to else await self._run(sign_of, page, candidate.kind, 0)
        self.signs += [sign] if sign else []

    def _line_up(self, found: Sequence[Candidate]) -> None:
        """Put what was not asked for yet in its place; what was guessed before may turn out to be announced."""
        waiting = {candidate.url: candidate for candidate in self.queue}
        for candidate in found:
            is_better = candidate.url in waiting and waiting[candidate.url].promise < candidate.promise
            if candidate.url not in self.known or is_better:
                waiting[candidate.url] = candidate
        self.known |= waiting.keys()
        self.queue = sorted(waiting.values(), key=lambda candidate: -candidate.promise)

    async def _has_articles(self, way: Way) -> bool:
        self.progress(f"{min(SAMPLES, len(way.entries))} articles of {way.candidate.url}")
        has_others = len(self.ways) > 1 or bool(self.queue)
        source = self._source(way)
        self.samples = await self.sampler.samples(way.entries[:SAMPLES], source, has_others=has_others)
        if not self.samples or not all(sample.drop for sample in self.samples):
            return bool(self.samples)
        self._tell(way.candidate.kind, way.candidate.url, no_articles(self.samples))
        if sign := sign_of_samples(self.samples):
            self.signs.insert(0, sign)
        return False

    def _found(self, way: Way) -> Finding:
        now = self.asking.clock()
        second = fallback(way, self.ways, now)
        for other in in_order(self.ways, now):
            role = "Taken. " if other is way else "Kept as second way. " if other is second else "Works, not needed. "
            self._tell(other.candidate.kind, other.candidate.url, role + other.why, taken=other in (way, second))
        source = self._source(way, *([second] if second else []))
        return self._counted(found(source, way, self.home, self.tried, self.samples, now))

    def _refused(self, why: Refusal) -> Finding:
        told = (tuple(self.tried), tuple(self.samples), family_of(self.home))
        return self._counted(Finding(self.home.url, None, why.word, why.sentence, *told))

    def _counted(self, finding: Finding) -> Finding:
        return replace(finding, requests=self.asking.sent)

    def _source(self, *ways: Way) -> Source:
        return source_of(ways, self.home, self.samples, self.asking.clock(), self.country, self.timezone)

    def _tell(self, kind: str, url: str, why: str, *, taken: bool = False) -> None:
        self.tried.append(Tried(kind, url, taken, as_sentence(why)))

    async def _run(self, function: Callable[..., Any], *given: object) -> Any:
        """Run a function on what came from outside; None if it had to be stopped."""
        try:
            return await self.parsing.run(function, *given)
        except (ParseTimeout, ParseCrash):
            return None
