"""The sentences that tell the agreement, visit or network: a word for it and an act in the same sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stories.facts.lexicon import Lexicon
from stories.model import Kind
from stories.sentences import sentences

_MOST_CHARACTERS = 40_000  # a news story is far shorter; the rest of a longer text tells nothing new
_MOST_SENTENCES = 120
_LONGEST_SENTENCE = 1_500

# kind -> the acts that make it an event, and how much such an event outweighs others: a signed paper before a
# founding, a founding before a visit, a visit before a wish; the more particular kind first
EVENTS: dict[Kind, dict[str, float]] = {
    Kind.SISTER_CITY: {"signed": 6.3, "founded": 6.0},
    Kind.LETTER_OF_INTENT: {"signed": 6.2},
    Kind.MOU: {"signed": 6.1},
    Kind.JOINT_VENTURE: {"signed": 6.0, "founded": 6.0, "intended": 3.6},
    Kind.JOINT_RESEARCH: {"signed": 5.45, "founded": 5.2, "intended": 3.4},
    Kind.AGREEMENT: {"signed": 5.5},
    Kind.NETWORK: {"founded": 5.3, "intended": 3.0},
    Kind.DELEGATION: {"visited": 4.0},
    Kind.INTENT: {"intended": 2.0},
}
_BLANK = re.compile(r"\s")
_IN_TITLE = 1.2
_EARLY = 0.6


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with what it tells; background is what happened before or elsewhere."""

    text: str  # with plain blanks, as long as the literal
    literal: str
    index: int
    events: dict[Kind, float]  # what it tells, and how weighty that is
    background: bool
    linked: bool  # an earlier agreement that this story rests on


@dataclass(frozen=True, slots=True)
class Telling:
    """A story's sentences, and among them those that tell its event, the strongest kind first."""

    title: str
    body: tuple[Sentence, ...]
    kind: Kind | None
    main: tuple[Sentence, ...]


def tell(words: Lexicon, title: str, text: str) -> Telling:
    """Find the event of a story and the sentences that tell it."""
    lines = [line for line in sentences(text[:_MOST_CHARACTERS])[:_MOST_SENTENCES] if line != title]
    body = tuple(_sentence(words, line[:_LONGEST_SENTENCE], index) for index, line in enumerate(lines))
    kind = _kind(words, title, body)
    main = tuple(s for s in body if kind in s.events and not s.background)
    if not main and kind is not None:  # only told as background: better that than nothing
        main = tuple(s for s in body if kind in s.events)
    return Telling(title, body, kind, main)


def _sentence(words: Lexicon, literal: str, index: int) -> Sentence:
    text = _BLANK.sub(" ", literal)
    done = {act for act, pattern in words.acts.items() if pattern.search(text)}
    named = (kind for kind in EVENTS if done & EVENTS[kind].keys() and words.kinds[kind].search(text))
    events = {kind: max(EVENTS[kind][act] for act in done & EVENTS[kind].keys()) for kind in named}
    if Kind.MOU in events or Kind.LETTER_OF_INTENT in events:
        events.pop(Kind.AGREEMENT, None)  # the same paper by its more general name
    linked = bool(words.marks["linked"].search(text))
    return Sentence(text, literal, index, events, linked or bool(words.marks["background"].search(text)), linked)


def _kind(words: Lexicon, title: str, body: tuple[Sentence, ...]) -> Kind | None:
    scores: dict[Kind, float] = {}
    for sentence in body:
        for kind, weight in sentence.events.items():
            score = weight - (4.0 if sentence.background else 0.0) + (_EARLY if sentence.index < 3 else 0.0)
            score += _IN_TITLE if words.kinds[kind].search(title) else 0.0
            scores[kind] = max(score, scores.get(kind, 0.0))
    return max(scores, key=scores.__getitem__) if scores else None
