"""Discovery on small sites of the local web: which of several ways it takes, and when it gives one up."""

from __future__ import annotations

import re

from tests.spiders.small_city import ALTERNATE, ARTICLE, FEED, HOME, HOST, LIST, LOGIN, PARTNERS, Small, ways, why


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
