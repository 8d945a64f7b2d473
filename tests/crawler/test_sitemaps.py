from __future__ import annotations

import gzip

import pytest

from crawler.entries import MOST_ENTRIES, FeedError
from crawler.sitemaps import MOST_BYTES, newest_first, sitemap

URL = "https://news.example.kr/sitemap.xml"
NEWS = """<url><loc>https://news.example.kr/news/{0}</loc><news:news><news:publication>
<news:name>Courier</news:name><news:language>ko</news:language></news:publication>
<news:publication_date>2026-03-0{0}T10:00:00+09:00</news:publication_date>
<news:title>협약 {0} &amp;amp; 체결</news:title></news:news><lastmod>2026-03-31</lastmod></url>"""


def urlset(*urls: str) -> str:
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    spaces += ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{"".join(urls)}</urlset>'


def index(*sitemaps: tuple[str, str]) -> bytes:
    rows = (f"<sitemap><loc>{loc}</loc><lastmod>{date}</lastmod></sitemap>" for loc, date in sitemaps)
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(rows)}</sitemapindex>'.encode()
    )


def url(loc: str, lastmod: str = "") -> str:
    return f"<url><loc>{loc}</loc><lastmod>{lastmod}</lastmod></url>"


def paths(body: bytes | str, item: str = ".*") -> list[str]:
    data = body.encode() if isinstance(body, str) else body
    return [entry.url.removeprefix("https://news.example.kr") for entry in sitemap(data, URL, None, item).entries]


def test_a_news_sitemap_gives_title_and_date_as_written_newest_first() -> None:
    found = sitemap(urlset(NEWS.format(1), NEWS.format(2)).encode(), URL, "text/xml").entries
    assert [(entry.url, entry.title, entry.published, entry.position) for entry in found] == [
        ("https://news.example.kr/news/2", "협약 2 & 체결", "2026-03-02T10:00:00+09:00", 0),
        ("https://news.example.kr/news/1", "협약 1 & 체결", "2026-03-01T10:00:00+09:00", 1),
    ]


def test_dates_are_compared_as_moments_and_kept_as_written() -> None:
    rows = [url("/a", "2026-03-01"), url("/b"), url("/c", "2026-03-02T01:00+09:00"), url("/d", "2026-03-01T17:00Z")]
    found = sitemap(urlset(*rows).encode(), URL, None).entries
    dates = [(entry.url[-1], entry.published) for entry in found]
    assert dates == [("d", "2026-03-01T17:00Z"), ("c", "2026-03-02T01:00+09:00"), ("a", "2026-03-01"), ("b", None)]


def test_of_the_whole_archive_the_newest_are_taken() -> None:
    rows = [url(f"/{year}/{n}", f"{year}-01-01") for year in (2024, 2025, 2026) for n in range(1000)]
    found = paths(urlset(*rows))
    assert len(found) == MOST_ENTRIES
    assert not [path for path in found if path.startswith("/2024")]


def test_an_archive_without_dates_is_refused_unless_item_narrows_it() -> None:
    rows = urlset(*(url(f"/{'news' if n < 5 else 'tag'}/{n}") for n in range(MOST_ENTRIES + 1)))
    with pytest.raises(FeedError, match="2001 addresses and no dates"):
        paths(rows)
    assert len(paths(rows, r"https://news\.example\.kr/news/\d+")) == 5


def test_item_must_match_the_whole_address() -> None:
    rows = urlset(url("/news/1"), url("/news/1/print"), url("/about"))
    assert paths(rows, r"https://news\.example\.kr/news/\d+") == ["/news/1"]


def test_pictures_are_no_articles_and_their_titles_no_titles() -> None:
    row = """<url><loc>/news/1</loc><image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
    <image:loc>/photo.jpg</image:loc><image:title>A photo</image:title></image:image></url>"""
    (entry,) = sitemap(urlset(row).encode(), URL, None).entries
    assert (entry.url, entry.title) == ("https://news.example.kr/news/1", None)


@pytest.mark.parametrize(
    "loc", ["javascript:alert(1)", "file:///etc/hosts", "ftp://news.example.kr/1", "http://[x", ""]
)
def test_only_web_addresses_are_entries(loc: str) -> None:
    assert paths(urlset(url(loc), url("/news/1"))) == ["/news/1"]
    assert sitemap(index((loc, ""), ("/a.xml", "")), URL, None).sitemaps == ("https://news.example.kr/a.xml",)


def test_an_article_that_is_listed_twice_is_one_entry() -> None:
    assert paths(urlset(url("/news/1"), url("http://www.news.example.kr/news/1"))) == ["/news/1"]


def test_prefixes_that_are_not_declared_are_understood() -> None:
    assert paths(urlset(NEWS.format(1)).replace("xmlns:news", "xmlns:other")) == ["/news/1"]
    assert paths('<s:urlset xmlns:s="x"><s:url><s:loc>/news/1</s:loc></s:url></s:urlset>') == ["/news/1"]


def test_a_damaged_sitemap_gives_what_is_sound() -> None:
    whole = urlset(url("/news/1"), url("/news/2\x01"), url("/news/3"))
    assert paths(whole[: whole.rindex("<lastmod>")]) == ["/news/1", "/news/2", "/news/3"]
    assert paths("\ufeff\n" + urlset(url("/news/1"))) == ["/news/1"]


def test_a_cp949_sitemap_keeps_its_letters() -> None:
    body = urlset(NEWS.format(1).replace("협약", "똠방 샾")).replace("UTF-8", "euc-kr").encode("cp949")
    assert sitemap(body, URL, None).entries[0].title == "똠방 샾 1 & 체결"


def test_a_gzipped_sitemap_is_unpacked() -> None:
    assert paths(gzip.compress(urlset(url("/news/1")).encode())) == ["/news/1"]


def test_of_an_index_the_three_newest_of_its_own_site_are_named() -> None:
    body = index(
        ("/1.xml", "2026-01-01"),
        ("https://elsewhere.example.org/9.xml", "2026-09-09"),
        ("https://www.news.example.kr/3.xml.gz", "2026-03-01T00:00:00+09:00"),
        ("/2.xml", "2026-02-01"),
        ("/4.xml?a=1&amp;b=2", "2026-04-01"),
        ("/0.xml", ""),
    )
    found = sitemap(body, URL, None)
    assert found.entries == ()
    assert found.sitemaps == (
        "https://news.example.kr/4.xml?a=1&b=2",
        "https://www.news.example.kr/3.xml.gz",
        "https://news.example.kr/2.xml",
    )


def test_an_index_that_does_not_tell_the_newest_is_refused() -> None:
    with pytest.raises(FeedError, match="names 4 sitemaps without dates"):
        sitemap(index(*((f"/{n}.xml", "") for n in range(4))), URL, None)
    with pytest.raises(FeedError, match="no sitemap of its own site"):
        sitemap(index(("https://elsewhere.example.org/9.xml", "2026-09-09")), URL, None)


def test_the_entries_of_several_sitemaps_are_put_in_order() -> None:
    first = sitemap(urlset(url("/a", "2026-03-03"), url("/b", "2026-03-01")).encode(), URL, None).entries
    second = sitemap(urlset(url("/c", "2026-03-02"), url("/a", "2026-03-01")).encode(), URL, None).entries
    assert [(entry.url[-1], entry.position) for entry in newest_first([*first, *second])] == [
        ("a", 0),
        ("c", 1),
        ("b", 2),
    ]


BOMB = '<!DOCTYPE urlset [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<!DOCTYPE urlset [<!ENTITY a SYSTEM "file:///etc/hosts">]>'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><body>hello</body></html>", "a web page came"),
        (b"<html><body><urlset></urlset></body></html>", "something else came"),
        (b"<rss><channel></channel></rss>", "something else came"),
        (b"<!-- <urlset> --><rss></rss>", "something else came"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "something else came"),
        (b"", "nothing came"),
        ((BOMB + urlset(url("/&b;"))).encode(), "DOCTYPE"),
        ((OUTSIDE + urlset(url("/&a;"))).encode(), "DOCTYPE"),
        (f"<!-- <urlset> -->{BOMB.lower()}{urlset()}".encode(), "DOCTYPE"),
        (BOMB.encode("utf-16") + urlset(url("/&b;")).encode("utf-16-le"), "DOCTYPE"),
        (b"\x1f\x8b\x08\x00", "cannot be unpacked"),
        (gzip.compress(b"<urlset>", mtime=0)[:-6], "cannot be unpacked"),
        (gzip.compress(b" " * (MOST_BYTES + 1), mtime=0), "larger than 16 MiB"),
    ],
)
def test_what_is_no_sitemap_is_refused_in_one_sentence(body: bytes, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        sitemap(body, URL, None)


def test_a_sitemap_without_addresses_has_no_entries() -> None:
    assert paths(urlset()) == []
