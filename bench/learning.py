"""Lessons -> all that the judge weighs with.

Figures of all languages are weighed together, with signs that say what may only speak for a partnership and what only
against; pieces of words language by language. What the words say of a story is asked of weights that never saw its
source, so that they are trusted no more than they deserve.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack

from bench.learn_words import Standing, Weighed, said_by_strangers, standing_of, vocabulary_of, weigh
from bench.lessons import Lesson, importance_of, truth_of
from bench.logistic import Bound, Floats, fit
from stories.judging.lexicon import OBJECTIONS
from stories.judging.marks import FADING
from stories.judging.objections import KIN
from stories.judging.signals import RULES
from stories.judging.weights import FIGURES, WORDS, Weights
from stories.judging.words import Vocabulary, length_of

TRUST = 0.5  # in the stories, against small weights of figures
# Logits added to every start: what is learned from has five dropped stories for each that is kept, most of them hard;
# on sources that were not learned from, F1 of the gold set is best here and that of other stories no worse.
LEAN = 0.25
SPEAKING = (
    "pact", "paper", "act", "cooperation", "intent", "mutual", "organisation", "joiner", "two_sides", "telling",
)  # fmt: skip
FOR: Bound = (0.0, None)
AGAINST: Bound = (None, 0.0)
EITHER: Bound = (None, None)
HEADER = """\
# What was learned (make retrain): how much each figure of a story weighs (logits), where each language starts, and
# what the words of a story count for. Never edited by hand.
"""


@dataclass(frozen=True)
class Learned:
    """All that the judge weighs with."""

    weights: Weights
    vocabularies: Mapping[str, Vocabulary]

    def logit(self, each: Lesson) -> float:
        """What it says of a story."""
        return sum(self.weight(name) * value for name, value in parts(each, self).items())

    def weight(self, name: str) -> float:
        """The weight of a part of a story, by its name."""
        what, _, rest = name.partition(":")
        if what == "start":
            return self.weights.start.get(rest, 0.0)
        if what == "figure":
            return self.weights.figures.get(rest, 0.0)
        language, place, piece = rest.split(":", 2)
        return self.vocabularies[language].weights[piece][int(place)]


def parts(each: Lesson, learned: Learned) -> dict[str, float]:
    """A story as named numbers: its start, its figures, the pieces of its words in both places."""
    known = learned.vocabularies[each.language].weights
    found = {piece: where for piece, where in each.pieces.items() if piece in known}
    value = learned.weights.words / length_of(found)
    named = {f"start:{each.language}": 1.0, **{f"figure:{key}": number for key, number in each.figures.items()}}
    named |= {f"piece:{each.language}:0:{piece}": value for piece in found}
    return named | {f"piece:{each.language}:1:{piece}": value for piece, where in found.items() if where.at_the_top}


def learn(lessons: Sequence[Lesson]) -> Learned:
    """Weights of figures, starts and vocabularies, learned from lessons of any languages."""
    groups = {name: [each for each in lessons if each.language == name] for name in _languages(lessons)}
    standing = {name: standing_of(group) for name, group in groups.items()}
    said = np.concatenate([said_by_strangers(standing[name], group) for name, group in groups.items()])
    words = {name: (standing[name], weigh(standing[name], group)) for name, group in groups.items()}
    ordered = [each for group in groups.values() for each in group]
    return _weighed(ordered, said, words)


def _weighed(lessons: Sequence[Lesson], said: Floats, words: Mapping[str, tuple[Standing, Weighed]]) -> Learned:
    names = sorted({key for each in lessons for key in each.figures})
    starts = {name: _start(name) for name in words}
    rows = [{**each.figures, starts[each.language]: 1.0} for each in lessons]
    table = hstack([table_of(rows, [*names, *starts.values()]), csr_matrix(said[:, None])]).tocsr()
    bounds = [*map(bound_of, names), *[EITHER] * len(starts), FOR]
    found, common = fit(table, truth_of(lessons), TRUST, bounds, importance_of(lessons))
    of_words = float(found[-1])
    by_figure = {name: round(float(w), 3) for name, w in zip(names, found, strict=False) if abs(w) >= 0.0005}
    begun = {
        name: round(common + LEAN + float(found[len(names) + n]) + of_words * words[name][1].start, 3)
        for n, name in enumerate(starts)
    }
    vocabularies = {name: vocabulary_of(*each) for name, each in words.items()}
    return Learned(Weights(by_figure, begun, round(of_words, 3)), vocabularies)


def bound_of(key: str) -> Bound:
    """What may only speak for a partnership, or only against it."""
    rule, _, circumstance = key.partition(".")
    if rule in FADING.values() and circumstance in ("top", "body"):
        return AGAINST
    if rule in (*OBJECTIONS, KIN):
        return FOR if circumstance == "unless" else AGAINST
    if rule in (*RULES, "told") and circumstance not in ("faded", "often"):
        return AGAINST if circumstance == "no_side" else FOR
    return FOR if rule in SPEAKING else EITHER


def table_of(rows: Sequence[Mapping[str, float]], columns: Sequence[str]) -> csr_matrix:
    """Rows of named numbers as a matrix; names that are no column are left out."""
    place = {name: n for n, name in enumerate(columns)}
    entries = [(n, place[key], value) for n, row in enumerate(rows) for key, value in row.items() if key in place]
    at, column, value = zip(*entries, strict=True)
    return csr_matrix((value, (at, column)), shape=(len(rows), len(columns)))


def write(
    weights: Weights,
    vocabularies: Mapping[str, Vocabulary],
    figures_file: Path = FIGURES,
    words_file: Path = WORDS,
) -> None:
    """Write what the judge reads."""
    rows = [HEADER, f"words = {weights.words}", "", "[start]"]
    rows += [f"{language} = {start}" for language, start in weights.start.items()]
    rows += ["", "[figures]", *(f'"{key}" = {weight}' for key, weight in weights.figures.items()), ""]
    figures_file.write_text("\n".join(rows), encoding="utf-8")
    arrays = {}
    for language, vocabulary in vocabularies.items():
        pieces = "\n".join(vocabulary.weights).encode()
        arrays[f"{language}.pieces"] = np.frombuffer(pieces, dtype=np.uint8)
        arrays[f"{language}.weights"] = np.array(list(vocabulary.weights.values()), dtype=np.float16).T
    np.savez_compressed(words_file, **arrays)


def _start(language: str) -> str:
    return f"start of {language}"


def _languages(lessons: Sequence[Lesson]) -> list[str]:
    return sorted({each.language for each in lessons})
