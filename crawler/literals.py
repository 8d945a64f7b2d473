"""What whatever a pattern or a selector hits must hold, read off its source: so that most need not be tried."""

from __future__ import annotations

import re
from functools import cache

_CLASS = re.compile(r"(?<!\\)\[(?:\\.|[^\]\\])+\]")
_CHOICE = re.compile(r"(?<!\\)\(((?:\\.|[^()\\])*)\)(?![?*{])")
_OPTIONAL = re.compile(r"(?:(?<!\\)\((?:\\.|[^()\\])*\)|\\.|[^\\()])(?:[?*]|\{[^}]*\})")
_KIND = re.compile(r"\\\w")
_LETTERS = re.compile(r"""(?:[\w\s/<>="'@:,;&%!#~-]|\\\W)+""")
_UNCLEAR = re.compile(r"(?<!\\)[(|\[]")
_ESCAPED = re.compile(r"\\(\W)")
_SEVERAL = re.compile(r"[,:\\]")
_NAME = re.compile(r"[.#]([\w-]+)")
_GAP = "\0"


def of_pattern(pattern: str) -> list[str]:
    """Return strings one of which is in whatever a regular expression finds; "" where its source does not tell."""
    if "(?" in pattern:  # flags and looks around
        return [""]
    for part in (_CLASS, _OPTIONAL, _OPTIONAL, _KIND):  # optional parts stand in others
        pattern = part.sub(_GAP, pattern)
    return ["" if _UNCLEAR.search(each) else _longest_run(each) for each in _each(pattern)]


@cache
def _lower(pattern: str) -> tuple[str, ...]:
    return tuple(string.lower() for string in of_pattern(pattern.removeprefix("(?i)")))


def may_find(pattern: str, lower: str) -> bool:
    """Tell whether a regular expression may find something in the text whose lower case is given."""
    return any(string in lower for string in _lower(pattern))


@cache
def of_selector(css: str) -> frozenset[str]:
    """Return the classes and ids that must all be on a page for a CSS selector to hit; none if it is several."""
    bare = _CLASS.sub("", css)
    return frozenset(() if _SEVERAL.search(bare) else _NAME.findall(bare))


def _each(pattern: str) -> list[str]:
    """Return a pattern for each choice that it leaves: `a(b|c)` is `ab` and `ac`."""
    choice = _CHOICE.search(pattern)
    if choice is None:
        return [pattern]
    before, after = pattern[: choice.start()], pattern[choice.end() :]
    return [each for part in choice[1].split("|") for each in _each(before + part + after)]


def _longest_run(pattern: str) -> str:
    return max((_ESCAPED.sub(r"\1", run) for run in _LETTERS.findall(pattern)), key=len, default="")
