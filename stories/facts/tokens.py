"""Words of a sentence in a language of capitals, and the heads that make a name of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from stories.facts.lexicon import Lexicon

_TOKEN = re.compile(r"\w+(?:[-’'&./+]\w+)*-?|[^\w\s]")
_LONGEST_HEAD = 3  # words, as in "Trường Đại học"


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
    if len(token.text) > 1 and token.text.isupper():
        return any(pattern.fullmatch(token.text) for pattern in words.kinds.values())
    return token.text.lower() in words.names["stops"]


def head_length(words: Lexicon, tokens: list[Token], index: int) -> int:
    """How many tokens of a head phrase begin here; 0 for none. "People's Committee", "thành phố", "…ministerium"."""
    for length in range(_LONGEST_HEAD, 0, -1):
        phrase = " ".join(token.text for token in tokens[index : index + length])
        if len(phrase.split(" ")) == length and _is_head(words, phrase):
            return length
    return 0


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
