"""A page in the usual skin of each family (cms_pages/), with its noise: read gives its text, title and date."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from itertools import product
from pathlib import Path

import pytest

from crawler.cms import FOLDER, cms_for
from crawler.identity import identity_of
from crawler.model import Entry, Page, Source, Watch
from crawler.reading import Bundle, read
from stories.model import Article, Drop

FOLDER_OF_PAGES = Path(__file__).parent / "cms_pages"
NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
HOST = "https://www.example.org"
Found = Article | Bundle | Drop
KOREAN = [
    "린덴탈시는 월요일 강을 건너는 보행자 다리를 개통했다고 밝혔다. 공사에는 두 해가 걸렸다.",
    "시장은 옛 나룻배가 멈춘 뒤로 양쪽 주민이 모두 다리를 바라 왔다고 말했다. 개통식에는 많은 주민이 함께했다.",
    "동쪽 학교 학생들은 다음 주부터 이 다리로 등교한다. 자전거는 걷는 속도로 건널 수 있다.",
    "상류의 제철소가 문을 닫으며 나온 강재를 쓴 덕분에 비용은 계획보다 적게 들었다고 시는 설명했다.",
]
GERMAN = [
    "Die Gemeinde Lindental hat am Montag nach zwei Jahren Bauzeit eine Brücke über den Fluss eröffnet.",
    "Die Bürgermeisterin sagte, die Menschen an beiden Ufern hätten sie sich gewünscht, seit die Fähre ruht.",
    "Die Schulen am östlichen Ufer nutzen sie ab nächster Woche, Fahrräder dürfen in Schrittgeschwindigkeit hinüber.",
    "Sie kostete weniger als geplant, weil der Stahl aus einem Werk kam, das flussaufwärts geschlossen hat.",
]
ENGLISH = [
    "The council of Lindental opened a footbridge over the river on Monday, after two years of work.",
    "The mayor said that people from both banks had asked for it since the old ferry stopped running.",
    "Schools on the eastern bank will use the bridge from next week, and cyclists may cross it at walking pace.",
    "It cost less than planned, because the steel came from a mill that closed a few kilometres upstream.",
]
TITLES = {
    "ko": "린덴탈시, 두 마을 잇는 다리 개통",
    "de": "Lindental eröffnet eine Brücke",
    "en": "Lindental opens a footbridge",
}
TEXTS = {"ko": KOREAN, "de": GERMAN, "en": ENGLISH}
ZONES = {"ko": "Asia/Seoul", "de": "Europe/Berlin", "en": "Europe/London"}
MENU = {
    "ko": "시정소식 보도자료 고시공고 민원안내 참여마당",
    "de": "Aktuelles Rathaus Bürgerservice Wirtschaft Kontakt",
    "en": "News Council Services Business Contact",
}
READ_MOST = {
    "ko": ["시청 광장에서 겨울 장터 열린다", "도서관 새 열람실 다음 달 문 연다", "버스 노선 두 개가 바뀐다"],
    "de": ["Wintermarkt auf dem Rathausplatz", "Neuer Lesesaal der Bibliothek", "Zwei Buslinien fahren anders"],
    "en": ["Winter market on the square", "A new reading room for the library", "Two bus lines change"],
}

# family, or family-skin: language, address below the host, date that the page shows
PAGES = {
    "generic-aspnet": ("en", "/News/Detail.aspx?id=4711", "2026-11-23T09:30:00+00:00"),
    "ndsoft": ("ko", "/news/articleView.html?idxno=4711", "2026-11-23T09:30:00+09:00"),
    "inscms": ("ko", "/sub_read.html?uid=4711&section=sc1", "2026-11-23T09:30:00+09:00"),
    "mediaon": ("ko", "/news/article.html?no=900001", "2026-11-23T09:30:12+09:00"),
    "gnuboard": ("ko", "/bbs/board.php?bo_table=press&wr_id=4711", "2026-11-23T09:30:00+09:00"),
    "xe": ("ko", "/press/4711", "2026-11-23T09:30:00+09:00"),
    "egov": ("ko", "/www/selectBbsNttView.do?key=429&bbsNo=65&nttNo=4711", "2026-11-23T00:00:00+09:00"),
    "board_es": ("ko", "/board.es?mid=a10501000000&bid=0001&act=view&list_no=4711", "2026-11-23T00:00:00+09:00"),
    "board_sid": (
        "ko",
        "/board/view.city?boardId=BBS_0000090&menuCd=DOM_000001101000000000&dataSid=4711",
        "2026-11-23T00:00:00+09:00",
    ),
    "board_seq": ("ko", "/boardView.do?pageId=www789&boardId=BD_0000000027&seq=4711", "2026-11-23T00:00:00+09:00"),
    "board_idx": ("ko", "/portal/bbs/view.do?bIdx=4711&ptIdx=1944&mId=1203060000", "2026-11-23T00:00:00+09:00"),
    "k2web": ("ko", "/bbs/main/12/4711/artclView.do", "2026-11-23T00:00:00+09:00"),
    "typo3": ("de", "/aktuelles/detail/lindental-eroeffnet-eine-bruecke", "2026-11-23T00:00:00+01:00"),
    "plone": ("de", "/stadt/newsportal/news/lindental-eroeffnet-eine-bruecke", "2026-11-23T09:30:00+01:00"),
    "drupal": ("en", "/news/lindental-opens-a-footbridge", "2026-11-23T09:30:00+00:00"),
    "wordpress": ("en", "/lindental-opens-a-footbridge/", "2026-11-23T09:30:00+00:00"),
    "gnuboard-short": ("ko", "/press/4711", "2026-11-23T09:30:00+09:00"),
    "xe-sketchbook": ("ko", "/index.php?mid=press&page=2&document_srl=4711", "2026-11-23T09:30:00+09:00"),
    "egov-bbs-view": ("ko", "/bbs/R0079/view.do?nttId=B000000004711&mno=sub02", "2026-11-23T00:00:00+09:00"),
    "board_es-contents": ("ko", "/board.es?act=view&list_no=4711&bid=0001", "2026-11-23T00:00:00+09:00"),
    "board_seq-bd": ("ko", "/user/bbs/BD_selectBbs.do?q_bbsCode=1027&q_bbscttSn=1", "2026-11-23T00:00:00+09:00"),
    "board_idx-ex": ("ko", "/site/city/ex/bbs/View.do?cbIdx=61&bcIdx=4711", "2026-11-23T00:00:00+09:00"),
    "k2web-view-con": (
        "ko",
        "/main/9/subview.do?enc=Zm5jdDF8QEB8JTJGYmJzJTJGbWFpbiUyRjEyJTJGNDcxMSUyRmFydGNsVmlldy5kbyUzRg%3D%3D",
        "2026-11-23T00:00:00+09:00",
    ),
    "typo3-old": ("de", "/aktuelles/einzelansicht.html", "2026-11-23T09:30:00+01:00"),
    "plone-classic": ("en", "/town/news/lindental-opens-a-footbridge", "2026-11-23T09:30:00+00:00"),
    "drupal-7": ("en", "/node/4711", "2026-11-23T09:30:00+00:00"),
    "wordpress-blocks": ("en", "/2026/11/lindental-opens-a-footbridge/", "2026-11-23T09:30:00+00:00"),
}


def page_of(name: str, head: str | None = None, main: str | None = None) -> Page:
    """Return the page of a family with the chrome around it; `head` in place of an honest <title>."""
    language, path, _ = PAGES[name]
    head = head or f"<title>{TITLES[language]} | Lindental</title>"
    main = main or filled(name, TITLES[language], paragraphs(TEXTS[language]))
    menu = "".join(f"<li><a href='/{n}'>{word}</a></li>" for n, word in enumerate(MENU[language].split()))
    most = "".join(
        f"<li><a href='/x{n}'>{title}</a> 2026-11-2{n}</li>" for n, title in enumerate(READ_MOST[language])
    )
    html = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>"
        f"<header><a href='/'>Lindental</a><nav><ul>{menu}</ul></nav></header>"
        f"<main>{main}</main><aside><h2>Top</h2><ul>{most}</ul></aside>"
        "<footer>Copyright 1997-2010 Lindental. Tel. 02-120, press@example.org</footer></body></html>"
    )
    return Page(HOST + path, HOST + path, 200, (("content-type", "text/html"),), html.encode(), NOW)


def filled(name: str, title: str, text: str) -> str:
    skin = (FOLDER_OF_PAGES / f"{name}.html").read_text(encoding="utf-8")
    return skin.replace("{title}", title).replace("{text}", text)


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def found_on(name: str, page: Page, announced: str | None = None, content: str | None = None) -> Found:
    source = Source("town", "Lindental", HOST, "KR", ZONES[PAGES[name][0]], (Watch("feed", f"{HOST}/rss"),))
    return read(page, Entry(page.url, identity_of(page.url), announced, content=content), source, NOW)


def article_of(name: str, page: Page | None = None, announced: str | None = None) -> Article:
    found = found_on(name, page or page_of(name), announced)
    assert isinstance(found, Article), found
    return found


def test_every_family_has_a_page() -> None:
    assert {page.partition("-")[0] for page in PAGES} == {path.stem for path in FOLDER.glob("*.toml")}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_shows_its_family(name: str) -> None:
    page = page_of(name)
    assert cms_for(None, page.url, page.body.decode()).name == name.partition("-")[0]


@pytest.mark.parametrize("name", PAGES)
def test_the_text_is_the_articles_and_nothing_else(name: str) -> None:
    assert article_of(name).text.splitlines() == TEXTS[PAGES[name][0]]


@pytest.mark.parametrize("name", PAGES)
def test_title_and_date_are_the_articles(name: str) -> None:
    language, _, date = PAGES[name]
    found = article_of(name)
    assert found.title == TITLES[language]
    assert found.published is not None
    assert found.published.at.isoformat() == date


# What stands in the head of the pages of real systems: {title} is the article's, {cut} what a list keeps of it,
# {section} the menu's word for its board.
HEADS = {
    "a section and the site": "<title>{section} | Lindental Portal</title>",
    "a section twice": "<title>{section}</title><meta property='og:title' content='{section} | Lindental Portal'>",
    "the site": "<title>Lindental</title><meta property='og:title' content='Lindental'>",
    "a path without the title": "<title>Lindental Portal &gt; {section}</title>",
    "og:title is the site": "<title>{title} | Town Portal</title><meta property='og:title' content='Town Portal'>",
    "the site behind a dash": "<title>{title} - Lindental</title><meta property='og:title' content='Lindental'>",
    "a bar": "<title>{title} | Town Portal</title>",
    "a bar without blanks": "<title>{title}|Town Portal</title>",
    "a dash": "<title>{title} - Town Portal</title>",
    "colons": "<title>{title} :: Town Portal</title>",
    "a section and a bar": "<title>{title} | {section} | Town Portal</title>",
    "a path": "<title>Town Portal &gt; {section} &gt; {title}</title>",
    "a path from the end": "<title>{title} &lt; {section} &lt; Town Portal</title>",
    "og:title is cut": "<title>Town Portal</title><meta property='og:title' content='{cut}'>",
    "the title is cut": "<title>{cut} | Town Portal</title>",
    "nothing": "<meta name='robots' content='all'>",
}
ANNOUNCED = {"in full": "{title}", "cut": "{cut}", "not at all": ""}


# Of no family: an h1 may as well be the site's name, where nothing else says the title.
CASES = [
    (name, head, announced)
    for name, head, announced in product(PAGES, HEADS, ANNOUNCED)
    if not name.startswith("generic") or "{title}" in HEADS[head] or ANNOUNCED[announced]
]


@pytest.mark.parametrize(("name", "head", "announced"), CASES)
def test_the_title_is_what_page_and_source_agree_on(name: str, head: str, announced: str) -> None:
    language = PAGES[name][0]
    title, section = TITLES[language], MENU[language].split()[1 if language == "ko" else 0]
    words = {"title": title, "cut": f"{title[:12]}…", "section": section}
    page = page_of(name, HEADS[head].format(**words))
    assert article_of(name, page, ANNOUNCED[announced].format(**words) or None).title == title


# What stands in and around the texts of real pages. {title} and {text} are the article's.
NOISE = {
    "a view counter beside the title": ("{title} <em>2276</em>", "{text}"),
    "a section and a counter beside the title": ("<small>City News 2276</small> {title}", "{text}"),
    "a counter of comments below the text": ("{title}", "{text}<p>댓글 0</p><div>조회수 1,523</div>"),
    "a counter above the text": ("{title}", "<p>조회 2276 | 추천 0</p>{text}"),
    "comments that look like tags": (
        "<!--div class='old'><div>-->{title}<!--/div-->",
        "<!--div class='hidden'><div><p>-->{text}<!--</p></div></div-->",
    ),
    "a comment around another text": ("{title}", "{text}<!--div class='view'><p>린덴탈 old text</p></div-->"),
}


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("name", PAGES)
def test_noise_at_title_and_text_is_none_of_them(name: str, noise: str) -> None:
    language = PAGES[name][0]
    words = {"title": TITLES[language], "text": paragraphs(TEXTS[language])}
    title, text = (part.format(**words) for part in NOISE[noise])
    found = article_of(name, page_of(name, main=filled(name, title, text)))
    assert (found.title, found.text.splitlines()) == (TITLES[language], TEXTS[language])
    assert found.published is not None
    assert found.published.at.isoformat() == PAGES[name][2]


ALERT = "<script>alert('{words}'); history.back();</script>"
GONE = ["삭제된 기사입니다.", "이미 삭제된 글입니다.", "서비스하지 않는 기사입니다.", "페이지를 찾을 수 없습니다."]


@pytest.mark.parametrize("name", PAGES)
def test_what_stands_for_a_missing_article_is_none(name: str) -> None:
    whole = page_of(name)
    bare = [f"<html><head></head><body>{ALERT.format(words=words)}</body></html>" for words in GONE]
    stand_ins = [replace(whole, body=html.encode()) for html in bare]
    site = "<title>Lindental</title>"
    stand_ins += [page_of(name, site, filled(name, "", f"<p>{words}</p>")) for words in GONE]
    stand_ins += [
        page_of(name, site, f"<div class='box'><p>{words}</p><a href='/'>홈으로</a></div>") for words in GONE
    ]
    stand_ins += [replace(whole, final_url=home) for home in (HOST, f"{HOST}/", "https://portal.example.com/")]
    for page in stand_ins:
        found = found_on(name, page, TITLES[PAGES[name][0]])
        assert isinstance(found, Drop), page.body.decode()
        assert found.reason == "soft_404", page.body.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_text_that_the_feed_escapes_twice_stands_in_for_a_page_that_needs_scripts(name: str) -> None:
    language = PAGES[name][0]
    body = "<html><head></head><body><div id='app'></div><noscript>Please enable JavaScript.</noscript></body></html>"
    page = replace(page_of(name), body=body.encode())
    found = found_on(name, page, TITLES[language], escape(paragraphs(TEXTS[language])))
    assert isinstance(found, Article), found
    assert (found.title, found.text.splitlines()) == (TITLES[language], TEXTS[language])


@pytest.mark.parametrize("name", PAGES)
def test_an_article_whose_page_has_scripts_and_lines_about_missing_ones_is_an_article(name: str) -> None:
    script = f"<script>function gone() {{ {ALERT.format(words=GONE[0])[8:-9]} }}</script>"
    page = page_of(name)
    page = replace(page, body=page.body.replace(b"<main>", f"{script}<main>".encode()))
    assert article_of(name, page).text.splitlines() == TEXTS[PAGES[name][0]]


CONSENT = (
    "We and our partners use cookies and tracking to show personalised ads. You may accept all cookies or manage "
    "your consent. See our privacy policy and settings for more. "
)


@pytest.mark.parametrize("name", PAGES)
def test_consent_in_place_of_the_text_is_no_article_and_beside_it_does_no_harm(name: str) -> None:
    language = PAGES[name][0]
    wall = filled(name, "Your privacy", f"<p>{CONSENT * 3}</p>")
    found = found_on(name, page_of(name, main=wall), TITLES[language])
    assert isinstance(found, Drop)
    assert found.reason == "consent_wall"
    banner = f"<div class='cookie-banner' role='dialog'><p>{CONSENT}</p><button>Accept all</button></div><main>"
    page = page_of(name)
    page = replace(page, body=page.body.replace(b"<main>", banner.encode()))
    assert article_of(name, page).text.splitlines() == TEXTS[language]
