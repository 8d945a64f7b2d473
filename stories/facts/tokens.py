"""Words of a sentence in a language of capitals, and the heads that make a name of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from stories.facts.lexicon import Lexicon
from stories.places import country_of, gazetteer

# "d'Orléans", "l'Université", "L’École": what is elided is a word of its own.
_TOKEN = re.compile(r"(?:[dl]|qu)[’'](?=\w)|L[’'](?=[^\W\d_])|\w+(?:[-’'&./+*]\w+)*-?|[^\w\s]")
_LONGEST_PLACE = 6  # words, as in "Dar es Salaam"
_LONGEST_TAIL = 5  # letters from which a title is one at the end of a compound too: "Museumsdirektor"
_LONGEST_HEAD = 4  # words, as in "Trường Đại học"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with its place in the sentence."""

    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins as names do."""
        return self.text[0].isupper() or (self.text[0].isdigit() and any(c.isupper() for c in self.text))


def tokens_of(sentence: str) -> list[Token]:
    """Words and marks of a sentence."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(sentence)]


def is_stop(words: Lexicon, token: Token) -> bool:
    """A word that no name begins with or goes over; in capitals ("IT", "MOU") only if it names a paper."""
    if len(token.text.rstrip("'’")) > 1 and token.text.isupper():
        return words.any_kind.fullmatch(token.text) is not None
    return token.text.lower() in words.names["stops"]


def head_length(words: Lexicon, tokens: list[Token], index: int) -> int:
    """How many tokens of a head phrase begin here; 0 for none. "People's Committee", "thành phố", "…ministerium"."""
    if index >= len(tokens):
        return 0
    if tokens[index].text.lower() in _beginnings(words):
        for length in range(min(_LONGEST_HEAD, len(tokens) - index), 1, -1):
            if _is_head(words, " ".join(token.text for token in tokens[index : index + length])):
                return length
    return int(_is_head(words, tokens[index].text))


def place_length(tokens: list[Token], index: int) -> int:
    """How many tokens of a known place's name of two words or more begin here; 0 for none: "Bad Homburg"."""
    if index >= len(tokens) or tokens[index].text not in _place_beginnings():
        return 0
    for length in range(min(_LONGEST_PLACE, len(tokens) - index), 1, -1):
        if country_of(" ".join(token.text for token in tokens[index : index + length])) is not None:
            return length
    return 0


def is_title(words: Lexicon, token: Token) -> bool:
    """What a person is: "Mayor", "TUM-Präsident", "Museumsdirektor"."""
    lower = token.text.lower()
    titles = words.names["titles"]
    return lower in titles or lower.rpartition("-")[2] in titles or lower.endswith(_long_titles(words))


@cache
def _long_titles(words: Lexicon) -> tuple[str, ...]:
    return tuple(title for title in words.names["titles"] if len(title) >= _LONGEST_TAIL)


@cache
def _heads(words: Lexicon) -> frozenset[str]:
    return frozenset(head.lower() for head in words.names["heads"])


@cache
def _beginnings(words: Lexicon) -> frozenset[str]:
    """The first words of heads of several."""
    heads = (*_heads(words), *words.names["place_heads"])
    return frozenset(head.partition(" ")[0] for head in heads if " " in head)


@cache
def _place_beginnings() -> frozenset[str]:
    """The first words of places' names of several."""
    return frozenset(name.partition(" ")[0] for name in gazetteer() if " " in name)


def _is_head(words: Lexicon, phrase: str) -> bool:
    lower = phrase.lower()
    if lower in words.names["place_heads"]:
        return True
    if not phrase[0].isupper():
        return False
    known = _heads(words)
    if any(lower.removesuffix(ending) in known for ending in words.names["endings"]):
        return True
    return lower in known or (" " not in lower and lower.endswith(words.ends["suffixes"]))
