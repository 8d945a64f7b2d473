from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler.model import Source, Watch
from crawler.sources import WATCH_KINDS, SourceFileError, source_from_block

HOME = "https://news.example.kr"
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{{ site.scheme }}://{{ site.host }}/</loc></url>
{% for article in articles | reverse %}<url><loc>{{ site.scheme }}://{{ site.host }}{{ article.address }}</loc>
<lastmod>{{ article.published.strftime('%Y-%m-%d') }}</lastmod></url>
{% endfor %}</urlset>
"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "items": [{% for article in articles %}
{"id": "{{ article.id }}", "url": "{{ article.address }}", "title": "{{ article.title }}",
"date_published": "{{ article.published.isoformat() }}"}{{ "" if loop.last else "," }}{% endfor %}]}
"""
POSTS = """[{% for article in articles %}
{"link": "{{ site.scheme }}://{{ site.host }}{{ article.address }}", "title": {"rendered": "{{ article.title }}"},
"date_gmt": "{{ (article.published | utc).strftime('%Y-%m-%dT%H:%M:%S') }}"}{{ "" if loop.last else "," }}
{% endfor %}]
"""
ITEM = r"https://news\.example\.kr/news/articleView\.html\?idxno=\d+"
FEED = Watch("feed", f"{HOME}/rss/allArticle.xml")
MAP = Watch("sitemap", f"{HOME}/sitemap.xml", ITEM)
EMPTY = "<urlset></urlset>"


def page(path: str, skin: str, content_type: str = "text/xml") -> str:
    return f'[[page]]\npath = "{path}"\nskin = "{skin}.html"\ncontent_type = "{content_type}"\n'


def index(*names: str) -> str:
    rows = "".join(
        f"<sitemap><loc>{HOME}/{name}.xml</loc><lastmod>2026-03-{9 - n:02d}</lastmod></sitemap>"
        for n, name in enumerate(names)
    )
    return f"<sitemapindex>{rows}</sitemapindex>"


def found(site: Any) -> list[tuple[str, str | None]]:
    return [(entry.url.removeprefix(HOME), entry.published) for entry in site.sink.announced.values()]


def test_a_sitemap_announces_newest_first_and_its_pages_are_fetched(site: Any) -> None:
    site.write("First", "Second", more=page("/sitemap.xml", "map"), map=SITEMAP)
    report = site.visit(MAP)
    assert (report.outcome, report.entries, report.fetched, report.requests) == ("ok", 2, 2, 5)
    assert found(site) == [
        ("/news/articleView.html?idxno=2", "2026-03-02"),
        ("/news/articleView.html?idxno=1", "2026-03-01"),
    ]
    assert site.visit(MAP, validators=report.validators).outcome == "not_modified"


def test_an_index_is_followed_to_its_three_newest_sitemaps(site: Any) -> None:
    pages = page("/sitemap.xml", "index") + page("/a.xml", "map") + "".join(page(f"/{n}.xml", "no") for n in "bcd")
    site.write("First", more=pages, index=index("a", "b", "c", "d"), map=SITEMAP, no=EMPTY)
    report = site.visit(MAP)
    assert (report.outcome, report.watch_url, report.entries, report.detail) == ("ok", MAP.url, 1, None)
    assert site.fetched == ["/sitemap.xml", "/a.xml", "/b.xml", "/c.xml", "/news/articleView.html?idxno=1"]


def test_the_sitemaps_of_an_index_that_stays_the_same_are_looked_at_all_the_same(site: Any) -> None:
    pages = page("/sitemap.xml", "index") + page("/a.xml", "map") + page("/b.xml", "no")
    skins = {"index": index("a", "b"), "map": SITEMAP, "no": EMPTY}
    site.write("First", more=pages, **skins)
    first = site.visit(MAP)
    assert site.visit(MAP, validators=first.validators).outcome == "unchanged"
    site.write("First", "Second", more=pages, **skins)
    second = site.visit(MAP, validators=first.validators)
    assert (second.outcome, second.entries, second.fetched) == ("ok", 2, 1)


def test_a_sitemap_that_is_missing_does_not_hide_the_others_and_is_asked_for_again(site: Any) -> None:
    site.write(
        "First", more=page("/sitemap.xml", "index") + page("/a.xml", "map"), index=index("b", "a"), map=SITEMAP
    )
    report = site.visit(MAP)
    assert (report.outcome, report.entries, report.detail) == ("ok", 1, f"{HOME}/b.xml: HTTP 404")
    assert report.validators.body_sha256 is None


def test_an_index_without_any_sitemap_that_can_be_had_lets_the_next_way_be_tried(site: Any) -> None:
    site.write("First", more=page("/sitemap.xml", "index"), index=index("a", "b"))
    assert site.visit(MAP).outcome == "http_error"
    report = site.visit(MAP, FEED)
    assert (report.outcome, report.watch_url) == ("ok", FEED.url)
    assert f"{HOME}/a.xml: HTTP 404; {HOME}/b.xml: HTTP 404" in str(report.detail)


def test_a_host_that_asks_for_quiet_while_an_index_is_followed_gets_it(site: Any) -> None:
    busy = '[[fault]]\npath = "/b.xml"\nstatus = 503\nretry_after = 60\n'
    pages = page("/sitemap.xml", "index") + page("/a.xml", "map")
    site.write("First", more=busy + pages, index=index("a", "b", "c"), map=SITEMAP)
    report = site.visit(MAP, FEED)
    assert (report.outcome, report.status, site.fetched) == ("http_error", 503, ["/sitemap.xml", "/a.xml", "/b.xml"])
    assert report.retry_after is not None


def test_an_index_is_followed_one_level_only(site: Any) -> None:
    pages = page("/sitemap.xml", "index") + page("/b.xml", "inner")
    site.write("First", more=pages, index=index("sitemap", "b"), inner=index("a"))
    report = site.visit(MAP)
    assert (report.outcome, site.fetched) == ("unreadable", ["/sitemap.xml", "/sitemap.xml", "/b.xml"])
    assert "/b.xml: an index that an index names is not followed" in str(report.detail)


def test_robots_txt_counts_for_the_sitemaps_of_an_index(site: Any) -> None:
    pages = page("/sitemap.xml", "index") + page("/a.xml", "map") + page("/b.xml", "map")
    robots = "User-agent: *\nDisallow: /a.xml\n"
    site.write("First", robots=robots, more=pages, index=index("a", "b"), map=SITEMAP)
    report = site.visit(MAP)
    assert report.outcome == "ok"
    assert "/a.xml" not in site.fetched
    assert "forbids /a.xml" in str(report.detail)


@pytest.mark.parametrize("inner", ["http://127.0.0.2/a.xml", "http://169.254.169.254/a.xml", "file:///etc/hosts"])
def test_an_index_does_not_lead_where_nothing_may_be_fetched(site: Any, inner: str) -> None:
    names = f"<sitemapindex><sitemap><loc>{inner}</loc></sitemap></sitemapindex>"
    site.write("First", more=page("/sitemap.xml", "index"), index=names)
    report = site.visit(MAP)
    assert (report.outcome, site.fetched) == ("unreadable", ["/sitemap.xml"])
    assert report.detail == "the index names no sitemap of its own site"


def test_a_sitemap_with_entities_is_not_parsed(site: Any) -> None:
    bomb = '<!DOCTYPE urlset [<!ENTITY a "aaa">]><urlset><url><loc>/&a;</loc></url></urlset>'
    site.write("First", more=page("/sitemap.xml", "map"), map=bomb)
    report = site.visit(MAP)
    assert (report.outcome, report.entries) == ("unreadable", 0)
    assert "DOCTYPE" in str(report.detail)


def test_a_json_feed_is_watched_as_a_feed(site: Any) -> None:
    site.write("First", "Second", feed=JSON_FEED)
    report = site.visit(FEED)
    assert (report.outcome, report.entries, report.fetched) == ("ok", 2, 2)
    assert found(site)[0] == ("/news/articleView.html?idxno=2", "2026-03-02T10:00:00+09:00")


def test_wordpress_is_asked_for_few_and_small_posts(site: Any) -> None:
    posts = page("/wp-json/wp/v2/posts?per_page=20", "posts", "application/json")
    site.write("First", "Second", more=posts, posts=POSTS)
    report = site.visit(Watch("wp-json", f"{HOME}/wp-json/wp/v2/posts"))
    assert (report.outcome, report.entries, report.fetched) == ("ok", 2, 2)
    assert site.fetched[0] == "/wp-json/wp/v2/posts?per_page=20&_fields=link,title,date,date_gmt,content"
    assert found(site)[0] == ("/news/articleView.html?idxno=2", "2026-03-02T01:00:00Z")


def test_wordpress_that_keeps_its_posts_to_itself_lets_the_next_way_be_tried(site: Any) -> None:
    site.write("First", more='[[fault]]\npath = "/wp-json/*"\nstatus = 401\n')
    report = site.visit(Watch("wp-json", f"{HOME}/wp-json/wp/v2/posts"), FEED)
    assert (report.outcome, report.watch_url) == ("ok", FEED.url)


def test_a_list_without_a_pattern_is_learned_at_each_visit(site: Any) -> None:
    site.write(
        *[f"The city and its {name} sign an agreement" for name in ("port", "zoo", "museum", "theatre", "mill")]
    )
    report = site.visit(Watch("listing", f"{HOME}/news/articleList.html"))
    assert (report.outcome, report.entries, report.fetched, report.sign) == ("ok", 5, 5, "ok")


def test_a_list_whose_links_are_scripts_is_watched_by_the_address_that_they_lead_to(site: Any) -> None:
    rows = """<html><body><ul>{% for article in articles %}
    <li><a href="#" onclick="goView('{{ article.id }}'); return false">{{ article.title }}</a></li>
    {% endfor %}</ul></body></html>"""
    site.write("First agreement of the city", "Second agreement of the city", list=rows)
    link = f"{HOME}/news/articleView.html?idxno={{1}}"
    report = site.visit(Watch("listing", f"{HOME}/news/articleList.html", r"goView\('(\d+)'\)", link))
    assert (report.outcome, report.entries, report.fetched, report.sign) == ("ok", 2, 2, "ok")
    assert found(site)[0][0] == "/news/articleView.html?idxno=2"


def test_the_sitemaps_of_an_index_are_measured_together(site: Any) -> None:
    pages = page("/sitemap.xml", "index") + page("/a.xml", "map") + page("/b.xml", "map")
    site.write("First", "Second", "Third", more=pages, index=index("a", "b"), map=SITEMAP)
    report = site.visit(MAP)
    assert (report.entries, report.sign) == (3, "ok")
    assert report.newest is not None
    assert report.window is not None


def source(**way: Any) -> Source:
    block = {"id": "news", "name": "News", "homepage": HOME, "country": "KR", "timezone": "Asia/Seoul"}
    return source_from_block({**block, "watch": [{"url": f"{HOME}/x", **way}]})


def test_every_kind_can_be_written_in_a_source_file() -> None:
    for kind in WATCH_KINDS:
        assert source(kind=kind).watch[0].kind == kind
    assert source(kind="sitemap", item=ITEM).watch[0].item == ITEM
    assert source(kind="listing", item="go=(\\d+)", link=f"{HOME}/{{1}}").watch[0].link == f"{HOME}/{{1}}"


def test_the_examples_of_the_documentation_can_be_used() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    whole, *ways = (tomllib.loads(example) for example in re.findall(r"```toml\n(.*?)```", text, re.DOTALL))
    assert source_from_block(whole["source"][0]).id == "example-city"
    assert [source(**way).watch[0].kind for way in ways] == list(WATCH_KINDS)


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ({"kind": "sitemaps"}, "must be one of feed, listing, sitemap, wp-json"),
        ({"kind": "sitemap", "item": "("}, "item is not a regular expression"),
        ({"kind": "sitemap", "item": 7}, "item must be a regular expression"),
        ({"kind": "listing", "link": f"{HOME}/{{1}}"}, "link belongs to a listing"),
        ({"kind": "sitemap", "item": ITEM, "link": f"{HOME}/{{1}}"}, "link belongs to a listing"),
        ({"kind": "feed", "item": ".*"}, "a feed takes no item"),
        ({"kind": "wp-json", "item": ".*"}, "a wp-json takes no item"),
    ],
)
def test_a_way_of_watching_that_makes_no_sense_is_refused(way: dict[str, Any], words: str) -> None:
    with pytest.raises(SourceFileError, match=words):
        source(**way)
