"""The letter as plain text: 72 columns, a number and a link for every story, the same order as the HTML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from digest.columns import COLUMNS, columns, wrapped
from digest.letter import Letter
from digest.telling import Told, joined

RULE = "-" * COLUMNS


def plain_text(letter: Letter) -> str:
    """Lines of at most 72 columns, links excepted: they stand alone on theirs and are never broken."""
    if letter.empty:
        blocks = [[*_lines(letter.notes), *_lines(letter.footer)], _health(letter)]
    else:
        blocks = list(_blocks(letter))
    text = "\n\n".join("\n".join(block) for block in blocks if block) + "\n"
    return text.replace("\u00a0", " ")  # they have kept their words together; plain spaces are safer to copy


def _blocks(letter: Letter) -> Iterator[list[str]]:
    yield [*wrapped(letter.title), *wrapped(letter.period), *wrapped(joined(*map(" ".join, letter.kinds)))]
    yield _lines(letter.notes)
    yield [RULE]
    numbers = count(1)
    for story in letter.top:
        yield _story(story, next(numbers))
    if letter.groups:
        yield [RULE, *wrapped(letter.also)]
    for kind, stories in letter.groups:
        title = f"{kind} ({len(stories)})"
        yield [title, "-" * columns(title)]
        for story in stories:
            yield _line(story, next(numbers))
    yield wrapped(letter.hidden)
    yield _health(letter)
    yield [RULE, *_lines(letter.footer)]


def _story(story: Told, number: int) -> list[str]:
    mark, indent = _mark(number)
    return [
        *wrapped(story.headline, mark),
        *_lines((story.label, story.title, story.setting), indent),
        *wrapped(story.evidence, indent + "> ", indent + "> "),
        *_lines((joined(story.source, story.origin), story.why), indent),
        *_link(story, indent),
    ]


def _line(story: Told, number: int) -> list[str]:
    mark, indent = _mark(number)
    meta = joined(story.status, story.where, story.source, story.origin)
    return [*wrapped(story.headline, mark), *wrapped(meta, indent), *_link(story, indent)]


def _mark(number: int) -> tuple[str, str]:
    mark = f"[{number}] "
    return mark, " " * len(mark)


def _link(story: Told, indent: str) -> list[str]:
    return [indent + story.url] if story.url else []


def _health(letter: Letter) -> list[str]:
    if not letter.failing:
        return []
    troubles = [line for name, words in letter.failing for line in wrapped(f"{name}: {words}", "- ", "  ")]
    return [*wrapped(letter.health), *troubles, *wrapped(letter.unlisted)]


def _lines(texts: tuple[str, ...], indent: str = "") -> list[str]:
    return [line for text in texts for line in wrapped(text, indent)]
