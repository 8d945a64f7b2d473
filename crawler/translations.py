"""A machine translation below a text: told by its notice, else by the language of a long tail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.cms import Cms
from crawler.literals import may_find
from stories.detection import language_of

_LONGEST_NOTICE = 400  # characters
_LONGEST_TRANSLATION = 5  # times its original
_LEAST_TOLD = 60  # bytes of a line whose language can be told
_LEAST_SMALL = 8  # small words that tell a language
_ENOUGH = 4000  # characters of a text, to know most small words of its language
_SMALL_WORD = re.compile(r"\b[^\W\d_]{1,4}\b")
_LEAST_TRANSLATION = 2, 200  # paragraphs and bytes that make a second version of the text


def divided(lines: Sequence[str], cms: Cms) -> tuple[list[str], list[str]]:
    """Split off a machine translation: what follows its notice, else a long tail, in another language."""
    lower = "\n".join(lines).lower()
    possible = [notice for notice in cms.translation_notice if may_find(notice.pattern, lower)]
    place = next((place for place, line in enumerate(lines) if _is_notice(line, possible)), None)
    if place is None:
        return _by_language(lines)
    above, below = list(lines[:place]), [line for line in lines[place:] if not _is_notice(line, possible)]
    if not above:
        return below, []
    is_other = below and language_of("\n".join(above)) != language_of("\n".join(below))
    return (above, below) if is_other else (list(lines), [])  # in one language, it is a story about translations


def _by_language(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    sizes, (paragraphs, size) = list(map(_size, lines)), _LEAST_TRANSLATION
    head = "\n".join(lines[: max(1, len(lines) // 3)])
    least = next((n for n in range(paragraphs, len(lines)) if sum(sizes[-n:]) >= size), 0)
    if not least or min(sizes[-least:]) < _LEAST_TOLD or _is_alike("\n".join(lines[-least:]), head):
        return list(lines), []
    first = language_of(head)
    start = len(lines)
    while start > 1 and _differs(lines[start - 1], first):
        start -= 1
    if len(lines) - start < least or sum(sizes[:start]) < max(size // 2, sum(sizes[start:]) // _LONGEST_TRANSLATION):
        return list(lines), []
    return list(lines[:start]), list(lines[start:])


def _size(line: str) -> int:
    """Count bytes in UTF-8: a Korean letter is three, and says as much as two or three of an alphabet."""
    return len(line.encode("utf-8", "ignore"))


def _is_alike(text: str, other: str) -> bool:
    """Tell, at a tenth of the price of two languages, that texts share one; False where it must be asked.

    The small words of a language stand in every text of it; of another language's a third at most do.
    """
    small = _SMALL_WORD.findall(text.lower())
    known = set(_SMALL_WORD.findall(other[:_ENOUGH].lower()))
    return len(small) >= _LEAST_SMALL and sum(word in known for word in small) * 2 > len(small)


def _differs(line: str, language: str | None) -> bool:
    if language is None or _size(line) < _LEAST_TOLD:
        return False
    own = language_of(line)
    return own is not None and own != language


def _is_notice(line: str, notices: Sequence[re.Pattern[str]]) -> bool:
    return len(line) <= _LONGEST_NOTICE and any(notice.search(line) for notice in notices)
