from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.model import VisitReport
from scheduler.health import GOOD, WORDS, History, health_of, needs_audit
from scheduler.rhythm import Rhythm

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://news.example.kr/list"
RHYTHM = Rhythm("Asia/Seoul").learn([NOW - n * DAY / 3 for n in range(90, 0, -1)], NOW)  # three articles a day
WELL = History(sign="ok", last_new_at=NOW - DAY, usual_gap=DAY, newest_at=NOW - DAY)


def report(outcome: str = "ok", sign: str | None = "ok", **more: Any) -> VisitReport:
    return VisitReport("news", outcome, watch_url=URL, sign=sign, **more)


def word(last: VisitReport | None, **more: Any) -> str:
    return health_of(last, replace(WELL, **more), NOW).word


def test_a_source_that_delivers_is_ok() -> None:
    assert health_of(report(), WELL, NOW).sentence == "It delivers."
    assert word(report("not_modified", None)) == "ok"


def test_what_was_never_looked_at_is_new_and_what_is_paused_says_so() -> None:
    assert word(None) == "new"
    assert word(report("http_error", "blocked"), paused=True) == "paused"


@pytest.mark.parametrize(
    ("outcome", "sign"),
    [
        ("robots", "robots"),
        ("refused", "refused"),
        ("unreachable", "unreachable"),
        ("unreachable", "tls"),
        ("http_error", "blocked"),
        ("http_error", "geo"),
        ("http_error", "gone"),
        ("unreadable", "login"),
        ("unreadable", "consent"),
        ("unreadable", "needs_js"),
        ("unreadable", "soft_404"),
        ("unreadable", "unreadable"),
        ("failed", None),
    ],
)
def test_a_look_that_failed_is_told_at_once_with_what_to_do(outcome: str, sign: str | None) -> None:
    found = health_of(report(outcome, sign, detail="HTTP 403"), replace(WELL, failures=2), NOW)
    assert found.word == (sign or outcome)
    assert found.sentence == f"HTTP 403 (3 visits in a row). {WORDS[found.word]}"


def test_a_304_after_a_failure_is_no_health() -> None:
    found = health_of(report("not_modified", None), replace(WELL, failures=1, sign="soft_404"), NOW)
    assert found.word == "soft_404"
    assert "proves nothing" in found.sentence
    assert (
        word(report("unchanged", "ok"), failures=1, sign="soft_404") == "ok"
    )  # a whole answer, asked for by an audit


def test_a_304_keeps_what_the_whole_answer_showed() -> None:
    assert word(report("not_modified", None), sign="mojibake") == "mojibake"


def test_a_list_without_a_link_three_times_running_is_empty() -> None:
    nothing = report("empty", "empty")
    assert [word(nothing, empty_looks=before) for before in (0, 1, 2)] == ["ok", "ok", "empty"]
    found = health_of(nothing, replace(WELL, empty_looks=2), NOW)
    assert found.sentence.startswith(f"{URL} answers but links no article, 3 visits in a row.")


def test_a_list_that_never_had_a_link_is_empty_at_once() -> None:
    assert word(report("empty", "empty"), last_new_at=None) == "empty"


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("soft_404", "soft_404"),
        ("attachment_only", "attachment_only"),
        ("not_html", "attachment_only"),
        ("needs_js", "needs_js"),
        ("reserved", "reserved"),
        ("login_wall", "login"),
        ("consent_wall", "consent"),
        ("forbidden", "blocked"),
        ("robots", "robots"),
        ("gone", "gone"),
        ("mojibake", "mojibake"),
    ],
)
def test_pages_that_are_no_articles_make_a_source_ill(reason: str, expected: str) -> None:
    assert word(report(), recent_pages=10, recent_drops={reason: 5, "no_partnership": 5}) == expected
    assert word(report(), recent_pages=10, recent_drops={reason: 4, "no_partnership": 6}) == "ok"
    assert word(report(), recent_pages=4, recent_drops={reason: 4}) == "ok"  # too few to tell


def test_articles_that_are_no_partnership_stories_are_no_illness() -> None:
    assert word(report(), recent_pages=10, recent_drops={"no_partnership": 10}) == "ok"


def test_a_source_that_brings_less_than_its_history_predicts_is_silent() -> None:
    quiet = replace(WELL, last_new_at=NOW - 4 * DAY, rhythm=RHYTHM)
    found = health_of(report("not_modified", None), quiet, NOW)
    assert found.word == "silent"
    assert re.match(
        r"Nothing new since 2026-03-28; its history predicts 1\d articles for that time\.", found.sentence
    )
    assert word(report(), last_new_at=NOW - 2 * DAY, rhythm=RHYTHM) == "ok"
    assert word(report(), last_new_at=NOW - 4 * DAY, rhythm=RHYTHM, usual_gap=3 * DAY) == "ok"  # it comes in bursts


def test_a_day_without_a_word_happens_even_to_busy_sources() -> None:
    busy = Rhythm("Asia/Seoul").learn([NOW - n * DAY / 50 for n in range(500, 0, -1)], NOW)
    assert word(report(), last_new_at=NOW - DAY, rhythm=busy) == "ok"
    assert word(report(), last_new_at=NOW - 2 * DAY, rhythm=busy) == "silent"


def test_three_times_the_usual_gap_is_empty_however_little_was_predicted() -> None:
    rare = {"usual_gap": 8 * DAY}
    assert word(report(), last_new_at=NOW - 25 * DAY, **rare) == "empty"
    assert word(report(), last_new_at=NOW - 23 * DAY, **rare) == "ok"
    assert word(report(), last_new_at=NOW - 2 * DAY, usual_gap=timedelta(minutes=20)) == "ok"  # nights are no gap


def test_a_feed_whose_newest_article_is_old_is_stale() -> None:
    first = {"usual_gap": None, "newest_at": None, "last_new_at": NOW}
    assert word(report(newest=NOW - 22 * DAY), **first) == "stale"
    assert word(report(newest=NOW - 20 * DAY), **first) == "ok"
    assert word(report("not_modified", None), **{**first, "newest_at": NOW - 22 * DAY}) == "stale"
    assert word(report(newest=NOW - 22 * DAY), **{**first, "usual_gap": 10 * DAY}) == "ok"  # it is never in a hurry


def test_what_still_delivers_but_not_as_written_is_remarkable() -> None:
    assert word(report(sign="switched", detail="https://a/: HTTP 404; https://b/: ok")) == "switched"
    assert word(report(moved_to="https://b/"), moved_to="https://b/") == "moved"
    assert word(report(moved_to="https://b/")) == "ok"  # once may be a mistake of theirs
    assert word(report(sign="mojibake")) == "mojibake"


def test_trouble_goes_before_quiet_and_quiet_before_remarks() -> None:
    quiet = {"last_new_at": NOW - 9 * DAY, "rhythm": RHYTHM}
    assert word(report("http_error", "gone"), **quiet) == "gone"
    assert word(report(sign="switched"), **quiet) == "silent"


def test_a_word_holds_since_it_was_first_true() -> None:
    before = replace(WELL, health="robots", health_since=NOW - 5 * DAY)
    assert health_of(report("robots", "robots"), before, NOW).since == NOW - 5 * DAY
    assert health_of(report(), before, NOW).since == NOW


@pytest.mark.parametrize(
    ("last_full_at", "failures", "needed"),
    [(NOW - DAY / 2, 0, False), (NOW - DAY, 0, True), (None, 0, True), (NOW, 1, True)],
)
def test_whole_answers_are_asked_for_daily_and_after_failures(last_full_at: Any, failures: int, needed: bool) -> None:
    assert needs_audit(last_full_at, failures, NOW) is needed


def test_every_word_is_documented_and_every_documented_word_is_used() -> None:
    page = (ROOT / "docs/health.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", page, re.MULTILINE)
    assert {found for cell in cells for found in re.findall(r"`(\w+)`", cell)} == set(WORDS)
    assert set(WORDS) >= GOOD


def test_every_sign_that_code_sets_is_a_word_of_health() -> None:
    code = [file for room in ("crawler", "spiders") for file in (ROOT / room).rglob("*.py")]
    used = {found for file in code for found in re.findall(r'\bSign\(\s*"(\w+)"', file.read_text(encoding="utf-8"))}
    assert used
    assert used - {"needs_link"} <= set(WORDS)  # that one is told by `sources add` alone, as "nothing"
