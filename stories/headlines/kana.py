"""Kana in Latin letters: modified Hepburn, long vowels with a macron. Kanji are left to those who can read them."""

from __future__ import annotations

import re

_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "g": "ガギグゲゴ",
    "s": "サ_スセソ",
    "z": "ザ_ズゼゾ",
    "t": "タ__テト",
    "d": "ダ__デド",
    "n": "ナニヌネノ",
    "h": "ハヒ_ヘホ",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "y": "ヤ_ユ_ヨ",
    "r": "ラリルレロ",
    "w": "ワヰ_ヱヲ",
    "v": "__ヴ__",
}
_OTHERS = dict(zip("シジチヂツヅフン", ("shi", "ji", "chi", "ji", "tsu", "zu", "fu", "n"), strict=True))
_SINGLE = _OTHERS | {
    letter: row + vowel for row, five in _ROWS.items() for letter, vowel in zip(five, "aiueo", strict=True)
}
_SMALL = dict(zip("ァィゥェォャュョ", ("a", "i", "u", "e", "o", "ya", "yu", "yo"), strict=True))
_LONG = str.maketrans("aiueo", "āīūēō")
_KANA = re.compile(r"[ァ-ヺ][ァィゥェォャュョ]?|[ッー]|[^ァ-ヺー]")
_N_BEFORE_VOWEL = re.compile("ン(?=[ァ-オヤユヨ])")  # サンエツ "San'etsu"
_READABLE = re.compile(r"[ぁ-ゖァ-ヺー・＝\sA-Za-z0-9&.,'-]+")


def hepburn(name: str) -> str | None:
    """The name in Latin letters, each word with a capital; None if it holds anything but kana and Latin letters."""
    if not _READABLE.fullmatch(name):
        return None
    katakana = "".join(chr(ord(letter) + 96) if "ぁ" <= letter <= "ゖ" else letter for letter in name)
    words = re.sub(r"[・＝\s]+", " ", katakana).split()
    return " ".join(word if word.isascii() else _word(word).capitalize() for word in words)


def _word(word: str) -> str:
    spelled, doubled = "", False
    for piece in _KANA.findall(_N_BEFORE_VOWEL.sub("ン'", word)):
        if piece == "ー":
            spelled = spelled[:-1] + spelled[-1:].translate(_LONG)
        elif piece == "ッ":
            doubled = True
        else:
            sound = _sound(piece)
            spelled += ("t" if sound.startswith("ch") else sound[:1]) + sound if doubled else sound
            doubled = False
    return spelled


def _sound(piece: str) -> str:
    """One kana, or one with a small vowel behind it: "キャ" kya, "シェ" she, "ファ" fa, "ティ" ti."""
    sound, small = _SINGLE.get(piece[0], piece[0]), _SMALL.get(piece[1:], "")
    if not small:
        return sound
    if piece[0] == "ウ":
        return "w" + small
    stem = sound[:-1]
    return stem + (small[1:] if stem in ("sh", "ch", "j") and small[0] == "y" else small)
