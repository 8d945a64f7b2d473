from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from lxml import html

BODIES = {
    "www.walkintokorea.com": "//*[@id='article-view-content-div']",
    "en.vietnamplus.vn": "//div[@class='details__content']",
    "dk.breaknews.com": "//*[@id='CLtag']",
    "english.seoul.go.kr": "//div[@class='post-content']",
    "business-saxony.com": "//div[@class='news-detail__text']",
}
WATCHED = {  # where the sources look for the seeds
    "www.walkintokorea.com": "/rss/allArticle.xml",
    "en.vietnamplus.vn": "/rss/news.rss",
    "dk.breaknews.com": "/rss/rss_news.php",
    "english.seoul.go.kr": "/feed/",
    "business-saxony.com": "/en/news-events/news",
}
NEWEST = 30
A_DATE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}")


@pytest.fixture
def page(web) -> Callable[[str], bytes]:
    """Fetches any address from the local web; the scheme makes no difference to what it answers."""

    def fetch(url: str) -> bytes:
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        request = urllib.request.Request(f"{web.address}{target}", headers={"Host": parts.netloc})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as response:
            return bytes(response.read())

    return fetch


def text_of(element: html.HtmlElement) -> str:
    """The words of an element, scripts left out, each run of space as one blank."""
    return " ".join(" ".join(element.xpath(".//text()[not(ancestor::script) and not(ancestor::style)]")).split())


def host_of(document) -> str:
    return urlsplit(document["url"]).netloc


def test_the_body_on_the_web_is_the_body_of_the_document(page, document):
    (body,) = html.fromstring(page(document["url"]).decode()).xpath(BODIES[host_of(document)])
    words = text_of(body).removesuffix(" VNA")  # the credit stands inside the element
    assert len(words) > 1000
    assert words in " ".join(document["text"].split())


def test_every_line_of_the_document_is_on_the_page(page, document):
    shown = text_of(html.fromstring(page(document["url"]).decode()))
    for line in document["text"].splitlines():
        words = " ".join(line.replace("•", "").split())
        assert words in shown


def test_a_seed_is_among_the_newest_of_what_its_source_watches(page, document):
    watched = page(f"http://{host_of(document)}{WATCHED[host_of(document)]}").decode()
    titles = re.findall(r"<h2><a[^>]*>(.*?)</a>|<item>\s*<title>(.*?)</title>", watched, re.S)
    newest = [" ".join(pair) for pair in titles[:NEWEST]]
    assert any(document["title"] in title for title in newest)


def test_pages_of_a_site_without_dates_show_none(page, all_documents):
    for document in all_documents:
        if host_of(document) in ("english.seoul.go.kr", "business-saxony.com"):
            whole = page(document["url"]).decode()
            assert not A_DATE.search(whole)
            assert "published_time" not in whole


def test_the_korean_feeds_tell_no_zone_or_no_date(page):
    assert b"<pubDate>2023-08-09 16:33:00</pubDate>" in page("http://www.walkintokorea.com/rss/allArticle.xml")
    feed = page("http://dk.breaknews.com/rss/rss_news.php")
    assert b"pubDate" not in feed
    assert b"<link>http://dk.breaknews.com/sub_read.html?uid=174705</link>" in feed


def test_the_national_edition_speaks_cp949_and_calls_it_euc_kr(page):
    body = page("https://www.breaknews.com/sub_read.html?uid=939211")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "charset=euc-kr" in body.decode("cp949")
    assert "경북테크노파크(원장 하인성)" in body.decode("cp949")
    with pytest.raises(UnicodeDecodeError):
        page("https://www.breaknews.com/939187").decode("euc-kr")  # syllables that only CP949 has


def test_every_decoy_is_served_with_its_whole_text(page, decoy):
    host = decoy.file.parent.parent.name
    ident = decoy.front["id"]
    address = {
        "www.walkintokorea.com": f"/news/articleView.html?idxno={ident}",
        "en.vietnamplus.vn": f"/any/{ident}.vnp",
        "english.seoul.go.kr": f"/?p={ident}",
        "business-saxony.com": f"/en/news-events/news/news-detail/n{ident}-any",
    }.get(host, f"/{ident}")
    charset = "cp949" if host == "www.breaknews.com" else "utf-8"
    shown = text_of(html.fromstring(page(f"http://{host}{address}").decode(charset)))
    for paragraph in decoy.body.split("\n\n"):
        assert " ".join(paragraph.split()) in shown


def test_headlines_of_agreements_stand_in_the_chrome_beside_the_weather(page):
    shown = html.fromstring(page("https://dk.breaknews.com/174751").decode())
    assert "협약" not in text_of(shown.xpath(BODIES["dk.breaknews.com"])[0])
    assert text_of(shown).count("업무협약") >= 4
