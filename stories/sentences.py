"""Text -> its sentences, as literal substrings in order. One splitter for all languages; what differs is data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from stories.languages import section, supported

# A stop with the quotes and brackets that close behind it. Possessive, no look-ahead: linear on any input.
_STOP = re.compile(r"[.!?。！？…]++[\"'”’»“)\]」』]*+")
_WORD_BEFORE = re.compile(r"[^\s(\[\"“„«‘/]{1,20}$")
_WORD_AFTER = re.compile(r"\s+[\"'“”„«»‘(\[]*(\w+)")
_LINES = re.compile(r"[^\r\n\u2028\u2029\x85\v\f]+")
_HANGUL = re.compile(r"[가-힣]")
_GOING_ON = frozenset("とって")  # 「…。」と述べた: the sentence around a quotation goes on
_WIDE_STOP = re.compile(r"[。！？]")  # written without a blank behind it


def sentences(text: str) -> list[str]:
    """The sentences of a text, stripped, in order, none empty; a line break always ends one."""
    found = (piece.strip() for line in _LINES.finditer(text) for piece in _split(line.group()))
    return [sentence for sentence in found if sentence]


def _split(line: str) -> Iterator[str]:
    start = 0
    for stop in _STOP.finditer(line):
        if _ends_sentence(line, stop):
            yield line[start : stop.end()]
            start = stop.end()
    yield line[start:]


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    after = line[stop.end() : stop.end() + 1]
    if _WIDE_STOP.match(stop.group()):
        return after not in _GOING_ON
    if not after.isspace():
        # Korean pages often lose the blank between two sentences: "밝혔다.두 기관은".
        hangul_around = _HANGUL.match(after) and _HANGUL.match(line[stop.start() - 1 : stop.start()])
        return bool(hangul_around) and stop.group() == "."
    follower = _WORD_AFTER.match(line, stop.end(), stop.end() + 40)
    following = follower.group(1) if follower else ""
    if following[:1].islower():
        return False
    return not (stop.group() == "." and _is_abbreviation(line, stop.start(), following))


def _is_abbreviation(line: str, dot: int, following: str) -> bool:
    match = _WORD_BEFORE.search(line[max(0, dot - 20) : dot])
    word = match.group() if match else ""
    if word.isdecimal():  # "22. November", "2023. 1. 2."; but "on April 15. The fair"
        return len(word) < 5 and (following in _ordinal_nouns() or following.isdecimal())
    initial = len(word) == 1 and word.isalpha() and word.isupper()
    return initial or word in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word for language in supported() for word in section(language, "judge")["abbreviations"])


@cache
def _ordinal_nouns() -> frozenset[str]:
    return frozenset(word for language in supported() for word in section(language, "judge")["ordinal_nouns"])
