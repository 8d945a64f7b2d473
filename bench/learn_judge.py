"""Learn the judge's weights from the gold set and from what readers marked, and show what would change.

Figures of all languages are weighed together, with signs that say what speaks for and what against; pieces of words
language by language. What the words say of a story is asked of weights that never saw its source, so that they are
trusted no more than they deserve. Sources and years that are held out are never learned from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix, hstack

from bench.logistic import Bound, Floats, fit
from stories.judging.figures import figures
from stories.judging.lexicon import OBJECTIONS, lexicon
from stories.judging.lines import lines
from stories.judging.marks import FADING, marked
from stories.judging.signals import RULES
from stories.judging.weights import FIGURES, WORDS, Weights
from stories.judging.words import Found, Vocabulary, found_pieces, length_of, spoken
from stories.model import Article

HEADER = """\
# What bench/learn_judge.py learned: how much each figure of a story weighs (logits), where each language starts, and
# what the words of a story count for. Never edited by hand.
"""
FIGURES_TRUST, WORDS_TRUST = 0.5, 10.0
FEWEST = 2  # stories in which a piece must stand
MOST_PIECES = 6_000  # of a language
FOLDS = 5
FOR: Bound = (0.0, None)
AGAINST: Bound = (None, 0.0)
EITHER: Bound = (None, None)


@dataclass(frozen=True)
class Lesson:
    """A story, counted, with the verdict it ought to have."""

    article: Article
    language: str
    source: str
    keep: bool
    importance: float  # how often it counts
    figures: Mapping[str, float]
    pieces: Mapping[str, Found]


@dataclass(frozen=True)
class Learned:
    """All that the judge weighs with."""

    weights: Weights
    vocabularies: Mapping[str, Vocabulary]


def lesson(article: Article, language: str, source: str, keep: bool, importance: float = 1.0) -> Lesson:
    """Count a story's figures and pieces of words. Stories of one source are never asked about each other."""
    story, words = lines(article), lexicon(language)
    counted = {key: figure.value for key, figure in figures(marked(story, words), words).items()}
    return Lesson(article, language, f"{language}/{source}", keep, importance, counted, found_pieces(story))


def learn(lessons: Sequence[Lesson]) -> Learned:
    """Weights of figures, starts and vocabularies, learned from lessons of any languages."""
    by_language = {name: [each for each in lessons if each.language == name] for name in _languages(lessons)}
    said = np.concatenate([_said_by_strangers(each) for each in by_language.values()])
    ordered = [each for group in by_language.values() for each in group]
    names = sorted({key for each in ordered for key in each.figures})
    starts = [f"start {language}" for language in by_language]
    table = _table([{**each.figures, f"start {each.language}": 1.0} for each in ordered], names + starts)
    bounds = [*(bound_of(name) for name in names), *[EITHER] * len(starts), FOR]
    found, start = fit(hstack([table, csr_matrix(said[:, None])]).tocsr(), _truth(ordered), FIGURES_TRUST, bounds, _importance(ordered))
    by_figure = {name: round(float(w), 3) for name, w in zip(names, found, strict=False) if abs(w) >= 0.0005}
    vocabularies = {language: words_of(each) for language, each in by_language.items()}
    of_words = float(found[-1])
    begun = {
        language: round(start + float(found[len(names) + n]) + of_words * vocabularies[language][1], 3)
        for n, language in enumerate(by_language)
    }
    return Learned(Weights(by_figure, begun, round(of_words, 3)), {k: v for k, (v, _) in vocabularies.items()})


def bound_of(key: str) -> Bound:
    """What may only speak for a partnership, or only against it."""
    rule, _, circumstance = key.partition(".")
    if rule in FADING.values() and circumstance in ("top", "body"):
        return AGAINST
    if rule in OBJECTIONS:
        return FOR if circumstance == "unless" else AGAINST
    if rule in (*RULES, "told") and circumstance not in ("faded", "often"):
        return AGAINST if circumstance == "no_side" else FOR
    return EITHER


def words_of(lessons: Sequence[Lesson]) -> tuple[Vocabulary, float]:
    """The vocabulary of one language, and the start that belongs to it."""
    standing = Counter(piece for each in lessons for piece in each.pieces)
    frequent = sorted(piece for piece, stories in standing.items() if stories >= FEWEST)
    found, _ = _weigh_pieces(lessons, frequent)
    heaviest = np.argsort(-np.abs(found).max(axis=0), kind="stable")[:MOST_PIECES]
    kept = sorted(frequent[n] for n in heaviest)
    found, start = _weigh_pieces(lessons, kept)
    halves = found.astype(np.float16).astype(float).T.tolist()
    return Vocabulary(dict(zip(kept, map(tuple, halves), strict=True))), start


def _weigh_pieces(lessons: Sequence[Lesson], kept: Sequence[str]) -> tuple[Floats, float]:
    column = {piece: n for n, piece in enumerate(kept)}
    rows = [_row_of_pieces(each, column) for each in lessons]
    table = _table(rows, range(2 * len(kept)))
    found, start = fit(table, _truth(lessons), WORDS_TRUST, importance=_importance(lessons))
    return found.reshape(2, len(kept)), start


def _row_of_pieces(each: Lesson, column: Mapping[str, int]) -> dict[int, float]:
    known = {piece: found for piece, found in each.pieces.items() if piece in column}
    value = 1 / length_of(known)
    top = {column[piece] + len(column): value for piece, found in known.items() if found.at_the_top}
    return {column[piece]: value for piece in known} | top


def _said_by_strangers(lessons: Sequence[Lesson]) -> Floats:
    """What the words of each story say by weights that were learned from other sources."""
    said = np.zeros(len(lessons))
    for fold in range(FOLDS):
        strange = [n for n, each in enumerate(lessons) if crc32(each.source.encode()) % FOLDS == fold]
        if not strange:
            continue
        known, start = words_of([each for n, each in enumerate(lessons) if n not in set(strange)])
        for n in strange:
            said[n] = start + sum(word.weight for word in spoken(lines(lessons[n].article), known))
    return said


def _table(rows: Sequence[Mapping], columns: Sequence) -> csr_matrix:
    place = {name: n for n, name in enumerate(columns)}
    entries = [(n, place[key], value) for n, row in enumerate(rows) for key, value in row.items() if key in place]
    at, column, value = zip(*entries, strict=True)
    return csr_matrix((value, (at, column)), shape=(len(rows), len(columns)))


def _truth(lessons: Sequence[Lesson]) -> np.ndarray:
    return np.array([each.keep for each in lessons])


def _importance(lessons: Sequence[Lesson]) -> Floats:
    return np.array([each.importance for each in lessons])


def _languages(lessons: Sequence[Lesson]) -> list[str]:
    return sorted({each.language for each in lessons})


def write(learned: Learned, figures_file: Path = FIGURES, words_file: Path = WORDS) -> None:
    """Write what the judge reads."""
    weights = learned.weights
    rows = [HEADER, f"words = {weights.words}", "", "[start]"]
    rows += [f"{language} = {start}" for language, start in weights.start.items()]
    rows += ["", "[figures]", *(f'"{key}" = {weight}' for key, weight in weights.figures.items()), ""]
    figures_file.write_text("\n".join(rows), encoding="utf-8")
    arrays = {}
    for language, vocabulary in learned.vocabularies.items():
        pieces = "\n".join(vocabulary.weights).encode()
        arrays[f"{language}.pieces"] = np.frombuffer(pieces, dtype=np.uint8)
        arrays[f"{language}.weights"] = np.array(list(vocabulary.weights.values()), dtype=np.float16).T
    np.savez_compressed(words_file, **arrays)
