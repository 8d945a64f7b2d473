"""The judge can say no."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from judging import judge
from site_tables import KNOWN, NOW, WebSite, read_sites
from site_truth import truth_of

from crawler.finding import Finding, Sample
from crawler.identity import identity_of
from crawler.model import Entry, Source, Watch
from scheduler.local_web import Exchange
from scheduler.local_web.hosts import load_site

SITES = {site.host: site for site in read_sites(KNOWN)}
SITE = SITES["www.harrowbyobserver.co.uk"]
REFUSED = SITES["www.geschlossen-tannwalde.de"]
SCRIPTED = SITES["www.hanultp.or.kr"]
ROBOTS = Exchange("GET", f"{SITE.origin}/robots.txt", 200)
HOME = Exchange("GET", f"{SITE.origin}/", 200)


def addresses(folder: Path, site: WebSite = SITE) -> dict[str, str]:
    served = load_site(folder / site.host, folder / "_skins", NOW)
    return {site.origin + article.address: article.title for article in served.articles}


def entries(urls: list[str]) -> list[Entry]:
    return [Entry(url, identity_of(url)) for url in urls]


def right_finding(folder: Path) -> Finding:
    watch = Watch("feed", f"{SITE.origin}/feed/")
    source = Source("s", "Harrowby Observer", SITE.start, "GB", "Europe/London", (watch,))
    samples = [Sample(url, title, NOW, "feed", "en", "") for url, title in list(addresses(folder).items())[:5]]
    return Finding(SITE.start, source, "ok", "It can be watched.", samples=tuple(samples), cms="wordpress")


def test_what_is_right_has_no_complaints(web_folder: Path) -> None:
    told = entries(list(addresses(web_folder))[:20])
    assert judge(SITE, truth_of(SITE, web_folder), right_finding(web_folder), [ROBOTS, HOME], told) == []


@pytest.mark.parametrize(
    ("requests", "complaint"),
    [
        ([HOME, ROBOTS], "before its robots.txt"),
        ([ROBOTS, *[HOME] * 12], "13 requests"),
        ([ROBOTS, Exchange("GET", f"{SITE.origin}/wp-admin/", 200)], "robots.txt forbids it"),
        ([Exchange("GET", ROBOTS.url, 503), HOME], "robots.txt forbids it"),
    ],
)
def test_bad_manners_are_told(web_folder: Path, requests: list[Exchange], complaint: str) -> None:
    told = entries(list(addresses(web_folder))[:20])
    found = judge(SITE, truth_of(SITE, web_folder), right_finding(web_folder), requests, told)
    assert len(found) == 1
    assert complaint in found[0]


def test_a_way_that_shows_less_than_the_best_one_is_wrong(web_folder: Path) -> None:
    told = entries(list(addresses(web_folder))[:17])
    found = judge(SITE, truth_of(SITE, web_folder), right_finding(web_folder), [ROBOTS], told)
    assert found == ["85% of the 20 articles are announced (17 in all)"]


def test_announcing_what_is_no_article_is_wrong(web_folder: Path) -> None:
    told = entries([*list(addresses(web_folder))[:20], *(f"{SITE.origin}/tag/{n}" for n in range(3))])
    found = judge(SITE, truth_of(SITE, web_folder), right_finding(web_folder), [ROBOTS], told)
    assert len(found) == 1
    assert found[0].startswith("3 of 23 announced are no articles")


def test_samples_with_other_titles_or_none_are_wrong(web_folder: Path) -> None:
    finding = right_finding(web_folder)
    samples = [replace(finding.samples[0], title="Harrowby Observer"), replace(finding.samples[1], drop="list")]
    told = entries(list(addresses(web_folder))[:20])
    finding = replace(finding, samples=(*samples, *finding.samples[2:4]))
    found = judge(SITE, truth_of(SITE, web_folder), finding, [ROBOTS], told)
    assert found[0].startswith("2 of 4 samples have the right title")


@pytest.mark.parametrize(
    ("name", "value", "complaint"), [("country", "IE", "country is IE"), ("timezone", "UTC", "timezone is UTC")]
)
def test_a_wrong_place_is_wrong(web_folder: Path, name: str, value: str, complaint: str) -> None:
    finding = right_finding(web_folder)
    assert finding.source is not None
    told = entries(list(addresses(web_folder))[:20])
    moved = replace(finding, source=replace(finding.source, **{name: value}))
    assert complaint in judge(SITE, truth_of(SITE, web_folder), moved, [ROBOTS], told)[0]


def test_a_wrong_family_is_wrong(web_folder: Path) -> None:
    told = entries(list(addresses(web_folder))[:20])
    finding = replace(right_finding(web_folder), cms=None)
    found = judge(SITE, truth_of(SITE, web_folder), finding, [ROBOTS], told)
    assert found == ["the CMS is None, not wordpress"]


def test_refusing_what_can_be_watched_is_wrong(web_folder: Path) -> None:
    finding = Finding(SITE.start, None, "nothing", "There is nothing.")
    assert "though it can be watched" in judge(SITE, truth_of(SITE, web_folder), finding, [ROBOTS], [])[0]


def test_a_refusal_needs_a_right_word_and_a_sentence(web_folder: Path) -> None:
    truth = truth_of(REFUSED, web_folder)
    right = Finding(REFUSED.start, None, "robots", "robots.txt forbids everything.")
    assert judge(REFUSED, truth, right, [], []) == []
    assert "refused as nothing" in judge(REFUSED, truth, replace(right, sign="nothing"), [], [])[0]
    assert judge(REFUSED, truth, replace(right, sentence=" "), [], []) == ["refused without a sentence"]
    added = replace(right_finding(web_folder), sign="ok")
    assert "added though it cannot be watched" in judge(REFUSED, truth, added, [], [])[0]


def test_a_list_of_scripts_may_be_refused_by_asking_for_a_link_template(web_folder: Path) -> None:
    truth = truth_of(SCRIPTED, web_folder)
    first = next(iter(truth.titles)).rpartition("=")[2]
    asking = Finding(
        SCRIPTED.start, None, "nothing", f"The list needs a link template, e.g. for fn_goView('{first}')."
    )
    assert judge(SCRIPTED, truth, asking, [], []) == []
    assert judge(SCRIPTED, truth, replace(asking, sentence="The list needs a link template."), [], []) != []
    assert judge(SCRIPTED, truth, replace(asking, sentence="There is nothing."), [], []) != []
