"""Discovery on small sites of the local web: what it asks for, what it takes, and how it says no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.finding import Finding
from scheduler.local_web import LocalWeb, running
from spiders.discovering import MOST_REQUESTS, discover

NOW = datetime.fromisoformat("2026-04-01T09:00:00+00:00")
HOST = "city.example.kr"
HOME = f"https://{HOST}/"
XML = re.compile(r"\s*<(\?xml|rss|url|sitem)")
ROWS = """{% for article in articles %}<li><a href="{{ article.address }}">{{ article.title }}</a>
<span>{{ article.published.strftime('%Y-%m-%d') }}</span></li>{% endfor %}"""
LIST = f"<html lang='ko'><head><title>City</title></head><body><ul>{ROWS}</ul></body></html>"
FEED = """<rss version="2.0"><channel><title>City news</title>{% for article in articles %}<item>
<title>{{ article.title }}</title><link>https://city.example.kr{{ article.address }}</link>
<pubDate>{{ article.published | rfc822 }}</pubDate></item>{% endfor %}</channel></rss>"""
ARTICLE = """<html><head><title>{{ article.title }} - City</title>
<meta property="article:published_time" content="{{ article.published.isoformat() }}"></head><body><article>
<h1>{{ article.title }}</h1>{% for block in article.blocks %}<p>{{ block.text }}</p>{% endfor %}
</article></body></html>"""
TEXT = (
    "경북테크노파크는 지난 3월 하노이 과학기술대학교와 공동 연구를 위한 업무협약을 체결했다고 밝혔다. "
    "두 기관은 반도체와 이차전지 분야에서 인력을 교류하고 실증 사업을 함께 추진하기로 했다. "
    "협약식에는 양측 관계자 서른 명이 참석했으며 구체적인 실행 계획은 올해 안에 마련될 예정이다. "
)
PARTNERS = (
    "하노이 과학기술대와", "드레스덴 공과대학과", "벨파스트 시청과", "호찌민 산업단지와",
    "에스포시와 디지털", "작센 경제진흥공사와", "타슈켄트 기술단지와", "하이퐁 항만공사와",
)  # fmt: skip
ALTERNATE = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'


@dataclass
class Small:
    """A site whose pages a test writes, and the search for a way to watch it."""

    folder: Path
    run: Any
    parsing: Any
    policy: Any
    web: LocalWeb | None = None

    def write(
        self, pages: dict[str, str], *, robots: str = "", faults: str = "", articles: int = 8,
        first: str = "2026-03-{:02}", article: str = ARTICLE, host: str = HOST,
    ) -> None:  # fmt: skip
        home = self.folder / host
        for name in ("skin", "articles"):
            (home / name).mkdir(parents=True, exist_ok=True)
        lines = ['name = "City"', 'timezone = "Asia/Seoul"', 'articles = ["/news/view?no={id}"]', faults]
        for number, (path, text) in enumerate({"/robots.txt": robots, **pages}.items()):
            kind = "text/plain" if path == "/robots.txt" else "text/xml" if XML.match(text) else ""
            kind = kind or ("application/json" if text.startswith("[") else "text/html; charset=utf-8")
            lines += ["[[page]]", f'path = "{path}"', f'skin = "{number}.txt"', f'content_type = "{kind}"']
            (home / "skin" / f"{number}.txt").write_text(text)
        (home / "site.toml").write_text("\n".join(lines))
        (home / "skin" / "article.html").write_text(article)
        (home / "skin" / "error.html").write_text("<html><body><p>No page here.</p></body></html>")
        for number in range(1, articles + 1):
            day = first.format(number + 10)
            (home / "articles" / f"{100 + number}.md").write_text(
                f'+++\ntitle = "경북테크노파크, {PARTNERS[number % len(PARTNERS)]} 업무협약 체결"\n'
                f"published = {day}T10:00:00\n+++\n{TEXT}{number}\n"
            )

    def discover(self, url: str = HOME, **given: Any) -> Finding:
        policy = given.pop("policy", self.policy)
        found = self.run(discover(url, policy, self.parsing, lambda: NOW, **given))
        assert isinstance(found, Finding)
        assert len(self.asked) <= found.requests <= MOST_REQUESTS
        return found

    @property
    def asked(self) -> list[str]:
        """Everything that was asked for, in order, without host."""
        assert self.web is not None
        return [exchange.url.split("/", 3)[-1] for exchange in self.web.requests]


@pytest.fixture
def small(tmp_path: Path, in_reactor: Any, parsing: Any, policy: Any) -> Iterator[Small]:
    with running(tmp_path) as web:
        reached = replace(policy, proxy=web.address, ca_file=web.ca_file)
        yield Small(tmp_path, in_reactor, parsing, reached, web)


@pytest.fixture
def policy() -> Any:
    from ipaddress import ip_network

    from crawler.model import FetchPolicy

    return FetchPolicy(
        "pactwatch/0.1 (+mailto:press@example.org)",
        allow_networks=(ip_network("127.0.0.1/32"),),
        delay=0.0,
        timeout=3.0,
    )


def ways(found: Finding) -> list[tuple[str, str]]:
    assert found.source is not None
    return [(way.kind, way.url.removeprefix(HOME.rstrip("/"))) for way in found.source.watch]


def why(found: Finding, path: str) -> str:
    return next(tried.why for tried in found.tried if tried.url.endswith(path) and not tried.taken)


def test_an_announced_feed_is_taken_and_the_list_of_the_homepage_kept(small: Small) -> None:
    small.write({"/": LIST.replace("</head>", f"{ALTERNATE}</head>"), "/rss.xml": FEED})
    found = small.discover()
    assert found.sign == "ok", found.sentence
    assert found.requests == len(small.asked)
    assert ways(found) == [("feed", "/rss.xml"), ("listing", "/")]
    assert small.asked[0] == "robots.txt"
    assert found.requests == 9  # robots.txt, the homepage, the feed, what is reserved, five articles
    assert found.window == 7 * 86_400
    assert found.interval == 86_400


def test_what_a_source_is_called_and_where_it_is_comes_from_the_site(small: Small) -> None:
    small.write({"/": LIST.replace("</head>", f"{ALTERNATE}</head>"), "/rss.xml": FEED})
    source = small.discover().source
    assert source is not None
    assert (source.id, source.name, source.country, source.timezone) == ("example-city", "City", "KR", "Asia/Seoul")
    assert source.languages == ("ko",)
    assert (source.confidence, source.checked) == ("confirmed", "2026-04-01")


def test_samples_are_read_as_the_service_reads_them(small: Small) -> None:
    small.write({"/": LIST})
    samples = small.discover().samples
    assert len(samples) == 5
    assert samples[0].title == "경북테크노파크, 하노이 과학기술대와 업무협약 체결"
    assert (samples[0].language, samples[0].drop) == ("ko", None)
    assert samples[0].opening.startswith("경북테크노파크는 지난 3월")
    assert samples[0].published_at is not None
    assert samples[0].date_origin == "meta"


def test_what_robots_txt_forbids_is_not_fetched_and_the_list_is_taken(small: Small) -> None:
    small.write(
        {"/": LIST.replace("</head>", f"{ALTERNATE}</head>"), "/rss.xml": FEED},
        robots="User-agent: *\nDisallow: /rss",
    )
    found = small.discover()
    assert ways(found) == [("listing", "/")]
    assert not [path for path in small.asked if path.startswith("rss")]
    assert "forbids" in why(found, "/rss.xml")


def test_a_site_that_forbids_everything_is_asked_for_robots_txt_alone(small: Small) -> None:
    small.write({"/": LIST}, robots="User-agent: *\nDisallow: /")
    found = small.discover()
    assert (found.source, found.sign) == (None, "robots")
    assert small.asked == ["robots.txt"]


@pytest.mark.parametrize("status", [500, 503])
def test_a_site_whose_robots_txt_is_broken_is_left_for_later(small: Small, status: int) -> None:
    small.write({"/": LIST}, faults=f'[[fault]]\npath = "/robots.txt"\nstatus = {status}')
    found = small.discover()
    assert (found.source, found.sign) == (None, "unreachable")
    assert "later" in found.sentence
    assert set(small.asked) == {"robots.txt"}


@pytest.mark.parametrize(
    ("status", "sign"),
    [
        (403, "blocked"),
        (401, "blocked"),
        (451, "geo"),
        (404, "gone"),
        (429, "unreachable"),
        (502, "unreachable"),
        (400, "unreadable"),
    ],
)
def test_a_homepage_that_does_not_answer_says_why(small: Small, status: int, sign: str) -> None:
    small.write({"/": LIST}, faults=f'[[fault]]\npath = "/"\nstatus = {status}')
    found = small.discover()
    assert (found.source, found.sign) == (None, sign)
    assert str(status) in found.sentence
    assert {path for path in small.asked if path != "robots.txt"} == {""}


def test_an_untrusted_certificate_is_tls_trouble(small: Small, policy: Any) -> None:
    small.write({"/": LIST})
    assert small.web is not None
    found = small.discover(policy=replace(policy, proxy=small.web.address))
    assert (found.source, found.sign) == (None, "tls")


LOGIN = """<html><body><h1>로그인</h1><p>로그인 후 이용하실 수 있습니다.</p>
<form><input name=id><input type=password></form></body></html>"""
SCRIPTS = """<html><head><title>City</title></head><body><div id=app></div><script src=/a.js></script>
<noscript>Please enable JavaScript</noscript></body></html>"""
DAYS = "".join(f'<td><a href="/calendar?year=2026&month=4&day={day}">{day}</a></td>' for day in range(1, 31))
PARKED = "<html><body><h1>city.example.kr</h1><p>This domain is for sale. Buy this domain today.</p></body></html>"


@pytest.mark.parametrize(
    ("page", "sign", "words"),
    [
        (LOGIN, "login", "does not log in"),
        (SCRIPTS, "needs_js", "runs no scripts"),
        (f"<html><body><table><tr>{DAYS}</tr></table></body></html>", "nothing", "calendar without end"),
        (PARKED, "nothing", "domain"),
        ("<html><body><p>We bake bread.</p></body></html>", "nothing", "announces no articles"),
        ("%PDF-1.4 binary", "not_html", "no web page"),
    ],
    ids=["login", "needs_js", "calendar", "parked", "nothing", "pdf"],
)
def test_a_site_without_a_way_gets_a_word_and_a_sentence(small: Small, page: str, sign: str, words: str) -> None:
    small.write({"/": page})
    found = small.discover()
    assert (found.source, found.sign) == (None, sign), found.sentence
    assert words in found.sentence


def test_a_dead_feed_loses_to_the_list(small: Small) -> None:
    dead = FEED.replace("{{ article.published | rfc822 }}", "Mon, 02 Jan 2012 10:00:00 +0900")
    small.write({"/": LIST.replace("</head>", f"{ALTERNATE}</head>"), "/rss.xml": dead})
    found = small.discover()
    assert ways(found) == [("listing", "/")]
    assert "nothing new" in why(found, "/rss.xml")


def test_a_list_without_dates_is_as_dead_as_the_feed_that_announces_the_same(small: Small) -> None:
    undated = LIST.replace("{{ article.published.strftime('%Y-%m-%d') }}", "")
    small.write({"/": undated.replace("</head>", f"{ALTERNATE}</head>"), "/rss.xml": FEED}, first="2025-03-{:02}")
    found = small.discover()
    assert (found.sign, ways(found)[0]) == ("stale", ("feed", "/rss.xml"))  # the list shows the same, without dates


def test_events_ahead_are_no_news(small: Small) -> None:
    rows = "".join(
        f"<li><a href='/events/{n}'>{partner} 함께하는 국제 교류 행사 안내</a> <span>2026-05-{10 + n}</span></li>"
        for n, partner in enumerate(PARTNERS)
    )
    small.write({"/": f"<html lang='ko'><body><ul>{rows}</ul></body></html>", "/events/{any}": ARTICLE})
    found = small.discover()
    assert (found.source, found.sign) == (None, "nothing")


def test_a_busy_site_is_left_alone(small: Small) -> None:
    home = f"<html><head>{ALTERNATE}</head><body><p>x</p></body></html>"
    small.write({"/": home, "/rss.xml": FEED}, faults='[[fault]]\npath = "/rss.xml"\nstatus = 429')
    found = small.discover()
    assert (found.source, found.sign) == (None, "unreachable")
    assert small.asked == ["robots.txt", "", "rss.xml"]


def test_a_site_that_is_busy_at_its_articles_is_asked_for_nothing_more(small: Small) -> None:
    home = f"<html><head>{ALTERNATE}</head><body><p>x</p></body></html>"
    small.write({"/": home, "/rss.xml": FEED}, faults='[[fault]]\npath = "/news/*"\nstatus = 429')
    found = small.discover()
    assert (found.source, found.sign) == (None, "unreachable")
    assert "left alone" in found.sentence
    assert len([path for path in small.asked if path.startswith("news/")]) == 1
    assert small.asked[-1].startswith("news/")


def test_a_search_ends_in_time_and_tells_what_it_saw(small: Small) -> None:
    home = f"<html><head>{ALTERNATE}</head><body><p>x</p></body></html>"
    small.write({"/": home, "/rss.xml": FEED}, faults='[[fault]]\npath = "/rss.xml"\ndelay = 2.5')
    found = small.discover(deadline=1.5)
    assert (found.source, found.sign) == (None, "unreachable")
    assert [tried.kind for tried in found.tried][:1] == ["homepage"]
    assert "1.5 s" in found.sentence


def test_a_site_that_reserves_its_texts_is_not_added(small: Small) -> None:
    reserved = ARTICLE.replace("<head>", '<head><meta name="tdm-reservation" content="1">')
    small.write({"/": LIST}, article=reserved)
    found = small.discover()
    assert (found.source, found.sign) == (None, "reserved")


def test_a_dead_feed_is_taken_if_there_is_nothing_else_and_called_so(small: Small) -> None:
    home = f"<html><head><title>City</title>{ALTERNATE}</head><body><p>Welcome.</p></body></html>"
    small.write({"/": home, "/rss.xml": FEED}, first="2025-03-{:02}")
    found = small.discover()
    assert (found.sign, ways(found)) == ("stale", [("feed", "/rss.xml")])
    assert "Nothing better was found" in found.sentence


def test_a_web_page_in_place_of_a_feed_is_no_feed(small: Small) -> None:
    small.write({"/": LIST.replace("</head>", f"{ALTERNATE}</head>"), "/rss.xml": "<html><body>Feeds</body></html>"})
    found = small.discover()
    assert ways(found) == [("listing", "/")]
    assert "web page" in why(found, "/rss.xml")


def test_a_feed_that_leads_to_other_sites_only_is_not_taken(small: Small) -> None:
    foreign = FEED.replace("https://city.example.kr", "https://other.example.com")
    small.write({"/": LIST.replace("</head>", f"{ALTERNATE}</head>"), "/rss.xml": foreign})
    found = small.discover()
    assert ways(found) == [("listing", "/")]
    assert "other sites" in why(found, "/rss.xml")


def test_a_feed_of_comments_is_tried_last(small: Small) -> None:
    comments = '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments.xml">'
    small.write(
        {"/": LIST.replace("</head>", f"{comments}{ALTERNATE}</head>"), "/rss.xml": FEED, "/comments.xml": FEED}
    )
    assert ways(small.discover())[0] == ("feed", "/rss.xml")
    assert "comments.xml" not in small.asked


def test_a_page_that_lists_feeds_leads_to_them(small: Small) -> None:
    home = "<html lang='ko'><head><title>City</title></head><body><a href='/rssIndex.html'>RSS</a></body></html>"
    index = "<html><body><a href='/all.xml'>전체 RSS</a></body></html>"
    small.write({"/": home, "/rssIndex.html": index, "/all.xml": FEED})
    assert ways(small.discover()) == [("feed", "/all.xml")]


def test_a_sitemap_that_robots_txt_names_is_watched_by_the_pattern_of_its_articles(small: Small) -> None:
    sitemap = (
        '<?xml version="1.0"?><urlset><url><loc>https://city.example.kr/about</loc></url>'
        "{% for article in articles %}"
        "<url><loc>https://city.example.kr{{ article.address }}</loc>"
        "<lastmod>{{ article.published.isoformat() }}</lastmod></url>"
        "{% endfor %}</urlset>"
    )
    home = "<html lang='ko'><head><title>City</title></head><body><p>어서 오십시오.</p></body></html>"
    small.write({"/": home, "/map.xml": sitemap}, robots=f"Sitemap: {HOME}map.xml")
    found = small.discover()
    assert ways(found) == [("sitemap", "/map.xml")]
    assert found.source is not None
    item = found.source.watch[0].item
    assert item is not None
    assert re.fullmatch(item, "https://city.example.kr/news/view?no=104")
    assert not re.fullmatch(item, "https://city.example.kr/about")


def test_a_list_whose_pages_are_no_articles_is_given_up_for_the_next_way(small: Small) -> None:
    links = "".join(
        f'<li><a href="/login?next=page-{n}">Members read about plan number {n}</a> 2026-03-0{n}</li>'
        for n in range(1, 8)
    )
    wall = "<rss version='2.0'><channel><title>x</title>" + "".join(
        f"<item><title>Plan {n} of the members</title><link>https://city.example.kr/login?next={n}</link>"
        f"<pubDate>Mon, 2{n} Mar 2026 10:00:00 +0900</pubDate></item>" for n in range(1, 8)
    ) + "</channel></rss>"  # fmt: skip
    small.write({
        "/": f"<html><head>{ALTERNATE}</head><body><ul>{links}</ul><a href='/list'>뉴스</a></body></html>",
        "/rss.xml": wall, "/list": LIST, "/login": LOGIN,
    })  # fmt: skip
    found = small.discover()
    assert "samples are no articles: login_wall 3×" in why(found, "/rss.xml")
    assert ways(found)[0] == ("listing", "/list")


def test_the_posts_of_wordpress_are_found(small: Small) -> None:
    head = "<title>City</title><link rel='https://api.w.org/' href='/wp-json/'>"
    home = f"<html lang='ko'><head>{head}</head><body><p>x</p></body></html>"
    posts = """[{% for article in articles %}{"link": "https://city.example.kr{{ article.address }}",
    "title": {"rendered": "{{ article.title }}"}, "date": "{{ article.published.strftime('%Y-%m-%dT%H:%M:%S') }}"}
    {{ "," if not loop.last }}{% endfor %}]"""
    small.write({"/": home, "/wp-json/wp/v2/posts": posts})
    assert ways(small.discover()) == [("wp-json", "/wp-json/wp/v2/posts")]


def test_redirects_and_retries_count_as_requests(small: Small) -> None:
    broken = '[[fault]]\npath = "/rss*"\nredirect = "/feed?{target}"\n[[fault]]\npath = "/f*"\nstatus = 500\n'
    feeds = "".join(f"<a href='/rss{n}.xml'>RSS</a>" for n in range(9))
    small.write({"/": f"<html><body>{feeds}</body></html>"}, faults=broken)
    found = small.discover()
    assert found.source is None
    assert found.requests == len(small.asked)
    assert "feed?/rss0.xml" in small.asked


def test_a_page_that_only_leads_on_is_followed(small: Small) -> None:
    small.write({"/": "<script>location.href='/main.do'</script>", "/main.do": LIST})
    assert ways(small.discover()) == [("listing", "/main.do")]


def test_a_feed_may_be_named_in_place_of_a_homepage(small: Small) -> None:
    small.write({"/": LIST, "/rss.xml": FEED})
    found = small.discover(f"{HOME}rss.xml")
    assert ways(found) == [("feed", "/rss.xml")]
    assert found.homepage == HOME


def test_a_country_is_guessed_by_language_where_the_domain_says_nothing(small: Small) -> None:
    small.write({"/": LIST}, host="city.example.com")
    source = small.discover("https://city.example.com/").source
    assert source is not None
    assert (source.country, source.timezone) == ("KR", "Asia/Seoul")


def test_a_country_that_is_given_counts(small: Small) -> None:
    small.write({"/": LIST})
    source = small.discover(country="DE").source
    assert source is not None
    assert (source.country, source.timezone) == ("DE", "Europe/Berlin")


def test_a_list_whose_addresses_scripts_build_asks_for_a_link_template(small: Small) -> None:
    rows = "".join(
        f"<li><a href='#' onclick=\"openIt('{n}a7')\">경북테크노파크, {partner} 업무협약 체결</a>"
        f" <span>2026-03-1{n}</span></li>"
        for n, partner in enumerate(PARTNERS)
    )
    small.write({"/": f"<html lang='ko'><body><ul>{rows}</ul><script src='/x.js'></script></body></html>"})
    found = small.discover()
    assert (found.source, found.sign) == (None, "nothing")
    assert "link template" in found.sentence
    assert "`link` by hand" in found.sentence


def test_a_challenge_is_a_block_even_if_it_says_503(small: Small) -> None:
    small.write({"/": LIST}, faults='[[fault]]\npath = "/"\nstatus = 503')
    page = "<html><title>Just a moment...</title><body>Verify you are human</body></html>"
    (small.folder / HOST / "skin" / "error.html").write_text(page)
    assert small.discover().sign == "blocked"
