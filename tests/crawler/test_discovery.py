"""What discovery makes of pages and addresses, without a network."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from crawler.discovery.addresses import address_pattern
from crawler.discovery.candidates import Candidate, candidates, robots_sitemaps
from crawler.discovery.choosing import interval_of
from crawler.discovery.homepage import Homepage, page_title, read_homepage
from crawler.discovery.judging import Probe, Way, judge, kind_of
from crawler.discovery.place import languages_of, place_of
from crawler.hosts import id_of, is_copy, is_one_site

NOW = datetime(2026, 11, 26, tzinfo=UTC)

URL = "https://www.city.example.kr/"


def home_of(markup: str) -> Homepage:
    return read_homepage(markup.encode(), URL, "text/html")


def tried_in_order(markup: str, *sitemaps: str) -> list[str]:
    return [found.url.removeprefix(URL) for found in candidates(home_of(markup), sitemaps)]


def test_announced_feeds_come_before_linked_ones_and_menus() -> None:
    markup = """<link rel=alternate type=application/rss+xml href=/a.xml><a href=/rss>RSS</a>
    <a href=/board>보도자료</a>    <a href=/notice>공지사항</a><a href=/about>About</a>"""
    assert tried_in_order(markup)[:4] == ["a.xml", "rss", "board", "notice"]
    assert "about" not in tried_in_order(markup)


@pytest.mark.parametrize(
    "link",
    [
        '<link rel=alternate type=application/rss+xml title="Comments" href=/late.xml>',
        "<a href=/podcast/late.xml>RSS</a>",
        "<a href=/rss/jobs.xml>Jobs</a>",
    ],
)
def test_feeds_of_comments_podcasts_and_jobs_come_last(link: str) -> None:
    found = candidates(home_of(f"{link}<a href=/board>보도자료</a>"))
    assert found[-1].is_secondary
    assert found[-1].kind == "feed"


@pytest.mark.parametrize(
    "link",
    [
        "/feedback",
        "/sitemap.xml",
        "/style/rss.css",
        "/wp-json/oembed/1.0?url=rss",
        "https://other.example.com/rss",
        "#rss",
    ],
)
def test_what_only_looks_like_a_feed_is_not_tried(link: str) -> None:
    wanted = [found for found in candidates(home_of(f"<a href='{link}'>here</a>")) if "linked" in found.because]
    assert wanted == []


@pytest.mark.parametrize(
    "words",
    [
        "보도자료",
        "학교소식",
        "News",
        "Press releases",
        "Aktuelles",
        "Pressemitteilungen",
        "Tin tức",
        "Thông cáo báo chí",
    ],
)
def test_menu_entries_that_promise_news_are_lists(words: str) -> None:
    kinds = {found.url: found.kind for found in candidates(home_of(f"<a href=/x/1>{words}</a>"))}
    assert kinds[f"{URL}x/1"] == "listing"


@pytest.mark.parametrize(
    "words", ["Newsletter", "로그인", "채용", "Pressekontakt", "Veranstaltungskalender", "포토뉴스"]
)
def test_menu_entries_that_only_sound_like_news_are_not_tried(words: str) -> None:
    assert f"{URL}x/1" not in [found.url for found in candidates(home_of(f"<a href=/x/1>{words}</a>"))]


def test_a_sitemap_of_news_comes_before_menus_and_one_of_pictures_after() -> None:
    found = tried_in_order("<a href=/board>보도자료</a>", f"{URL}image-sitemap.xml", f"{URL}sitemap-news.xml")
    assert found.index("sitemap-news.xml") < found.index("board")
    other = tried_in_order("<a href=/board>보도자료</a>", f"{URL}sitemap-news.xml", f"{URL}image-sitemap.xml")
    assert other.index("image-sitemap.xml") > other.index("board")


def test_sitemaps_are_those_that_robots_txt_names() -> None:
    text = b"User-agent: *\nDisallow: /x\nSitemap: https://a.example/1.xml\nsitemap: https://a.example/2.xml\n"
    assert robots_sitemaps(text) == ["https://a.example/1.xml", "https://a.example/2.xml"]


def test_the_cms_is_known_by_the_shape_of_the_links() -> None:
    links = "".join(f"<a href='/news/articleView.html?idxno={number}'>x</a>" for number in (1, 2))
    assert home_of(links).cms == "ndsoft"
    assert home_of("<a href='https://other.example.com/news/articleView.html?idxno=1'>x</a>").cms == "generic"


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"<" * 200_000, b"<a href='http://[broken'>x</a>", b"plain"])
def test_no_homepage_breaks_the_reading(body: bytes) -> None:
    assert read_homepage(body, URL, None).links == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<rss version='2.0'></rss>", "feed"),
        (b"<?xml version='1.0'?><!-- x --><feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        (b"<?xml version='1.0'?><urlset/>", "sitemap"),
        (b"<!doctype html><html><body>x</body></html>", "page"),
        (b"%PDF-1.7", "file"),
    ],
)
def test_what_came_is_told_by_its_bytes(body: bytes, kind: str) -> None:
    assert kind_of(body, None) == kind


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.city.co.kr/", "city"),
        ("https://news.city.go.kr/a", "city-news"),
        ("http://m.paper.com:8080/", "paper"),
        ("http://127.0.0.1/", "127-0-0-1"),
    ],
)
def test_an_id_is_made_of_the_host(url: str, name: str) -> None:
    assert id_of(url) == name


def test_cities_below_one_public_suffix_are_different_sites() -> None:
    assert is_one_site("https://cdn.paper.co.kr/rss", "https://www.paper.co.kr/")
    assert not is_one_site("https://busan.go.kr/", "https://seoul.go.kr/")
    assert is_copy("https://m.paper.co.kr/", "https://www.paper.co.kr/")
    assert not is_copy("https://dk.paper.co.kr/", "https://www.paper.co.kr/")


@pytest.mark.parametrize(
    ("url", "markup", "place"),
    [
        ("https://city.example.de/", "", ("DE", "Europe/Berlin")),
        ("https://city.example.uk/", "", ("GB", "Europe/London")),
        ("https://city.example.com/", "<html lang=vi>", ("VN", "Asia/Ho_Chi_Minh")),
        ("https://city.example.com/", "<html lang=en-GB>", ("GB", "Europe/London")),
        ("https://city.example.com/", "<html lang=en>", ("ZZ", None)),
        (
            "https://city.example.com/",
            "<html lang=de><meta property=og:locale content=de_AT>",
            ("AT", "Europe/Vienna"),
        ),
    ],
)
def test_a_place_is_told_by_domain_locale_or_language(url: str, markup: str, place: tuple[str, str | None]) -> None:
    assert place_of(url, home_of(f"{markup}<p>1</p>")) == place


def test_languages_are_those_of_the_articles() -> None:
    assert languages_of(["en", "ko", "ko", None], home_of("<html lang=de>")) == ("ko", "en")
    assert languages_of([], home_of("<html lang=de><p>1</p>")) == ("de",)


def test_articles_of_a_sitemap_are_told_from_pages_by_their_addresses() -> None:
    articles = [f"{URL}news/{number}-a-story-of-today" for number in range(300, 306)]
    pattern = address_pattern([f"{URL}about", *articles, f"{URL}contact"])
    assert pattern is not None
    assert all(re.fullmatch(pattern, url) for url in articles)
    assert not re.fullmatch(pattern, f"{URL}about")
    assert address_pattern([f"{URL}about", f"{URL}contact"]) is None


def test_a_site_is_called_by_the_shortest_part_of_its_title() -> None:
    assert page_title("Startseite | Stadt Beispiel") == "Stadt Beispiel"
    assert page_title("Stadt Beispiel: Aktuelle Meldungen | Beispiel") == "Beispiel"
    assert page_title("  ") is None


@pytest.mark.parametrize(("window", "interval"), [(None, None), (60, 300), (36_000, 12_000), (10**7, 86_400)])
def test_a_third_of_the_window_is_the_interval_between_five_minutes_and_a_day(
    window: float | None, interval: float | None
) -> None:
    assert interval_of(window) == interval


def test_what_came_is_told_although_comments_never_end() -> None:
    assert kind_of(b"<!---->" * 200 + b"<rss", None) == "feed"
    assert kind_of(b"<!---->" * 200 + b"<p>", None) == "page"


def test_a_refresh_that_leads_nowhere_comes_to_an_end() -> None:
    refresh = f"<meta http-equiv=refresh content='{'&#32;' * 200_000}'><p>moved"
    assert read_homepage(refresh.encode(), "https://a.de/", None).forward is None


def feed_way(title: str) -> Way:
    item = "<item><title>Two cities sign</title><link>https://a.de/news/1</link></item>"
    body = f"<rss version='2.0'><channel><title>{title}</title>{item}</channel></rss>".encode()
    candidate = Candidate("feed", "https://a.de/feed", "is linked", 90)
    return judge(Probe(candidate, "https://a.de/feed", body, None, "https://a.de/", "Europe/Berlin", NOW))


def test_the_title_of_a_feed_is_read_without_its_wrapping() -> None:
    assert feed_way("\n <![CDATA[ Stadt & Land ]]>\n").title == "Stadt & Land"
    assert feed_way("News &amp; more").title == "News & more"
    assert feed_way(" " * 200_000).title is None
