"""Chinese characters in Latin letters: Hanyu Pinyin without tones, as the standard GB/T 28039 writes names."""

from __future__ import annotations

import re

_PART = re.compile("[㐀-鿿]+")


def pinyin(name: str) -> str:
    """The name with every run of characters as one word with a capital: "西安" Xi'an; everything else as it is.

    What has several readings is read as in the words it stands in ("重庆" Chongqing, "行业" Hangye).
    """
    from pypinyin import lazy_pinyin  # its dictionary takes 0.3 s and 55 MB: only where there is a Chinese name

    return _PART.sub(lambda run: _word(lazy_pinyin(run.group(), v_to_u=True)), name)


def _word(syllables: list[str]) -> str:
    apart = ("'" + each if each[:1] in "aeo" else each for each in syllables[1:])
    return "".join([*syllables[:1], *apart]).capitalize()
