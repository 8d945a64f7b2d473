"""Finding + requests + what the written source announces -> complaints; none means right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from protego import Protego
from site_tables import WebSite
from site_truth import Truth

from crawler.finding import Finding
from crawler.identity import identity_of
from crawler.model import Entry
from scheduler.local_web import Exchange

MOST_REQUESTS = 12
LEAST_COVERED = 0.9  # of what the best way shows
MOST_WRONG = 0.1  # of what is announced
LEAST_SAMPLES = 3  # with the right title
AGENT = "pactwatch"
_FORBIDDEN_BY_TROUBLE = 500  # this status and above for robots.txt forbids everything


def judge(
    site: WebSite, truth: Truth, finding: Finding, requests: Sequence[Exchange], announced: Sequence[Entry]
) -> list[str]:
    """Return in what discovery was wrong about `site`, one sentence each; an empty list means it was right.

    `requests` is what discovery sent, `announced` what one visit to the source it wrote announces.
    """
    complaints = [*_manners(site, truth, requests)]
    if site.expect.outcome == "refused" or (finding.source is None and _asks_for_link(site, truth, finding)):
        return [*complaints, *_refusal(site, finding)]
    if finding.source is None:
        why = "; ".join(f"{tried.url}: {tried.why}" for tried in finding.tried if not tried.taken)
        return [*complaints, f"refused as {finding.sign} ({finding.sentence}) though it can be watched. Tried: {why}"]
    return [*complaints, *_place(site, finding), *_news(truth, announced), *_samples(truth, finding)]


def _manners(site: WebSite, truth: Truth, requests: Sequence[Exchange]) -> Iterator[str]:
    asked = [exchange for exchange in requests if exchange.method != "CONNECT"]
    if len(requests) > MOST_REQUESTS:
        yield f"{len(requests)} requests: " + " ".join(exchange.url for exchange in requests)
    for host in dict.fromkeys(urlsplit(exchange.url).hostname for exchange in asked):
        of_host = [exchange for exchange in asked if urlsplit(exchange.url).hostname == host]
        if urlsplit(of_host[0].url).path != "/robots.txt":
            yield f"{host} was asked for {of_host[0].url} before its robots.txt"
        yield from _disobedience(truth, of_host)


def _disobedience(truth: Truth, asked: Sequence[Exchange]) -> Iterator[str]:
    rules = Protego.parse(truth.robots)
    status = next((exchange.status for exchange in asked if exchange.url.endswith("/robots.txt")), 200)
    for exchange in asked:
        allowed = rules.can_fetch(exchange.url, AGENT) if status == 200 else status < _FORBIDDEN_BY_TROUBLE
        if not allowed and not exchange.url.endswith("/robots.txt"):
            yield f"{exchange.url} was asked for though robots.txt forbids it"


def _asks_for_link(site: WebSite, truth: Truth, finding: Finding) -> bool:
    """Tell whether the finding says that a link template is needed, and shows an example with an article's id."""
    said = " ".join([finding.sentence, *(tried.why for tried in finding.tried)])
    ids = {identity.rpartition("=")[2] for identity in truth.titles}
    return site.expect.link_template and "link template" in said.lower() and any(ident in said for ident in ids)


def _refusal(site: WebSite, finding: Finding) -> Iterator[str]:
    if finding.source is not None:
        yield "added though it cannot be watched: " + ", ".join(watch.url for watch in finding.source.watch)
    elif site.expect.outcome == "refused" and finding.sign not in site.expect.words:
        yield f"refused as {finding.sign}, not {' or '.join(site.expect.words)}: {finding.sentence}"
    if not finding.sentence.strip():
        yield "refused without a sentence"


def _place(site: WebSite, finding: Finding) -> Iterator[str]:
    assert finding.source is not None
    for name in ("country", "timezone"):
        if getattr(finding.source, name) != site.values[name]:
            yield f"{name} is {getattr(finding.source, name)}, not {site.values[name]}"
    if site.expect.cms and (finding.cms or "generic") not in site.expect.cms:
        yield f"the CMS is {finding.cms}, not {' or '.join(site.expect.cms)}"


def _news(truth: Truth, announced: Sequence[Entry]) -> Iterator[str]:
    told = {entry.identity for entry in announced}
    wrong = sorted(told - truth.titles.keys())
    if len(wrong) > MOST_WRONG * len(told):
        yield f"{len(wrong)} of {len(told)} announced are no articles: {' '.join(wrong[:3])}"
    found = [sum(1 for own in shown if own & told) / len(shown) for shown in truth.shown]
    if max(found) < LEAST_COVERED:
        yield f"{max(found):.0%} of the {len(truth.shown[0])} articles are announced ({len(told)} in all)"


def _samples(truth: Truth, finding: Finding) -> Iterator[str]:
    right = [s for s in finding.samples if s.drop is None and _same(s.title, truth.titles.get(identity_of(s.url)))]
    if len(right) < LEAST_SAMPLES:
        read = "; ".join(f"{s.url} {s.drop or s.title}" for s in finding.samples)
        yield f"{len(right)} of {len(finding.samples)} samples have the right title: {read}"


def _same(one: str | None, other: str | None) -> bool:
    return bool(one and other) and _plain(one or "") == _plain(other or "")


def _plain(title: str) -> str:
    return " ".join(unicodedata.normalize("NFC", title).split()).casefold()
