"""The pages of the local web, as their real systems would serve them."""

from __future__ import annotations

import base64
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.model import Entry, Page, Source, Watch
from crawler.reading import read
from crawler.reading_record import read_record
from crawler.sources import load_sources
from scheduler.local_web.hosts import Hosts
from stories.model import Article, DateOrigin, DatePrecision

SEEDS = Path(__file__).parents[2] / "seeds"
NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
HOSTS = Hosts(SEEDS / "web")
SOURCES = {source.homepage.split("/")[2]: source for source in load_sources(SEEDS / "sources")}
UNLISTED = Source(
    "national",
    "브레이크뉴스",
    "https://www.breaknews.com/",
    "KR",
    "Asia/Seoul",
    (Watch("feed", "https://x/"),),
    "inscms",
)
CHROME = (
    "댓글", "이 기사를 공유합니다", "Main News", "2276", "무단전재", "상태바", "많이 본", "Related News", "관련기사",
    "SMG", "구글 번역", "Photo: VNA", "cookies", "Back to overview",
)  # fmt: skip


def page_of(url: str) -> Page:
    scheme, _, host, target = url.split("/", 3)
    site = HOSTS.site(host)
    assert site is not None, scheme
    answer = site.answer(f"/{target}", NOW)
    return Page(url, url, answer.status, (("content-type", answer.content_type),), answer.body, NOW)


def article_at(url: str, published: str | None = None) -> Article:
    source = SOURCES.get(url.split("/")[2], UNLISTED)
    found = read(page_of(url), Entry(url, "key", published=published), source, NOW)
    assert isinstance(found, Article), found
    return found


def squeezed(text: str) -> str:
    return " ".join(text.split())


DOCUMENTS = sorted((SEEDS / "documents").glob("*.txt"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem[:3])
def test_the_text_is_the_body_of_the_document_and_nothing_else(document: Path) -> None:
    facts = tomllib.loads(document.with_suffix(".toml").read_text(encoding="utf-8"))
    article = article_at(facts["url"])
    whole = squeezed(document.read_text(encoding="utf-8"))
    assert squeezed(article.text) in whole.replace("./.", ".") or all(
        squeezed(line) in whole for line in article.text.splitlines()
    )
    assert len(article.text + (article.translation or "")) > 0.8 * len(whole)
    assert not [word for word in CHROME if word in article.text]
    assert (article.title, article.language) == (facts["title"], facts["language"])
    assert article.home_country == SOURCES[facts["url"].split("/")[2]].country


@pytest.mark.parametrize("host", HOSTS.names())
def test_every_article_of_the_local_web_is_read_without_its_chrome(host: str) -> None:
    site = HOSTS.site(host)
    assert site is not None
    for told in site.articles:
        article = article_at(f"{site.scheme}://{host}{told.address}")
        assert squeezed(article.text) == squeezed(" ".join(block.text for block in told.blocks)), told.address
        assert article.title == squeezed(told.title)


def test_dates_are_taken_from_where_they_stand() -> None:
    found = article_at("http://www.walkintokorea.com/news/articleView.html?idxno=4090").published
    assert found is not None
    assert (found.at.isoformat(), found.origin) == ("2023-08-09T16:33:00+09:00", DateOrigin.META)
    found = article_at("https://dk.breaknews.com/174705").published
    assert found is not None
    assert (found.at.isoformat(), found.precision) == ("2023-01-02T12:01:00+09:00", DatePrecision.MINUTE)
    assert found.origin is DateOrigin.LABELLED_LINE


def test_a_page_without_a_date_has_none_but_the_feeds() -> None:
    url = "http://english.seoul.go.kr/seongsu-it-industrial-district-transforms-into-new-silicon-valley-of-seoul/"
    assert article_at(url).published is None
    found = article_at(url, "Mon, 31 Oct 2011 01:00:00 +0000").published
    assert found is not None
    assert (found.at.isoformat(), found.origin) == ("2011-10-31T10:00:00+09:00", DateOrigin.FEED)


def test_the_time_of_the_feed_completes_the_day_on_the_page() -> None:
    url = "https://en.vietnamplus.vn/networking-event-held-for-vietnamese-korean-innovation-firms/284575.vnp"
    day = article_at(url).published
    assert day is not None
    assert (day.precision, day.origin) == (DatePrecision.DAY, DateOrigin.LABELLED_LINE)
    timed = article_at(url, "Mon, 15 Apr 2024 16:35:00 +0700").published
    assert timed is not None
    assert (timed.at.isoformat(), timed.origin) == ("2024-04-15T16:35:00+07:00", DateOrigin.FEED)


@pytest.mark.parametrize(
    "url", ["https://dk.breaknews.com/174705", "https://www.breaknews.com/sub_read.html?uid=939211"]
)
def test_a_machine_translation_is_set_apart_in_utf8_and_in_cp949(url: str) -> None:
    article = article_at(url)
    assert article.language == "ko"
    assert article.text.endswith("밝혔다.")
    assert article.translation is not None
    assert article.translation.startswith("Gyeongbuk Techno Park (Director Ha In-seong)")


@pytest.mark.parametrize("host", HOSTS.names())
def test_lists_feeds_and_missing_pages_are_no_articles(host: str) -> None:
    site = HOSTS.site(host)
    assert site is not None
    for target in [page.path for page in site.listed if page.path != "/rss.html"] + ["/no/such/page"]:
        answer = site.answer(target, NOW)
        body = base64.b64encode(answer.body).decode()
        url = f"{site.scheme}://{host}{target}"
        line = {"id": 1, "url": url, "html_base64": body, "content_type": answer.content_type}
        record = read_record(line, NOW)
        assert record["status"] == "not_article", url
        assert record["reason"] in ("list", "not_html", "soft_404"), url


def test_without_a_source_the_page_itself_tells_enough() -> None:
    page = page_of("https://www.breaknews.com/sub_read.html?uid=939211")
    line = {
        "id": 7,
        "url": page.url,
        "html_base64": base64.b64encode(page.body).decode(),
        "content_type": "text/html",
    }
    record = read_record(line, NOW)
    assert record["published_at"] == "2023-01-02T12:01:00+09:00"
    assert (record["language"], record["title"]) == ("ko", "경북TP, 동해남부권 해오름동맹 협력체계 업무협약")
    assert "구글" not in record["text"] + record["translation"]
