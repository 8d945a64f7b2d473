"""Signals: what in a sentence speaks for a partnership story, and how much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stories.judge_lexicon import Lexicon
from stories.judge_lines import Line, Position

BACKGROUND, DENIED, URGED = "background_only", "denial", "only_urged"

# Weights are logits. A signed paper between two named sides in the lead carries a story alone.
WEIGHT = {
    "pact_signed": 4.0,
    "pact_ended": 3.6,
    "paper_signed": 3.4,
    "bare_paper_ended": 2.4,
    "cooperation_ended": 3.0,
    "bare_paper_signed": 2.4,  # an agreement that says nothing of cooperation; an objection will tell what it is
    "pact_planned": 3.0,
    "pact_in_title": 2.2,
    "intent": 2.9,
    "joint_venture": 3.4,
    "joint_research": 3.2,
    "network": 3.2,
    "sister_city": 3.4,
    "sister_city_signed": 3.8,
    "delegation": 3.0,
    "other": 3.0,
    "both_sides": 1.6,  # "the two universities will …": between sides named at the top half a word is enough
    "pact_mentioned": 0.8,
}
# Everyday words: they mean a partnership only where two organisations stand beside them.
EVERYDAY = frozenset({"intent", "joint_research", "other", "cooperation_ended"})
# An end or a renewal at the top of a story is news, however old the paper it names.
ENDINGS = frozenset({"pact_ended", "bare_paper_ended", "cooperation_ended"})
TWO_SIDES, NO_SIDE, AT_THE_TOP = 0.7, -1.0, 0.6
FADED = 0.2  # what is left of a signal that is told as background, denied or only asked for

# A name in Latin script: words that start with a capital, so "the city of Linz" and "Linz" count alike.
_NAME = re.compile(r"(?<![\w.])[A-ZÀ-ỸĐ][\w'’&-]+(?: (?:of |de |für |der |và )?[A-ZÀ-ỸĐ][\w'’&-]+)*")


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that spoke for the story, its weight after the sentence's circumstances, and its literal words."""

    rule: str
    weight: float
    quote: str
    faded: str | None = None  # why it counts little


def signals(line: Line, lexicon: Lexicon, between_two: bool) -> Iterator[Signal]:
    """Everything in one sentence that speaks for a partnership. `between_two`: the story's top names two sides."""
    found = [*_papers(line, lexicon, between_two), *_kinds(line, lexicon)]
    if not found:
        return
    at_the_top = line.position is not Position.BODY
    sides, faded = _sides(line, lexicon), _faded(line, lexicon)
    two = between_two or names_two_organisations(line, lexicon)
    for rule, quote in found:
        told = NO_SIDE if rule in EVERYDAY and not two else sides
        why = None if faded == BACKGROUND and at_the_top and rule in ENDINGS else faded
        weight = max(0.0, WEIGHT[rule] + told + (AT_THE_TOP if at_the_top else 0.0)) * (FADED if why else 1.0)
        yield Signal(rule, weight, quote, why)


def close_to_the_paper(line: Line, lexicon: Lexicon) -> bool:
    """Whether a sentence speaks of the story's paper, or stands where a story says what it is about."""
    spoken_of = (lexicon.words[name].search(line.text) for name in ("pact", "paper", "anaphor"))
    return line.position is not Position.BODY or any(spoken_of)


def _papers(line: Line, lexicon: Lexicon, between_two: bool) -> Iterator[tuple[str, str]]:
    words, text = lexicon.words, line.text
    pact, paper = words["pact"].search(text), words["paper"].search(text)
    if pact is None and paper is None:
        cooperation = words["cooperation"].search(text)
        for rule, act in (("cooperation_ended", "ended"), ("intent", "intent")):
            match = words[act].search(text) if cooperation else None
            if cooperation and match:
                yield rule, _span(text, cooperation, match)
        both = words["mutual"].search(text) if between_two and not cooperation else None
        match = words["intent"].search(text) if both else None
        if both and match:
            yield "both_sides", _span(text, both, match)
        return
    named = pact or paper
    assert named is not None
    yield from _deeds(line, lexicon, named, named is pact)


def _deeds(line: Line, lexicon: Lexicon, named: re.Match[str], is_pact: bool) -> Iterator[tuple[str, str]]:
    words, text = lexicon.words, line.text
    act, ended, intent = (words[name].search(text) for name in ("act", "ended", "intent"))
    cooperation = words["cooperation"].search(text)
    if ended and (is_pact or cooperation):
        yield "pact_ended", _span(text, named, ended)
    elif act and (is_pact or cooperation):
        yield "pact_signed" if is_pact else "paper_signed", _span(text, named, act)
    elif ended and names_two_organisations(line, lexicon):
        yield "bare_paper_ended", _span(text, named, ended)
    elif words["signing"].search(text) and _sides(line, lexicon) > 0:
        yield "bare_paper_signed", named.group()
    elif intent and (is_pact or cooperation):
        yield "pact_planned" if is_pact else "intent", _span(text, named, intent)
    elif is_pact or (cooperation and _is_past(line, lexicon)):
        yield "pact_in_title" if line.position is Position.TITLE else "pact_mentioned", named.group()


def _kinds(line: Line, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    for kind in lexicon.kinds:
        thing = kind.thing.search(line.text)
        done = kind.done.search(line.text) if thing else None
        if thing and done:
            yield _named(kind.name, line, lexicon), _span(line.text, thing, done)


def _named(kind: str, line: Line, lexicon: Lexicon) -> str:
    signed = any(lexicon.words[name].search(line.text) for name in ("act", "ended"))
    return f"{kind}_signed" if signed and f"{kind}_signed" in WEIGHT else kind


def _sides(line: Line, lexicon: Lexicon) -> float:
    words, text = lexicon.words, line.text
    names = {match.group() for match in words["organisation"].finditer(text)}
    names |= set(_NAME.findall(text))
    if words["mutual"].search(text) or len(names) >= 2 or (names and words["joiner"].search(text)):
        return TWO_SIDES
    return 0.0 if names or words["joiner"].search(text) else NO_SIDE


def names_two_organisations(line: Line, lexicon: Lexicon) -> bool:
    """Whether a sentence names two organisations or says "both sides"."""
    words, text = lexicon.words, line.text
    names = {match.group().casefold() for match in words["organisation"].finditer(text)}
    if lexicon.names_are_capitalised:
        names |= {name.casefold() for name in _NAME.findall(text)}
    return len(names) >= 2 or bool(words["mutual"].search(text))


def _faded(line: Line, lexicon: Lexicon) -> str | None:
    if lexicon.words["denied"].search(line.text):
        return DENIED
    if lexicon.words["urged"].search(line.text):
        return URGED
    return BACKGROUND if _is_past(line, lexicon) else None


def _is_past(line: Line, lexicon: Lexicon) -> bool:
    return line.is_past or bool(lexicon.words["background"].search(line.text))


def _span(text: str, one: re.Match[str], other: re.Match[str]) -> str:
    return text[min(one.start(), other.start()) : max(one.end(), other.end())]
