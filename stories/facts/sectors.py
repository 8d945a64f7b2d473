"""Which fields a cooperation is about, in the vocabulary of docs/facts.md."""

from __future__ import annotations

from stories.facts.lexicon import Lexicon
from stories.facts.telling import Telling

_MOST = 4


def sectors(words: Lexicon, told: Telling) -> tuple[str, ...]:
    """At most four sectors, the most named first; named once in title or telling sentences, or twice elsewhere."""
    core = " ".join([told.title, *(sentence.text for sentence in told.main)])
    rest = " ".join(sentence.text for sentence in told.body[:8] if sentence not in told.main)
    counts = {name: 2 * _count(words, name, core) + _count(words, name, rest) for name in words.sectors}
    named = sorted((name for name, count in counts.items() if count > 1), key=lambda name: -counts[name])
    return tuple(named[:_MOST])


def _count(words: Lexicon, sector: str, text: str) -> int:
    return len({match.group() for match in words.sectors[sector].finditer(text)})
