"""What real sites, feeds and libraries were seen to do, one sentence each: identity, dates, bytes, answers.

Traps of fetching that need a server are in tests/spiders/test_traps.py.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import crawler
from crawler.dates import dated
from crawler.decoding import decode
from crawler.entries import FeedError
from crawler.feeds import feed_entries
from crawler.identity import identity_of
from crawler.lists.listings import list_entries
from crawler.material import Material
from crawler.measuring import measured
from crawler.model import Page
from crawler.reading import Reading, reading_of
from crawler.robots import read_robots
from crawler.signs import sign_of
from stories.model import DateOrigin

SEOUL, HANOI, BERLIN = map(ZoneInfo, ("Asia/Seoul", "Asia/Ho_Chi_Minh", "Europe/Berlin"))
NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
URL = "https://news.example.kr/news/articleView.html?idxno=7"
PROSE = [
    "린덴탈시와 하이닝시는 월요일 두 도시의 연구기관이 함께 쓰는 시험동을 열고 공동 연구를 시작했다고 밝혔다.",
    "시장은 옛 공장을 고쳐 쓴 덕분에 공사가 한 해 만에 끝났다고 말했다. 개소식에는 많은 주민이 함께했다.",
    "두 도시의 학생들은 다음 학기부터 이곳에서 실습한다. 교통편은 린덴탈시가 마련하기로 했다.",
]
ARTICLE = "".join(f"<p>{line}</p>" for line in PROSE)


def page(main: str, head: str = "<title>시험동 개소</title>") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><nav><a href='/'>홈</a></nav>{main}</body></html>"


def reading(html: str, **known: Any) -> Reading:
    given: dict[str, Any] = {"url": URL, "body": html.encode(), "zone": SEOUL, "latest": NOW} | known
    return reading_of(Material(**given))


def reason(html: str, **known: Any) -> str | None:
    refusal = reading(html, **known).refusal
    return refusal.reason if refusal else None


def rss(item: str, declared: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><item>{item}</item></channel></rss>'
    )


def read(raw: str, zone: ZoneInfo = SEOUL, origin: DateOrigin = DateOrigin.FEED) -> str | None:
    found = dated(raw, zone, origin, NOW)
    if found is None:
        return None
    is_day = found.precision.value in ("day", "month")
    return found.at.strftime("%Y-%m-%d") if is_day else found.at.strftime("%Y-%m-%d %H:%M")


# Identity

COPIES = {
    "a mobile host": ["https://a.kr/news/articleView.html?idxno=7", "https://m.a.kr/news/articleView.html?idxno=7"],
    "www": ["https://a.kr/news/articleView.html?idxno=7", "https://www.a.kr/news/articleView.html?idxno=7"],
    "a cdn host": ["https://a.kr/news/articleView.html?idxno=7", "https://cdn.a.kr/news/articleView.html?idxno=7"],
    "an AMP page": ["https://a.kr/news/articleView.html?idxno=7", "https://a.kr/news/articleViewAmp.html?idxno=7"],
    "http": ["https://a.kr/news/articleView.html?idxno=7", "http://a.kr/news/articleView.html?idxno=7"],
    "a port": ["https://a.kr/news/articleView.html?idxno=7", "https://a.kr:443/news/articleView.html?idxno=7"],
    "a page of the archive": ["https://a.de/medien/news/191093", "https://a.de/medien/news/191093?page=144"],
    "a language": ["https://a.de/news/abc", "https://a.de/news/abc?set_language=en"],
    "a logout": ["https://a.de/news/abc", "https://a.de/news/abc?lrm_logout=1"],
    "a session": ["https://a.kr/b/view.do?nttId=B1", "https://a.kr/b/view.do;jsessionid=F0.n1?nttId=B1"],
    "campaigns": ["https://a.de/x-3380", "https://a.de/x-3380?utm_campaign=alle&utm_medium=rss-feed"],
    "a host with a dot": ["https://a.vn/x/1", "https://a.vn./x/1"],
    "an empty parameter": ["https://a.kr/sub_read.html?uid=174705", "https://a.kr/174705?section2="],
}


@pytest.mark.parametrize("copy", COPIES)
def test_an_article_has_one_key_although_it_has_many_addresses(copy: str) -> None:
    assert len({identity_of(url) for url in COPIES[copy]}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.kr/news/articleView.html?idxno=1", "https://a.kr/news/articleView.html?idxno=2"),
        ("https://a.kr/sub_read.html?uid=258348", "https://a.kr/sub_read.html?uid=258349"),
        ("https://a.kr/news/article.html?no=900001", "https://a.kr/news/article.html?no=900002"),
        ("https://a.vn/a-fair-opens/284575.vnp", "https://a.vn/a-fair-opens/284576.vnp"),
        ("https://a.uk/business/x-4247506", "https://a.uk/business/x-4247507"),
        ("https://dj.a.kr/258348", "https://dk.a.kr/258348"),
    ],
)
def test_no_cleaning_of_addresses_takes_the_number_of_an_article_away(one: str, other: str) -> None:
    assert identity_of(one) != identity_of(other)


def test_what_an_address_needs_to_be_fetched_stays_in_it_and_out_of_the_key() -> None:
    link = "https://a.kr/Main/page.do?BD_CODE=bbs_bodo&B_NUM=1&V_NUM=9&B_STEP=100"
    (entry,) = feed_entries(rss(f"<title>A</title><link>{link.replace('&', '&amp;')}</link>").encode(), URL)
    assert entry.url == link
    assert entry.identity == identity_of("https://a.kr/Main/page.do?BD_CODE=bbs_bodo&B_NUM=1&V_NUM=12&B_STEP=300")


BOARD = "https://a.kr/selectBbsNttView.do?"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        # `key` is a menu here, the article there
        (f"{BOARD}key=1&bbsNo=3&nttNo=9", f"{BOARD}key=2&bbsNo=3&nttNo=9", True),
        ("https://a.kr/web/view.php?key=20240711010003438", "https://a.kr/web/view.php?key=20240711010003439", False),
        # numbers of a board
        ("https://a.kr/bbs/board.php?bo_table=x&wr_id=10", "https://a.kr/bbs/board.php?bo_table=y&wr_id=10", False),
        (f"{BOARD}bbsNo=3&nttNo=9", f"{BOARD}bbsNo=4&nttNo=9", False),
    ],
)
def test_one_parameter_means_different_things(one: str, other: str, is_same: bool) -> None:
    assert (identity_of(one) == identity_of(other)) is is_same


def test_a_guid_that_says_so_is_no_address_and_a_year_at_the_end_is_no_number() -> None:
    item = '<title>A</title><guid isPermaLink="false">https://a.kr/?p=7</guid>'
    assert feed_entries(rss(item).encode(), URL) == []
    assert identity_of("https://a.org/news/innovation-expo-2024") != identity_of("https://a.org/news/forum-2024")


# Dates


@pytest.mark.parametrize(
    ("raw", "zone", "expected"),
    [
        ("2023-08-09 16:33:00", SEOUL, "2023-08-09 16:33"),
        ("Wed, 09 Aug 2023 16:33:00 KST", SEOUL, "2023-08-09 16:33"),
        ("2023.08.09 16:33", SEOUL, "2023-08-09 16:33"),
        ("2023/01/02 [12:01]", SEOUL, "2023-01-02 12:01"),
        ("2023년 08월 09일 16시 33분", SEOUL, "2023-08-09 16:33"),
        ("2023년 08월 09일", SEOUL, "2023-08-09"),
        ("15/04/2024 16:35", HANOI, "2024-04-15 16:35"),
        ("Mon, 15 Apr 2024 16:35:00 GMT+7", HANOI, "2024-04-15 16:35"),
        ("Sat, 16 07 2022 09:30:00 +0900", SEOUL, "2022-07-16 09:30"),
        ("2023.08.09 오후 4:33", SEOUL, "2023-08-09 16:33"),
        ("20230809163300", SEOUL, "2023-08-09 16:33"),
        ("승인 2023.08.09 16:33", SEOUL, "2023-08-09 16:33"),
        ("2024.10.27 00:00", SEOUL, "2024-10-27"),
    ],
)
def test_what_other_parsers_read_wrongly_is_read_in_the_zone_of_its_source(
    raw: str, zone: ZoneInfo, expected: str
) -> None:
    assert read(raw, zone) == expected


def test_a_feed_hands_its_dates_on_as_they_are_written() -> None:
    item = f"<title>A</title><link>{URL}</link><pubDate>2023.08.09 16:33</pubDate>"
    assert feed_entries(rss(item).encode(), URL)[0].published == "2023.08.09 16:33"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<aside><p>승인 2024.10.27 10:00</p></aside>",
        "<footer>Copyright 1997-2010</footer>",
        "<p>양측은 2022년 11월 23일 서울에서 처음 만나 공동 연구를 논의한 뒤 실무단을 꾸렸다고 설명했다.</p>",
        "<div>편집 2026.08.10 [23:13]</div>",
        "<div>수정 2026.08.10 10:00</div>",
        "<div>FRI, NOVEMBER 01, 2024</div>",
        "<p>(서울=가상통신) 송고 2023.08.09 16:33</p>",
        "<p>Published on</p>",
    ],
)
def test_clocks_corners_and_prose_are_no_dates_of_an_article(elsewhere: str) -> None:
    assert reading(page(f"<article>{ARTICLE}</article>{elsewhere}")).article.published is None


@pytest.mark.parametrize("label", ["승인", "입력", "기사입력", "등록일", "작성일", "게시일", "Registration date"])
def test_a_label_that_can_be_trusted_gives_the_date(label: str) -> None:
    found = reading(page(f"<h1>시험동 개소</h1><div>{label} 2026.11.20 16:33</div><article>{ARTICLE}</article>"))
    assert found.article.published is not None
    assert found.article.published.at.isoformat() == "2026-11-20T16:33:00+09:00"


def test_which_number_is_the_month_depends_on_the_country() -> None:
    assert read("04/05/2024", HANOI) == "2024-05-04"
    assert read("04/05/2024", ZoneInfo("America/New_York")) == "2024-04-05"
    assert read("04/05/2024", SEOUL) is None


@pytest.mark.parametrize(
    ("raw", "zone", "expected"),
    [
        ("11.20 16:33", SEOUL, "2026-11-20 16:33"),
        ("12.31 23:10", SEOUL, "2025-12-31 23:10"),
        ("11-20", SEOUL, "2026-11-20"),
        ("11월 20일", SEOUL, "2026-11-20"),
        ("20.11. 16:33", BERLIN, "2026-11-20 16:33"),
        ("20/11", HANOI, "2026-11-20"),
        ("02.30 10:00", SEOUL, None),
        ("26-06-02", SEOUL, "2026-06-02"),
        ("26. 06. 02.", SEOUL, "2026-06-02"),
        ("12. 06. 02.", SEOUL, "2012-06-02"),
        ("18-10-26", SEOUL, "2018-10-26"),
        ("1,234", SEOUL, None),
        ("", SEOUL, None),
    ],
)
def test_a_list_without_years_means_the_last_such_day(raw: str, zone: ZoneInfo, expected: str | None) -> None:
    assert read(raw, zone, DateOrigin.LIST_ROW) == expected


@pytest.mark.parametrize(
    ("raw", "zone", "expected"),
    [
        ("5분 전", SEOUL, "2026-11-26 14:55"),
        ("3시간 전", SEOUL, "2026-11-26"),
        ("16시간 전", SEOUL, "2026-11-25"),
        ("어제", SEOUL, "2026-11-25"),
        ("2일 전", SEOUL, "2026-11-24"),
        ("45 minutes ago", BERLIN, "2026-11-26 06:15"),
        ("an hour ago", BERLIN, "2026-11-26"),
        ("Yesterday", BERLIN, "2026-11-25"),
        ("vor 8 Stunden", BERLIN, "2026-11-25"),
        ("vor einem Tag", BERLIN, "2026-11-25"),
        ("vor 2 Wochen", BERLIN, "2026-11-12"),
        ("2 giờ trước", HANOI, "2026-11-26"),
        ("hôm qua", HANOI, "2026-11-25"),
        ("곧", SEOUL, None),
    ],
)
def test_how_long_ago_counts_from_the_moment_it_was_seen(raw: str, zone: ZoneInfo, expected: str | None) -> None:
    assert read(raw, zone, DateOrigin.LIST_ROW) == expected
    assert read(raw, zone, DateOrigin.FEED) is None


def test_the_day_of_an_article_is_the_day_where_its_source_is() -> None:
    found = dated("Sun, 14 Apr 2024 16:00:00 GMT", SEOUL, DateOrigin.FEED, NOW)
    assert found is not None
    assert str(found.at.date()) == "2024-04-15"


# Bytes and markup


@pytest.mark.parametrize("declared", ["utf-8", "euc-kr"])
@pytest.mark.parametrize("header", [None, "text/xml", "text/xml; charset=utf-8", "text/xml; charset=euc-kr"])
def test_a_korean_feed_keeps_its_letters_under_any_label(declared: str, header: str | None) -> None:
    feed = rss(f"<title>똠방 펲 샾 협약</title><link>{URL}</link>", declared).encode("cp949")
    assert feed_entries(feed, URL, header)[0].title == "똠방 펲 샾 협약"


def test_one_bad_byte_spoils_one_letter_of_a_feed() -> None:
    feed = rss(f"<title>경북 협약</title><link>{URL}</link>").encode().replace("경".encode(), b"\xff", 1)
    assert feed_entries(feed, URL)[0].title == "\ufffd북 협약"


def test_a_wrong_charset_in_the_header_does_not_spoil_a_page() -> None:
    html = page(
        f"<h1>시험동 개소</h1><article>{ARTICLE}</article>", '<meta charset="euc-kr"><title>시험동 개소</title>'
    )
    for header in ("text/html; charset=utf-8", "text/html; charset=iso-8859-1", None):
        assert reading("", body=html.encode("cp949"), content_type=header).article.text == "\n".join(PROSE)


@pytest.mark.parametrize("header", [None, "text/html; charset=utf-8"])
def test_western_letters_without_a_right_label_are_windows_1252(header: str | None) -> None:
    text = "Die Universität für Öl und Gas schließt mit München ein Abkommen – „für die Zukunft“."
    assert decode(text.encode("cp1252"), header) == text


def test_other_bytes_without_a_label_are_not_taken_for_western_letters() -> None:
    text = decode("как перебить нововведения новости города".encode("koi8-r"))
    assert "\ufffd" in text


def test_html_that_was_escaped_twice_is_text_in_the_end() -> None:
    title = "<title><![CDATA[&lt;b&gt;경북&lt;/b&gt;&nbsp;협약]]></title>"
    body = f"<description><![CDATA[{ARTICLE.replace('<', '&lt;').replace('>', '&gt;')}]]></description>"
    (entry,) = feed_entries(rss(f"{title}<link>{URL}</link>{body}").encode(), URL)
    assert entry.title == "경북 협약"
    stand_in = reading(page("<div id='root'></div><noscript>enable JavaScript</noscript>"), content=entry.content)
    assert stand_in.article.text == "\n".join(PROSE)


def test_comments_that_look_like_tags_do_not_break_a_page() -> None:
    broken = f"<!--div class='view'><div>--><article>{ARTICLE}</article><!--</div></div-->"
    assert reading(page(broken)).article.text == "\n".join(PROSE)


def test_a_title_that_a_list_cuts_is_taken_from_its_attribute_and_badges_are_none_of_it() -> None:
    title = "두 도시가 함께 쓰는 시험동 개소"
    link = f"<a href='/view.do?nttId=1' title='{title}'>두 도시가 함께… <span class='sr-only'>새글</span></a>"
    body = f"<table><tr><td>{link}</td></tr></table>".encode()
    (entry,) = list_entries(body, "https://a.kr/list.do", None, r".*nttId=\d+")
    assert entry.title == title


def test_nothing_here_downloads_behind_the_back_of_robots_and_delays() -> None:
    home = Path(crawler.__file__).parent.parent
    sources = [path for room in ("crawler", "spiders", "scheduler") for path in (home / room).rglob("*.py")]
    text = "\n".join(path.read_text() for path in sources)
    downloading = r"find_feed_urls|fetch_url|sitemap_search|trafilatura\.(?:feeds|downloads|spider)"
    assert not re.search(r"feedparser\.parse\((?!\s*BytesIO)", text)  # a str may be an address
    assert not re.search(downloading, text)
    assert not re.search(r"^\s*(?:import|from) (?:requests|httpx|aiohttp|urllib\.request)\b", text, re.MULTILINE)


# Answers

GONE = ["잘못된 접근입니다.", "이미 삭제된 글입니다.", "존재하지 않는 글입니다."]
STAND_INS = [
    "삭제된 기사입니다.",
    "서비스하지 않는 기사입니다.",
    "페이지를 찾을 수 없습니다.",
    "시스템안내",
    "Seite nicht gefunden",
]


@pytest.mark.parametrize("words", GONE)
def test_an_alert_with_a_good_status_is_a_missing_article(words: str) -> None:
    alert = f"<script>alert('{words}'); history.back();</script>"
    assert reason(page(alert)) == "soft_404"
    assert reason(f"<html><body>{alert}</body></html>") == "soft_404"


@pytest.mark.parametrize("words", [*GONE, *STAND_INS])
def test_a_page_that_says_an_article_is_gone_is_a_missing_article(words: str) -> None:
    assert reason(page(f"<div class='box'><h2>{words}</h2><p>{words}</p><a href='/'>홈으로</a></div>")) == "soft_404"


def test_the_home_page_instead_is_a_missing_article() -> None:
    assert reason(page(f"<article>{ARTICLE}</article>"), final_url="https://news.example.kr/") == "soft_404"
    assert reason(page(f"<article>{ARTICLE}</article>"), final_url="https://portal.example.com/") == "soft_404"


def test_an_article_whose_scripts_hold_such_words_is_an_article() -> None:
    script = f"<script>function gone() {{ alert('{GONE[0]}'); history.back(); }}</script>"
    assert reason(page(f"{script}<article>{ARTICLE}</article>")) is None


def test_robots_txt_is_read_with_wildcards_and_in_any_bytes() -> None:
    rules = "User-agent: *\nDisallow: /*pressreleasesrss\n"
    for body in (rules.encode(), b"\xef\xbb\xbf" + rules.encode(), rules.encode("utf-16")):
        robots = read_robots(200, body, "pactwatch")
        assert not robots.allows("https://a.de/de/pressreleasesrss?institution_ids=7")
        assert robots.allows("https://a.de/de/news")
    assert read_robots(200, b"<!DOCTYPE html><html>not here</html>", "pactwatch").allows("https://a.de/")


def test_a_block_is_stated_as_a_block() -> None:
    blocked = Page(URL, URL, 403, (("content-type", "text/html"),), b"<h1>Forbidden</h1>", NOW)
    sign = sign_of(blocked, "feed", 0)
    assert sign is not None
    assert sign.word == "blocked"


def test_a_page_that_needs_scripts_or_holds_only_a_file_says_so() -> None:
    assert reason(page("<div id='app'></div><noscript>자바스크립트를 활성화해 주세요.</noscript>")) == "needs_js"
    assert (
        reason(page("<h1>보도자료</h1><p>붙임 참조</p><a href='/down/release.hwp'>보도자료.hwp</a>"))
        == "attachment_only"
    )


def test_the_text_of_a_consent_page_is_no_article_and_a_banner_hides_none() -> None:
    wall = "We use cookies and other tracking technologies. You may accept all cookies or manage your consent. "
    assert reason(page(f"<main><h1>Your privacy</h1><p>{wall * 3}</p></main>")) == "consent_wall"
    assert reason(page(f"<div class='cookie-banner'><p>{wall}</p></div><article>{ARTICLE}</article>")) is None


def test_a_feed_may_stand_on_another_host_and_link_in_another_form() -> None:
    item = "<title>A</title><link>http://news.example.kr/sub_read.html?uid=258348</link>"
    (entry,) = feed_entries(rss(item).encode(), "https://cdn.news.example.kr/rss/gns_allArticle.xml")
    assert entry.identity == identity_of("https://news.example.kr/258348")


def test_a_web_page_with_a_good_status_is_no_feed() -> None:
    with pytest.raises(FeedError, match="a web page came instead of RSS or Atom"):
        feed_entries(page(ARTICLE).encode(), "https://news.example.kr/rss", "text/html")


def test_a_feed_of_a_dead_system_shows_its_age() -> None:
    item = f"<title>A</title><link>{URL}</link><pubDate>Thu, 05 Apr 2012 10:00:00 +0900</pubDate>"
    found = measured(feed_entries(rss(item).encode(), URL), "Asia/Seoul", NOW)
    assert found.newest == datetime(2012, 4, 5, 1, tzinfo=UTC)
