"""Learn anew how parties are read: a tagger for each way of writing, and the choice among its candidates.

    PYTHONPATH=. .venv/bin/python bench/learn_parties.py [--lessons FILE]...

Stories are those of the gold set that are not held out and the plain ones of tests/stories/facts_cases and
seeds/documents; FILEs hold more of them, one JSON object a line with id, title, text, language and parties (literal
names). Candidates that teach the choice come from taggers that never saw the story's source. Needs python-crfsuite
(N. Okazaki: CRFsuite, 2007), which finds the weights; reading needs numpy.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import pycrfsuite
from scipy.sparse import csr_matrix

from bench.gold import gold
from bench.lesson_files import plain_cases, stories_in
from bench.logistic import fit
from stories.facts.lexicon import Lexicon, lexicon
from stories.facts.parties import WEIGHTS
from stories.facts.tagging.candidates import candidates, figures, spans
from stories.facts.tagging.columns import Columns, columns
from stories.facts.tagging.tagger import FILE, LABELS, Tagger, own_name
from stories.facts.tagging.units import Line, Text, text_of
from stories.facts.telling import tell
from stories.names.keys import name_key
from tests.facts.measuring import same_name

FOLDS = 4
SETTINGS = {"c1": 0.05, "c2": 0.5, "max_iterations": 150, "feature.minfreq": 2}
TRUST = 0.5
GROUPS = 40
SEEDS = Path(__file__).resolve().parents[1] / "seeds/documents"
SEED_TIMES = 3
NEGLIGIBLE = 0.02
HEADER = """\
# How much each figure of a name counts for it to be a party (logits): bench/learn_parties.py. Never edited by hand.
"""


@dataclass(frozen=True)
class Lesson:
    """A story as the tagger sees it, with its parties."""

    language: str
    group: str  # stories of one source
    parties: tuple[str, ...]
    words: Lexicon
    text: Text
    seen: Columns


def main() -> None:
    """Read, learn, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lessons", type=Path, action="append", default=[])
    given = parser.parse_args()
    lessons = [*_gold(), *_cases(), *_seeds(), *(each for file in given.lessons for each in _others(file))]
    rows: list[tuple[dict[str, float], bool]] = []
    arrays: dict[str, np.ndarray] = {}
    for writing in sorted({each.words.writing for each in lessons}):
        those = [each for each in lessons if each.words.writing == writing]
        print(f"{writing}: {len(those)} stories", flush=True)
        for fold in range(FOLDS):
            learned = tagger_of([each for each in those if _fold(each) != fold])
            rows += [row for each in those if _fold(each) == fold for row in _choices(each, learned)]
        arrays |= {f"{writing}.{name}": array for name, array in _arrays(tagger_of(those)).items()}
    np.savez_compressed(FILE, allow_pickle=False, **arrays)
    write_choice(*choice_of(rows))
    print(
        f"{len(rows)} candidates, {sum(right for _, right in rows)} of them parties; {FILE.stat().st_size // 1024} kB"
    )


def lesson_of(language: str, group: str, title: str, text: str, parties: Sequence[str]) -> Lesson | None:
    """A story as the tagger will see it; None for one without text."""
    words = lexicon(language)
    looked_at = text_of(words, tell(words, title, text))
    if not looked_at.units:
        return None
    return Lesson(language, group, tuple(parties), words, looked_at, columns(words, looked_at))


def tagger_of(lessons: Sequence[Lesson]) -> Tagger:
    """Learn a tagger; Okazaki's CRFsuite, L-BFGS with an L1 and an L2 penalty."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for each in lessons:
        for seen, labels in _lines(each):
            trainer.append(seen, labels)
    trainer.set_params(SETTINGS)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "weights")
        trainer.train(path)
        model = pycrfsuite.Tagger()
        model.open(path)
        return _as_tagger(model.info())


def _as_tagger(info: pycrfsuite._dumpparser.ParsedDump) -> Tagger:
    weights: dict[str, list[float]] = {}
    for (attribute, label), weight in info.state_features.items():
        weights.setdefault(attribute, [0.0] * len(LABELS))[LABELS.index(label)] = weight
    kept = sorted(each for each, row in weights.items() if max(map(abs, row)) >= NEGLIGIBLE)
    rows: dict[str, dict[str, int]] = {}
    for at, attribute in enumerate(kept, start=1):
        column, _, value = attribute.partition("\t")
        rows.setdefault(column, {})[value] = at
    passed = np.array([[info.transitions.get((one, other), 0.0) for other in LABELS] for one in LABELS])
    return Tagger(rows, np.array([[0.0] * len(LABELS), *(weights[each] for each in kept)]), passed)


def choice_of(rows: Sequence[tuple[dict[str, float], bool]]) -> tuple[dict[str, float], float]:
    """The weights of the figures, and the start."""
    names = sorted({name for found, _ in rows for name in found})
    table = csr_matrix(np.array([[found.get(name, 0.0) for name in names] for found, _ in rows]))
    weights, start = fit(table, np.array([right for _, right in rows]), TRUST)
    return dict(zip(names, weights.tolist(), strict=True)), start


def write_choice(weights: dict[str, float], start: float) -> None:
    """Write the weights that are shipped."""
    lines = [f'"{name}" = {value:.4f}' for name, value in weights.items() if abs(value) >= NEGLIGIBLE]
    WEIGHTS.write_text(
        "\n".join([HEADER.rstrip(), f"start = {start:.4f}", "", "[weights]", *lines]) + "\n", encoding="utf-8"
    )


def _choices(each: Lesson, learned: Tagger) -> Iterator[tuple[dict[str, float], bool]]:
    named = candidates(each.words, each.text, spans(each.words, each.text, learned.marginals(each.text, each.seen)))
    exact = {name_key(party) for party in each.parties}
    others = [party for party in each.parties if name_key(party) not in named]
    for key, candidate in named.items():  # of several spellings of a party the one that is written so is right
        right = key in exact or any(same_name(candidate.name, party) for party in others)
        yield figures(candidate, named, each.seen, each.language), right


def _lines(each: Lesson) -> Iterator[tuple[list[list[str]], list[str]]]:
    base = 0
    for line in each.text.lines:
        units = range(base, base + len(line.units))
        base += len(line.units)
        yield [_attributes(each, at) for at in units], _labels(line, each.parties)


def _attributes(each: Lesson, at: int) -> list[str]:
    seen = each.seen
    own = [f"{own_name(each.language, name)}\t{values[at]}" for name, values in seen.own.items() if values[at]]
    shared = [f"{name}\t{values[at]}" for name, values in seen.shared.items() if values[at]]
    return [*own, *shared, *(f"{name}\t{member}" for name, sets in seen.sets.items() for member in sets[at])]


def _labels(line: Line, parties: Sequence[str]) -> list[str]:
    labels = ["O"] * len(line.units)
    for start, end in _written(line.text, parties):
        inside = [at for at, unit in enumerate(line.units) if unit.start >= start and unit.end <= end]
        for at in inside:
            labels[at] = "B" if at == inside[0] else "I"
    return labels


def _written(text: str, parties: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where parties stand in a line, longer names first, none over another or inside a Latin word."""
    taken = [False] * len(text)
    for party in sorted(parties, key=len, reverse=True):
        start = text.find(party)
        while start >= 0:
            end = start + len(party)
            inside_a_word = party[0].isascii() and start > 0 and text[start - 1].isalnum()
            if not inside_a_word and not any(taken[start:end]):
                taken[start:end] = [True] * len(party)
                yield start, end
            start = text.find(party, start + 1)


def _arrays(learned: Tagger) -> dict[str, np.ndarray]:
    values = {column: sorted(rows, key=rows.__getitem__) for column, rows in learned.rows.items()}
    order = [learned.rows[column][value] for column, members in values.items() for value in members]
    document = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return {
        "values": np.frombuffer(document, dtype=np.uint8),
        "emitted": learned.emitted[order].astype(np.float16),
        "passed": learned.passed.astype(np.float32),
    }


def _gold() -> Iterator[Lesson]:
    for story in gold():
        if story.keep and not story.held_out:
            found = lesson_of(story.language, story.source, story.title or "", story.text, story.parties)
            if found:
                yield found


def _cases() -> Iterator[Lesson]:
    """The plain stories that the rules were made for, each a source of its own."""
    for language, _, case in plain_cases():
        found = lesson_of(language, case["title"], case["title"], case["text"], case["parties"])
        if found:
            yield found


def _seeds() -> Iterator[Lesson]:
    """The first fixtures, which must be read exactly: each counts as often as SEED_TIMES others."""
    for file in sorted(SEEDS.glob("*.toml")):
        seed, text = (
            tomllib.loads(file.read_text(encoding="utf-8")),
            file.with_suffix(".txt").read_text(encoding="utf-8"),
        )
        names = [name for party in seed["parties"] for name in (party["name"], *party["aliases"])]
        found = lesson_of(seed["language"], f"seed {file.stem}", seed["title"] or "", text, names)
        if found:
            yield from [found] * SEED_TIMES


def _others(file: Path) -> Iterator[Lesson]:
    for story in stories_in(file):
        group = f"group {crc32(story['id'].encode()) % GROUPS}"
        found = lesson_of(story["language"], group, story.get("title") or "", story["text"], story["parties"])
        if found:
            yield found


def _fold(each: Lesson) -> int:
    return crc32(f"{each.language}/{each.group}".encode()) % FOLDS


if __name__ == "__main__":
    main()
