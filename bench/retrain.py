"""Fold what readers marked into the judge's weights, and show what would change before it is accepted.

    make retrain                        show
    make retrain RETRAIN=--accept       show and write

The weights that are shipped know news that is not part of this project, so they are not learned anew: the marks pull
at them as far as they say something else, everything else holds them in place. Signs stay as they are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
import numpy as np

from bench.gold import gold
from bench.learning import Learned, bound_of, parts, table_of, write
from bench.lessons import Lesson, importance_of, lesson, truth_of
from bench.logistic import Bound, fit
from stories.judging.weights import FIGURES, WORDS, Weights, vocabulary, weights
from stories.judging.words import Vocabulary
from stories.languages import supported
from stories.model import Article

TRUST = 2.0  # in one mark, against weights as they are
LOSES = 0.01  # F1 on held-out stories that nothing may cost


def retrained(known: Learned, marks: Sequence[Lesson]) -> Learned:
    """The weights that the marks have pulled at."""
    rows = [parts(each, known) for each in marks]
    names = sorted({name for row in rows for name in row})
    logits = np.array([known.logit(each) for each in marks])
    bounds = [_room(name, known.weight(name)) for name in names]
    found, _ = fit(table_of(rows, names), truth_of(marks), TRUST, bounds, importance_of(marks), logits)
    return _changed(known, {name: known.weight(name) + float(by) for name, by in zip(names, found, strict=True)})


def _room(name: str, weight: float) -> Bound:
    """How far a weight may move without changing what it may say."""
    what, _, key = name.partition(":")
    if what != "figure":
        return (None, None)
    least, most = bound_of(key)
    return (None if least is None else min(0.0, least - weight), None if most is None else max(0.0, most - weight))


def _changed(known: Learned, moved: Mapping[str, float]) -> Learned:
    start, by_figure = dict(known.weights.start), dict(known.weights.figures)
    words = {language: dict(each.weights) for language, each in known.vocabularies.items()}
    for name, weight in moved.items():
        what, _, rest = name.partition(":")
        if what == "start":
            start[rest] = round(weight, 3)
        elif what == "figure":
            by_figure[rest] = round(weight, 3)
        else:
            language, place, piece = rest.split(":", 2)
            pair = words[language][piece]
            words[language][piece] = (weight, pair[1]) if place == "0" else (pair[0], weight)
    return Learned(
        Weights(by_figure, start, known.weights.words), {name: Vocabulary(each) for name, each in words.items()}
    )


@click.command(help=__doc__)
@click.option("--marks", type=click.Path(exists=True, path_type=Path), required=True, help="One mark a line, JSON.")
@click.option("--accept", is_flag=True, help="Write the weights, if the held-out stories do not suffer.")
@click.option("--into", type=click.Path(path_type=Path), default=FIGURES.parent, hidden=True)
def main(marks: Path, accept: bool, into: Path) -> None:
    """Show what the marks change; write it when asked."""
    said = list(_marks(marks))
    if not said:
        click.echo("nobody has marked anything yet: pactwatch stories mark ID yes|no")
        return
    before = Learned(weights(), {language: vocabulary(language) for language in supported()})
    after = retrained(before, said)
    _show_marks(said, before, after)
    suffers = _show_gold(before, after)
    if accept and suffers:
        click.echo("not written: the held-out stories of these languages would suffer; look at the marks again")
        sys.exit(1)
    if accept:
        write(after.weights, after.vocabularies, into / FIGURES.name, into / WORDS.name)
        click.echo("written; a service that runs uses it after its next start")


def _marks(file: Path) -> Iterator[Lesson]:
    for line in file.read_text(encoding="utf-8").splitlines():
        mark = json.loads(line)
        if mark["language"] in supported():
            article = Article(str(mark["id"]), mark["title"], mark["text"], mark["language"])
            yield lesson(article, mark["language"], "marks", bool(mark["keep"]))


def _show_marks(said: Sequence[Lesson], before: Learned, after: Learned) -> None:
    click.echo(f"{'mark':>12} {'said':>5} {'before':>7} {'after':>7}")
    for each in said:
        chances = (1 / (1 + np.exp(-known.logit(each))) for known in (before, after))
        click.echo(f"{each.id[:12]:>12} {'yes' if each.keep else 'no':>5}" + "".join(f" {c:7.2f}" for c in chances))


def _show_gold(before: Learned, after: Learned) -> bool:
    """F1 on held-out stories and how many verdicts turn, by language. Whether one loses too much."""
    lessons = [lesson(s.article, s.language, s.source, s.keep) for s in gold() if s.held_out]
    click.echo(f"\n{'held out':>12} {'stories':>8} {'before':>7} {'after':>7} {'turned':>7}")
    suffers = False
    for language in sorted({each.language for each in lessons}):
        group = [each for each in lessons if each.language == language]
        truth = truth_of(group)
        was, now = (np.array([known.logit(each) >= 0 for each in group]) for known in (before, after))
        old, new = _f1(truth, was), _f1(truth, now)
        click.echo(f"{language:>12} {len(group):8} {old:7.3f} {new:7.3f} {int((was != now).sum()):7}")
        suffers |= new < old - LOSES
    return suffers


def _f1(truth: np.ndarray, said: np.ndarray) -> float:
    return 2 * int((truth & said).sum()) / max(1, int(truth.sum() + said.sum()))


if __name__ == "__main__":
    main()
