from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cms import cms_named, narrowed
from crawler.markup import lines_of, select, too_complex, tree_of
from crawler.teasers import repeated_items, without_teasers

PAGES = Path(__file__).parent / "cms_pages"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>The bridge</p><p>is open.</p>", ["The bridge", "is open."]),
        ("before <b>the</b> bridge<br>after", ["before the bridge", "after"]),
        ("<table><tr><td>Length</td><td>90 m</td></tr><tr><th>Cost</th></tr></table>", ["Length 90 m", "Cost"]),
        ("<div>a<script>b</script>c<div>d</div>e</div>", ["ac", "d", "e"]),
        ("<ul><li>one<ul><li>two</li></ul>three</li></ul>", ["one", "two", "three"]),
        ("<p>\n many   spaces\t</p> <p> </p>", ["many spaces"]),
    ],
)
def test_the_lines_of_a_page_are_its_paragraphs_headings_items_and_rows(markup: str, lines: list[str]) -> None:
    tree = tree_of(f"<html><body>{markup}</body></html>")
    assert tree is not None
    assert lines_of(tree) == lines


ATTRIBUTES = " ".join(f"data-{n:020}=1" for n in range(1100))


@pytest.mark.parametrize("before", ["", "<p>text</p>" * 2000, "word " * 7001])
def test_a_tag_with_very_many_attributes_is_found_wherever_it_begins(before: str) -> None:
    assert too_complex(f"{before}<div {ATTRIBUTES}>text</div>") == "one tag has more than 1000 attributes"


def test_a_long_value_or_script_is_nothing_to_fear() -> None:
    assert too_complex(f'<div data-state="{"a=1 " * 30_000}">text</div>') is None
    assert too_complex(f"<script>{'a = 1; ' * 30_000}</script>") is None


def test_tables_are_counted_however_they_are_written() -> None:
    assert too_complex("<tABle><tr><td>" * 2001) == "more than 2000 tables"
    assert too_complex("<table><tr><td>" * 2000) is None


@pytest.mark.parametrize("file", sorted(PAGES.glob("*.html")), ids=lambda file: file.stem)
def test_a_family_narrowed_to_a_page_selects_on_it_what_the_family_does(file: Path) -> None:
    tree, whole = tree_of(file.read_text(encoding="utf-8")), cms_named(file.stem.partition("-")[0])
    assert tree is not None
    few = narrowed(whole, tree)
    assert len(few.select_remove) < len(whole.select_remove)
    for key in ("select_body", "select_title", "select_author", "select_date"):
        assert select(tree, getattr(few, key)) == select(tree, getattr(whole, key)), key
    assert [select(tree, [css]) for css in few.select_remove if select(tree, [css])] == [
        found for css in whole.select_remove if (found := select(tree, [css]))
    ]


TEASERS = [f"Story number {n} of the town and its river" for n in range(5)]


def test_alike_siblings_with_links_are_items_and_paragraphs_with_links_are_none() -> None:
    row = "".join(f"<li class=item><a href=/n/{n}>{line}</a></li>" for n, line in enumerate(TEASERS))
    tree = tree_of(f"<ul>{row}<li class=item></li></ul>" + "<p>see <a href=/m>the story before this</a></p>" * 6)
    assert tree is not None
    assert [text for text, _ in repeated_items(tree)] == TEASERS


def test_a_list_is_none_where_too_few_of_its_rows_are_linked() -> None:
    row = "".join(f"<li><a href=/n/{n}>{line}</a></li>" for n, line in enumerate(TEASERS))
    tree = tree_of(f"<ul>{row}<li>a</li><li>b</li></ul>")
    assert tree is not None
    assert repeated_items(tree) == []


def test_teasers_are_taken_out_only_beside_a_text_of_their_size() -> None:
    items, body = [(line, 1.0) for line in TEASERS], ["The council of Lindental opened a footbridge on Monday." * 4]
    assert without_teasers([*body, *TEASERS], items) == body
    assert without_teasers([*TEASERS, "Imprint"], items) == [*TEASERS, "Imprint"]
