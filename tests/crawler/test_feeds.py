from __future__ import annotations

import pytest

from crawler.entries import MOST_ENTRIES, FeedError
from crawler.feeds import feed_entries

URL = "https://news.example.kr/rss/all.xml"


def rss(*items: str, declared: str = "utf-8") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel>{inner}</channel></rss>'


ITEM = "<title>경북 협약</title><link>https://news.example.kr/1</link><pubDate>2026-03-01 10:00:00</pubDate>"


def test_an_entry_keeps_its_date_as_written() -> None:
    (entry,) = feed_entries(rss(ITEM).encode(), URL)
    assert (entry.title, entry.url, entry.published) == (
        "경북 협약",
        "https://news.example.kr/1",
        "2026-03-01 10:00:00",
    )


@pytest.mark.parametrize("declared", ["utf-8", "euc-kr"])
def test_cp949_is_read_whatever_the_feed_declares(declared: str) -> None:
    feed = rss(ITEM.replace("경북", "똠방 샾"), declared=declared).encode("cp949")
    assert feed_entries(feed, URL)[0].title == "똠방 샾 협약"


def test_one_bad_byte_spoils_one_letter_only() -> None:
    feed = rss(ITEM, "<title>충북 협약\x01</title><link>/2</link>").encode().replace("경".encode(), b"\xff", 1)
    assert [entry.title for entry in feed_entries(feed, URL)] == ["\ufffd북 협약", "충북 협약"]


def test_titles_are_text() -> None:
    title = "<title><![CDATA[<b>A &amp; B</b>\n sign <script>x</script>]]></title><link>/3</link>"
    assert feed_entries(rss(title).encode(), URL)[0].title == "A & B sign x"
    assert (
        feed_entries(rss("<title>&lt;속보&gt; 협약</title><link>/4</link>").encode(), URL)[0].title == "<속보> 협약"
    )


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/hosts", "data:text/html,x", "", "http://[x"])
def test_entries_without_a_web_address_are_left_out(link: str) -> None:
    assert feed_entries(rss(f"<title>A</title><link>{link}</link>", ITEM).encode(), URL)[0].title == "경북 협약"


def test_relative_links_are_resolved_and_fragments_cut() -> None:
    assert (
        feed_entries(rss("<title>A</title><link>/news/5#top</link>").encode(), URL)[0].url
        == "https://news.example.kr/news/5"
    )


def test_a_guid_that_is_no_link_is_not_taken_for_one() -> None:
    assert feed_entries(rss("<title>A</title><guid isPermaLink='false'>https://x.org/1</guid>").encode(), URL) == []


def test_an_article_that_is_listed_twice_is_one_entry() -> None:
    twin = ITEM.replace("https://news", "http://www.news")
    third = ITEM.replace("/1<", "/3<")
    assert [(e.url[-1], e.position) for e in feed_entries(rss(ITEM, twin, third).encode(), URL)] == [
        ("1", 0),
        ("3", 1),
    ]


def test_the_longest_html_of_an_item_is_its_content() -> None:
    item = ITEM + "<description>short</description><content:encoded"
    item += " xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA[<p>longer</p>]]></content:encoded>"
    assert feed_entries(rss(item).encode(), URL)[0].content == "<p>longer</p>"


def test_atom_is_a_feed() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/7"/>
    <published>2026-03-01T10:00:00+09:00</published><updated>2026-03-02T10:00:00+09:00</updated></entry></feed>"""
    (entry,) = feed_entries(feed.encode(), URL)
    assert (entry.url, entry.published) == ("https://news.example.kr/7", "2026-03-01T10:00:00+09:00")


def test_a_feed_without_items_has_no_entries() -> None:
    assert feed_entries(rss().encode(), URL) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><body>hello</body></html>", "a web page came"),
        (b"<html><head></head><body><feed>not really</feed></body></html>", "a web page came"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "something else came"),
        (b"", "nothing came"),
        (b'<!DOCTYPE x [<!ENTITY a "aaa">]>' + rss(ITEM).encode(), "declares entities"),
    ],
)
def test_what_is_no_feed_is_refused_in_one_sentence(body: bytes, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        feed_entries(body, URL)


def test_a_whole_archive_is_cut() -> None:
    items = [f"<title>{n}</title><link>/n/{n}</link>" for n in range(MOST_ENTRIES + 5)]
    assert len(feed_entries(rss(*items).encode(), URL)) == MOST_ENTRIES
