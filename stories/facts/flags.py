"""What of a story is future, historical or hypothetical (after PLOVER's contexts)."""

from __future__ import annotations

from stories.facts.lexicon import Lexicon
from stories.facts.telling import Telling
from stories.model import Status


def flags(words: Lexicon, told: Telling, status: Status | None) -> tuple[str, ...]:
    """A subset of future, historical and hypothetical, in this order."""
    text = " ".join(sentence.text for sentence in told.main[:1])
    holds = {
        "future": status is Status.PLANNED,
        "historical": bool(told.main) and told.main[0].background and not told.main[0].linked,
        "hypothetical": bool(words.marks["hypothetical"].search(text)),
    }
    return tuple(flag for flag, true in holds.items() if true)
