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
_BY_AGREEMENT = (Kind.JOINT_VENTURE, Kind.JOINT_RESEARCH)  # what an agreement can be about, the more particular first
_BLANK = re.compile(r"\s")
_IN_TITLE = 1.2
_EARLY = 0.6
_SOUGHT = 1.9  # less than a wish to cooperate


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


def weight(sentence: Sentence) -> float:
    """How weighty the weightiest is that a sentence tells."""
    return max(sentence.events.values(), default=0.0)


def tell(words: Lexicon, title: str, text: str) -> Telling:
    """Find the event of a story and the sentences that tell it."""
    lines = [line for line in sentences(text[:_MOST_CHARACTERS])[:_MOST_SENTENCES] if line != title]
    body = tuple(_sentence(words, line[:_LONGEST_SENTENCE], index) for index, line in enumerate(lines))
    kind = _kind(words, title, body)
    kinds = {kind, Kind.AGREEMENT} if kind in _BY_AGREEMENT else {kind}
    main = tuple(s for s in body if kinds & s.events.keys() and not s.background)
    if not main and kind is not None:  # only told as background: better that than nothing
        main = tuple(s for s in body if kind in s.events)
    return Telling(title, body, kind, main)


def _sentence(words: Lexicon, literal: str, index: int) -> Sentence:
    text = _BLANK.sub(" ", literal)
    done = {act for act, pattern in words.acts.items() if pattern.search(text)}
    named = (kind for kind in EVENTS if done & EVENTS[kind].keys() and words.kinds[kind].search(text))
    events = {kind: max(EVENTS[kind][act] for act in done & EVENTS[kind].keys()) for kind in named}
    if words.marks["sought"].search(text):  # a paper that is only wished for
        events = {kind: min(weight, _SOUGHT) for kind, weight in events.items()}
    if Kind.AGREEMENT in events and Kind.JOINT_RESEARCH in events and _adjacent(words, text):
        events[Kind.JOINT_RESEARCH] = events.pop(Kind.AGREEMENT)
    if events.keys() & {Kind.MOU, Kind.LETTER_OF_INTENT, Kind.SISTER_CITY}:
        events.pop(Kind.AGREEMENT, None)  # the same paper by its more general name
    linked = bool(words.marks["linked"].search(text))
    return Sentence(text, literal, index, events, linked or bool(words.marks["background"].search(text)), linked)


def _adjacent(words: Lexicon, text: str) -> bool:
    """Whether the paper is one on joint research: "공동연구 협약", "thỏa thuận nghiên cứu chung"."""
    papers = [m.span() for m in words.kinds[Kind.AGREEMENT].finditer(text)]
    fields = [m.span() for m in words.kinds[Kind.JOINT_RESEARCH].finditer(text)]
    return any(0 <= a[0] - b[1] <= 1 or 0 <= b[0] - a[1] <= 1 for a in papers for b in fields)


def _kind(words: Lexicon, title: str, body: tuple[Sentence, ...]) -> Kind | None:
    scores: dict[Kind, float] = {}
    for sentence in body:
        for kind, weight in sentence.events.items():
            score = weight - (4.0 if sentence.background else 0.0) + (_EARLY if sentence.index < 3 else 0.0)
            score += _IN_TITLE if words.kinds[kind].search(title) else 0.0
            scores[kind] = max(score, scores.get(kind, 0.0))
    best = max(scores, key=scores.__getitem__) if scores else None
    return _particular(words, title, body) or best if best is Kind.AGREEMENT else best


def _particular(words: Lexicon, title: str, body: tuple[Sentence, ...]) -> Kind | None:
    """What the agreement is about where the story opens with that: "will open a joint lab. The two signed"."""
    first = next((s.events for s in body if s.events.keys() - {Kind.INTENT} and not s.background), {})
    if Kind.MOU in first or Kind.LETTER_OF_INTENT in first:  # the title only shortens the paper's name
        return Kind.MOU if Kind.MOU in first else Kind.LETTER_OF_INTENT
    named = (kind for kind in _BY_AGREEMENT if kind in first)
    return next((k for k in named if Kind.AGREEMENT not in first or words.kinds[k].search(title)), None)
