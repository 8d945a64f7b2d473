"""The names in a sentence, read the way its language writes them."""

from __future__ import annotations

from functools import lru_cache

from stories.facts import capital_roles, particles, unspaced
from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention

_READERS = {"capitals": capital_roles.mentions, "particles": particles.mentions, "unspaced": unspaced.mentions}


@lru_cache(maxsize=512)  # a story's sentences are asked several times
def mentions_in(words: Lexicon, sentence: str) -> tuple[Mention, ...]:
    """All names with the part that each plays."""
    return tuple(_READERS[words.writing](words, sentence))
