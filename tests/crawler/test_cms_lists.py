"""A list address of a family never hits an article: shown on addresses made from the items of the source pack."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # the only place that knows what a pattern is made of
from typing import Any

import pytest

from crawler.cms import cms_files, cms_for, cms_named
from crawler.model import Source
from crawler.sources import load_sources

SOURCES = load_sources(Path(__file__).parents[2] / "seeds" / "sources")
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
CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_WORD": r"\w", "CATEGORY_NOT_SPACE": r"\S"}


def example_of(parts: Iterable[tuple[Any, Any]]) -> str:
    """Return a text that the parsed pattern matches, with numbers of four digits and what lookaheads ask for."""
    return "".join(_example(str(kind), value) for kind, value in parts)


def _example(kind: str, value: Any) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "IN":
        return next(sign for sign in "4a-_/x" if _holds(value, sign))
    if kind.endswith("_REPEAT"):
        least, most, repeated = value
        return example_of(repeated) * (least if least != 1 or most < 4 else 4)
    if kind == "ASSERT":
        return example_of(value[1]) + "&"
    if kind == "SUBPATTERN":
        return example_of(value[3])
    if kind == "BRANCH":
        return example_of(value[1][0])
    return "" if kind in ("AT", "ASSERT_NOT") else "a"


def _holds(signs: list[tuple[Any, Any]], sign: str) -> bool:
    inside = False
    for kind, value in signs:
        if str(kind) == "RANGE":
            inside |= value[0] <= ord(sign) <= value[1]
        elif str(kind) == "CATEGORY":
            inside |= bool(re.match(CATEGORIES[str(value)], sign))
        else:
            inside |= str(kind) == "LITERAL" and chr(value) == sign
    return inside != (str(signs[0][0]) == "NEGATE")


def articles_of(source: Source) -> list[str]:
    """Return an address for each item of a source, as it is and with what a list adds."""
    found = []
    for item in {watch.item for watch in source.watch if watch.item and not watch.link}:
        address = example_of(_parser.parse(item)).replace("&&", "&")
        assert re.fullmatch(item, address), (item, address)
        found += [f"{address}{'&' if '?' in address else '?'}{extra}" if extra else address for extra in CARRIED]
    return found


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
