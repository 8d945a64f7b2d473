"""A list address of a family never hits an article: shown on the addresses of articles of the source pack."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crawler.cms import cms_files, cms_for, cms_named
from crawler.model import Source
from crawler.sources import load_sources

ROOT = Path(__file__).parents[2]
SOURCES = load_sources(ROOT / "seeds" / "sources")
# What an address of an article may carry along from the list that it was found in.
CARRIED = (
    "",
    "page=3",
    "pageIndex=12",
    "searchKeyword=협약",
    "keyword=협약",
    "search=MoU",
    "sc_word=협약",
    "query=MoU",
)
ADDRESSES = tomllib.loads((ROOT / "tests" / "seeds" / "articles.toml").read_text(encoding="utf-8"))["address"]


def articles_of(source: Source) -> list[str]:
    """Return the known addresses of articles of a source, as they are and with what a list adds."""
    return [
        f"{address}{'&' if '?' in address else '?'}{extra}" if extra else address
        for address in ADDRESSES[source.id]
        for extra in CARRIED
    ]


PINNED = [source for source in SOURCES if any(watch.item and not watch.link for watch in source.watch)]


@pytest.mark.parametrize("source", PINNED, ids=lambda source: source.id)
def test_no_article_of_a_source_has_the_address_of_a_list(source: Source) -> None:
    for address in articles_of(source):
        for family in {source.cms, cms_for(None, address, "").name, "generic"} - {None}:
            hits = [shape.pattern for shape in cms_named(family).refuse_list_url if shape.search(address)]
            assert not hits, (address, family)


@pytest.mark.parametrize("source", [source for source in PINNED if source.cms], ids=lambda source: source.id)
def test_the_addresses_of_a_source_show_no_other_family_than_its_own(source: Source) -> None:
    for address in articles_of(source):
        shown = {file.name for file in cms_files() if any(shape.search(address) for shape in file.fingerprint_url)}
        assert shown <= {source.cms}, address


def test_the_pages_of_the_comments_of_a_node_are_the_node() -> None:
    shapes = cms_named("drupal").refuse_list_url
    assert not any(shape.search("https://town.example.org/node/4711?page=2") for shape in shapes)
    assert any(shape.search("https://town.example.org/news?page=2") for shape in shapes)


@pytest.mark.parametrize(
    "address",
    ["/?s=MoU", "/search?query=MoU", "/news/list.do?keyword=MoU", "/index.html?search=MoU", "/en/?s=a&page=2"],
)
def test_the_answer_to_a_search_is_a_list(address: str) -> None:
    shapes = cms_named("generic").refuse_list_url
    assert any(shape.search(f"https://town.example.org{address}") for shape in shapes)
