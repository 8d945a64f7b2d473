"""Where lessons are read from: files of stories that are no part of the project, and the plain cases of the tests."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stories.languages import supported

CASES = Path(__file__).resolve().parents[1] / "tests/stories/facts_cases"


def stories_in(file: Path) -> Iterator[dict[str, Any]]:
    """The stories of a file, one JSON object a line, in languages that have a file."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            story = json.loads(line)
            if story["language"] in supported():
                yield story


def plain_cases() -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Language, number and facts of each short case that does not only measure."""
    for file in sorted(CASES.glob("??.toml")):
        for number, case in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["story"]):
            yield file.stem, number, case
