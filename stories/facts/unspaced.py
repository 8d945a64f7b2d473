"""Names in languages written without blanks: what stands between two marks, particles or prepositions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention, Role, Strength
from stories.places import country_of

_MARKS = r"[^\w・&()（）\0-]+"
_BRACKET = re.compile(r"[(（]([^()（）]{0,40})[)）]")
_DATE = re.compile(r"^[^\W\d]{0,4}?(?:\d{1,4}[年月日號号])+(?:上午|下午|午前|午後|晚)?")
_LONGEST = 30  # characters of a name
_LIST = {"、", "・"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two separators, and these."""

    text: str
    start: int
    before: str
    after: str
    brackets: tuple[str, ...]


def mentions(words: Lexicon, sentence: str) -> list[Mention]:
    """The names in a sentence with their roles."""
    found: list[Mention] = []
    last = ""
    for piece in _pieces(words, sentence):
        found += _mention(words, piece, country_of(last) is not None and not piece.before.strip("の的"))
        last = piece.text
    return found


def _pieces(words: Lexicon, sentence: str) -> Iterator[_Piece]:
    plain = _BRACKET.sub(lambda match: "\0" * len(match.group()), sentence)  # positions stay
    start, before = 0, ""
    for match in (*_separator(words).finditer(plain), None):
        end, after = (match.start(), match.group()) if match else (len(plain), "")
        text = plain[start:end]
        brackets = tuple(m.group(1) for m in _BRACKET.finditer(sentence, start, end))
        if text.strip("\0 "):
            yield _Piece(text.replace("\0", ""), start, before, after.strip(), brackets)
            before = after.strip()
        else:
            before = f"{before}{after}".strip()
        start = match.end() if match else end


def _mention(words: Lexicon, piece: _Piece, said_whose: bool) -> Iterator[Mention]:
    name, sure = _name(words, piece, said_whose)
    generic = name in words.names["generic"]
    if not (1 < len(name) <= _LONGEST or generic) or name in words.names["never"] or _counts(words, name):
        return
    start = piece.start + piece.text.index(name)
    aliases = tuple(each for each in piece.brackets if 1 < len(each) < 20 and not _is_place(words, each))
    listed = piece.after in _LIST
    strength = Strength.STRONG if sure or generic else Strength.PLACE
    yield Mention(name, start, start + len(name), _role(words, piece), strength, generic, aliases, listed)


def _name(words: Lexicon, piece: _Piece, said_whose: bool) -> tuple[str, bool]:
    """The name and whether it is one of an organisation; an empty one for what is none."""
    text = _without_front(words, piece.text.strip())
    match = _headed(words).match(text)
    if match:
        return match.group(), True
    located = said_whose or any(_is_place(words, each) for each in piece.brackets)
    if located or text in words.names["generic"]:
        return text, True
    return (text, False) if country_of(text) is not None else ("", False)


def _is_place(words: Lexicon, text: str) -> bool:
    return country_of(text) is not None or text[-1:] in words.names["place_heads"]


def _counts(words: Lexicon, name: str) -> bool:
    """ "two hospitals", "the whole city"."""
    return name[0].isdigit() or name.startswith(words.ends["numerals"])


def _without_front(words: Lexicon, text: str) -> str:
    """Dates and words that no name begins with are cut off."""
    fronts = _fronts(words)
    while True:
        cut = _DATE.sub("", text)
        if cut.startswith(fronts):
            cut = next((cut.removeprefix(word) for word in fronts if cut.startswith(word) and cut != word), cut)
        if cut == text:
            return text
        text = cut


def _role(words: Lexicon, piece: _Piece) -> Role:
    """By the particle behind it where the language has such, else by the word before it."""
    roles = words.roles
    if roles["subject"]:
        for role, key in ((Role.SUBJECT, "subject"), (Role.WITH, "with"), (Role.OBJECT, "object")):
            if piece.after.rstrip("、") in roles[key]:
                return role
        return Role.WITH if piece.after in _LIST else Role.OTHER
    if piece.before in roles["with"]:
        return Role.WITH
    if piece.before in roles["object"]:
        return Role.OBJECT
    return (
        Role.OTHER
        if piece.before in roles["other"] | roles["by"] and piece.after not in roles["with"]
        else Role.SUBJECT
    )


@cache
def _fronts(words: Lexicon) -> tuple[str, ...]:
    return tuple(sorted(words.names["stops"] | words.names["descriptors"], key=lambda word: (-len(word), word)))


@cache
def _separator(words: Lexicon) -> re.Pattern[str]:
    small = {
        word for key in ("subject", "with", "object", "by", "list", "particles", "other") for word in words.roles[key]
    }
    joined = "|".join(map(re.escape, sorted(small, key=len, reverse=True)))
    return re.compile(f"(?:{_MARKS})|(?:{joined})、?" if joined else _MARKS)


@cache
def _headed(words: Lexicon) -> re.Pattern[str]:
    """A name up to its last head; a head of one character ends the piece ("…市", but not "…市民")."""
    heads = words.names["heads"] | words.names["place_heads"] | words.names["short_heads"]
    joined = "|".join(map(re.escape, sorted((h for h in heads if len(h) > 1), key=len, reverse=True)))
    short = "|".join(map(re.escape, (h for h in heads if len(h) == 1)))
    return re.compile(rf".{{1,{_LONGEST}}}(?:(?:{short})$|{joined})")
