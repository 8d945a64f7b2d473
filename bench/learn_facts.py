"""Learn anew by what kind, status and evidence of a story are chosen.

    PYTHONPATH=. .venv/bin/python bench/learn_facts.py [--lessons FILE]... [--check]

Learned from the gold stories that are not held out and the short cases of the tests. FILEs hold further stories, one
JSON object a line with id, title, text, language, kind, status and evidence (what is null is not learned); each
counts half as much as a gold story. --check writes nothing, but says how often the choice is right on sources that
were not learned from (five parts, each judged by the other four).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

from bench.choices import Choice, learn, named_choice, nameless_choice
from bench.gold import gold
from bench.lesson_files import plain_cases, stories_in
from stories.facts.choice import ANY, WEIGHTS, Figures, Tables, chosen, ranked
from stories.facts.evidence import evidence_figures
from stories.facts.kind import own_figures, parts_of, story_figures
from stories.facts.lexicon import lexicon
from stories.facts.mention import Mention
from stories.facts.noticed import Noticed, noticed
from stories.facts.parties import parties
from stories.facts.status import candidates, status_figures
from stories.facts.telling import Telling, tell
from stories.model import Kind

OTHERS = 0.5  # importance of a story that is not gold: labelled by somebody else, in a hurry
PLAIN = 5.0  # importance of a short case: told as most stories are
PARTS = 5
Written = tuple[str | None, str]  # title, text
Labels = tuple[str | None, str | None, str | None]  # kind, status, evidence
HEADER = """\
# What was learned (bench/learn_facts.py): how much each figure of a story speaks for a kind, a status, a sentence as
# its evidence (logits). "any" is what every candidate shares. Never edited by hand.
"""


@dataclass(frozen=True)
class Lesson:
    """A story as it is read, with what is true of it; `order` are its sentences, the most telling first."""

    language: str
    part: int
    told: Telling
    found: Noticed
    who: tuple[Mention, ...]
    kind: str | None
    status: str | None
    proving: tuple[bool, ...]  # whether each sentence is the evidence
    importance: float
    order: tuple[int, ...] = ()


def main() -> None:
    """Read, learn, write the weights or say how right they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lessons", type=Path, action="append", default=[])
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    lessons = [*_gold(), *_short_cases(), *(each for file in given.lessons for each in _others(file))]
    print(f"{len(lessons)} stories")
    if given.check:
        _check(lessons)
    else:
        WEIGHTS.write_text(written(learned(lessons)), encoding="utf-8")


def learned(lessons: Sequence[Lesson]) -> dict[str, Tables]:
    """The weights of all three choices; those of kind and status from sentences in the order that was learned."""
    by_evidence = learn([_of_evidence(each) for each in lessons])
    ordered = [_ordered(each, by_evidence) for each in lessons]
    return {
        "evidence": by_evidence,
        "kind": learn([named_choice(*_of_kind(each), each.kind, each.importance) for each in ordered]),
        "status": learn([_of_status(each) for each in ordered]),
    }


def written(choices: Mapping[str, Tables]) -> str:
    """The weights as the TOML that is read."""
    rows = [HEADER]
    for choice, tables in choices.items():
        for table in sorted(tables, key=lambda name: (name != ANY, name)):
            weights = (f'"{figure}" = {weight}' for figure, weight in sorted(tables[table].items()))
            rows += [f"[{choice}.{table}]", *weights, ""]
    return "\n".join(rows)


def _of_evidence(each: Lesson) -> Choice:
    return nameless_choice(evidence_figures(each.told, each.found, each.who), each.proving, each.importance)


def _of_kind(each: Lesson) -> tuple[Figures, Mapping[str, Figures]]:
    parts = parts_of(each.found, list(each.order))
    return story_figures(parts), own_figures(each.told, each.found, parts)


def _of_status(each: Lesson) -> Choice:
    figures = status_figures(each.found, parts_of(each.found, list(each.order)), Kind(each.kind or Kind.OTHER))
    return named_choice(figures, candidates(figures), each.status, each.importance)


def _ordered(each: Lesson, tables: Tables) -> Lesson:
    return replace(each, order=tuple(ranked(evidence_figures(each.told, each.found, each.who), tables)))


def _gold() -> Iterator[Lesson]:
    for story in gold():
        if story.keep and not story.held_out:
            labels = (story.kind, story.status, story.evidence)
            yield _lesson(story.language, story.source, (story.title, story.text), labels)


def _short_cases() -> Iterator[Lesson]:
    for language, n, story in plain_cases():
        labels = (story["kind"], story["status"], None)
        yield _lesson(language, f"case {n}", (story["title"], story["text"]), labels, PLAIN)


def _others(file: Path) -> Iterator[Lesson]:
    for story in stories_in(file):
        labels = (story["kind"], story["status"], story["evidence"])
        yield _lesson(story["language"], story["id"], (story["title"], story["text"]), labels, OTHERS)


def _lesson(language: str, source: str, written: Written, labels: Labels, importance: float = 1.0) -> Lesson:
    words = lexicon(language)
    told = tell(words, written[0] or "", written[1])
    found = noticed(words.language, told)
    who = parties(words, told)
    kind, status, proof = labels
    read = [sentence.literal for sentence in told.body[: len(found.body)]]
    proving = tuple(proof is not None and (each in proof or proof in each) for each in read)
    part = crc32((language + source).encode()) % PARTS
    return Lesson(language, part, told, found, who, kind, status, proving, importance)


def _check(lessons: Sequence[Lesson]) -> None:
    right: dict[str, list[tuple[bool, bool, bool]]] = {}
    for part in range(PARTS):
        choices = learned([each for each in lessons if each.part != part])
        for each in lessons:
            if each.part == part:
                name = "others" if each.importance == OTHERS else each.language
                right.setdefault(name, []).append(_right(_ordered(each, choices["evidence"]), choices))
    for name, found in sorted(right.items()):
        shares = (sum(each) / len(found) for each in zip(*found, strict=True))
        print(f"{name:>8} {len(found):5}" + "".join(f"  {w} {s:.3f}" for w, s in zip(choices, shares, strict=True)))


def _right(each: Lesson, choices: Mapping[str, Tables]) -> tuple[bool, bool, bool]:
    kind = chosen(*_of_kind(each), choices["kind"])
    figures = status_figures(each.found, parts_of(each.found, list(each.order)), Kind(kind))
    proved = bool(each.order) and each.proving[each.order[0]]
    return proved, kind == each.kind, chosen(figures, candidates(figures), choices["status"]) == each.status


if __name__ == "__main__":
    main()
