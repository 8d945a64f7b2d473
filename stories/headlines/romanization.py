"""Hangul in Latin letters: the Revised Romanization of Korean (Ministry of Culture and Tourism, Notice 2000-8).

By sound, as the notice asks: finals move to a following vowel, nasals and liquids change their neighbours. As it says
of nouns, a stop and ㅎ stay two letters ("Mukho"). What only a dictionary knows (an inserted ㄴ) is left out.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise

_HANGUL = re.compile("[가-힣]+")
_MET = {  # a final and an initial that change each other
    **dict.fromkeys(("kn", "kr", "ngr"), "ngn"),
    **dict.fromkeys(("tn", "tr"), "nn"),
    **dict.fromkeys(("pn", "pr", "mr"), "mn"),
    **dict.fromkeys(("nr", "ln", "lr"), "ll"),
} | {"km": "ngm", "tm": "nm", "pm": "mm"}
_PALATAL = {"d": "j", "t": "ch", "lt": "lch"}  # before "i": 해돋이 "haedoji"
_BREATHED = {"g": "k", "d": "t", "j": "ch"}  # behind ㅎ: 좋고 "joko"
_ENDS_IN_H = {6: "n", 15: "l", 27: "_"}  # ㄶ, ㅀ, ㅎ and what is left of them

_Syllable = tuple[str, str, int]  # initial, vowel, and the place of the final in the lists


def romanized(text: str) -> str:
    """The text with every Hangul syllable in small Latin letters; everything else as it is."""
    return _HANGUL.sub(lambda run: _run([_syllable(letter) for letter in run.group()]), text)


def _run(syllables: list[_Syllable]) -> str:
    joints = [_joint(final, initial, vowel) for (_, _, final), (initial, vowel, _) in pairwise(syllables)]
    joints.append(_letters()["closed"][syllables[-1][2]])
    spelled = "".join(vowel + joint for (_, vowel, _), joint in zip(syllables, joints, strict=True))
    return (syllables[0][0] + spelled).replace("_", "")


def _syllable(letter: str) -> _Syllable:
    place = ord(letter) - ord("가")
    return _letters()["initials"][place // 588], _letters()["vowels"][place % 588 // 28], place % 28


def _joint(final: int, initial: str, vowel: str) -> str:
    """What is written between two vowels."""
    if initial == "_":
        moved = _letters()["liaison"][final]
        return _PALATAL.get(moved, moved) if vowel == "i" else moved
    if final in _ENDS_IN_H and initial in _BREATHED:
        return _ENDS_IN_H[final] + _BREATHED[initial]
    closed = _letters()["closed"][final]
    return _MET.get(closed + initial, closed + initial)


@cache
def _letters() -> dict[str, list[str]]:
    table = tomllib.loads(files(__package__).joinpath("hangul.toml").read_text(encoding="utf-8"))
    return {name: letters.split() for name, letters in table.items()}
