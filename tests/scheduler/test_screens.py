"""What commands print: findings and tables at any width of the terminal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from crawler.finding import Finding, Sample, Tried
from scheduler.cli.show import Column, table
from scheduler.cli.source_finding import print_finding

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_lines_fit_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = Tried(
        "listing", f"https://city.example.kr/{'long/' * 30}", False, "Is linked as '소식', but: " + "no list " * 20
    )
    sample = Sample("https://city.example.kr/1", "경북테크노파크 업무협약 " * 8, None, None, "ko", "본문 " * 60)
    screen = Console(width=60, file=StringIO())
    monkeypatch.setattr("scheduler.cli.source_finding.out", lambda: screen)
    print_finding(Finding("https://city.example.kr/", None, "nothing", "Nothing. " * 20, (tried,), (sample,)))
    lines = screen.file.getvalue().splitlines()
    assert len(lines) > 20
    assert max(map(cell_len, lines)) <= 60
    assert lines == [line.rstrip() for line in lines]


def test_a_sample_says_its_zone_and_ends_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = timezone(timedelta(hours=9))
    told = [
        Sample(
            "https://city.example.kr/1", "A", datetime(2026, 5, 14, 8, 30, tzinfo=zone), "json_ld", "en", "One tw"
        ),
        Sample("https://city.example.kr/2", "B", datetime(2026, 5, 14, tzinfo=zone), "list_row", "en", "One two."),
    ]
    screen = Console(width=80, file=StringIO())
    monkeypatch.setattr("scheduler.cli.source_finding.out", lambda: screen)
    print_finding(Finding("https://city.example.kr/", None, "nothing", "Nothing.", (), tuple(told)))
    lines = [line.strip() for line in screen.file.getvalue().splitlines()]
    assert "2026-05-14 08:30+09:00 (from json ld), en" in lines
    assert "2026-05-14 (from list row), en" in lines
    assert "One …" in lines
    assert "One two." in lines


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_table_fits_and_keeps_names_and_words_whole(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.cli.show.out", lambda: Console(width=width, file=StringIO()))
    columns = (Column("source", wide=True), "health", "what to do", "next look", Column("seen", number=True))
    row = ("handelskammer-oberhagen", "unreachable", "https://city.example.kr/robots.txt [x] " * 9, NOON, 12)
    screen = Console(width=width, file=StringIO())
    screen.print(table("Sources", columns, [row]))
    lines = screen.file.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= width
    for words in ("handelskammer-oberhagen" if width > 60 else "handelskammer", "unreachable", "2026-11-26"):
        assert words in screen.file.getvalue()
    assert "[" in screen.file.getvalue()
