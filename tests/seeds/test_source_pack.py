from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler.cms import cms_named
from crawler.lists.listings import list_entries
from crawler.model import Source, Watch
from crawler.source_text import source_text
from crawler.sources import CONFIDENCES, SOURCE_KINDS, load_file, load_sources
from crawler.territories import zones_of

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "seeds" / "sources"
PAGE = ROOT / "docs" / "source-pack.md"
FILES = sorted(FOLDER.glob("*.toml"))
SOURCES = load_sources(FOLDER)
BY_ID = {source.id: source for source in SOURCES}
SHAPES = tomllib.loads(Path(__file__).with_name("articles.toml").read_text(encoding="utf-8"))
ADDRESSES, SCRIPTS = SHAPES["address"], SHAPES["script"]
CHOOSING = [(source, way) for source in SOURCES for way in source.watch if way.item and not way.link]
SCRIPTED = [(source, way) for source in SOURCES for way in source.watch if way.link]
FIRST = date(2026, 7, 1)  # nobody looked before
SEEDS = {
    "walkintokorea": "http://www.walkintokorea.com/rss/allArticle.xml",
    "breaknews-dk": "https://dk.breaknews.com/rss/rss_news.php",
    "seoul-english": "http://english.seoul.go.kr/feed/",
    "vietnamplus-english": "https://en.vietnamplus.vn/rss/news.rss",
    "business-saxony": "https://business-saxony.com/en/news-events/news",
}


def name_of(value: object) -> str:
    return value.id if isinstance(value, Source) else value.kind if isinstance(value, Watch) else str(value)


def test_the_pack_has_its_sources_in_their_countries() -> None:
    assert Counter(source.country for source in SOURCES) == {
        "KR": 84, "DE": 14, "VN": 10, "GB": 5, "EU": 2, "US": 2, "IE": 1, "FI": 1, "ES": 1,
    }  # fmt: skip
    assert Counter(source.confidence for source in SOURCES) == {"confirmed": 87, "inferred": 31, "unknown": 2}


def test_no_address_is_watched_twice() -> None:
    watched = Counter(way.url for source in SOURCES for way in source.watch)
    assert [url for url, times in watched.items() if times > 1] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_holds_the_sources_of_its_country(file: Path) -> None:
    assert {source.country.lower() for source in load_file(file)} == {file.stem.partition("-")[0]}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_written_as_the_product_writes_it(file: Path) -> None:
    text = re.sub(r"^#.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert text.strip() == "\n".join(map(source_text, load_file(file))).strip()


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_a_source_says_what_is_known_of_it(source: Source) -> None:
    assert source.confidence in CONFIDENCES
    assert source.kind in SOURCE_KINDS
    assert source.evidence
    assert source.languages
    assert source.timezone in zones_of(source.country)
    if source.cms:
        assert cms_named(source.cms).name == source.cms


@pytest.mark.parametrize("source", [source for source in SOURCES if source.checked], ids=name_of)
def test_a_day_of_checking_is_a_day_that_has_been_and_stands_in_the_evidence(source: Source) -> None:
    assert FIRST <= date.fromisoformat(str(source.checked)) <= datetime.now(UTC).date()
    assert str(source.checked) in str(source.evidence)


def test_what_is_unknown_says_so_in_a_note_and_guesses_no_articles() -> None:
    for source in SOURCES:
        if source.confidence == "unknown":
            assert "not known" in str(source.note)
            assert [way.item for way in source.watch] == [None]


@pytest.mark.parametrize(("source_id", "url"), SEEDS.items())
def test_the_five_seeds_are_watched_where_they_were(source_id: str, url: str) -> None:
    assert BY_ID[source_id].watch[0].url == url


@pytest.mark.parametrize(("source", "way"), CHOOSING, ids=name_of)
def test_item_takes_the_articles_of_the_source(source: Source, way: Watch) -> None:
    item = re.compile(str(way.item))
    for address in ADDRESSES[source.id]:
        assert item.fullmatch(address), address
        if "?" in address:
            assert item.fullmatch(f"{address}&page=2"), address
        assert item.fullmatch(address.replace("https://", "http://"))
        assert item.fullmatch(address.replace("http://", "https://"))


@pytest.mark.parametrize(("source", "way"), CHOOSING, ids=name_of)
def test_item_leaves_the_list_itself_the_homepage_and_the_articles_of_others_alone(
    source: Source, way: Watch
) -> None:
    item = re.compile(str(way.item))
    joint = "&" if "?" in way.url else "?"
    others = [url for other, urls in ADDRESSES.items() if other != source.id for url in urls]
    lists = [way.url, f"{way.url}{joint}page=2", f"{way.url.rstrip('/')}/", source.homepage]
    assert [url for url in (*lists, *others) if item.fullmatch(url)] == []


@pytest.mark.parametrize(("source", "way"), SCRIPTED, ids=name_of)
def test_a_script_link_leads_to_the_article(source: Source, way: Watch) -> None:
    script, address = SCRIPTS[source.id]
    found = re.search(str(way.item), script)
    assert found
    assert re.sub(r"\{(\d+)\}", lambda number: found[int(number[1])], str(way.link)) == address


def test_every_example_has_its_source() -> None:
    assert {source.id for source, _ in CHOOSING} == set(ADDRESSES)
    assert {source.id for source, _ in SCRIPTED} == set(SCRIPTS)


def test_the_documentation_counts_what_is_there() -> None:
    rows = re.findall(
        r"^\| (\w+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    counted = {name: [int(number) for number in numbers] for name, *numbers in rows}
    for key in ("country", "kind"):
        for value in {getattr(source, key) for source in SOURCES}:
            sure = Counter(source.confidence for source in SOURCES if getattr(source, key) == value)
            assert counted.pop(value) == [sure.total(), *(sure[word] for word in CONFIDENCES)], value
    assert counted == {}


@pytest.mark.parametrize(("source", "way"), SCRIPTED, ids=name_of)
def test_a_list_of_script_links_announces_the_article(source: Source, way: Watch) -> None:
    script, address = SCRIPTS[source.id]
    page = f"<html><body><ul><li><a {script}>Two institutes sign an agreement</a></li></ul></body></html>"
    entries = list_entries(page.encode(), way.url, "text/html", way.item, way.link)
    assert [entry.url for entry in entries] == [address]
