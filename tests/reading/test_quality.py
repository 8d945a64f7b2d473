"""The fast part of `make quality`: one page of each skin in each of its languages is read as well as ever."""

from __future__ import annotations

import pytest

from tests.reading.families import skins_in
from tests.reading.floors import read_floors, under
from tests.reading.measuring import Score, figures, scores_of


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    """The scores of the fast part."""
    return scores_of(skins_in(), 1)


def test_no_page_of_the_fast_part_makes_the_reader_raise(scores):
    assert [each.failure for each in scores if each.failure] == []


def test_no_figure_of_the_fast_part_is_under_its_floor(scores):
    assert under(figures(scores), read_floors().get("fast", {})) == []
