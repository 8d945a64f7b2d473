"""What can be told of the words of each block, and of their likeness to the title and the summary of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import NDArray

from crawler.blocks.page import Blocks
from crawler.title_lines import folded

WORDING = (
    "weight", "sentences", "closed", "commas", "digits", "capitals", "quoted", "dense", "bars", "is_title",
    "near_title", "in_summary", "repeated",
)  # fmt: skip
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»」』)\]]*(?=\s|$)|[。！？]|다\.")
_CLOSING = (".", "!", "?", "。", "！", "？", "”", '"', "»", "」", "…", ")")
_OPENING = tuple("\"“„«「‘'-–—・■▶◆◇*※☞#[(<|")
_DIGIT = re.compile(r"\d")
_BARS = re.compile("[|·•>ㅣ]")
_SAMPLE = 200  # characters of a block that are looked at, where a share of them is asked for
_SHORTEST = 8, 20, 10  # letters of what is compared with the title, with the summary, with what stood before
_HEAD = 60  # letters that a block and a summary must have in common


@dataclass(frozen=True, slots=True)
class Wording:
    """`table` is (blocks, WORDING); `weight` the length of each block, a CJK letter counts as two and a half."""

    table: NDArray[np.float32]
    weight: NDArray[np.float64]
    heading: int | None  # the first block that is an h1 or says the title


def wording_of(blocks: Blocks, title: str | None, summary: str | None) -> Wording:
    """Return what can be told of the words of each block."""
    wanted, told, seen = folded(title or ""), folded(summary or ""), set[str]()
    rows, weights, heading = [], [], None
    for number, text in enumerate(blocks.texts):
        dense = 0 if text.isascii() else len(_DENSE.findall(text))
        weights.append(len(text) + dense * 3 // 2)
        likeness = _likeness(folded(text[:300]), wanted, told, seen)
        rows.append(
            (log1p(weights[-1]), *_shares(text), float(dense > 0), float(len(_BARS.findall(text))), *likeness)
        )
        if heading is None and (blocks.frames.tags[blocks.holders[number]] == "h1" or likeness[0]):
            heading = number
    return Wording(np.array(rows, np.float32).reshape(-1, len(WORDING)), np.array(weights, np.float64), heading)


def _shares(text: str) -> tuple[float, float, float, float, float, float]:
    sample = text[:_SAMPLE]
    ends = len(_SENTENCE_END.findall(text[:2000])) if len(text) > 8 else 0
    digits = len(_DIGIT.findall(sample)) / len(sample)
    capitals = sum(map(str.isupper, sample)) / len(sample)
    commas = text.count(",") / len(text) * 100
    return float(ends), float(text.endswith(_CLOSING)), commas, digits, capitals, float(text.startswith(_OPENING))


def _likeness(letters: str, wanted: str, told: str, seen: set[str]) -> tuple[float, float, float, float]:
    """Tell whether a block is the title, has or is a part of it, is in the summary, was there before."""
    for_title, for_summary, for_before = _SHORTEST
    near = bool(wanted) and len(letters) > for_title and (letters in wanted or wanted in letters)
    summed = len(letters) > for_summary and bool(told) and letters[:_HEAD] in told
    summed = summed or (len(letters) > for_summary < len(told) and told[:_HEAD] in letters)
    again = letters in seen
    if len(letters) > for_before:
        seen.add(letters)
    return float(near and letters == wanted), float(near), float(summed), float(again)
