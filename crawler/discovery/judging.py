"""What a probed address is worth as a way of watching. Runs where parsing is harmless (crawler.pool)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.dates import dated
from crawler.discovery.addresses import address_pattern
from crawler.discovery.candidates import Candidate, feed_links, sitemap_promise
from crawler.discovery.homepage import read_homepage
from crawler.discovery.words import hits, words
from crawler.entries import FeedError, plain_title
from crawler.feeds import clean_xml, feed_entries
from crawler.hosts import host_of, is_one_site
from crawler.json_feeds import is_json
from crawler.lists.templates import WORTH_WATCHING, Template, article_templates
from crawler.measuring import STALE, Measured, measured
from crawler.model import Entry, Watch
from crawler.refusals import not_html
from crawler.signs import as_sentence
from crawler.sitemaps import sitemap
from crawler.wp_json import post_entries
from stories.model import DateOrigin

_LEAST_BUILT = 0.4  # of one whose addresses scripts build
_TITLED = 0.5  # share of a sitemap's entries with titles: those of news sitemaps have them
_ROOT = re.compile(r"\s*+(?:<!--.*?-->\s*+)*+<(rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL | re.IGNORECASE)
_FEED_TITLE = re.compile(r"<title\b[^<>]*+>(.{1,400}?)</title>", re.DOTALL | re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")


@dataclass(frozen=True, slots=True)
class Probe:
    """The answer to the request for a candidate, and for whom it was asked."""

    candidate: Candidate
    url: str  # after redirects
    body: bytes
    content_type: str | None
    site: str  # address of the homepage
    timezone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Way:
    """A way of watching with what it announces; without `watch` it is none, and `why` says the reason."""

    candidate: Candidate
    why: str  # one sentence
    watch: Watch | None = None
    entries: tuple[Entry, ...] = ()
    measured: Measured | None = None
    is_news_sitemap: bool = False
    score: float = 1.0  # of the template
    leads_to: tuple[Candidate, ...] = ()  # what the answer named instead: feeds, sitemaps of an index
    title: str | None = None  # of the feed
    needs_link: bool = False  # articles are listed, but scripts build their addresses

    @property
    def newest(self) -> datetime | None:
        """The date of the newest article, if there are dates."""
        return self.measured.newest if self.measured else None

    def is_stale(self, now: datetime) -> bool:
        """Tell whether nothing new came for three weeks."""
        return self.newest is not None and now - self.newest > STALE


def judge(probe: Probe) -> Way:
    """Judge what came for a candidate. Never raises for what came."""
    try:
        return _JUDGES[probe.candidate.kind](probe)
    except FeedError as error:
        return Way(probe.candidate, as_sentence(str(error)))


def kind_of(body: bytes, content_type: str | None) -> str:
    """Say what came: "page", a kind of watching ("feed", "sitemap"), or "file" for what is neither."""
    start = clean_xml(body[:4_000], content_type)[:2_000]
    if root := _ROOT.match(start):
        return "sitemap" if root[1].lower() in ("urlset", "sitemapindex") else "feed"
    if is_json(body, content_type):
        return "feed"
    return "page" if not_html(body, content_type) is None else "file"


def _feed(probe: Probe) -> Way:
    try:
        entries = feed_entries(probe.body, probe.url, probe.content_type)
    except FeedError:
        named = _feeds_named(probe)
        if not named:
            raise
        return Way(probe.candidate, f"Is a page; feeds that it names: {len(named)}.", leads_to=named)
    title = _FEED_TITLE.search(clean_xml(probe.body[:20_000], probe.content_type))
    way = _announced(probe, entries, Watch("feed", _without_session(probe.url)))
    return replace(way, title=plain_title(_CDATA.sub("", title[1])) if title else None)


def _posts(probe: Probe) -> Way:
    entries = post_entries(probe.body, probe.url, probe.content_type)
    return _announced(probe, entries, Watch("wp-json", probe.candidate.url))


def _sitemap(probe: Probe) -> Way:
    found = sitemap(probe.body, probe.url, probe.content_type, ".*")
    if found.sitemaps:
        parts = sorted(found.sitemaps, key=sitemap_promise, reverse=True)
        named = tuple(
            Candidate("sitemap", url, "is named in a sitemap index", sitemap_promise(url) - number / 10)
            for number, url in enumerate(parts)
        )
        return Way(probe.candidate, f"Is an index of {len(named)} sitemaps.", leads_to=named)
    is_news = sum(1 for entry in found.entries if entry.title) > _TITLED * len(found.entries)
    item = address_pattern([entry.url for entry in found.entries])
    if item is None and not is_news:
        return Way(probe.candidate, "Is a sitemap in which no articles can be told from other pages.")
    wanted = [entry for entry in found.entries if item is None or re.fullmatch(item, entry.url)]
    return replace(
        _announced(probe, wanted, Watch("sitemap", _without_session(probe.url), item)), is_news_sitemap=is_news
    )


def _listing(probe: Probe) -> Way:
    found = [
        template
        for template in article_templates(probe.body, probe.url, probe.content_type)
        if not _is_of_future(template.entries, probe)
    ]
    good = [template for template in found if template.score >= WORTH_WATCHING]
    # Addresses that scripts build are worth a try: whether they answer is seen by the samples.
    good = good or [template for template in found if template.link and template.score >= _LEAST_BUILT]
    if good:
        return _by_template(probe, min(good, key=_is_of_something_else))  # of equal ones the first, which is the best
    unknown = next((template for template in found if template.needs_link and template.score >= _LEAST_BUILT), None)
    close = f" The closest: {as_sentence((unknown or found[0]).why)}" if found else ""
    words = f"No links here look like a list of articles.{close}"
    return Way(probe.candidate, words, leads_to=_named(probe), needs_link=unknown is not None)


def _by_template(probe: Probe, best: Template) -> Way:
    if _is_of_something_else(best):
        probe = replace(probe, candidate=replace(probe.candidate, is_secondary=True))
    way = _announced(probe, best.entries, Watch("listing", _without_session(probe.url), best.item, best.link))
    return replace(way, score=best.score, why=f"{way.why} {as_sentence(best.why)}")


def _is_of_something_else(template: Template) -> bool:
    """Tell whether a template is of events, jobs and the like, by its addresses."""
    path = urlsplit(template.entries[0].url).path if template.entries else ""
    return hits(words().feed_other, path)


def _is_of_future(entries: Sequence[Entry], probe: Probe) -> bool:
    """Tell whether most dates lie ahead, as those of events do; news has happened."""
    zone, tomorrow = ZoneInfo(probe.timezone), probe.now + timedelta(days=1)
    days = [day.at for entry in entries if (day := dated(entry.published, zone, DateOrigin.LIST_ROW))]
    return 2 * sum(1 for day in days if day > tomorrow) > len(days)


def _announced(probe: Probe, entries: Sequence[Entry], watch: Watch) -> Way:
    """Judge what is announced, whatever the kind."""
    if not entries:
        return Way(probe.candidate, f"The {watch.kind} announces nothing.")
    own = [entry for entry in entries if is_one_site(entry.url, probe.site) or is_one_site(entry.url, probe.url)]
    if not own:
        return Way(probe.candidate, f"All {len(entries)} links lead to other sites, e.g. {host_of(entries[0].url)}.")
    when = measured(entries, probe.timezone, probe.now)
    words = _told(when, probe.now)
    return Way(probe.candidate, f"{len(entries)} articles, {words}.", watch, tuple(entries), when)


def _told(when: Measured, now: datetime) -> str:
    if when.newest is None:
        return "none with a date"
    if now - when.newest > STALE:
        return f"the newest is {(now - when.newest).days} days old: nothing new for more than {STALE.days} days"
    return f"the newest of {when.newest.date()}"


def _without_session(url: str) -> str:
    """Leave out the session of this visit, which the next one does not have."""
    return _SESSION.sub("", url)


def _feeds_named(probe: Probe) -> tuple[Candidate, ...]:
    page = read_homepage(probe.body, probe.url, probe.content_type)
    return tuple(feed for feed in feed_links(page) if feed.url not in (probe.url, probe.candidate.url))[:20]


def _named(probe: Probe) -> tuple[Candidate, ...]:
    """A page without a list may still announce its feed."""
    page = read_homepage(probe.body, probe.url, probe.content_type)
    return tuple(feed for feed in feed_links(page) if feed.promise > 90)[:3]


_JUDGES = {"feed": _feed, "wp-json": _posts, "sitemap": _sitemap, "listing": _listing}
