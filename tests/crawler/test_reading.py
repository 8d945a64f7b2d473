from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawler.cms import CmsFileError
from crawler.markup import LONGEST
from crawler.material import Material
from crawler.model import Entry, Page, Source, Watch
from crawler.reading import Bundle, Reading, read, reading_of
from stories.model import Article, DateOrigin, DatePrecision, Drop

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
URL = "https://news.example.org/city/a-bridge-between-two-towns"
BODY = [
    "The council of Lindental opened a footbridge over the river on Monday, after two years of work.",
    "The mayor said that people from both banks had asked for it since the old ferry stopped running.",
    "Schools on the eastern bank will use the bridge from next week, and cyclists may cross it at walking pace.",
    "It cost less than planned, because the steel came from a mill that closed a few kilometres upstream.",
]
KOREAN = [
    "린덴탈시는 월요일 강을 건너는 보행자 다리를 개통했다고 밝혔다. 공사에는 두 해가 걸렸다.",
    "시장은 옛 나룻배가 멈춘 뒤로 양쪽 주민이 모두 다리를 바라 왔다고 말했다. 개통식에는 많은 주민이 함께했다.",
    "동쪽 학교 학생들은 다음 주부터 이 다리로 등교한다. 자전거는 걷는 속도로 건널 수 있다.",
    "상류의 제철소가 문을 닫으며 나온 강재를 쓴 덕분에 비용은 계획보다 적게 들었다고 시는 설명했다.",
]
HEAD = "<title>Lindental opens a footbridge | The Lindental Courier</title>"


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def page(main: str, head: str = HEAD) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><nav><a href='/'>Home</a></nav>{main}</body></html>"


def reading(html: str, url: str = URL, **known: Any) -> Reading:
    material: dict[str, Any] = {"url": url, "body": html.encode(), "zone": SEOUL, "latest": NOW} | known
    return reading_of(Material(**material))


def article(main: str, head: str = HEAD, **known: Any) -> Article:
    found = reading(page(main, head), **known)
    assert found.refusal is None
    return found.article


GOOD = f"<article><h1>Lindental opens a footbridge</h1>{paragraphs(BODY)}</article>"


def test_the_text_of_a_page_without_any_cms_is_its_paragraphs() -> None:
    assert article(GOOD).text == "\n".join(BODY)
    assert article(GOOD).language == "en"


def test_the_language_is_the_texts_and_not_the_pages() -> None:
    html = f'<html lang="en"><head>{HEAD}</head><body><article>{paragraphs(KOREAN)}</article></body></html>'
    assert reading(html, "https://news.example.org/en/bridge").article.language == "ko"


@pytest.mark.parametrize(
    ("head", "main"),
    [
        (HEAD, f"<article>{paragraphs(BODY)}</article>"),
        ("<title>The Lindental Courier</title>", GOOD),
        (
            '<meta property="og:title" content="Lindental opens a footbridge - The Lindental Courier">'
            '<meta property="og:site_name" content="The Lindental Courier">',
            f"<h1>The Lindental Courier</h1><article>{paragraphs(BODY)}</article>",
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Courier"},'
            '{"@type": "NewsArticle", "headline": "Lindental opens a footbridge"}]}</script><title>x | y</title>',
            GOOD,
        ),
    ],
)
def test_the_title_is_the_articles_without_the_name_of_the_site(head: str, main: str) -> None:
    assert article(main, head, site_name="The Lindental Courier").title == "Lindental opens a footbridge"


def test_the_feed_gives_the_title_where_the_page_has_none() -> None:
    assert article(f"<article>{paragraphs(BODY)}</article>", "", title="From the feed").title == "From the feed"


def test_json_ld_gives_date_author_and_change() -> None:
    said = {
        "@type": "NewsArticle",
        "headline": "Lindental opens a footbridge",
        "datePublished": "2026-11-23T09:30:00+09:00",
        "dateModified": "2026-11-24T10:00:00+09:00",
        "author": [{"@type": "Person", "name": "A. Reporter"}],
    }
    found = article(GOOD, f'<script type="application/ld+json">{json.dumps(said)}</script>')
    assert found.published is not None
    assert (found.published.at.isoformat(), found.published.origin) == (
        "2026-11-23T09:30:00+09:00",
        DateOrigin.JSON_LD,
    )
    assert found.modified_at == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert found.author == "A. Reporter"


@pytest.mark.parametrize(
    "line",
    [
        "<div>승인 2026.11.23 09:30</div>",
        "<ul><li>기자명</li><li>승인 2026.11.23 09:30</li></ul>",
        "<div>홍보팀 | 기사입력 2026/11/23 [09:30]</div>",
        "<dl><dt>등록일</dt><dd>2026-11-23 09:30</dd></dl>",
        "<p><span>Published on:</span> <b>23 November 2026, 9:30 AM</b></p>",
    ],
)
def test_a_labelled_line_gives_the_date(line: str) -> None:
    found = article(f"<h1>Lindental opens a footbridge</h1>{line}<article>{paragraphs(BODY)}</article>").published
    assert found is not None
    assert found.at.isoformat() == "2026-11-23T09:30:00+09:00"
    assert (found.precision, found.origin) == (DatePrecision.MINUTE, DateOrigin.LABELLED_LINE)


@pytest.mark.parametrize(
    "line",
    [
        "<div>편집 2026.11.23 [23:13]</div>",
        "<div>수정 2026.11.23 09:30</div>",
        "<div>FRI, NOVEMBER 20, 2026</div>",
        "<footer>Copyright 1997-2010 The Courier. Published 2010-01-01</footer>",
        "<aside><p>승인 2026.10.27 00:00</p></aside>",
        f"<p>{'The plan was drawn up long ago, as the minutes of the council say. ' * 3} 승인 2020.01.02</p>",
        "<div>승인 9999.12.31 09:30</div>",
    ],
)
def test_clocks_copyright_lines_and_prose_give_no_date(line: str) -> None:
    assert article(f"{line}{GOOD}").published is None


def test_a_contract_of_a_day_is_no_date_of_publication() -> None:
    head = '<meta name="generator" content="TYPO3 CMS"><title>Lindental</title>'
    line = "<p>Der Vertrag vom 23.11.2020 gilt weiter. Stand: 24.11.2026</p>"
    found = article(f"<article>{line}{paragraphs(BODY)}</article>", head)
    assert found.published is None
    assert found.modified_at is not None


@pytest.mark.parametrize("share", ["", f"<p>{BODY[0]}</p>"])
def test_a_date_in_a_form_around_the_text_counts_and_one_in_a_small_form_does_not(share: str) -> None:
    line = "<div>승인 2026.11.23 09:30</div>"
    around = article(f"<form><input type='hidden'>{line}<div>{paragraphs(BODY)}</div></form>{share}")
    assert around.text.startswith(BODY[0])
    assert around.published is not None
    assert article(f"{GOOD}{share}<form>{line}<textarea></textarea></form>").published is None


def test_a_form_that_people_fill_in_is_no_text() -> None:
    fields = "".join(f"<p><label>Question {n} of the survey</label><input name='q{n}'></p>" for n in range(12))
    found = article(f"<article>{paragraphs(BODY)}</article><form>{fields}</form>")
    assert found.text == "\n".join(BODY)


def test_the_address_gives_a_day_where_nothing_else_does() -> None:
    found = article(GOOD, url="https://news.example.org/2026/11/23/bridge").published
    assert found is not None
    assert (found.at.isoformat(), found.origin) == ("2026-11-23T00:00:00+09:00", DateOrigin.URL)


def test_captions_shares_and_end_marks_are_not_text() -> None:
    main = (
        "<article><h1>Lindental opens a footbridge</h1><figure><img src='a.jpg'><figcaption>The bridge at dawn,"
        " seen from the ferry landing.</figcaption></figure><p>People on the bridge. (Photo: VNA)</p>"
        f"{paragraphs(BODY[:-1])}<p>{BODY[-1]}/.</p><p>Share on Facebook</p><p>VNA</p></article>"
    )
    assert article(main).text == "\n".join(BODY)


def test_a_caption_glued_before_the_dateline_is_cut_off() -> None:
    first = f"People walk on the bridge. (Photo: VNA) Lindental (VNA) – {BODY[0]}"
    assert article(f"<article>{paragraphs([first, *BODY[1:]])}</article>").text.startswith(
        f"Lindental (VNA) – {BODY[0]}"
    )


def test_a_long_line_is_never_noise() -> None:
    line = "무단전재 " + " ".join(KOREAN)
    assert article(f"<article>{paragraphs([line, *KOREAN])}</article>").text.startswith("무단전재 린덴탈시는")


def test_what_nobody_sees_is_taken_out() -> None:
    hidden = BODY[0].replace("council", "coun\u200bcil\u202e").replace(" of ", "\u00a0of ")
    assert article(f"<article>{paragraphs([hidden, *BODY[1:]])}</article>").text == "\n".join(BODY)


def test_a_translation_without_a_notice_is_set_apart() -> None:
    found = article(f"<article>{paragraphs([*KOREAN, *BODY])}</article>")
    assert (found.text, found.language) == ("\n".join(KOREAN), "ko")
    assert found.translation == "\n".join(BODY)


def test_a_quotation_in_another_language_stays_in_the_text() -> None:
    found = article(f"<article>{paragraphs([*KOREAN[:2], BODY[0], *KOREAN[2:]])}</article>")
    assert found.translation is None
    assert BODY[0] in found.text


def test_a_text_in_the_rows_of_a_script_is_found() -> None:
    payload = json.dumps('5:["$","article",null,' + json.dumps({"content": paragraphs(BODY)}) + "]\n")
    html = page(f"<div id='app'></div><script>self.__next_f.push([1,{payload}])</script>")
    assert reading(html).article.text == "\n".join(BODY)


def test_a_text_in_json_ld_only_is_found() -> None:
    said = {"@type": "NewsArticle", "headline": "Lindental opens a footbridge", "articleBody": "\n".join(BODY)}
    html = page(f'<div id="app"></div><script type="application/ld+json">{json.dumps(said)}</script>')
    assert reading(html).article.text.split() == " ".join(BODY).split()


TEASERS = "".join(
    f"<li class='item'><h4><a href='/n/{n}'>Story number {n} of the town and its river</a></h4>"
    f"<p>Some words on story number {n}, as a lead that ends early</p></li>"
    for n in range(12)
)
NO_ARTICLES = {
    "list": page(f"<section><h2>All stories</h2><ul>{TEASERS}</ul></section>"),
    "soft_404": page("<div class='box'><p>이미 삭제된 글이거나 존재하지 않는 글입니다.</p></div>"),
    "login_wall": page(
        "<h1>Members</h1><p>Please log in to read this article.</p><form><input type='password'></form>"
    ),
    "consent_wall": page(
        "<div><h1>Your privacy</h1><p>We and our partners use cookies and tracking to show personalised ads. You may "
        "accept all cookies or manage your consent. See our privacy policy and settings for more.</p></div>"
    ),
    "needs_js": page("<div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript>"),
    "video": page(
        "<h1>A film of the bridge</h1><iframe src='https://www.youtube.com/embed/abc'></iframe><p>Watch it.</p>"
    ),
    "attachment_only": page("<h1>보도자료</h1><p>붙임 참조</p><a href='/files/release.hwp'>보도자료.hwp</a>"),
    "form": page(
        "<h1>Contact</h1><form><input name='a'><input name='b'><input name='c'><textarea></textarea></form>"
    ),
    "too_short": page("<article><p>The bridge is open.</p></article>"),
    "empty": "<html><body><img src='bridge.jpg'></body></html>",
    "too_complex": page(f"<p {' '.join(f'a{n}=1' for n in range(5000))}>text</p>"),
    "not_html": '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title></channel></rss>',
}


@pytest.mark.parametrize("reason", NO_ARTICLES)
def test_a_page_that_is_no_article_says_why(reason: str) -> None:
    refusal = reading(NO_ARTICLES[reason]).refusal
    assert refusal is not None
    assert (refusal.reason, bool(refusal.detail)) == (reason, True)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"%PDF-1.7", "text/html"),
        (b"{}", "application/json"),
        (b"PK\x03\x04", None),
    ],
)
def test_a_file_is_not_html(body: bytes, content_type: str | None) -> None:
    refusal = reading("", body=body, content_type=content_type).refusal
    assert refusal is not None
    assert refusal.reason == "not_html"


def test_the_home_page_in_place_of_an_article_is_a_missing_article() -> None:
    refusal = reading(page(GOOD), final_url="https://news.example.org/").refusal
    assert refusal is not None
    assert refusal.reason == "soft_404"


def test_an_article_beside_a_long_list_of_others_is_an_article() -> None:
    assert article(f"{GOOD}<ul>{TEASERS}</ul>").text == "\n".join(BODY)


def test_an_article_about_cookies_or_missing_pages_is_an_article() -> None:
    about = [*BODY, "The baker sells cookies there; whoever asks for the old map reads: page not found."]
    assert article(f"<article>{paragraphs(about)}</article>").text == "\n".join(about)


def test_an_article_with_a_cookie_banner_and_a_login_form_is_an_article() -> None:
    around = "<div role='dialog'><p>We use cookies. Accept all.</p></div><form><input type='password'></form>"
    assert article(around + GOOD).text == "\n".join(BODY)


def test_the_feeds_content_stands_in_for_a_page_that_gives_nothing() -> None:
    found = reading(NO_ARTICLES["needs_js"], content=paragraphs(BODY), title="Lindental opens a footbridge")
    assert found.refusal is None
    assert found.article.text == "\n".join(BODY)


def test_the_feeds_content_does_not_bring_back_what_was_deleted() -> None:
    refusal = reading(NO_ARTICLES["soft_404"], content=paragraphs(BODY)).refusal
    assert refusal is not None
    assert refusal.reason == "soft_404"


def test_a_post_of_several_stories_is_a_bundle() -> None:
    items = f"<p>◇ 보행자 다리 개통</p>{paragraphs(KOREAN[:2])}<p>◇ 학교 통학로 안내</p>{paragraphs(KOREAN[2:])}"
    main = f"<article><h1>[린덴탈소식] 다리 개통 등</h1>{items}</article>"
    found = reading(page(main, "<title>[린덴탈소식] 다리 개통 등</title>"), identity="key")
    assert [(item.title, item.text) for item in found.items] == [
        ("보행자 다리 개통", "\n".join(KOREAN[:2])),
        ("학교 통학로 안내", "\n".join(KOREAN[2:])),
    ]
    assert [item.identity for item in found.items] == ["key#1", "key#2"]


def test_a_story_with_headings_is_no_bundle() -> None:
    parts = f"<h2>The work</h2>{paragraphs(BODY[:2])}<h2>The cost</h2>{paragraphs(BODY[2:])}"
    assert reading(page(f"<article><h1>Lindental opens a footbridge</h1>{parts}</article>")).items == ()


def test_a_page_longer_than_the_cap_is_read_and_marked() -> None:
    found = reading(page(f"<article>{paragraphs(BODY)}<p>{'word ' * (LONGEST // 4)}</p></article>"))
    assert found.article.truncated
    assert found.article.text.startswith(BODY[0])


SOURCE = Source("s", "The Courier", URL, "DE", "Europe/Berlin", (Watch("listing", URL, ".*"),))


def fetched(html: str, status: int = 200) -> Page:
    return Page(URL, URL, status, (("content-type", "text/html"),), html.encode(), NOW)


def test_a_page_of_a_source_is_read_in_its_zone_and_with_its_country() -> None:
    found = read(
        fetched(page(GOOD)),
        Entry(URL, "key", published="23.11.2026, 09:30 Uhr", published_origin="list_row"),
        SOURCE,
        NOW,
    )
    assert isinstance(found, Article)
    assert found.published is not None
    assert (found.published.at.isoformat(), found.published.origin) == (
        "2026-11-23T09:30:00+01:00",
        DateOrigin.LIST_ROW,
    )
    assert (found.home_country, found.identity, found.site_name) == ("DE", "key", "The Courier")


def test_bundles_and_drops_come_out_as_such() -> None:
    items = f"<h2>Bridge</h2>{paragraphs(BODY[:2])}<h2>School</h2>{paragraphs(BODY[2:])}"
    main = f"<article><h1>Kurz notiert</h1>{items}</article>"
    assert isinstance(
        read(fetched(page(main, "<title>Kurz notiert</title>")), Entry(URL, "key"), SOURCE, NOW), Bundle
    )
    assert isinstance(read(fetched(NO_ARTICLES["list"]), Entry(URL, "key"), SOURCE, NOW), Drop)
    gone = read(fetched(page(GOOD), 404), Entry(URL, "key"), SOURCE, NOW)
    assert isinstance(gone, Drop)
    assert gone.reason == "http_error"


def test_a_cms_without_a_file_is_an_error_of_the_source_file() -> None:
    with pytest.raises(CmsFileError):
        reading(page(GOOD), cms="nosuch")
