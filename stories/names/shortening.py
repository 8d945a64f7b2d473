"""Whether a short name is made of a long one, and which script a name is written in."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from unicodedata import name as character_name

from stories.folding import folded
from stories.names.keys import bare_name

_WORD = re.compile(r"[^\W_]+")
_EAST = dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"), "HAN")  # Japanese mixes them in one name
_FEW = 2  # letters: so few are found in order in nearly any name


@lru_cache(maxsize=4096)
def script_of(text: str) -> str:
    """The script of most letters as Unicode names it (LATIN, HANGUL, …), Han and Kana as one; empty without any."""
    scripts = (character_name(character, "").split(" ")[0] for character in folded(text) if character.isalpha())
    counted = Counter(_EAST.get(script, script) for script in scripts)
    return counted.most_common(1)[0][0] if counted else ""


def abbreviates(short: str, full: str) -> bool:
    """Whether the letters of the short name stand in the full one in their order, the first at the start of a word.

    Two letters must both start words where words are written apart; where they are not, three may begin anywhere.
    As Schwartz and Hearst (2003) match abbreviations; legal forms do not count.
    """
    letters, words = "".join(_WORD.findall(folded(short))), _WORD.findall(bare_name(full))
    script, spelled = script_of(short), "".join(words)
    if not 1 < len(letters) < len(spelled) or script != script_of(full):
        return False
    if len(letters) == _FEW and len(words) > 1:
        return _in_order(letters, "".join(word[0] for word in words))
    if len(letters) > _FEW and script != "LATIN":
        return _in_order(letters, spelled)
    starts = (start for start, word in enumerate(words) if word[0] == letters[0])
    return any(_in_order(letters, "".join(words[start:])) for start in starts)


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
