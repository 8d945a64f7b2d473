"""What readers marked pulls at the weights, is shown first, and is written only when asked."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from bench.gold import GoldStory, gold
from bench.learning import Learned
from bench.lessons import lesson
from bench.retrain import main, retrained
from stories.judge import judge
from stories.judging.weights import FIGURES, WORDS, vocabulary, weights
from stories.languages import supported

SHIPPED = Learned(weights(), {language: vocabulary(language) for language in supported()})


def mark(story: GoldStory, keep: bool) -> dict[str, object]:
    return {"id": story.id, "title": story.title, "text": story.text, "language": story.language, "keep": keep}


def run(tmp_path: Path, marks: list[dict[str, object]], *options: str) -> Result:
    file = tmp_path / "marks.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in marks), encoding="utf-8")
    return CliRunner().invoke(main, ["--marks", str(file), "--into", str(tmp_path), *options])


def surest(language: str) -> GoldStory:
    stories = [story for story in gold(language) if story.keep and not story.held_out]
    return max(stories, key=lambda story: judge(story.article).score)


def test_what_was_learned_says_what_the_judge_says() -> None:
    for story in gold("de")[:40]:
        each = lesson(story.article, story.language, story.source, story.keep)
        assert (SHIPPED.logit(each) >= 0) is judge(story.article).keep


def test_a_mark_that_says_otherwise_moves_the_score_its_way() -> None:
    story = surest("en")
    against = lesson(story.article, "en", "marks", keep=False)
    assert retrained(SHIPPED, [against]).logit(against) < SHIPPED.logit(against) - 1


def test_a_mark_that_agrees_moves_nearly_nothing() -> None:
    story = surest("ko")
    agreeing = lesson(story.article, "ko", "marks", keep=True)
    assert abs(retrained(SHIPPED, [agreeing]).logit(agreeing) - SHIPPED.logit(agreeing)) < 0.1


def test_what_changes_is_shown_and_nothing_is_written_unasked(tmp_path: Path) -> None:
    story = surest("en")
    shown = run(tmp_path, [mark(story, keep=False)])
    assert shown.exit_code == 0
    assert story.id[:12] in shown.output
    assert all(f"\n{language:>12} " in shown.output for language in supported())
    assert not (tmp_path / FIGURES.name).exists()


def test_accepted_weights_are_written_as_the_judge_reads_them(tmp_path: Path) -> None:
    shown = run(tmp_path, [mark(surest("en"), keep=True)], "--accept")
    assert shown.exit_code == 0, shown.output
    assert (tmp_path / WORDS.name).stat().st_size > 10_000
    assert "[figures]" in (tmp_path / FIGURES.name).read_text(encoding="utf-8")


def test_marks_that_would_hurt_the_held_out_stories_are_not_written(tmp_path: Path) -> None:
    wrong = [mark(story, keep=not story.keep) for story in gold("fr") if not story.held_out][:60]
    shown = run(tmp_path, wrong, "--accept")
    assert shown.exit_code == 1
    assert "not written" in shown.output
    assert not (tmp_path / FIGURES.name).exists()


def test_without_marks_it_says_how_to_mark(tmp_path: Path) -> None:
    assert "pactwatch stories mark" in run(tmp_path, []).output
