"""A line with what its words are: every pattern of the language file is searched once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stories.judging.lexicon import Lexicon
from stories.judging.lines import Line, Position

# Why a signal counts for little: told as past, denied, or only asked for.
FADING = {"denied": "denial", "urged": "only_urged", "background": "background_only"}

# A name in Latin script: words that start with a capital, so "the city of Linz" and "Linz" count alike.
_NAME = re.compile(r"(?<![\w.])[A-ZÀ-ỸĐ][\w'’&-]+(?: (?:of |de |für |der |và )?[A-ZÀ-ỸĐ][\w'’&-]+)*")


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence and the first words in it of each list."""

    line: Line
    words: Mapping[str, re.Match[str]]  # by name of the list; only those found
    is_two_sided: bool  # it names two organisations or says "both sides"
    joins: bool  # it names one and says "with", or has two names of any kind
    is_alone: bool  # it names nobody and says no "with"

    @property
    def zone(self) -> str:
        """Where it stands: title, lead or body."""
        return self.line.position.value

    @property
    def at_the_top(self) -> bool:
        """Whether it stands where a story says what it is about."""
        return self.line.position is not Position.BODY

    @property
    def close(self) -> bool:
        """Whether it speaks of the story's paper or stands at the top."""
        return self.at_the_top or any(name in self.words for name in ("pact", "paper", "anaphor"))

    @property
    def fading(self) -> str | None:
        """Why what it says counts for little, if it does."""
        for name, why in FADING.items():
            if name in self.words or (name == "background" and self.line.is_past):
                return why
        return None

    def span(self, *names: str) -> str:
        """The literal text from the first to the last of these words, as far as they are there."""
        return span_of(self.line.text, [self.words[name] for name in names if name in self.words])


def span_of(text: str, found: Sequence[re.Match[str]]) -> str:
    """The literal text from the first to the last of some matches; empty where there are none."""
    return text[min(m.start() for m in found) : max(m.end() for m in found)] if found else ""


def marked(lines: Sequence[Line], lexicon: Lexicon) -> list[Marked]:
    """Each line with its marks, in order."""
    return [_marked(line, lexicon) for line in lines]


def _marked(line: Line, lexicon: Lexicon) -> Marked:
    named = list(lexicon.words["organisation"].finditer(line.text))
    others = ((name, pattern.search(line.text)) for name, pattern in lexicon.words.items() if name != "organisation")
    found = {name: match for name, match in (*others, *(("organisation", match) for match in named[:1])) if match}
    organisations = {match.group().casefold() for match in named}
    enough = len(organisations) >= 2
    names = set() if enough else _names(line.text)
    # Where other nouns are capitalised, too, a capital alone makes no side.
    two = len(organisations | names if lexicon.names_are_capitalised else organisations)
    all_names, mutual = len(organisations | names), "mutual" in found
    joins = mutual or all_names >= 2 or (all_names == 1 and "joiner" in found)
    return Marked(line, found, two >= 2 or mutual, joins, not (joins or all_names or "joiner" in found))


def _names(text: str) -> set[str]:
    """What is written like a name; the first word of a sentence is so written anyway."""
    return {m.group().casefold() for m in _NAME.finditer(text) if m.start() > 1 or " " in m.group()}
