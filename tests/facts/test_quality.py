"""The ratchet of the facts: what they reach on stories that are held out, they keep."""

from __future__ import annotations

from tests.facts.measuring import figures, same_name, stories, told
from tests.facts.quality import FLOORS, ratcheted
from tests.reading.floors import read_floors, under


def test_no_figure_is_under_its_floor() -> None:
    assert under(ratcheted(figures(told(stories(held_out=True)))), read_floors(FLOORS)["held_out"]) == []


def test_a_name_is_the_same_with_what_stands_around_it_but_not_by_its_head_alone() -> None:
    assert same_name("Menai University", "Bangor-based Menai University")
    assert same_name("㈜하이로직스", "하이로직스")
    assert same_name("the Harbour Agency", "HARBOUR AGENCY")
    assert not same_name("Institute", "Institute of Oceanography, Vigo")
    assert not same_name("Harbour Agency", "Harbour Council")
