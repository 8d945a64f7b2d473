"""What happened: the kind for which a story's words, weighed by what was learned, say the most."""

from __future__ import annotations

from stories.facts.choice import chosen, weights
from stories.facts.noticed import Names, Noticed, together
from stories.facts.telling import Telling
from stories.model import Kind

CHOICE = "kind"
_PAPERS = (Kind.MOU, Kind.AGREEMENT, Kind.LETTER_OF_INTENT)
_LEAD = 2  # sentences
_NEAR = 3  # sentences, the most telling ones


def kind(told: Telling, found: Noticed, order: list[int]) -> Kind:
    """The kind; OTHER when the story holds none of the words. `order`: its sentences, the most telling first."""
    parts = parts_of(found, order)
    if not parts["body"] | parts["title"]:
        return Kind.OTHER
    return Kind(chosen(story_figures(parts), own_figures(told, found, parts), weights(CHOICE)))


def parts_of(found: Noticed, order: list[int]) -> dict[str, Names]:
    """What the parts of a story hold whose words weigh otherwise."""
    return {
        "title": found.title,
        "lead": together(found.body[:_LEAD]),
        "telling": together(found.body[n] for n in order[:1]),
        "near": together(found.body[n] for n in order[:_NEAR]),
        "body": together(found.body),
    }


def story_figures(parts: dict[str, Names]) -> dict[str, float]:
    """Each word in each part: "title.hints.soon"; "always" is the start of each candidate."""
    return {"always": 1.0, **{f"{part}.{name}": 1.0 for part, names in parts.items() for name in names}}


def own_figures(told: Telling, found: Noticed, parts: dict[str, Names]) -> dict[str, dict[str, float]]:
    """What speaks for any kind in the same way: that its own words are there, and that its event is told.

    A paper that is only sought ("will seek to sign an agreement") is no candidate: what there is of it is the wish.
    """
    return {each.value: _own(each, told, found, parts) for each in Kind if not _only_sought(each, found)}


def _only_sought(kind: Kind, found: Noticed) -> bool:
    word = f"kinds.{kind}"
    naming = [names for names in found.body if word in names]
    is_sought = bool(naming) and all("marks.sought" in names for names in naming)
    return is_sought and kind in _PAPERS and word not in found.title


def _own(kind: Kind, told: Telling, found: Noticed, parts: dict[str, Names]) -> dict[str, float]:
    word = f"kinds.{kind}"
    telling = [sentence for sentence in told.body if kind in sentence.events]
    naming = sum(word in names for names in found.body)
    return {
        **{f"named.{part}": float(word in names) for part, names in parts.items()},
        "named.often": min(naming, 5) / 5,
        "named.share": naming / max(1, len(found.body)),
        "told": float(told.kind is kind),
        "told.somewhere": float(bool(telling)),
        "told.now": float(any(not sentence.background for sentence in telling)),
        "told.at_once": float(bool(telling) and telling[0].index == 0),
    }
