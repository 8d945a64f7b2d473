"""Which blocks of a page are its article."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from lxml.html import HtmlElement

from crawler.blocks import forest as woods
from crawler.blocks.article import judged
from crawler.blocks.figures import Known, figures_of, table_of
from crawler.blocks.forest import Forest, forest
from crawler.blocks.page import Blocks, blocks_of
from crawler.markup import tree_of
from tests.reading.families import skins_in
from tests.reading.pages import pages_of

PARAGRAPHS = [
    f"The two cities agreed on Tuesday to exchange {count} {people} a year and to open an office for their companies."
    for count, people in ((10, "students"), (20, "teachers"), (5, "nurses"), (7, "gardeners"), (3, "judges"))
]


def tree(body: str) -> HtmlElement:
    found = tree_of(f"<html><body>{body}</body></html>")
    assert found is not None
    return found


def blocks(body: str) -> Blocks:
    return blocks_of(tree(body))


def test_paragraphs_items_cells_and_lines_up_to_a_break_are_blocks_of_their_own() -> None:
    page = "<h1>Title</h1><p>One <b>bold</b> word</p><ul><li>first<li>second</ul><div>above<br>below</div>"
    assert blocks(page).texts == ["Title", "One bold word", "first", "second", "above", "below"]
    assert blocks("<table><tr><td>left<td>right</table>").texts == ["left", "right"]


def test_what_nobody_sees_and_menus_are_no_blocks() -> None:
    page = (
        "<nav>menu</nav><script>code</script><p hidden>one</p><p style='display: none'>two</p>"
        "<select><option>x</select><button>push</button><footer>address</footer><p>three"
    )
    assert blocks(page).texts == ["three"]


def test_a_block_knows_how_much_of_it_is_linked_and_how_much_is_bold() -> None:
    found = blocks("<p><a href='/'>1234</a>5678</p><p><a href='/'>all</a></p><p><b>12</b>345678</p>")
    assert found.linked == [0.5, 1.0, 0.0]
    assert found.strong == [0.0, 0.0, 0.25]


def test_a_frame_spans_the_blocks_in_it() -> None:
    found = blocks("<div><p>1</p><section><p>2</p><p>3</p></section></div><p>4</p>")
    frames = found.frames
    spans = {tag: (first, end) for tag, first, end in zip(frames.tags, frames.firsts, frames.ends, strict=True)}
    assert (spans["body"], spans["div"], spans["section"]) == ((0, 4), (0, 3), (1, 3))


def test_the_element_of_the_family_is_marked_with_all_that_is_in_it() -> None:
    page = tree("<p>before</p><div id='text'><p>one</p><ul><li>two</ul></div>")
    assert figures_of(blocks_of(page, page.get_element_by_id("text")), Known())["is_own"].tolist() == [0, 1, 1]
    assert figures_of(blocks_of(page), Known())["is_own"].tolist() == [-1, -1, -1]


def test_elements_in_each_other_beyond_measure_are_read_without_running_out_of_stack() -> None:
    found = blocks("<p>shallow</p>" + "<div><span>" * 5_000 + "deep" + "</span></div>" * 5_000)
    assert found.texts[0] == "shallow"


def test_the_weights_are_those_of_the_figures_that_are_taken() -> None:
    figures = figures_of(blocks("<p>one</p>"), Known())
    assert forest().names == tuple(figures)
    assert table_of(figures).shape == (1, len(figures))
    assert forest().figure.max() < len(figures)


def test_a_tree_asks_level_by_level_and_the_leaves_of_all_trees_add_up() -> None:
    asks_first_then_second = (
        np.array([[0, 1, 1]]),
        np.array([[5, 1, 9]], np.float32),
        np.array([[-2, -1, 1, 2]], np.float32),
    )
    one = Forest(("first", "second"), *asks_first_then_second)
    table = np.array([[5, 1], [5, 2], [6, 9], [6, 10]], np.float32)
    assert np.allclose(one.chances(table), 1 / (1 + np.exp(-np.array([-2.0, -1.0, 1.0, 2.0]))))
    twice = Forest(one.names, *(np.repeat(part, 2, axis=0) for part in asks_first_then_second))
    assert np.allclose(twice.chances(table)[-1], 1 / (1 + np.exp(-4.0)))


def known_pages() -> Iterator[HtmlElement]:
    """One page in each known skin and language."""
    for skin in skins_in():
        for language in skin.languages if skin.part == "known" else ():
            for page in pages_of(skin, language, 1):
                found = tree_of(page.body.decode(skin.charset))
                assert found is not None
                yield found


def test_no_block_is_given_up_early_that_all_trees_together_would_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = [table_of(figures_of(found, Known())) for page in known_pages() if (found := blocks_of(page)).texts]
    early = [forest().chances(table) for table in tables]
    monkeypatch.setattr(woods, "_HOPELESS", -100.0)
    late = [forest().chances(table) for table in tables]
    assert sum(len(table) for table in tables) > 1_000
    assert all(((one > 0.4) == (other > 0.4)).all() for one, other in zip(early, late, strict=True))


def test_an_article_among_teasers_leaves_little_doubt_and_a_list_of_teasers_much() -> None:
    teasers = "".join(f"<div class='card'><a href='/{n}'>A title of another story {n}</a></div>" for n in range(20))
    article = f"<article><h1>Two cities agree</h1>{''.join(map('<p>{}</p>'.format, PARAGRAPHS))}</article>"
    found = judged(tree(f"{article}<div class='related'>{teasers}</div>"), Known("Two cities agree"))
    assert found.lines == PARAGRAPHS
    assert found.doubt < 0.2
    assert judged(tree(teasers), Known("News")).doubt > 0.3


def test_a_page_without_words_is_all_doubt() -> None:
    assert judged(tree("<img src='x.png'>"), Known()).doubt == 1.0
