"""What stands around the title of an article: title, day and author, on pages that declare nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.material import Material
from crawler.reading import reading_of
from stories.model import Article, DateOrigin

URL = "https://www.lindental.example/board/view.do?no=4711"
LATEST = datetime(2027, 1, 1, tzinfo=UTC)
TITLE = "Two banks of the river have a bridge again"
SENTENCES = "The bridge between the two banks was opened by the mayors of both towns today. "
TEXT = "".join(f"<p>{number}. {SENTENCES * 2}</p>" for number in range(6))
MENU = "<ul><li><a href='/'>Lindental</a></li><li><a href='/news'>News from the town</a></li></ul>"
H1 = f"<h1>{TITLE}</h1>"


def read(top: str, title: str = TITLE, head: str = "", text: str = TEXT, zone: str = "Europe/London") -> Article:
    page = (
        f"<html><head><title>{title}</title>{head}</head><body>{MENU}<div>{top}<div>{text}</div></div></body></html>"
    )
    return reading_of(Material(url=URL, body=page.encode(), zone=ZoneInfo(zone), latest=LATEST)).article


def moment(article: Article) -> str | None:
    return article.published.at.isoformat()[:16] if article.published else None


@pytest.mark.parametrize(
    "top",
    [
        f"<h3 class='page'>News from the town</h3><div class='subject'><b>{TITLE}</b></div><p>2026.11.03</p>",
        f"<table><tr><th>Title</th><td>{TITLE}</td></tr><tr><th>Date</th><td>2026-11-03</td></tr></table>",
        f"<dl><dt>제목</dt><dd>{TITLE}</dd><dt>작성일</dt><dd>2026-11-03</dd></dl>",
        f"<h2>News of Lindental</h2><table><tr><th class='title'><i>A</i> {TITLE}</th></tr></table><i>3 Nov 2026</i>",
        f"<h1>Detail view</h1><p><b>{TITLE}</b></p><p>Tuesday, 3 November 2026</p>",
        f"<span>3 Nov 2026</span><h1>{TITLE}</h1>",
    ],
)
@pytest.mark.parametrize("title", ["Lindental", "Lindental &gt; News from the town", "Detail view - Lindental"])
def test_a_page_whose_own_title_holds_only_names_has_the_title_that_stands_above_its_text(
    top: str, title: str
) -> None:
    assert read(top, title).title == TITLE
    assert moment(read(top, title)) == "2026-11-03T00:00"


def test_the_name_of_the_site_before_or_behind_the_shown_title_is_left_out() -> None:
    for title in (f"Lindental: {TITLE}", f"{TITLE}_Town_Lindental", f"Lindental mobile, {TITLE}"):
        assert read(f"<h2>{TITLE}</h2><p>3 Nov 2026</p>", title).title == TITLE


def test_a_sentence_of_the_text_or_a_heading_of_a_list_is_no_title() -> None:
    related = "<h3>More about this</h3><ul><li><a href='/9'>Another bridge was closed</a> 1 Nov 2026</li></ul>"
    article = read(f"<h1>{TITLE}</h1><p>3 Nov 2026</p>", f"{TITLE} | Lindental", text=TEXT + related)
    assert article.title == TITLE
    assert read("", "Lindental today", text=TEXT + related).title == "Lindental today"


def test_a_quotation_mark_that_closes_a_title_stays() -> None:
    head = "<meta property='og:title' content='«A bridge is no building» – Lindental'>"
    assert read("<h1>«A bridge is no building»</h1>", "x", head).title == "«A bridge is no building»"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("<span>2026.11.03</span> <span>14:20:05</span>", "2026-11-03T14:20"),
        ("<i>3 November 2026, 2:20 pm</i>", "2026-11-03T14:20"),
        ("<i>14:20, 3 November 2026</i>", "2026-11-03T14:20"),
        ("<i title='2026.11.03 14:20:05'>2026.11.03</i>", "2026-11-03T14:20"),
        ("<a title='14:20' href='#'><b>3 November 2026</b></a>", "2026-11-03T14:20"),
        ("<i>Views 12 | 2026.11.03 14:20</i>", "2026-11-03T14:20"),
        ("<i>Updated</i> <i>2026.11.04</i> <i>2026.11.03</i>", "2026-11-03T00:00"),
        ("<i class='updated'>2026.11.04</i> <i>2026.11.03</i>", "2026-11-03T00:00"),
        (
            "<p>A bridge over the river near the old town of Lindental, 1 May 2020</p><i>2026.11.03</i>",
            "2026-11-03T00:00",
        ),
        ("<p>When: 9.5.2020</p><i>Posted on 3 November 2026</i>", "2026-11-03T00:00"),
        ("<i>26-11-03 14:20</i>", "2026-11-03T14:20"),
        ("<aside>2026.11.03</aside>", None),
    ],
)
def test_a_line_at_the_title_that_is_a_date_tells_the_day(lines: str, found: str | None) -> None:
    article = read(f"<h1>{TITLE}</h1><div>{lines}</div>")
    assert moment(article) == found


def test_a_date_in_the_same_box_above_the_title_counts_and_the_clock_of_the_page_does_not() -> None:
    assert moment(read(f"<header><i>2026.11.03</i>{H1}</header>")) == "2026-11-03T00:00"
    assert moment(read(f"<div><i>2026.11.05</i></div>{'<p>x</p>' * 5}<div><div><div>{H1}</div></div></div>")) is None


def test_a_labelled_date_behind_the_text_counts_before_one_among_its_lines_and_the_foot_never() -> None:
    short = "<p>The bridge opens.</p><p>When: 9 May 2020</p>"
    behind = f"{TEXT}<p>Posted on 3 November 2026</p><div id='foot'>Date: 2011-04-18</div>"
    article = read(H1, text=short + behind)
    assert moment(article) == "2026-11-03T00:00"
    assert article.published is not None
    assert article.published.origin is DateOrigin.LABELLED_LINE
    assert moment(read(H1, text=f"{TEXT}<div class='footer'>Published: 2011-04-18</div>")) is None


def test_the_state_that_a_script_keeps_tells_the_day_where_nothing_else_does() -> None:
    state = '<script>window.__data={"content":{"effective":"2026-11-03T14:20:00+00:00"}}</script>'
    row = r'<script>self.__next_f.push([1,"{\"deployDt\":\"2026-11-03 14:20:00\"}"])</script>'
    for script in (state, row):
        assert moment(read(H1, text=TEXT + script)) == "2026-11-03T14:20"
        assert moment(read(f"{H1}<i>2026.11.02 09:00</i>", text=TEXT + script)) == "2026-11-02T09:00"


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        ("<i>By Ada Example</i>", "Ada Example"),
        ("<i>Von Ada Beispiel</i>", "Ada Beispiel"),
        ("<i>Tác giả: Ngô Thí Dụ</i>", "Ngô Thí Dụ"),
        ("<i>作者：艾样本</i>", "艾样本"),
        ("<td>김가나 기자 | <a href='mailto:a@bote.example'>a@bote.example</a></td>", "김가나"),
        ("<i>글 김가나</i>", "김가나"),
        ("<i class='writer'>김가나</i>", "김가나"),
        ("<div class='c1'>Ada Example</div><div>2026.11.03</div>", "Ada Example"),
        ("<dl><dt>작성자</dt><dd>김가나</dd></dl>", "김가나"),
        ("<dl><dt>작성자</dt><dd>홍보팀</dd></dl>", None),
        ("<dl><dt>작성자</dt><dd>관리자</dd></dl>", None),
        ("<i>by the sea</i>", None),
        ("<i class='writer'>Read the whole story</i>", None),
    ],
)
def test_a_byline_at_the_title_names_the_author(lines: str, author: str | None) -> None:
    assert read(f"<h1>{TITLE}</h1><div>{lines}</div>").author == author


def test_who_signs_a_korean_text_is_its_author() -> None:
    for signed in (
        "<p>[린덴탈=김가나 기자] 다리가 열렸다.</p>",
        "<p>다리가 열렸다.</p><p>김가나 기자 a@bote.example</p>",
    ):
        assert read(H1, text=TEXT + signed).author == "김가나"
    assert read(H1, text=f"{TEXT}<p>기자 회견이 열렸다.</p>").author is None


def test_a_name_that_is_beside_the_title_of_the_page_or_in_a_menu_is_no_author() -> None:
    meta = "<meta name='author' content='River Bote'>"
    assert read(f"{H1}<i>By Ada Example</i>", f"{TITLE} | River Bote", meta).author == "Ada Example"
    section = "<div><b>River Towns</b><i>2026.11.03</i></div>"
    assert read(f"<b>River Towns</b>{H1}{section}").author is None


def test_a_paper_that_only_the_metadata_names_gives_way_to_the_byline() -> None:
    meta = "<meta name='author' content='Valley Courier'>"
    assert read(f"{H1}<i>By Ada Example</i>", head=meta).author == "Ada Example"
    assert read(H1, head=meta).author == "Valley Courier"


def test_a_text_of_short_sentences_ends_the_head() -> None:
    text = "<p>The bridge is open again.</p><p>It had been closed.</p><p>2025.11.03</p>" * 2
    assert moment(read(H1, text=f"{text}<p>Posted on 3 November 2026</p>")) == "2026-11-03T00:00"


def test_the_day_in_an_address_counts_over_another_one_that_is_only_shown() -> None:
    page = f"<html><title>{TITLE}</title><body>{H1}<i>{{}}</i>{TEXT}</body></html>"
    for url, shown, found in (
        ("https://portal.example/v/20261103142000123", "2026.10.01 09:00", "2026-11-03T14:20"),
        ("https://portal.example/v/20261103142000123", "2026.11.03 14:18", "2026-11-03T14:18"),
        ("https://paper.example/2026/11/03/bridge", "2026.11.20 09:00", "2026-11-03T00:00"),
        ("https://paper.example/2026/11/03/bridge", "2026.11.04 09:00", "2026-11-04T09:00"),
    ):
        material = Material(url=url, body=page.format(shown).encode(), zone=ZoneInfo("Asia/Seoul"), latest=LATEST)
        assert moment(reading_of(material).article) == found
