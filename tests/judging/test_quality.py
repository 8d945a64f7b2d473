"""The ratchet of the judge: what it reaches on stories that are held out, it keeps."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from tests.judging.measuring import BAND, Judged, calibration, figures, held_out, judged
from tests.judging.quality import FLOORS, RATCHETED, main
from tests.reading.floors import read_floors, under


@pytest.fixture(scope="module")
def found() -> list[Judged]:
    return judged(held_out())


def test_no_figure_is_under_its_floor(found: list[Judged]) -> None:
    measured = {name: {key: row[key] for key in RATCHETED} for name, row in figures(found).items()}
    assert under(measured, read_floors(FLOORS)["held_out"]) == []


def test_the_judge_beats_the_keyword_list_in_every_language(found: list[Judged]) -> None:
    assert [name for name, row in figures(found).items() if row["f1"] <= row["keywords"]] == []


def test_scores_mean_what_they_say(found: list[Judged]) -> None:
    band = next(share for start, _, share in calibration(found) if start == BAND[0])
    assert band >= 0.75
    apart = sum(abs(start + 0.05 - share) * stories for start, stories, share in calibration(found)) / len(found)
    assert apart <= 0.08


def test_a_floor_falls_only_with_a_reason_in_the_changelog() -> None:
    result = CliRunner().invoke(main, ["--lower", "no such line"])
    assert result.exit_code == 2
    assert "unreleased" in result.output
