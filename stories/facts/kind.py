"""What happened."""

from __future__ import annotations

from stories.facts.lexicon import Lexicon
from stories.facts.telling import EVENTS, Telling
from stories.model import Kind


def kind(words: Lexicon, told: Telling) -> Kind:
    """The kind of the event that is told; else of what title and text name; OTHER when they name none."""
    if told.kind is not None:
        return told.kind
    lead = " ".join(sentence.text for sentence in told.body[:8])
    named = (k for text in (told.title, lead) for k in EVENTS if words.kinds[k].search(text))
    return next(named, Kind.OTHER)
