"""The generated web keeps its word: what the truth says is what the local web serves."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from generated_web import write_web
from protego import Protego
from site_tables import HELD_OUT, KNOWN, NOW, WebSite, read_sites
from site_truth import truth_of
from trial import policy_for

from crawler.decoding import decode
from crawler.entries import web_address
from crawler.feeds import feed_entries
from crawler.identity import identity_of
from crawler.lists.listings import list_entries
from crawler.model import Entry, Page, Source
from crawler.reading import read
from crawler.sitemaps import sitemap
from crawler.wp_json import post_entries
from scheduler.local_web import LocalWeb
from scheduler.local_web.hosts import load_site
from stories.model import Article

SITES = read_sites(KNOWN) + read_sites(HELD_OUT)
ADDED = [site for site in SITES if site.expect.outcome == "added"]
SCRIPTED = [site for site in ADDED if site.expect.link_template]
FEEDS = ("feed.xml", "atom.xml", "feed.json", "rdf.xml")


def each(sites: list[WebSite]) -> Any:
    return pytest.mark.parametrize("site", sites, ids=[site.host for site in sites])


@dataclass(frozen=True, slots=True)
class Got:
    status: int
    url: str
    body: bytes
    content_type: str


@pytest.fixture(scope="session")
def get(web: LocalWeb) -> Callable[[str], Got]:
    """Asks the local web as its clients do: through the proxy, with TLS."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"http": web.address, "https": web.address}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(web.ca_file))),
    )

    def got(url: str) -> Got:
        try:
            with opener.open(url, timeout=10) as answer:
                return Got(answer.status, answer.url, answer.read(), _type(answer.headers))
        except urllib.error.HTTPError as error:
            return Got(error.code, error.url or url, error.read(), _type(error.headers))

    return got


def _type(headers: Message) -> str:
    return headers.get("Content-Type", "")


def on(site: WebSite, path: str) -> str:
    """The absolute address of a path as the site's table writes it."""
    base = site.values["base_href"] or site.origin + "/"
    return web_address(unescape(path), base) or ""


def newest(site: WebSite, folder: Path, count: int) -> set[str]:
    articles = load_site(folder / site.host, folder / "_skins", NOW).articles
    return {identity_of(site.origin + article.address) for article in articles[:count]}


def test_there_are_forty_known_sites_and_twenty_held_out_ones() -> None:
    assert (len(read_sites(KNOWN)), len(read_sites(HELD_OUT))) == (40, 20)
    names = [host for site in SITES for host in site.hosts]
    assert len(names) == len(set(names))


def test_the_same_tables_make_the_same_web(web_folder: Path, tmp_path: Path) -> None:
    write_web(SITES, tmp_path)
    first, second = (
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*.*") if file.is_file()}
        for folder in (web_folder, tmp_path)
    )
    assert first == second


def test_every_host_is_served(web: LocalWeb) -> None:
    assert set(web.hosts) == {host for site in SITES for host in site.hosts}


@each(ADDED)
def test_the_homepage_and_every_page_of_the_menu_answer(site: WebSite, get: Callable[[str], Got]) -> None:
    home = get(site.start)
    assert home.status == 200
    assert site.values["name"] in decode(home.body)
    own = [on(site, path) for _, path in site.values["menu"] if not path.startswith(("@", "http"))]
    assert {url: get(url).status for url in own} == dict.fromkeys(own, 200)


@each(ADDED)
def test_its_articles_are_there_and_can_be_read(site: WebSite, web_folder: Path, get: Callable[[str], Got]) -> None:
    source = Source("s", site.values["name"], site.start, site.values["country"], site.values["timezone"], ())
    for article in load_site(web_folder / site.host, web_folder / "_skins", NOW).articles[:3]:
        url = on(site, site.origin + article.address)
        got = get(url)
        page = Page(url, got.url, got.status, (("content-type", got.content_type),), got.body, NOW)
        told = read(page, Entry(url, identity_of(url), article.title), source, NOW)
        assert isinstance(told, Article), told
        assert told.title == article.title
        assert sum(len(block.text) for block in article.blocks) >= 400


@each(SITES)
def test_no_two_articles_share_an_identity_or_a_title(site: WebSite, web_folder: Path) -> None:
    articles = load_site(web_folder / site.host, web_folder / "_skins", NOW).articles
    assert len(articles) == site.values["count"]
    assert len({identity_of(site.origin + article.address) for article in articles}) == len(articles)
    assert len({article.title for article in articles}) == len(articles)


@each([site for site in ADDED if site.values["feed_path"] and site.values["feed_skin"] in FEEDS])
def test_its_feed_announces_its_newest_articles(site: WebSite, web_folder: Path, get: Callable[[str], Got]) -> None:
    got = get(on(site, site.values["feed_path"]))
    assert got.status == 200
    if "pressreleasesrss" in site.values["robots"]:
        return  # it is there, but nobody may look
    told = {entry.identity for entry in feed_entries(got.body, got.url, got.content_type)}
    titles = truth_of(site, web_folder).titles
    assert {titles.get(identity) for identity in told} == {
        titles[identity] for identity in newest(site, web_folder, site.values["feed_items"])
    }


@each([site for site in ADDED if site not in SCRIPTED])
def test_its_list_links_its_newest_articles(site: WebSite, web_folder: Path, get: Callable[[str], Got]) -> None:
    truth = truth_of(site, web_folder)
    paths = site.values.get("sections", {}).values() or [site.values["list_path"]]
    for path in paths:
        got = get(on(site, path))
        told = {entry.identity for entry in list_entries(got.body, got.url, got.content_type, ".*")}
        shown = {truth.titles[identity] for identity in told & truth.titles.keys()}
        assert len(shown) >= site.values["list_items"]


@each(SCRIPTED)
def test_its_list_names_its_articles_by_number_alone(
    site: WebSite, web_folder: Path, get: Callable[[str], Got]
) -> None:
    text = decode(get(on(site, site.values["list_path"])).body)
    articles = load_site(web_folder / site.host, web_folder / "_skins", NOW).articles
    assert all(article.id in text for article in articles[: site.values["list_items"]])
    assert articles[0].address not in text


@each([site for site in ADDED if "Sitemap: " in site.values["robots"]])
def test_its_sitemap_lists_its_articles(site: WebSite, web_folder: Path, get: Callable[[str], Got]) -> None:
    got = get(site.values["robots"].partition("Sitemap: ")[2].strip())
    found = sitemap(got.body, got.url, got.content_type)
    parts = [get(url) for url in found.sitemaps]
    entries = [
        *found.entries,
        *(e for part in parts for e in sitemap(part.body, part.url, part.content_type).entries),
    ]
    assert newest(site, web_folder, site.expect.shows) <= {entry.identity for entry in entries}


@each([site for site in ADDED if any(page[1] == "posts.json" for page in site.values["pages"])])
def test_its_posts_are_open(site: WebSite, web_folder: Path, get: Callable[[str], Got]) -> None:
    got = get(site.origin + "/wp-json/wp/v2/posts?per_page=20")
    told = {entry.identity for entry in post_entries(got.body, got.url, got.content_type)}
    assert told == newest(site, web_folder, 20)


@each(ADDED)
def test_robots_txt_lets_its_list_and_articles_be_read(site: WebSite, web_folder: Path) -> None:
    rules = Protego.parse(site.values["robots"])
    articles = load_site(web_folder / site.host, web_folder / "_skins", NOW).articles
    urls = [on(site, site.values["list_path"]), *(site.origin + article.address for article in articles)]
    assert [url for url in urls if not rules.can_fetch(url, "pactwatch")] == []


def test_feeds_of_other_things_do_not_tell_the_news(web_folder: Path, get: Callable[[str], Got]) -> None:
    sites = [site for site in ADDED if {"podcast", "jobs_feed"} & set(site.values["noise"])]
    for site in sites:
        path = "/podcast.xml" if "podcast" in site.values["noise"] else "/jobs.rss"
        entries = feed_entries(get(site.origin + path).body, site.origin + path, "text/xml")
        assert entries
        assert not {entry.identity for entry in entries} & truth_of(site, web_folder).titles.keys()


@pytest.mark.parametrize(
    ("host", "status", "told"),
    [
        ("www.blocked-northwick.uk", 403, "403"),
        ("www.osprey-herald.co.uk", 451, "451"),
        ("brochure.saltmarsh.org", 200, "%PDF"),
        ("intranet.kranich.de", 200, "password"),
        ("www.rotbach-anzeiger.de", 200, "Cookies"),
        ("kalender.lindenau.de", 200, "/kalender/2026-06"),
        ("www.freie-domain-burgfelden.de", 200, "for sale"),
        ("app.nuripa.or.kr", 200, 'id="root"'),
    ],
)
def test_a_site_that_cannot_be_watched_shows_why(
    host: str, status: int, told: str, get: Callable[[str], Got]
) -> None:
    got = get(f"https://{host}/")
    assert got.status == status
    assert told in decode(got.body)


def test_the_calendar_goes_on_and_on(get: Callable[[str], Got]) -> None:
    for month in ("2026-05", "2026-06", "2027-01", "2028-10"):
        got = get(f"https://kalender.lindenau.de/kalender/{month}")
        assert got.status == 200
        assert "&raquo;" in decode(got.body)


def test_a_site_without_its_robots_txt_answers_503(get: Callable[[str], Got]) -> None:
    assert get("https://www.aranaru.co.kr/robots.txt").status == 503
    assert get("https://www.aranaru.co.kr/").status == 200


def test_an_untrusted_site_cannot_be_reached_safely(web: LocalWeb, tmp_path: Path) -> None:
    site = next(site for site in SITES if site.values["untrusted"])
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"https": web.address}),
        urllib.request.HTTPSHandler(
            context=ssl.create_default_context(cafile=str(policy_for(site, web, tmp_path).ca_file))
        ),
    )
    with pytest.raises(urllib.error.URLError, match="certificate verify failed"):
        opener.open(site.start, timeout=10)


def test_held_out_sites_have_features_that_no_known_site_has() -> None:
    known, held_out = (
        {_feature for site in read_sites(file) for _feature in _features(site)} for file in (KNOWN, HELD_OUT)
    )
    assert len(held_out - known) >= 5


def _features(site: WebSite) -> set[str]:
    values = site.values
    named = {f"{key}={values[key]}" for key in ("list_style", "layout", "feed_skin", "home_skin", "ids")}
    flags = {
        key
        for key in ("base_href", "refresh_to", "row_data", "sections", "untrusted", "packed_end")
        if values.get(key)
    }
    return named | flags | {f"status {fault.get('status')}" for fault in values["faults"]}
