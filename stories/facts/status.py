"""How far the cooperation has come: the status for which words and kind, weighed by what was learned, say most."""

from __future__ import annotations

from stories.facts.choice import Figures, chosen, weights
from stories.facts.kind import parts_of, story_figures
from stories.facts.noticed import Names, Noticed
from stories.model import Kind, Status

CHOICE = "status"
_ACTS = ("signed", "founded", "visited")
_PAPERS = {f"kinds.{kind}" for kind in (Kind.MOU, Kind.AGREEMENT, Kind.LETTER_OF_INTENT, Kind.SISTER_CITY)}
_PLAINLY = {"acts.signed", "hints.done"}
_AHEAD = {"marks.planned", "marks.sought", "marks.approved", "marks.hypothetical"}


def status(found: Noticed, order: list[int], kind: Kind) -> Status | None:
    """Planned, signed, under way, renewed or ended; None when the story holds none of the words."""
    parts = parts_of(found, order)
    if not parts["body"] | parts["title"]:
        return None
    figures = status_figures(found, parts, kind)
    return Status(chosen(figures, candidates(figures), weights(CHOICE)))


def candidates(figures: Figures) -> dict[str, Figures]:
    """What it may be: where a paper was signed and none is still to be, nothing is a mere plan."""
    is_done = "signed.plainly" in figures and "signed.paper.ahead" not in figures
    return {each.value: {} for each in Status if each is not Status.PLANNED or not is_done}


def status_figures(found: Noticed, parts: dict[str, Names], kind: Kind) -> dict[str, float]:
    """The words in each part, as for the kind; the kind; whether a sentence tells that it is done, or is ahead."""
    return {**story_figures(parts), f"kind.{kind}": 1.0, **dict.fromkeys(_how_told(found, kind), 1.0)}


def _how_told(found: Noticed, kind: Kind) -> set[str]:
    """ "signed.paper.done": a sentence tells the act with what it is done to, and no word there says it is ahead."""
    told = set()
    for names in found.body:
        how = "past" if "marks.background" in names else "ahead" if names & _AHEAD else "done"
        is_plain = names >= _PLAINLY and "hints.soon" not in names
        told |= {"signed.plainly"} if is_plain and names & _PAPERS and how == "done" else set()
        for act in _ACTS:
            if f"acts.{act}" in names:
                told |= {f"{act}.paper.{how}"} if names & _PAPERS else set()
                told |= {f"{act}.it.{how}"} if f"kinds.{kind}" in names else set()
    return told
