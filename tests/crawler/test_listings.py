from __future__ import annotations

import pytest

from crawler.lists.listings import list_entries

URL = "https://agency.example.de/en/news?topic=all"
ITEM = r"https://agency\.example\.de/en/news/\d+"


def listed(body: str) -> list[tuple[str, str | None, str | None]]:
    entries = list_entries(f"<html><body>{body}</body></html>".encode(), URL, None, ITEM)
    return [(entry.url.rpartition("/")[2], entry.title, entry.published) for entry in entries]


def test_links_that_match_in_full_are_entries_in_page_order() -> None:
    body = '<a href="/en/news/2#x">Two</a><a href="news/1">One</a><a href="/en/news/1/print">P</a><a href="/en">A</a>'
    assert listed(body) == [("2", "Two", None), ("1", "One", None)]


def test_the_longest_link_text_is_the_title() -> None:
    body = """<div><a href="/en/news/1"><img alt="A photo of the signing of it all"></a>
    <h2><a href="/en/news/1">Delegation\n visits Dresden</a></h2><a href="/en/news/1">Read more</a></div>"""
    assert listed(body) == [("1", "Delegation visits Dresden", None)]


def test_a_title_in_a_heading_goes_before_a_longer_lead() -> None:
    body = """<h4><a href="/en/news/1">Delegation visits</a></h4>
    <p><a href="/en/news/1">The delegation came by train and stayed for three days in the city.</a></p>"""
    assert listed(body) == [("1", "Delegation visits", None)]


def test_a_cut_title_is_completed_from_its_attribute() -> None:
    assert listed('<a href="/en/news/1" title="A title in full">A title…</a>') == [("1", "A title in full", None)]


def test_a_picture_link_has_the_text_of_its_picture() -> None:
    assert listed('<a href="/en/news/1"><img alt="Signing"></a>') == [("1", "Signing", None)]


@pytest.mark.parametrize(
    ("date", "raw"),
    [
        ("<td>2026.03.01 10:30</td>", "2026.03.01 10:30"),
        ("<td>2026-03-01</td>", "2026-03-01"),
        ("<td>등록일 : 2026년 3월 1일</td>", "2026년 3월 1일"),
        ("<td>26-03-01</td>", "26-03-01"),
        ("<td>김기자 | 03.01 10:30</td>", "03.01 10:30"),
        ("<td>1. März 2026</td>", "1. März 2026"),
        ("<td>01.03.2026</td>", "01.03.2026"),
        ("<td>01.03.2026, 10:30 Uhr</td>", "01.03.2026, 10:30 Uhr"),
        ("<td>March 1, 2026</td>", "March 1, 2026"),
        ('<td><time datetime="2026-03-01T10:30+01:00">yesterday</time></td>', "2026-03-01T10:30+01:00"),
        ("<td>1,234</td>", None),
        ("<td>The partners met on 12.02.2026 in Dresden and agreed to meet again</td>", None),
    ],
)
def test_the_date_of_a_row_is_kept_as_written(date: str, raw: str | None) -> None:
    row = f'<tr><td>7</td><td><a href="/en/news/7">Seven 2024.01.01</a></td>{date}</tr>'
    assert listed(f"<p>2020.01.01</p><table>{row}</table>")[0][2] == raw


def test_each_row_has_its_own_date() -> None:
    row = '<li><a href="/en/news/{0}"><h3>No {0}</h3><span>2026.03.0{0}</span></a></li>'
    body = "<ul>" + "".join(row.format(n) for n in (3, 2, 1)) + "</ul>"
    assert listed(body) == [(str(n), f"No {n}", f"2026.03.0{n}") for n in (3, 2, 1)]


def test_base_href_counts() -> None:
    page = b'<html><head><base href="/en/news/"></head><body><a href="9">Nine</a></body></html>'
    assert list_entries(page, URL, None, ITEM)[0].url == "https://agency.example.de/en/news/9"


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"\x00\x01", b"<?xml version='1.0' encoding='euc-kr'?><a/>", b"<a href='http://[x'>x</a>"]
)
def test_a_page_without_articles_has_no_entries(body: bytes) -> None:
    assert list_entries(body, URL, None, ITEM) == []


def test_a_cp949_list_keeps_its_letters() -> None:
    body = '<html><body><a href="/en/news/1">똠방 협약 체결</a></body></html>'.encode("cp949")
    assert list_entries(body, URL, "text/html; charset=euc-kr", ITEM)[0].title == "똠방 협약 체결"


def rows(row: str) -> str:
    return "<table>" + "".join(f"<tr>{row.format(n)}</tr>" for n in (3, 2, 1)) + "</table>"


def test_commented_tags_are_no_part_of_a_row() -> None:
    row = '<td><!--p><a href="/en/news/9">Old</a--><a href="/en/news/{0}">No {0}</a></td><td>26-03-0{0}</td>'
    assert listed(rows(row)) == [(str(n), f"No {n}", f"26-03-0{n}") for n in (3, 2, 1)]


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ('<a href="/en/news/1" title="Signed in full, details">Signed in full</a>', "Signed in full"),
        ('<a href="/en/news/1" title="Signed in full after all">Signed in ...</a>', "Signed in full after all"),
        ('<a href="/en/news/1" title="opens a window">Signed…</a>', "Signed…"),
        ('<a href="/en/news/1"><span class="sr-only">new post</span>Signed</a>', "Signed"),
        ('<a href="/en/news/1">Signed <i class="ico_new">NEW</i></a>', "Signed"),
        ('<a href="/en/news/1"><span class="blind">Signed</span></a>', "Signed"),
        ('<a href="/en/news/1"><p>Signed today</p><p>The lead of it, which is much longer.</p></a>', "Signed today"),
        ('<a href="/en/news/1"><b>News</b><p>Signed today</p><p>The lead of it.</p></a>', "Signed today"),
        ('<a href="/en/news/1"><span class="sec">News</span> <span class="tit_main">Signed</span></a>', "Signed"),
        ('<A HREF="\n /en/news/1 ">Signed</A>', "Signed"),
        ("<div onclick=\"location.href='/en/news/1'\"><p>7</p><p>Signed</p><p>2026-03-01</p></div>", "Signed"),
        ("<a href=\"javascript:window.open('/en/news/1')\">Signed</a>", "Signed"),
        ('<li data-href="/en/news/1">Signed</li>', "Signed"),
    ],
)
def test_a_title_is_found_however_the_link_is_written(link: str, title: str) -> None:
    assert [(number, text) for number, text, _ in listed(link)] == [("1", title)]


def test_rows_that_all_say_read_more_are_called_like_their_headings() -> None:
    row = '<td><h4>Delegation {0} visits</h4><a href="/en/news/{0}">Read more about it</a></td>'
    assert [title for _, title, _ in listed(rows(row))] == [f"Delegation {n} visits" for n in (3, 2, 1)]


def test_the_day_of_a_definition_list_belongs_to_the_term_before_it() -> None:
    body = "".join(f'<dt><a href="/en/news/{n}">No {n}</a></dt><dd>Lead.</dd><dd>2026-03-0{n}</dd>' for n in (2, 1))
    assert listed(f"<dl>{body}</dl>") == [("2", "No 2", "2026-03-02"), ("1", "No 1", "2026-03-01")]


@pytest.mark.parametrize(
    ("date", "raw"),
    [
        ("05-01", "05-01"),
        ("No 05-01", None),
        ("15 tháng 4, 2026", "15 tháng 4, 2026"),
        ("1st March 2026", "1st March 2026"),
        ("March 1 2026", "March 1 2026"),
        ("3시간 전", "3시간 전"),
        ("vor 2 Stunden", "vor 2 Stunden"),
        ("2 comments", None),
        ("02-24-05-0100", None),
    ],
)
def test_a_day_without_a_year_is_one_only_where_it_stands_alone(date: str, raw: str | None) -> None:
    assert listed(rows('<td><a href="/en/news/{0}">No {0}</a></td><td>' + date + "</td>"))[0][2] == raw


def test_links_in_menus_count_only_where_there_are_no_others() -> None:
    menu = '<nav><a href="/en/news/8">Eight</a><a href="/en/news/9">Nine</a></nav>'
    assert [number for number, *_ in listed(menu)] == ["8", "9"]
    assert [number for number, *_ in listed(menu + '<p><a href="/en/news/1">One</a></p>')] == ["1"]


SCRIPT = r"""onclick="fn_view\('(\d+)',\s*'(\w+)'\)"""


def test_script_links_are_filled_into_the_link_of_the_source() -> None:
    body = rows("""<td><a href="#" onclick="fn_view('{0}', 'press')">No {0}</a></td><td>2026.03.0{0}</td>""")
    found = list_entries(body.encode(), URL, None, SCRIPT, "/view.do?board={2}&id={1}")
    assert [(entry.url, entry.title, entry.published) for entry in found] == [
        (f"https://agency.example.de/view.do?board=press&id={n}", f"No {n}", f"2026.03.0{n}") for n in (3, 2, 1)
    ]


def test_what_a_script_holds_cannot_change_where_a_link_leads() -> None:
    body = b"""<a onclick="fn('x/../../y?z&a=1#b')">Title</a>"""
    (entry,) = list_entries(body, URL, None, r"fn\('([^']+)'\)", "https://agency.example.de/view/{1}")
    assert entry.url == "https://agency.example.de/view/x%2F..%2F..%2Fy%3Fz%26a%3D1%23b"


def test_a_page_whose_links_are_not_known_to_be_articles_is_learned() -> None:
    row = (
        '<td><a href="/en/news/7{0}">The delegation from the partner region visits {0}</a></td><td>2026-03-0{0}</td>'
    )
    page = rows(row.replace("visits {0}", "visits the {0}th institute")) + '<p><a href="/en/about">About us</a></p>'
    assert list_entries(page.encode(), URL, None, None) == []  # three rows called alike are no list of articles
    words = ("harbour", "institute", "technology park", "university", "council")
    page = "".join(
        f'<li><a href="/en/news/7{n}">The delegation visits the {w}</a> 2026-03-0{n}</li>'
        for n, w in enumerate(words, 1)
    )
    assert [entry.url[-2:] for entry in list_entries(page.encode(), URL, None, None)] == [
        "71",
        "72",
        "73",
        "74",
        "75",
    ]


def test_a_host_in_capitals_is_the_same_host() -> None:
    page = b'<ul><li><a href="https://WWW.Paper.de/News/7">The town signs with the port</a></li></ul>'
    (entry,) = list_entries(page, "https://www.paper.de/", "text/html", r"https://www\.paper\.de/News/\d+")
    assert entry.url == "https://www.paper.de/News/7"
