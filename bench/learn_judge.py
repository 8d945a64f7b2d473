"""Learn the judge's weights anew, from stories of this project and from real articles that are read in place.

    PYTHONPATH=. .venv/bin/python bench/learn_judge.py [--background FILE]... [--lessons FILE]...

FILEs hold one JSON object a line with id, title, text and language; those of --lessons also say with `keep` (true or
false) what is right. Articles of --background without a word of tests/judging/keywords.toml are taken for no
partnership stories, a quarter as important as a story somebody judged; the others are left out. Without a background
the judge would never have seen everyday news. What is held out of the gold set is never learned from.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from bench.gold import gold
from bench.learning import learn, write
from bench.lesson_files import stories_in
from bench.lessons import Lesson, lesson
from bench.pairs import decoys, short_cases, turns
from stories.model import Article
from tests.judging.measuring import has_keyword

GOLD = 4.0  # importance of a gold story: written with care, in all kinds and languages
PRESUMED = 0.25  # importance of an article that nobody judged
GROUPS = 50  # of articles, which stand in for sources


def main() -> None:
    """Read, learn, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--background", type=Path, action="append", default=[])
    parser.add_argument("--lessons", type=Path, action="append", default=[])
    given = parser.parse_args()
    judged = {line["id"] for file in given.lessons for line in stories_in(file)}
    lessons = [
        *_gold(),
        *short_cases(),
        *turns(),
        *decoys(),
        *(each for file in given.lessons for each in _judged(file)),
    ]
    lessons += [each for file in given.background for each in _presumed(file, judged)]
    print(f"{len(lessons)} stories, {sum(each.keep for each in lessons)} of them to be kept")
    learned = learn(lessons)
    write(learned.weights, learned.vocabularies)


def _gold() -> Iterator[Lesson]:
    for story in gold():
        if not story.held_out:
            yield lesson(story.article, story.language, story.source, story.keep, GOLD)


def _judged(file: Path) -> Iterator[Lesson]:
    for line in stories_in(file):
        yield _lesson(line, bool(line["keep"]), 1.0)


def _presumed(file: Path, judged: set[str]) -> Iterator[Lesson]:
    for line in stories_in(file):
        if line["id"] not in judged and not has_keyword(line["language"], line.get("title"), line["text"]):
            yield _lesson(line, False, PRESUMED)


def _lesson(line: dict[str, Any], keep: bool, importance: float) -> Lesson:
    article = Article(line["id"], line.get("title"), line["text"], line["language"])
    return lesson(article, line["language"], f"group {crc32(line['id'].encode()) % GROUPS}", keep, importance)


if __name__ == "__main__":
    main()
