from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from crawler.model import Source, Watch
from crawler.opml import MOST_OUTLINES, Imported, OpmlError, opml_of, sources_from_opml
from crawler.sources import load_sources

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
PACK = Path(__file__).resolve().parents[2] / "seeds" / "sources"
NEWS = Source(
    "news",
    "News",
    "https://news.example.kr/",
    "KR",
    "Asia/Seoul",
    (Watch("listing", "https://news.example.kr/list", r"go\((\d+)\)", "https://news.example.kr/v?id={1}"),),
    languages=("ko", "en"),
    tell_archive=True,
    delay=4.5,
)


def opml(*outlines: str) -> bytes:
    return f'<opml version="1.0"><head/><body>{"".join(outlines)}</body></opml>'.encode()


def read(*outlines: str, **where: str) -> Imported:
    return sources_from_opml(opml(*outlines), **where)


def test_a_subscription_becomes_a_source() -> None:
    (found,) = read(
        '<outline text="Example &amp; Co" type="rss" xmlUrl="https://www.example.de/feed.xml"'
        ' htmlUrl="https://www.example.de/en/"/>'
    ).sources
    assert found == Source(
        "example-de",
        "Example & Co",
        "https://www.example.de/en/",
        "DE",
        "Europe/Berlin",
        (Watch("feed", "https://www.example.de/feed.xml"),),
    )


def test_groups_are_opened_and_each_feed_is_a_source_of_its_own() -> None:
    found = read(
        '<outline text="Papers"><outline text="South"><outline title="A" xmlUrl="https://a.co.kr/1.xml"/></outline>'
        '<outline text="B" xmlUrl="https://a.co.kr/2.xml"/></outline><outline XMLURL="feed://c.vn/rss" text=""/>'
    )
    assert [(source.id, source.name, source.watch[0].url) for source in found.sources] == [
        ("a-co-kr", "A", "https://a.co.kr/1.xml"),
        ("a-co-kr-2", "B", "https://a.co.kr/2.xml"),
        ("c-vn", "http://c.vn/rss", "http://c.vn/rss"),
    ]
    assert found.left_out == ()


def test_the_country_of_a_list_can_be_said_and_its_time_zone() -> None:
    outline = '<outline text="A" xmlUrl="https://a.com/rss"/>'
    assert read(outline, country="KR").sources[0].timezone == "Asia/Seoul"
    (found,) = read(outline, country="US", timezone="America/New_York").sources
    assert (found.country, found.timezone) == ("US", "America/New_York")
    mixed = '<outline text="A" xmlUrl="https://a.us/rss"/><outline text="B" xmlUrl="https://b.de/rss"/>'
    zones = [source.timezone for source in read(mixed, timezone="America/New_York").sources]
    assert zones == ["America/New_York", "Europe/Berlin"]


@pytest.mark.parametrize(
    ("outline", "words"),
    [
        ('<outline text="A" xmlUrl="https://a.com/rss"/>', "--country"),
        ('<outline text="A" xmlUrl="https://a.us/rss"/>', "US has several time zones; say which with --timezone"),
        ('<outline text="A"/>', "no feed address"),
        ('<outline text="A" type="include" url="https://a.de/more.opml"/>', "no feed address"),
        ('<outline text="A" xmlUrl="javascript:alert(1)" htmlUrl="https://a.de/"/>', "not an http"),
        ('<outline text="A" xmlUrl="file:///etc/passwd" htmlUrl="https://a.de/"/>', "not an http"),
        ('<outline text="A" xmlUrl="https://[a.de/rss"/>', "in which country"),
        ('<outline text="A" isComment="true" xmlUrl="https://a.de/rss"/>', "commented out"),
        (
            '<outline xmlns:p="urn:pactwatch:source" text="A" xmlUrl="https://a.de/rss" p:delay="slow"/>',
            "delay must be a number",
        ),
        (
            '<outline xmlns:p="urn:pactwatch:source" text="A" xmlUrl="https://a.de/rss" p:colour="red"/>',
            "unknown key",
        ),
    ],
)
def test_what_cannot_be_a_source_is_left_out_with_the_reason(outline: str, words: str) -> None:
    found = read(outline, '<outline text="B" xmlUrl="https://b.de/rss"/>')
    assert [source.id for source in found.sources] == ["b-de"]
    ((label, why),) = found.left_out
    assert label == "A"
    assert words in why


def test_a_feed_comes_once_however_often_it_is_named() -> None:
    outline = '<outline text="A" xmlUrl="https://a.de/rss"/>'
    found = read(outline, outline)
    assert found.left_out == (("A", "'a-de' watches this address already"),)
    again = sources_from_opml(opml(outline, outline.replace("rss", "other")), known=found.sources)
    assert [source.id for source in again.sources] == ["a-de-2"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no well-formed XML"),
        (b"<opml><body>", "no well-formed XML"),
        (b"<rss version='2.0'><channel/></rss>", "<rss> came instead of <opml>"),
        (b"<opml><head/></opml>", "<opml> with a <body>"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline text="&a;"/></body></opml>', "DOCTYPE"),
        (b"<opml><body>" + b"<outline>" * 400 + b"</outline>" * 400 + b"</body></opml>", "no well-formed XML"),
        (opml('<outline text="A"/>' * (MOST_OUTLINES + 1)), "split the file"),
        (b" " * (5 * 2**20), "larger than 4 MiB"),
        (b"\x00\xff\xfe%PDF-1.7", "no well-formed XML"),
    ],
)
def test_a_file_that_is_no_opml_is_refused_in_one_sentence(body: bytes, words: str) -> None:
    with pytest.raises(OpmlError, match=words) as refused:
        sources_from_opml(body)
    assert "\n" not in str(refused.value)


def test_the_starter_pack_comes_back_as_it_went() -> None:
    pack = tuple(load_sources(PACK))
    assert sources_from_opml(opml_of(pack, NOW)) == Imported(pack)


def test_any_reader_finds_the_feeds_and_none_that_is_not_there() -> None:
    pack = load_sources(PACK)
    body = opml_of(pack, NOW)
    root = etree.fromstring(body)
    assert (root.get("version"), root.findtext("head/dateCreated")) == ("2.0", "Thu, 26 Nov 2026 09:00:00 +0000")
    told = {outline.get("text"): outline for outline in root.iterfind("body/outline")}
    assert len(told) == len(pack)
    for source in pack:
        feeds = [way.url for way in source.watch if way.kind == "feed"]
        outline = told[source.name]
        assert [outline.get("xmlUrl")] == (feeds[:1] or [None])
        assert (outline.get("type") == "rss") == bool(feeds)
        assert source.homepage in (outline.get("htmlUrl"), outline.get("url"))


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1).filter(str.strip))
def test_odd_names_come_back_as_they_went(name: str) -> None:
    source = replace(NEWS, name=name, note=f"{name}\n{name}")
    assert sources_from_opml(opml_of([source], NOW)).sources == (source,)


def test_a_list_that_another_program_wrote_is_read_in_its_own_encoding() -> None:
    text = (
        '<?xml version="1.0" encoding="EUC-KR"?>' + opml('<outline text="뉴스" xmlUrl="https://a.kr/rss"/>').decode()
    )
    assert sources_from_opml(text.encode("euc-kr")).sources[0].name == "뉴스"


def test_a_web_page_is_called_one_although_it_has_a_doctype():
    with pytest.raises(OpmlError, match="it is a web page"):
        sources_from_opml(b"<!DOCTYPE html><html><body>Feeds</body></html>", "DE")
