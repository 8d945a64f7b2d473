"""The title among what page, metadata and source call an article, where nothing is known of the page's software."""

from __future__ import annotations

import pytest

from crawler.markup import tree_of
from crawler.titles import Told, title_of

URL = "https://town.example.org/news/view.do?id=4711"
TITLE = "린덴탈시, 두 마을 잇는 다리 개통"
MENU = "<ul><li><a href='/news/list.do'>보도자료</a></li><li><a href='/'>린덴탈시청</a></li></ul>"


def chosen(
    announced: str | None, *declared: str | None, headings: tuple[str, ...] = (), body: str = "", own: bool = False
) -> str | None:
    tree = tree_of(f"<html><body>{MENU}{body}<p>text</p></body></html>")
    assert tree is not None
    return title_of(Told(declared, headings, own, announced, ("Lindental",)), tree, URL)


def test_a_page_that_names_only_its_section_has_the_announced_title() -> None:
    assert chosen(TITLE, None, "보도자료", "보도자료 | 린덴탈시청") == TITLE
    assert chosen(TITLE, None, None, "보도자료", headings=("보도자료",)) == TITLE


def test_the_announced_title_is_found_on_a_page_whose_own_title_never_changes() -> None:
    always = "린덴탈시청 홈페이지에 오신 것을 환영합니다 - 살기 좋은 도시"
    assert chosen(TITLE, None, None, always, body=f"<div class='x'><h3>{TITLE}</h3></div>") == TITLE
    assert chosen(TITLE, None, None, always) == always  # it may be the source that is wrong


@pytest.mark.parametrize("cut", ["린덴탈시, 두 마을 잇는…", "린덴탈시, 두 마을 잇는 ...", "린덴탈시, 두 마을 […]"])
def test_a_cut_title_is_completed_from_the_page(cut: str) -> None:
    latest = "<aside><a href='?id=1'>린덴탈시, 두 마을 잇는 축제</a></aside>"
    row = f"<tr><th>{TITLE}</th></tr><tr><td>{TITLE} 행사에 많은 주민이 왔다.</td></tr>"
    assert chosen(cut, None, None, "보도자료", body=f"{latest}<table>{row}</table>") == TITLE
    assert chosen(cut, None, None, "보도자료") == cut
    assert chosen(None, None, cut, f"{TITLE} | 린덴탈시청") == TITLE
    assert chosen(None, None, None, f"{TITLE} | 린덴탈시청", headings=(cut,)) == TITLE


def test_a_headline_that_was_changed_after_it_was_announced_is_the_pages() -> None:
    new = "린덴탈시 두 마을 다리 내일 개통한다"
    assert chosen(TITLE, None, new, f"{new} | 린덴탈시청", headings=(new,)) == new


@pytest.mark.parametrize("word", ["자세히 보기", "more", "2026.11.23", "제목 없음"])
def test_a_word_that_is_no_title_does_not_win_over_the_page(word: str) -> None:
    assert chosen(word, None, TITLE, f"{TITLE} | 린덴탈시청") == TITLE


def test_what_the_announcing_adds_is_left_out() -> None:
    assert chosen(f"[보도자료] {TITLE}", None, None, f"{TITLE} | 린덴탈시청", headings=(TITLE,)) == TITLE


def test_a_heading_with_a_counter_or_a_badge_beside_it_gives_way_to_the_bare_title() -> None:
    for heading in (f"{TITLE} 댓글 0", f"{TITLE} 조회수 1523", f"{TITLE} 새글"):
        assert chosen(TITLE, None, None, f"{TITLE} - 린덴탈시청", headings=(heading,), own=True) == TITLE
        assert chosen(TITLE, headings=(heading,), own=True) == TITLE


def test_a_heading_that_is_the_site_does_not_take_the_place_of_the_title() -> None:
    assert chosen(None, None, "다리 개통", "다리 개통 | 린덴탈시청", headings=("린덴탈시청",)) == "다리 개통"
    assert chosen(None, None, TITLE, f"{TITLE} | 어느 도시", headings=("어느 도시",)) == TITLE


def test_a_short_title_that_a_menu_does_not_hold_stays() -> None:
    assert chosen("인사", None, "인사", "인사 | 린덴탈시청", headings=("인사",)) == "인사"


def test_a_title_that_links_to_its_own_page_is_no_section() -> None:
    link = "<h1><a href='?id=4711&amp;page=2'>다리 개통</a></h1>"
    assert chosen(None, None, None, "린덴탈시청", headings=("다리 개통",), body=link) == "다리 개통"


def test_a_dash_or_a_colon_inside_a_title_stays() -> None:
    for title in ("Interview: a bridge - and its builder", "Zwei Ufer – eine Brücke", "A > B: what it means"):
        assert chosen(None, None, title, title) == title


def test_a_page_that_names_nothing_has_no_title() -> None:
    assert chosen(None) is None
    assert chosen(None, None, "Lindental", "Lindental") is None


def headline(*declared: str | None, headings: tuple[str, ...] = (), shown: tuple[str, ...] = ()) -> str | None:
    tree = tree_of(f"<html><body>{MENU}<p>text</p></body></html>")
    assert tree is not None
    return title_of(Told(declared, headings, shown=shown), tree, "https://www.lindental-bote.example/n/1")


def test_of_two_declared_titles_the_one_that_the_page_shows_counts() -> None:
    search, own = "Bridge Lindental: everything on the opening", "Two banks, one bridge"
    assert headline(search, own, search, headings=(own,), shown=(own,)) == own
    assert headline(search, own, search, headings=(search,), shown=(search,)) == search
    assert headline(search, own, search, headings=(search,), shown=()) == search
    assert headline(search, own, search, headings=("Latest",), shown=("Latest",)) == search


def test_a_title_keeps_the_spelling_of_the_metadata() -> None:
    told = "Lindental: 'Two banks', one bridge"
    assert headline(told, None, None, headings=("Lindental:‘Two banks’, one bridge",)) == told
    assert headline(None, f"{told} | Bote", None, headings=("Lindental ‘Two banks’, one bridge",)) == told


def test_a_name_that_the_host_has_is_taken_off_a_short_title() -> None:
    assert headline(None, "Two banks - The Lindental-Bote Online", None, headings=("Two banks",)) == "Two banks"
    assert headline(None, "Two banks - Lindental remembers", None) == "Two banks - Lindental remembers"


def test_marks_and_bars_that_stand_alone_are_no_part_of_a_title() -> None:
    assert headline("<b>Two banks</b>, one &amp;quot;bridge&amp;quot;", None) == 'Two banks, one "bridge"'
    assert headline(None, ": Two banks, one bridge |") == "Two banks, one bridge"
    assert headline("«Ferry»: Two banks", None, headings=("Two banks",)) == "Two banks"
    assert headline(None, "두 마을 잇는 다리 개통ㅣ린덴탈일보") == "두 마을 잇는 다리 개통"
    assert headline("If a < b and c > d: a riddle", None) == "If a < b and c > d: a riddle"
