"""How far the cooperation has come."""

from __future__ import annotations

from stories.facts.lexicon import Lexicon
from stories.facts.telling import Telling, weight
from stories.model import Kind, Status

_UNDER_WAY = {Kind.NETWORK, Kind.DELEGATION, Kind.OTHER}  # once they happen they go on; papers are signed


def status(words: Lexicon, told: Telling, kind: Kind) -> Status | None:
    """Planned, signed, under way, renewed or ended; None when no sentence tells an event."""
    text = max(told.main, key=weight).text if told.main else told.title
    both = f"{told.title}\n{text}"
    if words.marks["ended"].search(both):
        return Status.ENDED
    if words.marks["renewed"].search(both):
        return Status.RENEWED
    if words.marks["planned"].search(text) or kind is Kind.INTENT:
        return Status.PLANNED
    if kind in _UNDER_WAY:
        return Status.UNDER_WAY if told.main else None
    signed = words.acts["signed"].search(both) or words.acts["founded"].search(both)
    return Status.SIGNED if signed or words.kinds[kind].search(told.title) else None
