"""The ratchet of reading quality: it holds, it rises, and it falls only with a reason in the changelog."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.reading import read
from stories.model import Article
from tests.reading.families import skins_in
from tests.reading.floors import lowered, raised, read_floors, says_why, under, without_floor, write_floors
from tests.reading.measuring import figures, scores_of
from tests.reading.quality import main

CHANGELOG = """# Changelog

## 0.9.0 (unreleased)

- Reading: captions are part of the text of board pages.

## 0.8.0

- Reading: an older reason.
"""


def test_a_reader_that_drops_last_paragraphs_falls_under_the_floors_of_a_good_one(skins_folder):
    floors = lowered(figures(scores_of(skins_in(skins_folder), 3)))
    assert under(figures(scores_of(skins_in(skins_folder), 3)), floors) == []
    complaints = under(figures(scores_of(skins_in(skins_folder), 3, _forgetful)), floors)
    assert {line.split()[0] for line in complaints} == set(floors)
    assert all(" text: " in line for line in complaints)


def test_a_reader_that_loses_titles_dates_or_the_language_falls_under_the_floors(skins_folder):
    floors = lowered(figures(scores_of(skins_in(skins_folder), 1)))
    complaints = under(figures(scores_of(skins_in(skins_folder), 1, _blind)), floors)
    assert {line.split()[1].rstrip(":") for line in complaints} == {"title", "day", "minute", "language"}


def test_a_page_at_which_the_reader_raises_is_read_wrong_and_the_others_are_measured(skins_folder):
    scores = scores_of(skins_in(skins_folder), 2, _fragile)
    assert {each.failure for each in scores} == {None, "ValueError: a page"}
    assert all(each.recall == 0 for each in scores if each.failure)


def test_a_figure_that_is_measured_no_more_is_under_its_floor():
    assert len(under({}, {"known.all": {"text": 0.9}})) == 1
    assert len(under({"known.all": {"title": 1.0}}, {"known.all": {"text": 0.9}})) == 1


def test_a_figure_without_a_floor_is_named():
    assert without_floor({"known.all": {"text": 0.9, "day": 1.0}}, {"known.all": {"text": 0.8}}) == ["known.all day"]


def test_raising_never_lowers_and_rounds_down():
    floors = raised({"a": {"text": 0.98765, "day": 0.5}, "b": {"text": 1.0}}, {"a": {"text": 0.9, "day": 0.7}})
    assert floors == {"a": {"text": 0.987, "day": 0.7}, "b": {"text": 1.0}}


def test_raising_keeps_the_floors_of_what_was_not_measured():
    assert raised({}, {"a": {"text": 0.9}}) == {"a": {"text": 0.9}}


def test_floors_are_read_as_they_were_written(tmp_path):
    floors = {"whole": {"held_out.family.xe": {"text": 0.987, "title": 1.0}}, "fast": {"known.all": {"text": 0.5}}}
    write_floors(floors, tmp_path / "floors.toml")
    assert read_floors(tmp_path / "floors.toml") == floors


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("captions are part of the text", True),
        ("an older reason", False),
        ("something else", False),
        ("", False),
        ("  ", False),
    ],
)
def test_a_reason_stands_in_a_line_of_the_unreleased_part(why, said):
    assert says_why(CHANGELOG, why) is said


def test_one_command_raises_and_the_next_run_holds(skins_folder):
    assert "without one" in _quality(skins_folder).output
    assert _quality(skins_folder, "--raise").exit_code == 0
    held = _quality(skins_folder)
    assert held.exit_code == 0
    assert "0 figures under their floors, 0 without one" in held.output


def test_a_run_under_a_floor_fails_and_says_which(skins_folder):
    _write(skins_folder, 1.001)
    failed = _quality(skins_folder, "--raise")  # a raise is no way around a floor
    assert failed.exit_code == 1
    assert "whole known.all title: 1.0000 is under its floor 1.001" in failed.output


def test_a_floor_falls_only_with_a_reason_in_the_changelog(skins_folder):
    _write(skins_folder, 1.001)
    refused = _quality(skins_folder, "--lower", "nobody wrote this")
    assert refused.exit_code == 2
    assert read_floors(skins_folder / "floors.toml")["whole"] == {"known.all": {"title": 1.001}}
    assert _quality(skins_folder, "--lower", "captions are part of the text").exit_code == 0
    assert read_floors(skins_folder / "floors.toml")["whole"]["known.all"]["title"] == 1.0


@pytest.mark.parametrize("asked", [("--part", "known", "--raise"), ("--family", "plain", "--lower", "captions")])
def test_floors_are_not_written_from_a_part_of_the_pages(skins_folder, asked):
    assert _quality(skins_folder, *asked).exit_code == 2


def test_pages_that_are_held_out_are_not_shown(skins_folder):
    hidden, shown = sorted(skins_in(skins_folder), key=lambda skin: skin.part)
    assert _quality(skins_folder, "--part", "held_out", "--worst", "3").exit_code == 2
    assert _quality(skins_folder, "--page", f"{hidden.key}/en/0").exit_code == 2
    assert "<article>" in _quality(skins_folder, "--page", f"{shown.key}/en/0").output
    assert hidden.key not in _quality(skins_folder, "--worst", "100").output


def _forgetful(*given) -> Article:
    found = read(*given)
    return replace(found, text=found.text.rstrip().rpartition("\n")[0])


def _blind(*given) -> Article:
    return replace(read(*given), title=None, published=None, language=None)


def _fragile(page, *given) -> Article:
    if "euc-kr" in page.body.decode("latin-1"):
        raise ValueError("a page")
    return read(page, *given)


def _write(folder: Path, least: float) -> None:
    write_floors({"whole": {"known.all": {"title": least}}, "fast": {}}, folder / "floors.toml")


def _quality(folder: Path, *options: str) -> Result:
    floors, changelog = folder / "floors.toml", folder / "CHANGELOG.md"
    floors.touch()
    changelog.write_text(CHANGELOG, encoding="utf-8")
    where = ("--skins", str(folder), "--floors", str(floors), "--changelog", str(changelog))
    return CliRunner().invoke(main, [*options, *where])
