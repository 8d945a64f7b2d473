"""Stories written for this project that one sentence turns into another matter, as lessons in pairs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.lessons import Lesson, lesson
from stories.model import Article

ROOT = Path(__file__).resolve().parents[1]
CASES, TURNS, WEB = ROOT / "tests/stories/judge_cases", ROOT / "tests/stories/judge_turns", ROOT / "seeds/web"
OFTEN = 2.0  # importance of one turned story
OFTEN_SEEN = 6.0  # of a decoy: the demo stands or falls with each
CASE = 2.0  # of a short case


def short_cases() -> Iterator[Lesson]:
    """Short stories of every kind and every other matter, without those that only measure."""
    for file in sorted(CASES.glob("*.toml")):
        for number, case in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["case"]):
            if not case["held_out"]:
                name = f"case {file.stem} {number}"
                source = f"cases {number % 10}"
                yield _lesson(name, file.stem, source, case["title"], case["text"], case["keep"], CASE)


def turns() -> Iterator[Lesson]:
    """A story as it stands, and with each sentence that turns it: beside its lead and at its end."""
    for file in sorted(TURNS.glob("*.toml")):
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        for number, story in enumerate(document["story"]):
            yield from _turned(file.stem, number, story, document["sentences"])


def decoys() -> Iterator[Lesson]:
    """The demo's decoys, and those that hinge on one sentence without it."""
    for notes, body in decoy_articles():
        name, language, title = f"decoy {notes['id']}", notes["language"], notes["title"]
        yield _lesson(name, language, name, title, body, False, OFTEN_SEEN)
        if "distinguishing" in notes:
            hinge = notes["distinguishing"]
            title, body = title.replace(hinge, ""), body.replace(hinge, "")
            yield _lesson(f"{name} without", language, name, title, body, True, OFTEN_SEEN)


def decoy_articles() -> Iterator[tuple[dict[str, Any], str]]:
    """The front matter and the body of every decoy of the local web."""
    for path in sorted(WEB.glob("*/articles/*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
        notes = tomllib.loads(front)
        if "decoy_class" in notes:
            yield notes, body


def _turned(language: str, number: int, story: dict[str, str], sentences: list[str]) -> Iterator[Lesson]:
    title, lead, rest, source = story["title"], story["lead"], story["rest"], f"turns {number}"
    yield _lesson(
        f"turn {language} {number}", language, source, title, f"{lead} {rest}", True, OFTEN * 2 * len(sentences)
    )
    for n, sentence in enumerate(sentences):
        name = f"turn {language} {number} {n}"
        yield _lesson(f"{name} lead", language, source, title, f"{lead} {sentence} {rest}", False, OFTEN)
        yield _lesson(f"{name} end", language, source, title, f"{lead}\n\n{rest}\n\n{sentence}", False, OFTEN)


def _lesson(
    name: str, language: str, source: str, title: str, text: str, keep: bool, importance: float = 1.0
) -> Lesson:
    return lesson(Article(name, title.strip() or None, text, language), language, source, keep, importance)
