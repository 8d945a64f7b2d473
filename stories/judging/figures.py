"""What the judge counts in a story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log1p

from stories.judging.figure import Figure
from stories.judging.lexicon import Lexicon
from stories.judging.marks import Marked
from stories.judging.objections import objections
from stories.judging.signals import signals

COUNTED = ("mutual", "cooperation", "organisation", "intent")
AT_THE_TOP = (
    "pact", "paper", "act", "cooperation", "intent", "mutual", "organisation", "joiner", "urged", "denied", "ended",
    "background",
)  # fmt: skip


def figures(lines: Sequence[Marked], lexicon: Lexicon) -> dict[str, Figure]:
    """All figures of a story that are not zero, by key; of several with one key the largest."""
    found: dict[str, Figure] = {}
    for figure in (*_told(lines, lexicon), *_top_words(lines), *_counts(lines), *objections(lines, lexicon)):
        if figure.value and (figure.key not in found or figure.value > found[figure.key].value):
            found[figure.key] = figure
    return found


def _told(lines: Sequence[Marked], lexicon: Lexicon) -> Iterator[Figure]:
    between_two = next((line for line in lines if line.at_the_top and line.is_two_sided), None)
    if between_two:
        yield Figure("two_sides", "top", 1.0, between_two.line.text)
    telling: list[int] = []
    for number, line in enumerate(lines):
        found = list(signals(line, lexicon, between_two is not None))
        for rule, quote in found:
            yield from _faded(line, rule, quote) if line.fading else _signal(line, rule, quote)
        telling += [number] * len(found) if not line.fading else []
    if telling:
        yield Figure("telling", "often", log1p(len(telling)), lines[telling[0]].line.text)
        yield Figure("telling", "early", 1 / (1 + telling[0]), lines[telling[0]].line.text)


def _signal(line: Marked, rule: str, quote: str) -> Iterator[Figure]:
    yield Figure(rule, line.zone, 1.0, quote)
    yield Figure("told", line.zone, 1.0, quote)
    if line.is_two_sided:
        yield Figure(rule, "two_sides", 1.0, quote)
        yield Figure("told", f"{line.zone}.two_sides", 1.0, quote)
    elif line.is_alone:
        yield Figure(rule, "no_side", 1.0, quote)


def _faded(line: Marked, rule: str, quote: str) -> Iterator[Figure]:
    yield Figure(line.fading or "", "top" if line.at_the_top else "body", 1.0, quote)
    yield Figure(rule, "faded", 1.0, quote)


def _top_words(lines: Sequence[Marked]) -> Iterator[Figure]:
    for line in lines:
        for name in AT_THE_TOP if line.at_the_top else ():
            if name in line.words:
                yield Figure(name, line.zone, 1.0, line.words[name].group())
    if lines and lines[0].zone != "title":
        yield Figure("title", "none", 1.0)


def _counts(lines: Sequence[Marked]) -> Iterator[Figure]:
    yield Figure("length", "lines", log1p(len(lines)))
    close = [line for line in lines if line.close]
    if close:
        yield Figure("paper", "share", len(close) / len(lines), close[0].line.text)
    for name in COUNTED:
        those = [line.words[name].group() for line in lines if name in line.words]
        if those:
            yield Figure(name, "often", log1p(len(those)), those[0])
    two_sided = [line.line.text for line in lines if line.is_two_sided]
    if two_sided:
        yield Figure("two_sides", "often", log1p(len(two_sided)), two_sided[0])
