from __future__ import annotations

import pytest

from crawler.listings import list_entries

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
