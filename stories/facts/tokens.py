"""Words of a sentence in a language of capitals, and the heads that make a name of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from stories.facts.lexicon import Lexicon
from stories.places import country_of

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
        return any(pattern.fullmatch(token.text) for pattern in words.kinds.values())
    return token.text.lower() in words.names["stops"]


def head_length(words: Lexicon, tokens: list[Token], index: int) -> int:
    """How many tokens of a head phrase begin here; 0 for none. "People's Committee", "thành phố", "…ministerium"."""
    for length in range(_LONGEST_HEAD, 0, -1):
        phrase = " ".join(token.text for token in tokens[index : index + length])
        if len(phrase.split(" ")) == length and _is_head(words, phrase):
            return length
    return 0


def place_length(tokens: list[Token], index: int) -> int:
    """How many tokens of a known place's name of two words or more begin here; 0 for none: "Bad Homburg"."""
    for length in range(_LONGEST_PLACE, 1, -1):
        name = " ".join(token.text for token in tokens[index : index + length])
        if name.count(" ") == length - 1 and country_of(name) is not None:
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


def _is_head(words: Lexicon, phrase: str) -> bool:
    lower = phrase.lower()
    if lower in words.names["place_heads"]:
        return True
    if not phrase[0].isupper():
        return False
    known = _heads(words)
    if any(lower.removesuffix(ending) in known for ending in words.names["endings"]):
        return True
    return lower in known or (" " not in lower and lower.endswith(tuple(words.names["suffixes"])))
