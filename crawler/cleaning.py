"""Lines of a page -> the article's lines: characters made plain, noise dropped, a machine translation set apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from crawler.cms import Cms, Patterns
from stories.detection import language_of

# Controls, zero-width and bidirectional marks, soft hyphen, byte order mark: nobody sees them, matching stumbles.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_LONGEST_NOISE = 160  # characters; never drop long lines, pages with <br> may be one line
_BESIDE_TITLE = 20  # letters and digits
_LEAST_TRANSLATION = 2, 200  # paragraphs and letters that make a second version of the text


def plain(text: str) -> str:
    """Return text in NFC on one line, without what nobody sees."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def cleaned(lines: Iterable[str], cms: Cms, title: str | None) -> list[str]:
    """Return the lines that are the article's: without noise, repetitions and the title above the text."""
    kept: list[str] = []
    for line in (_stripped(plain(line), cms.lines_strip) for line in lines):
        if kept and _is(cms.lines_end, line):
            break
        if not line or _is(cms.lines_noise, line) or (kept and line == kept[-1]):
            continue
        if not kept and title and _is_title(line, title):
            continue
        kept.append(line)
    return kept


def divided(lines: Sequence[str], cms: Cms) -> tuple[list[str], list[str]]:
    """Split off a machine translation: what follows its notice, else a long tail in another language."""
    for place, line in enumerate(lines):
        if len(line) <= 400 and any(notice.search(line) for notice in cms.translation_notice):
            below = [line for line in lines[place:] if not _is_notice(line, cms)]
            return (list(lines[:place]), below) if place else (below, [])
    return _by_language(lines)


def _by_language(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    first = language_of("\n".join(lines[: max(1, len(lines) // 3)]))
    start = len(lines)
    while start > 1 and _differs(lines[start - 1], first):
        start -= 1
    tail = lines[start:]
    paragraphs, letters = _LEAST_TRANSLATION
    head = sum(map(len, lines[:start]))
    if len(tail) < paragraphs or sum(map(len, tail)) < letters or head < letters // 2:
        return list(lines), []
    return list(lines[:start]), list(tail)


def _differs(line: str, language: str | None) -> bool:
    own = language_of(line)
    return language is not None and own is not None and own != language and len(line) >= 60


def _is_notice(line: str, cms: Cms) -> bool:
    return len(line) <= 400 and any(notice.search(line) for notice in cms.translation_notice)


def _is(patterns: Patterns, line: str) -> bool:
    return len(line) <= _LONGEST_NOISE and any(pattern.fullmatch(line) for pattern in patterns)


def _stripped(line: str, patterns: Patterns) -> str:
    for pattern in patterns:
        line = pattern.sub("", line)
    return line.strip()


def _is_title(line: str, title: str) -> bool:
    """Tell whether a line is the title, or the title between a counter and a section's name: no sentence."""
    line, ends = re.sub(r"\W+", "", line).lower(), line.endswith((".", "!", "?", "다", "。"))
    title = re.sub(r"\W+", "", title).lower()
    return line == title or (title in line and not ends and len(line) - len(title) <= min(_BESIDE_TITLE, len(title)))
