"""The one sentence of a story that shows the cooperation best."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stories.facts.choice import ranked, weights
from stories.facts.mention import Mention
from stories.facts.noticed import Names, Noticed
from stories.facts.telling import Sentence, Telling, weight
from stories.model import Kind

CHOICE = "evidence"
_OPENING = '“"„«「『‘'
_STOPS = (".", "。", "!", "?", "！", "？")
_SHORT, _LONG = 0.6, 1.6  # of the usual length of the story's sentences


def by_evidence(told: Telling, found: Noticed, who: Collection[Mention]) -> list[int]:
    """The sentences that were looked at, by their places, the most telling first."""
    return ranked(evidence_figures(told, found, who), weights(CHOICE))


def evidence(told: Telling, order: Sequence[int]) -> str | None:
    """The most telling sentence as the text writes it; of a story without a text its title."""
    return told.body[order[0]].literal if order else told.title or None


def evidence_figures(told: Telling, found: Noticed, who: Collection[Mention]) -> list[dict[str, float]]:
    """What is counted of each sentence that was looked at, by name."""
    read = told.body[: len(found.body)]
    usual = sum(len(sentence.text) for sentence in read) / max(1, len(read))
    named = [(party.name, *party.aliases) for party in who]
    first = next((n for n, sentence in enumerate(read) if sentence.events), None)
    return [
        {
            **_words(names, found.title, told.kind),
            **dict.fromkeys((f"opens.{name}" for name in found.opening[n]), 1.0),
            "opens": float(bool(found.opening[n])),
            **_telling(told, sentence),
            **_place(n, first, told.kind),
            **_shape(sentence.text, usual),
            **_parties(sentence.text, named),
        }
        for n, (sentence, names) in enumerate(zip(read, found.body, strict=True))
    ]


def _words(names: Names, title: Names, kind: Kind | None) -> dict[str, float]:
    """What it holds, also for this kind of story, and kinds with acts; how much of what the title holds."""
    kinds = [name for name in names if name.startswith("kinds.")]
    acts = [name for name in names if name.startswith("acts.")]
    pairs = {f"{act} {kind}": 1.0 for act in acts for kind in kinds}
    of_kind = {f"{kind}: {name}": 1.0 for name in names}
    return {**dict.fromkeys(names, 1.0), **of_kind, **pairs, "as_title": len(names & title) / max(1, len(title))}


def _telling(told: Telling, sentence: Sentence) -> dict[str, float]:
    return {
        "tells": float(bool(sentence.events)),
        "tells.kind": float(told.kind in sentence.events),
        "tells.main": float(sentence in told.main),
        "tells.first": float(sentence in told.main[:1]),
        "tells.weight": weight(sentence) / 3,
        "background": float(sentence.background),
        "linked": float(sentence.linked),
    }


def _place(place: int, first: int | None, kind: Kind | None) -> dict[str, float]:
    where = f"place.{min(place, 5)}"
    return {where: 1.0, f"{kind}: {where}": 1.0, "place.far": place / 10, "place.first_event": float(place == first)}


def _shape(text: str, usual: float) -> dict[str, float]:
    return {
        "short": float(len(text) < _SHORT * usual),
        "long": float(len(text) > _LONG * usual),
        "stops": float(text.rstrip().endswith(_STOPS)),
        "asks": float(text.rstrip().endswith(("?", "？"))),
        "speaks": float(text.startswith(tuple(_OPENING))),
        "quotes": float(any(mark in text for mark in _OPENING)),
        "digits": float(any(letter.isdecimal() for letter in text)),
    }


def _parties(text: str, named: Sequence[tuple[str, ...]]) -> dict[str, float]:
    there = [any(name in text for name in names) for names in named]
    return {
        "parties.any": float(any(there)),
        "parties.two": float(sum(there) > 1),
        "parties.many": min(sum(there), 4) / 4,
        "parties.main": float(len(there) > 1 and all(there[:2])),
    }
