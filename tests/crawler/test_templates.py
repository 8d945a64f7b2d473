"""Each page of list_pages/ is a case: what must be learned from it stands in the comment that it begins with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler.lists.listings import list_entries
from crawler.lists.templates import WORTH_WATCHING, Template, article_templates

PAGES = sorted((Path(__file__).parent / "list_pages").glob("*.html"))
LISTS = [page for page in PAGES if not page.stem.startswith("no_")]
NO_LISTS = [page for page in PAGES if page.stem.startswith("no_")]


def case(path: Path) -> tuple[dict[str, Any], bytes, list[Template]]:
    body = path.read_bytes()
    expected = tomllib.loads(body.decode().partition("-->")[0].removeprefix("<!--"))
    return expected, body, article_templates(body, expected["url"], "text/html; charset=utf-8")


def test_there_are_lists_and_pages_that_are_none() -> None:
    assert len(LISTS) >= 30
    assert len(NO_LISTS) >= 15


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_the_articles_of_a_list_are_learned(path: Path) -> None:
    expected, _, found = case(path)
    best = found[0]
    assert best.score >= WORTH_WATCHING
    assert best.link == expected.get("link")
    assert len(best.entries) == 8
    first = best.entries[0]
    assert (first.url, first.title, first.published) == (
        expected["article"],
        expected["title"],
        expected.get("published"),
    )
    assert sum(entry.published is not None for entry in best.entries) == expected["dated"]
    assert f"8 links with titles, {expected['dated']} with dates" in best.why


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_what_is_learned_announces_the_same_when_it_stands_in_a_source_file(path: Path) -> None:
    expected, body, found = case(path)
    for template in found:
        if not template.needs_link:
            again = list_entries(body, expected["url"], None, template.item, template.link)
            assert tuple(again) == template.entries
    assert tuple(list_entries(body, expected["url"], None, None)) == found[0].entries


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_an_article_is_recognised_in_other_spellings_and_another_board_is_not(path: Path) -> None:
    expected, _, found = case(path)
    item = re.compile(found[0].item)
    if found[0].link is None:
        assert [url for url in [expected["article"], *expected.get("same", [])] if not item.fullmatch(url)] == []
        assert [url for url in [expected["url"], *expected.get("other", [])] if item.fullmatch(url)] == []
    else:
        assert item.search(expected.get("searched", "")) or "searched" not in expected


@pytest.mark.parametrize("path", NO_LISTS, ids=lambda path: path.stem)
def test_a_page_without_a_list_of_articles_has_no_template_worth_watching(path: Path) -> None:
    expected, body, found = case(path)
    assert [
        (template.item, template.score, template.why) for template in found if template.score >= WORTH_WATCHING
    ] == []
    assert list_entries(body, expected["url"], None, None) == []
    assert expected.get("says", "") in (found[0].why if found else "")
