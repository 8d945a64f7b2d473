"""Text as it is compared: case, width, composition and runs of blanks do not count."""

from __future__ import annotations

import re
from unicodedata import normalize

SHORT = 3  # characters; a word up to this long is also inside many others: "ai" in "said"


def folded(text: str) -> str:
    """NFKC and case folding (Unicode), one blank for many: "ＳＡＰ  Labs" becomes "sap labs"."""
    return " ".join(normalize("NFKC", normalize("NFKC", text).casefold()).split())


def holds(text: str, word: str) -> bool:
    """Whether a folded text holds a folded word, also inside a longer one.

    Where words are written apart, a short one must stand alone: "ai" is in "ai를" and "ai-based", not in "said".
    """
    if len(word) > SHORT or not all(map(_written_apart, word)):
        return word in text
    ends = (match.span() for match in re.finditer(re.escape(word), text))
    beside = ((text[start - 1 : start], text[end : end + 1]) for start, end in ends)
    return any(not any(map(_written_apart, neighbours)) for neighbours in beside)


def _written_apart(character: str) -> bool:
    """A digit, or a letter that has a capital: scripts that have those write words apart, Hangul and Han do not."""
    return character.isdigit() or character.upper() != character.lower()
