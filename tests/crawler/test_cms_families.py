"""A page in the usual skin of each family (cms_pages/), with its noise: read gives its text, title and date."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.cms import FOLDER, cms_for
from crawler.identity import identity_of
from crawler.model import Entry, Page, Source, Watch
from crawler.reading import read
from stories.model import Article

FOLDER_OF_PAGES = Path(__file__).parent / "cms_pages"
NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
HOST = "https://www.example.org"
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


def page_of(name: str) -> Page:
    """Return the page of a family with the chrome around it."""
    language, path, _ = PAGES[name]
    text = "".join(f"<p>{line}</p>" for line in TEXTS[language])
    main = (FOLDER_OF_PAGES / f"{name}.html").read_text(encoding="utf-8")
    main = main.replace("{title}", TITLES[language]).replace("{text}", text)
    menu = "".join(f"<li><a href='/{n}'>{word}</a></li>" for n, word in enumerate(MENU[language].split()))
    most = "".join(
        f"<li><a href='/x{n}'>{title}</a> 2026-11-2{n}</li>" for n, title in enumerate(READ_MOST[language])
    )
    html = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{TITLES[language]} | Lindental</title></head><body>"
        f"<header><a href='/'>Lindental</a><nav><ul>{menu}</ul></nav></header>"
        f"<main>{main}</main><aside><h2>Top</h2><ul>{most}</ul></aside>"
        "<footer>Copyright 1997-2010 Lindental. Tel. 02-120, press@example.org</footer></body></html>"
    )
    return Page(HOST + path, HOST + path, 200, (("content-type", "text/html"),), html.encode(), NOW)


def article_of(name: str) -> Article:
    page, language = page_of(name), PAGES[name][0]
    source = Source("town", "Lindental", HOST, "KR", ZONES[language], (Watch("feed", f"{HOST}/rss"),))
    found = read(page, Entry(page.url, identity_of(page.url)), source, NOW)
    assert isinstance(found, Article), found
    return found


def test_every_family_has_a_page() -> None:
    assert {page.partition("-")[0] for page in PAGES} == {path.stem for path in FOLDER.glob("*.toml")} - {"generic"}


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
