"""What pages say beside an article, by language: seeds/pages/<language>.toml; the README there says what is in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "seeds" / "pages"
_OF_LINES = ("noise", "end")  # tables whose keys are kinds of one list

Words = Mapping[str, Any]


class PageWordsError(ValueError):
    """A file of words that cannot be used; the message says which and why."""


def with_page_words(tables: Words) -> dict[str, Any]:
    """Return the tables of a CMS file with the words of all languages behind its own.

    Those for lines are one pattern a language: hundreds are then tried at the price of a few. Raises PageWordsError.
    """
    joined = {name: dict(table) if isinstance(table, dict) else table for name, table in tables.items()}
    for file in sorted(FOLDER.glob("*.toml")):
        for section, key, pattern in _read(file):
            own = joined.setdefault(section, {})
            own[key] = [*own.get(key, []), pattern]
    return joined


def _read(file: Path) -> list[tuple[str, str, str]]:
    try:
        return list(_alternations(tomllib.loads(file.read_text(encoding="utf-8"))))
    except (ValueError, TypeError, KeyError, AttributeError, re.error) as error:
        raise PageWordsError(f"seeds/pages/{file.name}: {error}") from error


def _alternations(words: Words) -> Iterator[tuple[str, str, str]]:
    """Return (section, key, pattern) for the lists of a CMS file; one for all lines that are alike."""
    some_letter = f"(?=[^{words['letters']}]*[{words['letters']}])"
    for section in (section for section in words if section != "letters"):
        if section in _OF_LINES:
            patterns = [pattern for kind in words[section].values() for pattern in kind]
            yield "lines", section, f"{some_letter}(?i:{_either(patterns)})"
        else:
            each = ((key, pattern) for key, patterns in words[section].items() for pattern in patterns)
            yield from ((section, key, f"(?i){re.compile(pattern).pattern}") for key, pattern in each)


def _either(patterns: list[str]) -> str:
    return f"(?:{'|'.join(re.compile(pattern).pattern for pattern in patterns)})"
