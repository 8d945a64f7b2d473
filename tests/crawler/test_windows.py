from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.windows import Needles, seen_in

PAGE = '<div class="tb_contents"><a href="/news/articleView.html?idxno=12">다리</a></div>' + "<p>text</p>" * 200


@given(st.text(), st.text(), st.text(), st.text())
def test_what_is_in_a_text_is_never_told_to_be_missing(before: str, string: str, after: str, other: str) -> None:
    assert Needles([[other, string]]).possible(seen_in(before + string + after)) == [True]


def test_of_several_things_those_that_are_not_there_are_told() -> None:
    things = [["tb_contents"], ["bo_v_con", "bo_list"], ["bo_v_con", "articleView"], ["xe_content"], ["다리"]]
    assert Needles(things).possible(seen_in(PAGE)) == [True, False, True, False, True]


def test_a_string_too_short_to_tell_may_always_be_there() -> None:
    assert Needles([["sns"], [""]]).possible(seen_in("")) == [True, True]
