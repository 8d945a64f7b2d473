"""How much a text says: its letters and its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

SHORT = 400  # letters, as weight counts: only texts below it are taken for a stand-in of an article
SHORTEST = 80  # letters of an article
SENTENCE_END = re.compile(r"[。！？]|[.!?…](?=[\"'”’»)\s]|$)")
DENSE = re.compile("[가-힣\u3041-\u30ff\u3400-\u9fff]")  # letters of which one says as much as two and a half others
_FEWEST_SENTENCES = 2  # of a short article


def is_told(text: str) -> bool:
    """Tell whether a text has sentences, as the shortest article does."""
    return len(SENTENCE_END.findall(text)) >= _FEWEST_SENTENCES


def reaches(lines: Iterable[str], least: int) -> bool:
    """Tell whether a text has as many letters, without counting on."""
    return any(letters >= least for letters in accumulate(map(weight, lines)))


def weight(text: str) -> int:
    """Count letters; a CJK letter says about as much as two and a half others."""
    dense = len(DENSE.findall(text))
    return sum(map(str.isalpha, text)) - dense + dense * 5 // 2
