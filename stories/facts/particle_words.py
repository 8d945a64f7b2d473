"""Words with particles, taken apart: "가온테크노파크(원장 홍길동)가" -> stem, brackets, particle."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stories.facts.lexicon import Lexicon
from stories.places import country_of, gazetteer

_TOKEN = re.compile(r"[^\s()（）]+(?:[(（][^()（）]{0,80}[)）][^\s()（）]*)*")
_BRACKET = re.compile(r"[(（]([^()（）]*)[)）]")
_EDGES = "‘’“”\"'「」『』<>《》[]【】△▲▷·…:;"
_COMPANY = re.compile(r"㈜|\(주\)|（주）")
_RANK = re.compile("(?:특별자치|특별|광역)$")
_DATELINE = re.compile(r"^(?:[^=]{0,40}=\s*){1,3}")


@dataclass(frozen=True, slots=True)
class Word:
    """A written word taken apart: stem, what stands in brackets behind it, particle, closing mark."""

    stem: str
    brackets: tuple[str, ...]
    particle: str
    mark: str
    start: int
    end: int


def words_of(words: Lexicon, sentence: str) -> list[Word]:
    """The written words of a sentence, its dateline left out."""
    return [_word(words, match) for match in _TOKEN.finditer(_without_dateline(sentence))]


def _without_dateline(sentence: str) -> str:
    """Blank a dateline out ("[부산=뉴시스] 홍길동 기자 ="), so that positions stay."""
    match = _DATELINE.match(sentence)
    return " " * match.end() + sentence[match.end() :] if match else sentence


def _word(words: Lexicon, match: re.Match[str]) -> Word:
    text = _COMPANY.sub("", match.group())
    brackets = tuple(_BRACKET.findall(text))
    stem, _, tail = text.partition("(") if "(" in text else text.partition("（")
    stem = stem.strip(_EDGES)
    mark = "," if text.rstrip(_EDGES).endswith(",") else ""
    if brackets:
        particle = _BRACKET.sub("", "(" + tail).strip(",." + _EDGES)
    else:
        stem, particle = _apart(words, stem.rstrip(",." + _EDGES))
    return Word(stem, brackets, particle, mark, match.start(), match.end())


def _apart(words: Lexicon, text: str) -> tuple[str, str]:
    """Stem and particle; a name that says what it is keeps its last letters: "제주도" is no "제주" + "도"."""
    options = [(text[: -len(p)], p) for p in words.roles["particles"] if text.endswith(p) and len(text) > len(p)]
    options.sort(key=lambda option: len(option[0]))
    named = next((option for option in options if says_what(words, option[0])), None)
    if says_what(words, text) and (named is None or (len(named[1]) == 1 and not headed(words, named[0]))):
        return text, ""
    return named or (options[0] if options else (text, ""))


def says_what(words: Lexicon, stem: str) -> bool:
    """Whether a word names an organisation or place by its end ("…대학교", "부산시") or is a known place."""
    return headed(words, stem) or country_of(stem) is not None


def headed(words: Lexicon, stem: str) -> bool:
    """Whether a word ends as names of organisations do; a short ending needs a place or two letters before it."""
    if stem.endswith(words.ends["heads"]):
        return stem not in words.names["never"]
    front = stem[:-1]
    if stem[-1:] in words.names["place_heads"] and front in gazetteer():
        return True
    short = stem[-1:] in words.names["short_heads"] and len(stem) >= 3 and stem not in words.names["never"]
    return short and not stem.endswith(words.ends["common"])


def seat_of(words: Lexicon, stem: str) -> str:
    """ "경기도청", "구미시장", "전남지사" -> the place whose seat or head it is."""
    if stem in words.governors:
        return words.governors[stem]
    for end in words.names["of_place"]:
        front = stem.removesuffix(end)
        if front != stem and front[-1:] in words.names["place_heads"] and _RANK.sub("", front[:-1]) in gazetteer():
            return front
    return stem
