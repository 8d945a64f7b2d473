"""Signals: what in a sentence speaks for a partnership story."""

from __future__ import annotations

from collections.abc import Iterator

from stories.judging.lexicon import KINDS, Lexicon
from stories.judging.marks import Marked, span_of

Signal = tuple[str, str]  # the rule and the literal words
RULES = (
    "pact_signed", "pact_ended", "pact_planned", "pact_mentioned", "paper_signed", "paper_mentioned",
    "bare_paper_signed", "bare_paper_ended", "cooperation_ended", "intent", "both_sides", *KINDS,
)  # fmt: skip


def signals(marked: Marked, lexicon: Lexicon, between_two: bool) -> Iterator[Signal]:
    """Everything in one sentence that speaks for a partnership. `between_two`: the story's top names two sides."""
    if "pact" in marked.words or "paper" in marked.words:
        yield from _deeds(marked)
    else:
        yield from _without_a_paper(marked, between_two)
    yield from _kinds(marked, lexicon)


def _without_a_paper(marked: Marked, between_two: bool) -> Iterator[Signal]:
    words = marked.words
    if "cooperation" in words:
        for rule, act in (("cooperation_ended", "ended"), ("intent", "intent")):
            if act in words:
                yield rule, marked.span("cooperation", act)
    elif between_two and "mutual" in words and "intent" in words:
        yield "both_sides", marked.span("mutual", "intent")


def _deeds(marked: Marked) -> Iterator[Signal]:
    words = marked.words
    named = "pact" if "pact" in words else "paper"
    cooperative = named == "pact" or "cooperation" in words
    if "ended" in words and (cooperative or marked.is_two_sided):
        yield ("pact_ended" if cooperative else "bare_paper_ended"), marked.span(named, "ended")
    elif "act" in words and cooperative:
        yield f"{named}_signed", marked.span(named, "act")
    elif "signing" in words and marked.joins:
        yield "bare_paper_signed", marked.span(named, "signing")
    elif "intent" in words and cooperative:
        yield ("pact_planned" if named == "pact" else "intent"), marked.span(named, "intent")
    elif cooperative:
        yield f"{named}_mentioned", marked.span(named)


def _kinds(marked: Marked, lexicon: Lexicon) -> Iterator[Signal]:
    text = marked.line.text
    for kind in lexicon.kinds:
        thing = kind.thing.search(text)
        done = kind.done.search(text) if thing else None
        if thing and done:
            yield kind.name, span_of(text, [thing, done])
